"""Made-up diaries of known size, written straight to the scratch database."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from bench.figures import NotMeasured
from diary.models import CheckIn, Diary, Episode, Medication, Night, SyncedRow, User
from diary.services.accounts import issue_token, make_account
from diary.services.due import mark_due

DAY = timedelta(days=1)
ROWS_AT_ONCE = 2_000
ZONE = "Europe/Oslo"
# Three nights of seven with a cramp: about what people who keep such a diary have.
CRAMP_NIGHTS = (0, 3, 5)
MUSCLES = ("calf", "foot", "hamstring", "calf", "quadriceps")


@dataclass(frozen=True, slots=True)
class Person:
    """One patient: the diary, and what the phone sends with each call."""

    diary: uuid.UUID
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a logged-in call."""
        return {"X-Session-Token": self.token, "Accept-Language": "en"}


def new_person(name: str) -> Person:
    """A patient with an empty diary, who has agreed to flagging."""
    account = make_account(
        f"{name}@bench.test", role=User.Role.PATIENT, now=timezone.now()
    )
    if account.diary is None:
        raise NotMeasured("A patient without a diary.")
    token = issue_token(account.user, user_agent="bench")
    return Person(account.diary.pk, token)


def ordinary_person(name: str, days: int = 90) -> Person:
    """Every day a sleep night and a cramp or a check-in; two medicines."""
    person = new_person(name)
    yesterday = timezone.now().date() - DAY
    dates = [yesterday - DAY * ago for ago in range(days)]
    _store(person, _ordinary_rows(person.diary, dates))
    return person


def heavy_person(name: str, days: int = 90, cramps_a_day: int = 10) -> Person:
    """Ten cramps a day, every day, and a sleep night."""
    person = new_person(name)
    yesterday = timezone.now().date() - DAY
    _store(person, _heavy_rows(person.diary, yesterday, days, cramps_a_day))
    return person


def writer_of_many(name: str, episodes: int) -> Person:
    """A diary of this many episodes, ten a day back from yesterday."""
    person = new_person(name)
    yesterday = timezone.now().date() - DAY
    starts = (
        at(yesterday - DAY * (number // 10), hour=1 + number % 10)
        for number in range(episodes)
    )
    _store(
        person,
        (episode(person.diary, number, start) for number, start in enumerate(starts)),
    )
    return person


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant of that day, in UTC."""
    return datetime.combine(day, time(hour, minute), tzinfo=UTC)


def episode(diary: uuid.UUID, number: int, start: datetime) -> Episode:
    """A cramp of two to seven minutes with every usual question answered."""
    return Episode(
        diary_id=diary,
        id=uuid.uuid5(diary, f"episode {number}"),
        received_at=start + timedelta(hours=6),
        entered_at=start + timedelta(hours=5),
        utc_offset_minutes=60,
        **_answers(number, start),
    )


def _answers(number: int, start: datetime) -> dict[str, object]:
    return {
        "started_at": start,
        "tz": ZONE,
        "ended_at": start + timedelta(seconds=120 + 37 * (number % 9)),
        "sites": [{"muscle": MUSCLES[number % 5], "side": "left", "pain": 6}],
        "pain_max": 3 + number % 5,
        "distress": number % 7,
        "woke_from_sleep": True,
        "triggers": ["exercise"],
        "sensations": ["hard-muscle"],
        "associated_symptoms": ["none"],
        "residual_pain": {"present": True, "max": 2, "duration_minutes": 60},
        "relief": [{"code": "stretching", "effect": "full"}],
        "note": "",
    }


def _ordinary_rows(diary: uuid.UUID, dates: list[date]) -> Iterator[SyncedRow]:
    for number, day in enumerate(dates):
        yield _night(diary, number, day)
        if number % 7 in CRAMP_NIGHTS:
            yield episode(diary, number, at(day, hour=2, minute=number % 60))
        else:
            yield _check_in(diary, day)
    for code in ("statin", "magnesium"):
        yield _medication(diary, code, dates[-1])


def _heavy_rows(
    diary: uuid.UUID, last: date, days: int, cramps_a_day: int
) -> Iterator[SyncedRow]:
    for ago in range(days):
        day = last - DAY * ago
        yield _night(diary, ago, day)
        for number in range(cramps_a_day):
            start = at(day, hour=number % 24, minute=17)
            yield episode(diary, ago * cramps_a_day + number, start)


def _night(diary: uuid.UUID, number: int, day: date) -> Night:
    into_bed = at(day - DAY, hour=21, minute=45)
    return Night(
        diary_id=diary,
        id=uuid.uuid5(diary, f"nights:{day}"),
        received_at=at(day, hour=8),
        entered_at=at(day, hour=7),
        night_date=day,
        tz=ZONE,
        utc_offset_minutes=60,
        into_bed_at=into_bed,
        sleep_attempt_at=into_bed + timedelta(minutes=20),
        sol_minutes=10 + number % 30,
        awakenings=number % 4,
        waso_minutes=5 * (number % 6),
        final_awakening_at=at(day, hour=5, minute=30),
        trying_to_sleep_after_final_awakening_minutes=10,
        out_of_bed_at=at(day, hour=6),
        quality=1 + number % 5,
    )


def _check_in(diary: uuid.UUID, day: date) -> CheckIn:
    return CheckIn(
        diary_id=diary,
        id=uuid.uuid5(diary, f"check-ins:{day}"),
        received_at=at(day, hour=8),
        entered_at=at(day, hour=8),
        date=day,
    )


def _medication(diary: uuid.UUID, code: str, started_on: date) -> Medication:
    return Medication(
        diary_id=diary,
        id=uuid.uuid5(diary, f"medication {code}"),
        received_at=at(started_on, hour=8),
        code=code,
        started_on=started_on,
        prescribed=True,
    )


def _store(person: Person, rows: Iterable[SyncedRow]) -> None:
    """Write the rows, each with a revision of its own, a batch in each transaction:
    the product runs meanwhile and must not wait long."""
    unread = iter(rows)
    while batch := list(islice(unread, ROWS_AT_ONCE)):
        with transaction.atomic():
            diary = Diary.objects.lock().get(pk=person.diary)
            for row in batch:
                diary.revision += 1
                row.rev = diary.revision
            _store_by_table(batch)
            diary.save(update_fields=["revision"])
    with transaction.atomic():
        mark_due(Diary.objects.lock().get(pk=person.diary), now=timezone.now())


def _store_by_table(rows: list[SyncedRow]) -> None:
    for model in {type(row) for row in rows}:
        model.objects.bulk_create([row for row in rows if type(row) is model])
