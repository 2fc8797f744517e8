"""The clinician's side: the diaries shared with them, through the patient's own views.

Only what differs stands here: nothing can be written, and free text needs a scope of
its own. Whose diary it is, and the access log, are settled in ``api.base``.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import DiaryView, Unavailable, View
from api.entries.views import EntryDetail, EntryList, ProfileDetail
from api.pagination import Pages
from api.schema import page_schema
from api.sharing import schema
from api.sharing.outputs import LAST_ENTRY, patient_output
from diary.criteria.facts import Profile
from diary.models import Diary
from diary.patient_list import standings_of
from diary.services.access_log import AccessLogUnavailable, log_access

READ_ONLY = ["get", "head"]
_COLUMNS = (
    "pk",
    "owner__display_name",
    "grant",
    "may_read",
    "urgency",
    "profile__tz",
    "profile__night_start",
    "profile__night_end",
    *LAST_ENTRY,
)


class PatientList(View):
    """The diaries that patients share with the caller."""

    parameters = ("limit", "cursor")

    @extend_schema(
        responses={200: page_schema(schema.PATIENT), **schema.errors(400)},
        tags=["patients"],
    )
    def get(self, request: Request) -> Response:
        """One page of diaries, the worst open warnings first, each logged."""
        rows = Diary.objects.visible_to(self.caller, now=self.now).for_patient_list()
        pages = Pages()
        try:
            with transaction.atomic():
                found = pages.read(rows.values(*_COLUMNS), self, ("-urgency", "pk"))
                grants = {row["pk"]: row["grant"] for row in found}
                log_access(grants, reading=self.reading())
                standings = standings_of(_readable(found), now=self.now)
        except AccessLogUnavailable:
            raise Unavailable from None
        return pages.get_paginated_response(
            [patient_output(row, standings.get(row["pk"])) for row in found]
        )


def _readable(rows: list[dict[str, Any]]) -> dict[UUID, Profile]:
    """What a standing needs of the diaries that are shared for reading."""
    return {
        row["pk"]: Profile(
            row["profile__tz"],
            night_start=row["profile__night_start"],
            night_end=row["profile__night_end"],
        )
        for row in rows
        if row["may_read"]
    }


class NotesByScope(DiaryView):
    """Answer ``note`` as empty unless the patient shares notes."""

    http_method_names = READ_ONLY

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The patient's own view, without the free text that is not shared."""
        kwargs.pop("diary")
        response: Response = super().get(request, *args, **kwargs)  # type: ignore[misc]  # mixin
        if not self.sees_notes:
            for row in response.data.get("results", [response.data]):
                if "note" in row:
                    row["note"] = ""
        return response


class PatientEntryList(NotesByScope, EntryList):
    """A patient's rows of one table."""


class PatientEntryDetail(NotesByScope, EntryDetail):
    """One row of a patient's."""


class PatientProfile(NotesByScope, ProfileDetail):
    """A patient's profile."""
