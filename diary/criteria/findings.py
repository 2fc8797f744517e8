"""What a criterion answers: the result, why, and what to ask when data is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from diary.criteria.catalogue import Severity
from diary.criteria.entries import Entry
from diary.night import DateWindow

Result = Literal["fired", "not_fired", "insufficient_data"]
JsonValue: TypeAlias = (
    "None | bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue]"
)
FindingFacts = Mapping[str, JsonValue]

NO_FACTS: FindingFacts = MappingProxyType({})


class Question(NamedTuple):
    """What to ask: a field of one entry, or of the profile (``entry_id`` empty).

    ``ask_from`` is the first instant at which it may be asked: that night only the
    length of a cramp is, the rest waits for the morning. ``None`` means at once.
    """

    table: str
    entry_id: str
    field: str
    ask_from: datetime | None = None


class Outcome(NamedTuple):
    """The answer of one criterion, before it is tied to its id and target."""

    result: Result
    severity: Severity | None = None
    evidence: tuple[str, ...] = ()
    facts: FindingFacts = NO_FACTS
    missing: tuple[Question, ...] = ()


class Finding(NamedTuple):
    """The answer of one criterion for one episode (``target``) or for the diary.

    ``severity`` is set only when fired. ``evidence`` holds the sorted ids of the
    entries behind it. ``facts`` holds the placeholders of the criterion's texts, codes
    for what has a label, and ``window``. ``missing`` may also stand on a fired finding:
    a very long cramp warns and asks for confirmation. ``is_late``: an urgent finding
    about an entry made more than 24 hours after it began.
    """

    criterion: str
    result: Result
    severity: Severity | None
    target: str | None
    evidence: tuple[str, ...]
    facts: FindingFacts
    missing: tuple[Question, ...]
    is_late: bool = False


NOT_FIRED = Outcome("not_fired")


def finding(criterion: str, target: str | None, outcome: Outcome) -> Finding:
    """The outcome tied to its criterion and target."""
    if outcome is NOT_FIRED:  # by far the most frequent: built without the wrapper
        values = (criterion, "not_fired", None, target, (), NO_FACTS, (), False)
        return tuple.__new__(Finding, values)
    result, severity, evidence, facts, missing = outcome
    return Finding(criterion, result, severity, target, evidence, facts, missing)


def fired(
    severity: Severity,
    window: DateWindow,
    evidence: Iterable[str],
    facts: Mapping[str, JsonValue],
    missing: tuple[Question, ...] = (),
) -> Outcome:
    """A fired outcome with sorted evidence and its window among the facts."""
    ids = tuple(sorted({entry_id for entry_id in evidence if entry_id}))
    return Outcome("fired", severity, ids, {**facts, "window": dates(window)}, missing)


def insufficient(*questions: Question) -> Outcome:
    """It cannot be decided; ``questions`` say what to ask, if asking can help."""
    return Outcome("insufficient_data", missing=tuple(sorted(set(questions), key=_key)))


def ids_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The ids of the episodes behind ``entries``."""
    return tuple(entry.id for entry in entries)


def dates(window: DateWindow) -> Mapping[str, JsonValue]:
    """The window as the facts carry it."""
    return {"from": window.first.isoformat(), "to": window.last.isoformat()}


def one_day(day: date) -> DateWindow:
    """The window of a criterion about one entry: its own date."""
    return DateWindow(day, day)


def codes_in(found: Iterable[str]) -> list[JsonValue]:
    """Codes as facts carry them: sorted, each once."""
    return [*sorted(set(found))]


def sites_of(entries: Iterable[Entry]) -> list[JsonValue]:
    """The sites of ``entries`` as facts carry them: sorted, each once."""
    pairs = {(site.muscle, site.side) for entry in entries for site in entry.sites}
    return [{"muscle": muscle, "side": side} for muscle, side in sorted(pairs)]


def _key(question: Question) -> tuple[str, str, str]:
    return question.table, question.entry_id, question.field
