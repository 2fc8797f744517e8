"""Run published test vectors through the product's own code and say what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from diary.criteria.catalogue import (
    SEVERITY_RANK,
    criteria,
    criterion,
    severity_of,
    targeted_criteria,
)
from diary.criteria.engine import judge
from diary.criteria.findings import Finding
from diary.criteria.notices import Event, decide, deliver_at, is_late_entry
from diary.criteria.outcomes import change_percent, cramps_per_week, is_responder
from diary.criteria.vector_parsing import (
    DEFAULT_ZONE,
    episode_of,
    facts_of,
    instant_of,
    night_of,
)
from diary.night import InBed, as_utc, place
from diary.sleep import derive, rounded
from diary.vocabulary.parsing import integer, mapping, optional_text, sequence, text

Runner = Callable[[Mapping[str, object]], object]

UNREADABLE = (ArithmeticError, LookupError, TypeError, ValueError)
RESULT_RANK = {"not_fired": 0, "insufficient_data": 1, "fired": 2}
DECIMALS_SHOWN = 6  # figures are compared to this many decimals
LATE_KEYS = ("late", "late_entry", "entered_late")


class VectorResult(NamedTuple):
    """One vector: what was expected, what the product answers, and whether they agree.

    For a vector that cannot be read ``actual`` says why.
    """

    name: str
    expected: object
    actual: object
    passed: bool


def run(document: object) -> list[VectorResult]:
    """Run every vector in a parsed file: a rule set, or a list of single vectors.

    A vector that cannot be read fails, alone. Raises ``TypeError``, ``KeyError`` or
    ``ValueError`` when the document as a whole is something else.
    """
    if isinstance(document, list):
        return [_run_criterion(mapping(item)) for item in document]
    rule_set = mapping(document)
    if not rule_set.keys() & {"rules", *RUNNERS}:
        raise ValueError("it holds no list of vectors")
    return list(_run_rule_set(rule_set))


def agrees(expected: object, actual: object) -> bool:
    """Whether ``actual`` holds what is ``expected``: keys left out are not compared."""
    if isinstance(expected, dict):
        answer = actual if isinstance(actual, dict) else {}
        return all(
            key in answer and agrees(v, answer[key]) for key, v in expected.items()
        )
    if isinstance(expected, float | int) and isinstance(actual, float | int):
        return round(expected - actual, DECIMALS_SHOWN) == 0
    return _as_instant(expected) == _as_instant(actual)


def _run_rule_set(document: Mapping[str, object]) -> Iterator[VectorResult]:
    for rule in _vectors(document, "rules"):
        for vector in _vectors(rule, "test_vectors"):
            yield _run_criterion({**vector, "rule": rule["id"]})
    for key, runner in RUNNERS.items():
        for vector in _vectors(document, key):
            yield _compared(key, vector, runner)


def _vectors(
    document: Mapping[str, object], key: str
) -> Iterable[Mapping[str, object]]:
    found = document.get(key)
    return [mapping(item) for item in sequence([] if found is None else found)]


def _compared(about: str, vector: Mapping[str, object], runner: Runner) -> VectorResult:
    name, expected = f"{about}: {vector.get('name', '')}", vector.get("expect")
    try:
        actual = runner(vector)
        return VectorResult(name, expected, actual, agrees(expected, actual))
    except UNREADABLE as error:
        reason = f"unreadable ({type(error).__name__}: {error})"
        return VectorResult(name, expected, reason, passed=False)


def _run_criterion(vector: Mapping[str, object]) -> VectorResult:
    return _compared(text(vector["rule"]), vector, _judge)


def _judge(vector: Mapping[str, object]) -> object:
    rule, given = text(vector["rule"]), mapping(vector["input"])
    if rule not in criteria():
        raise ValueError(f"There is no criterion {rule}.")
    target = optional_text(vector.get("target"))
    findings = judge(
        facts_of(given),
        instant_of(given["now"]),
        only=[rule],
        targets=[target] if _judges_one_entry(rule) and target else None,
    )
    return _answer(findings)


def _judges_one_entry(rule: str) -> bool:
    """Whether the vector's target is judged alone, not the window it closes."""
    found = criterion(rule)
    about_one_entry = found.scope == "episode" or found.window.startswith("the episode")
    return rule in targeted_criteria() and about_one_entry


