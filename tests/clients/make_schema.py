"""The schemas that the docs show, for both libraries: every table and column."""

from __future__ import annotations

from pathlib import Path

from diary.flat import Column, all_columns

SNIPPETS = Path(__file__).resolve().parent / "snippets"
HEAD = """\
import { appSchema, tableSchema } from '@nozbe/watermelondb'

const string = (name) => ({ name, type: 'string' })
const number = (name) => ({ name, type: 'number' })
const boolean = (name) => ({ name, type: 'boolean' })
const optional = (column) => ({ ...column, isOptional: true })

// Not asked is null, never 0 or '': leave `optional` where it stands.
export const leggroTables = [
"""
TAIL = """\
]

export const schema = appSchema({ version: 1, tables: leggroTables })
"""
RXDB_HEAD = """\
const string = { type: 'string' }
const number = { type: 'number' }
const boolean = { type: 'boolean' }
const list = { type: ['array', 'object'] }
const optional = (kind) => ({ type: [kind.type, 'null'].flat() })

const schema = (columns) => ({
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: { type: 'string', maxLength: 36 }, ...columns },
  required: ['id'], // a tombstone is its id alone
})

// Not asked is null, never 0 or '': leave `optional` where it stands.
export const leggroSchemas = {
"""


def files() -> dict[str, str]:
    """Each file's name and its text."""
    return {
        "watermelon-schema.js": watermelon_schema(),
        "rxdb-schema.js": rxdb_schema(),
    }


def rxdb_schema() -> str:
    """One JSON schema per table."""
    tables = "".join(
        f"  {name}: schema({{\n{_properties(columns)}  }}),\n"
        for name, columns in all_columns().items()
    )
    return RXDB_HEAD + tables + "}\n"


def _properties(columns: tuple[Column, ...]) -> str:
    return "".join(f"    {column.name}: {_property(column)},\n" for column in columns)


def _property(column: Column) -> str:
    kind = "list" if column.form == "JSON" else column.type
    return f"optional({kind})" if column.is_optional else kind


def watermelon_schema() -> str:
    """One table schema per table."""
    tables = "".join(_table(name, columns) for name, columns in all_columns().items())
    return HEAD + tables + TAIL


def _table(name: str, columns: tuple[Column, ...]) -> str:
    lines = "".join(f"      {_column(column)},\n" for column in columns)
    head = f"  tableSchema({{\n    name: '{name}',\n    columns: [\n"
    return f"{head}{lines}    ],\n  }}),\n"


def _column(column: Column) -> str:
    made = f"{column.type}('{column.name}')"
    return f"optional({made})" if column.is_optional else made
