"""Everything that is kept about one person, section by section, as plain records.

A section holds every column of its model but those it leaves out, so a new column is
in the archive by itself. The database's own keys and the diary's id stay out: the one
means nothing elsewhere, the other stands at the top.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import AutoField, BigAutoField, Model

from diary import models
from diary.archive_warnings import warning_records
from diary.exports.archive import Record, archive_lines
from diary.fields.values import plain
from diary.models import Diary

ROWS_PER_READ = 1000

SECRET = "it opens something, or is the hash of what does"  # noqa: S105 - a reason
THE_PERSON = "it is the person whose archive this is"
THE_DIARY = "it stands at the top of the archive"


@dataclass(frozen=True, slots=True)
class Section:
    """One list of records. ``whose`` leads from a row to its diary.

    ``left_out`` gives a reason for each column that stays behind. ``joined`` adds a
    column of another table: name -> path.
    """

    name: str
    model: type[Model]
    order: tuple[str, ...]
    whose: str = "diary"
    left_out: Mapping[str, str] = field(default_factory=lambda: {"diary": THE_DIARY})
    joined: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> Mapping[str, str]:
        """Name in the record -> path to read."""
        own = {
            column.name: column.attname
            for column in self.model._meta.concrete_fields
            if not isinstance(column, AutoField | BigAutoField)
            and column.name not in self.left_out
        }
        return {**own, **self.joined}


def _of_account(name: str, model: type[Model], *secrets: str) -> Section:
    left_out = {"user": THE_PERSON, **dict.fromkeys(secrets, SECRET)}
    return Section(name, model, ("pk",), whose="user__diary", left_out=left_out)


def _entries(name: str, model: type[Model]) -> Section:
    return Section(name, model, order=("rev", "pk"))


SECTIONS = (
    Section(
        "account",
        models.User,
        order=("pk",),
        whose="diary",
        left_out={"password": SECRET},
    ),
    _of_account("email_addresses", EmailAddress),
    _of_account("sessions", UserSession, "session_key"),
    _of_account("second_factors", Authenticator, "data"),
    Section(
        "diaries", Diary, order=("pk",), whose="pk", left_out={"owner": THE_PERSON}
    ),
    Section("consents", models.Consent, order=("at", "pk")),
    _entries("profile", models.Profile),
    _entries("episodes", models.Episode),
    _entries("nights", models.Night),
    _entries("check_ins", models.CheckIn),
    _entries("medications", models.Medication),
    Section("versions", models.EntryVersion, order=("table", "entry", "rev")),
    Section("sync_problems", models.SyncProblem, order=("rev", "pk")),
    Section("warnings", models.Warning, order=("raised_at", "pk")),
    Section("notifications", models.Notification, order=("asked_at", "pk")),
    Section("evaluation_due", models.EvaluationDue, order=("pk",)),
    Section(
        "invitations",
        models.Invitation,
        order=("created_at", "pk"),
        left_out={"diary": THE_DIARY, "code_hash": SECRET},
    ),
    Section(
        "grants",
        models.Grant,
        order=("created_at", "pk"),
        joined={
            "clinician_name": "clinician__display_name",
            "clinician_email": "clinician__email",
        },
    ),
    Section("access_log", models.AccessEvent, order=("at", "pk")),
)


def archive_of(diary_id: UUID) -> Iterator[str]:
    """The archive of one person, line by line; a query for each section, and two more.

    Raises ``Diary.DoesNotExist``.
    """
    diary = Diary.objects.select_related("profile").get(pk=diary_id)
    sections = ((section.name, _records(section, diary)) for section in SECTIONS)
    return archive_lines(diary.pk, diary.revision, sections)


def _records(section: Section, diary: Diary) -> Iterator[Record]:
    records = _plain_records(section, diary.pk)
    if section.model is models.Warning:
        return warning_records(records, diary.pk, country=diary.profile.country)
    return records


def _plain_records(section: Section, diary_id: UUID) -> Iterator[Record]:
    columns = section.columns
    rows = section.model._default_manager.filter(**{section.whose: diary_id})
    rows = rows.order_by(*section.order)
    for row in rows.values_list(*columns.values()).iterator(ROWS_PER_READ):
        yield dict(zip(columns, map(plain, row), strict=True))