def _answer(findings: Iterable[Finding]) -> Mapping[str, object]:
    ranked = sorted(findings, key=_strength)
    if not ranked:
        return {"result": "not_fired"}
    found = ranked[-1]
    unconfirmed = any(item.field == "duration_confirmed" for item in found.missing)
    return {
        **found.facts,
        "result": found.result,
        "severity": found.severity,
        "confirmed": not unconfirmed,
    }


def _strength(finding: Finding) -> tuple[int, int]:
    severity = -1 if finding.severity is None else SEVERITY_RANK[finding.severity]
    return RESULT_RANK[finding.result], severity


def _run_night(vector: Mapping[str, object]) -> object:
    given = mapping(vector["input"])
    facts = facts_of({**given, "episodes": []})
    episode = episode_of(mapping(given["episode"]))
    found = place(episode, InBed(facts.nights), facts.profile)
    night = found.night_date.isoformat() if found.period == "night" else None
    return {
        "period": found.period,
        "night_date": night,
        "local_date": found.local_date.isoformat(),
    }


def _run_sleep(vector: Mapping[str, object]) -> object:
    given = mapping(vector["input"])
    night = night_of(given)
    found = rounded(derive(night, optional_text(given.get("tz")) or DEFAULT_ZONE))
    return {
        "valid": found.valid,
        "problems": list(found.problems),
        "TIB": found.tib_minutes,
        "SOL": night.sol_minutes,
        "SPT": found.spt_minutes,
        "WASO": night.waso_minutes,
        "TST": found.tst_minutes,
        "TWAK": found.twak_minutes,
        "DSE": found.dse_minutes,
        "SE_TIB": found.se_tib_percent,
        "SE_DSE": found.se_dse_percent,
        "midpoint": found.midpoint,
    }


def _run_suppression(vector: Mapping[str, object]) -> object:
    return list(decide(_event(item) for item in _vectors(vector, "events")))


def _event(raw: Mapping[str, object]) -> Event:
    severity = optional_text(raw.get("severity"))
    kind: Literal["fire", "discussed"] = (
        "discussed" if raw["kind"] == "discussed" else "fire"
    )
    return Event(
        kind=kind,
        at=instant_of(raw["at"]),
        severity=severity_of(severity) if severity else None,
        episode=optional_text(raw.get("episode")),
    )


def _run_delivery(vector: Mapping[str, object]) -> object:
    return deliver_at(
        instant_of(vector["at"]),
        severity_of(text(vector["severity"])),
        optional_text(vector.get("tz")) or DEFAULT_ZONE,
        is_late=_is_late(vector),
    )


def _is_late(vector: Mapping[str, object]) -> bool:
    started = vector.get("started_at")
    if started is None:
        return any(vector.get(key) is True for key in LATE_KEYS)
    entered = vector.get("entered_at") or vector["at"]
    return is_late_entry(instant_of(started), instant_of(entered))


def _run_outcome(vector: Mapping[str, object]) -> object:
    given = mapping(vector["input"])
    if "n_episodes" in given:
        episodes, days = integer(given["n_episodes"]), integer(given["covered_days"])
        return {"cramps_per_week": cramps_per_week(episodes, days)}
    change = change_percent(_number(given["rate_base"]), _number(given["rate_now"]))
    return {"change_percent": change, "responder_25": is_responder(change)}


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError(f"Expected a number, found {type(value).__name__}.")
    return float(value)


def _as_instant(value: object) -> object:
    if isinstance(value, datetime):
        return as_utc(value)
    if isinstance(value, str) and "T" in value:
        return as_utc(datetime.fromisoformat(value))
    return value


RUNNERS: Mapping[str, Runner] = {
    "night_vectors": _run_night,
    "sleep_vectors": _run_sleep,
    "suppression_vectors": _run_suppression,
    "delivery_vectors": _run_delivery,
    "outcome_vectors": _run_outcome,
}
