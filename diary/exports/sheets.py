"""One export as a whole: which columns are read, which are written, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from diary.criteria.facts import SleepNight
from diary.exports import episodes, nights, small_tables
from diary.exports.columns import COLUMNS
from diary.exports.dialects import Cell, Dialect
from diary.exports.reading import Reading

TABLES = tuple(COLUMNS)
_FREE_TEXT = MappingProxyType(
    {"episodes": ("note",), "nights": ("note",), "medications": ("text",)}
)
_READ: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "episodes": episodes.COLUMNS_READ,
        "nights": nights.COLUMNS_READ,
        "check_ins": small_tables.CHECK_IN_COLUMNS_READ,
        "medications": small_tables.MEDICATION_COLUMNS_READ,
        "warnings": small_tables.WARNING_COLUMNS_READ,
    }
)

Cells = Callable[..., "tuple[Cell, ...] | None"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """``cells`` turns the values of ``columns_read`` into the cells of ``names``."""

    dialect: Dialect
    names: tuple[str, ...]
    labels: tuple[str, ...]
    columns_read: tuple[str, ...]
    cells: Cells


def sheet_for(
    table: str, reading: Reading, *, bed_times: Iterable[SleepNight] = ()
) -> Sheet:
    """The export of ``table``, one of ``TABLES``.

    ``bed_times`` are the nights of the period, which say which cramps are night ones;
    only episodes need them. Rows hold ids, instants and JSON as the database's text.
    """
    columns = [
        column
        for column in COLUMNS[table]
        if reading.with_free_text or not column.is_free_text
    ]
    free_text = _FREE_TEXT.get(table, ()) if reading.with_free_text else ()
    return Sheet(
        dialect=reading.dialect,
        names=tuple(column.name for column in columns),
        labels=tuple(column.label(reading.language) for column in columns),
        columns_read=(*_READ[table], *free_text),
        cells=_cells(table, reading, bed_times),
    )


def _cells(table: str, reading: Reading, bed_times: Iterable[SleepNight]) -> Cells:
    match table:
        case "episodes":
            return episodes.EpisodeCells(reading, bed_times)
        case "nights":
            return nights.NightCells(reading)
        case "check_ins":
            return small_tables.CheckInCells(reading)
        case "medications":
            return small_tables.MedicationCells(reading)
        case _:
            return small_tables.WarningCells(reading)
