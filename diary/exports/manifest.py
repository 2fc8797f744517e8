"""The manifest of a zip: what was asked for, what it was made from, and the sums."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diary.criteria import RULESET_VERSION
from diary.exports.zipping import Member
from diary.trends.figure import DEFINITIONS_VERSION
from diary.vocabulary import Language

FORMAT = "leggro-export-1"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the file was asked to hold; ``None`` leaves a side of the dates open."""

    first: date | None
    last: date | None
    dialect: str
    language: Language
    has_label_row: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """One diary in the file: its folder, what it was read at, rows of each table.

    ``is_steady`` is false if the diary went on changing while it was read, so that the
    tables may stand for slightly different moments.
    """

    diary: str
    folder: str
    revision: int
    is_steady: bool
    with_free_text: bool
    rows: Mapping[str, int]


def manifest(
    asked: Asked,
    contents: Iterable[Contents],
    members: Sequence[Member],
    *,
    is_approved: bool,
) -> str:
    """The manifest as JSON. The same inputs give the same text: no time stands in it.

    ``is_approved`` says whether a clinician has approved the rule set.
    """
    told = {
        "format": FORMAT,
        "from": asked.first and asked.first.isoformat(),
        "to": asked.last and asked.last.isoformat(),
        "dialect": asked.dialect,
        "language": asked.language,
        "label_row": asked.has_label_row,
        "ruleset_version": RULESET_VERSION,
        "ruleset_approved": is_approved,
        "definitions_version": DEFINITIONS_VERSION,
        "diaries": [_diary(one) for one in contents],
        "files": [_file(member) for member in members],
    }
    return json.dumps(told, indent=1) + "\n"


def _diary(contents: Contents) -> dict[str, object]:
    return {
        "diary": contents.diary,
        "folder": contents.folder,
        "revision": contents.revision,
        "steady": contents.is_steady,
        "free_text": contents.with_free_text,
        "rows": dict(contents.rows),
    }


def _file(member: Member) -> dict[str, object]:
    return {
        "path": member.path,
        "bytes": member.size_bytes,
        "sha256": member.sha256,
    }
