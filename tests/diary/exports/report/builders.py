"""Diaries for reports: empty, usual and as full as one can be; and ways to look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from diary.criteria import catalogue
from diary.criteria.facts import (
    Episode,
    Profile,
    Relief,
    ResidualPain,
    Site,
    SleepNight,
)
from diary.criteria.texts import placeholders_of
from diary.exports.report import (
    Medicine,
    RaisedWarning,
    Report,
    ReportFacts,
    ReportReader,
    build_report,
)
from diary.trends.rows import CheckInRow
from diary.vocabulary import Language, codes

OSLO = "Europe/Oslo"
LAST = date(2026, 3, 20)
FIRST = date(2026, 2, 21)
LANGUAGES: tuple[Language, ...] = ("nb", "en")
DOCTOR = ReportReader("clinician", "nb")
OWNER = ReportReader("patient", "nb", is_owner=True, sees_notes=True)
HOSTILE = '<b onclick="x">&amp;</b> #read("/etc/passwd") *bold* $x$ {name}'


def at(day: date, clock: time) -> datetime:
    """A clock time in Oslo as an instant."""
    return datetime.combine(day, clock, ZoneInfo(OSLO)).astimezone(UTC)


def back(nights: int) -> date:
    """So many nights before the last one."""
    return LAST - timedelta(days=nights)


def cramp(night: date = LAST, clock: time = time(2, 30), **values: Any) -> Episode:
    """A cramp of three minutes in the left calf, rated 5, entered in the morning."""
    usual: dict[str, Any] = {
        "id": f"{night} {clock}",
        "started_at": at(night, clock),
        "tz": OSLO,
        "duration_seconds_reported": 180,
        "sites": (Site("calf", "left"),),
        "pain_max": 5,
        "entered_at": at(night, time(7, 30)),
    }
    return Episode(**(usual | values))


def quiet(night: date) -> CheckInRow:
    """No cramps on this date, said in the morning."""
    return CheckInRow(night, "both", at(night, time(7, 30)))


def slept(night: date, *, waso_minutes: int = 10, **values: Any) -> SleepNight:
    """Bed 23:00 to 07:00, asleep 23:20 to 06:50."""
    evening = night - timedelta(days=1)
    usual: dict[str, Any] = {
        "night_date": night,
        "id": f"sleep {night}",
        "tz": OSLO,
        "into_bed_at": at(evening, time(23, 0)),
        "sleep_attempt_at": at(evening, time(23, 5)),
        "sol_minutes": 15,
        "awakenings": 1,
        "waso_minutes": waso_minutes,
        "final_awakening_at": at(night, time(6, 50)),
        "trying_to_sleep_after_final_awakening_minutes": 0,
        "out_of_bed_at": at(night, time(7, 0)),
        "quality": 4,
        "entered_at": at(night, time(7, 30)),
    }
    return SleepNight(**(usual | values))


def warning(criterion: str = "spread-to-arms", **values: Any) -> RaisedWarning:
    """An open warning with every placeholder of its texts filled."""
    usual: dict[str, Any] = {
        "criterion": criterion,
        "severity": catalogue.criterion(criterion).severity,
        "state": "open",
        "facts": dict.fromkeys(placeholders_of(criterion), "4") | {"sites": []},
        "evidence": (back(2), back(9)),
        "raised_on": LAST,
        "ruleset_version": "2",
    }
    return RaisedWarning(**(usual | values))


def facts(**values: Any) -> ReportFacts:
    """An empty diary read by a clinician in bokmål."""
    usual: dict[str, Any] = {
        "reader": DOCTOR,
        "last": LAST,
        "profile": Profile(tz=OSLO, birth_date=date(1958, 5, 14)),
        "country": "NO",
        "name": "Astrid Berg",
        "birth_year": 1958,
        "revision": 412,
    }
    return ReportFacts(**(usual | values))


def usual(**values: Any) -> ReportFacts:
    """Eight cramp nights of 27 recorded after six of 28; one warning, one medicine.

    The last night is not recorded; the two newest cramps are long; one sits in a hand,
    one comes by day.
    """
    with_cramp = {2, 4, 8, 11, 15, 18, 22, 25} | {30, 34, 38, 43, 48, 53}
    nights = range(1, 56)
    longer = {2: 845, 4: 690}
    episodes = [
        cramp(
            back(ago),
            duration_seconds_reported=longer.get(ago, 180),
            pain_max=8 if ago in longer else 5,
            relief=(Relief("stretching", "none" if ago in longer else "full"),),
            sites=(Site("hand", "right"),) if ago == 8 else (Site("calf", "left"),),
            residual_pain=ResidualPain(present=ago % 2 == 0, duration_minutes=60),
            woke_from_sleep=True,
        )
        for ago in sorted(with_cramp)
    ]
    by_day = cramp(back(3), time(14, 0), id="by day", woke_from_sleep=False)
    made: dict[str, Any] = {
        "episodes": (*episodes, by_day),
        "check_ins": tuple(quiet(back(ago)) for ago in nights if ago not in with_cramp),
        "nights": tuple(
            slept(back(ago), waso_minutes=40 if ago in with_cramp else 5 + ago % 5)
            for ago in nights
        ),
        "medicines": (
            Medicine("m1", "statin", "", "20 mg", date(2026, 1, 5)),
            Medicine("m2", "magnesium", "", "300 mg", None, None, stopped_on=back(40)),
        ),
        "warnings": (warning("duration-over-10-min", severity="see_doctor_soon"),),
        "is_warned": True,
    }
    return facts(**(made | values))


def crowded(*, reader: ReportReader = DOCTOR) -> ReportFacts:
    """Ten cramps a day, every criterion, thirty medicines and names without end."""
    muscles, sides = codes("muscle_groups"), codes("sides")
    episodes = tuple(
        cramp(
            back(ago),
            time((3 * number + 1) % 24, (7 * ago) % 60),
            duration_seconds_reported=60 * (number + 1) * (1 + ago % 7),
            pain_max=number,
            sites=tuple(
                Site(muscles[(ago + number + more) % len(muscles)], sides[more])
                for more in range(4)
            ),
            relief=(Relief("breathing-relaxation", "partial"),),
        )
        for ago in range(168)
        for number in range(10)
    )
    text = f"{HOSTILE} " * 4
    medicines = tuple(
        Medicine(
            str(number),
            code,
            text,
            text,
            back(6 * number),
            back(3 * number) if number % 2 else None,
            back(number) if number % 5 == 4 else None,
        )
        for number, code in enumerate(codes("medications")[:30])
    )
    hidden = "nlc-feature-summary"
    return facts(
        reader=reader,
        name=f"{'Wilhelmina' * 5} {HOSTILE} " * 3,
        episodes=episodes,
        nights=tuple(slept(back(ago)) for ago in range(168)),
        medicines=medicines,
        warnings=tuple(
            warning(
                name,
                facts=dict.fromkeys(placeholders_of(name), "42")
                | {"sites": [{"muscle": m, "side": "left"} for m in muscles]},
                evidence=tuple(back(ago) for ago in range(40)),
                is_late=True,
            )
            for name in catalogue.criteria()
            if name != hidden
        ),
        is_warned=True,
        is_urgent=True,
    )


DIARIES: Final[Mapping[str, Callable[..., ReportFacts]]] = {
    "empty": facts,
    "usual": usual,
    "crowded": crowded,
}


def report(made_from: ReportFacts) -> Report:
    """The document."""
    return build_report(made_from)


def strings_in(value: object) -> Iterator[str]:
    """Every text somewhere in a document, markers and pictures too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings_in(inner)


def texts_of(made: Report) -> list[str]:
    """Every text of a document."""
    return list(strings_in(asdict(made)))


def row(made: Any, name: str) -> tuple[str, ...]:
    """The cells beside ``name`` in a table."""
    (found,) = [cells for cells in made.rows if cells[0] == name]
    return tuple(found[1:])
