"""The person's warnings: what was raised, why, and where it stands."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.authentication import account
from api.base import DiaryView
from api.errors import ApiError
from api.pagination import Pages
from api.schema import errors, page_schema
from api.warnings.outputs import warning_output
from api.warnings.schema import WARNING
from diary.models import Profile, Warning
from diary.services.warnings import move_warning

STATES = frozenset(Warning.State.values)


class WarningView(DiaryView):
    """What all routes of warnings share."""

    @property
    def country(self) -> str:
        """The country whose telephone numbers go into the texts."""
        profiles = Profile.objects.in_diary(self.diary_id)
        return profiles.values_list("country", flat=True).get()

    def answer(self, warning: Warning) -> dict[str, object]:
        """One warning in words."""
        return warning_output(warning, country=self.country, request=self.request)


class WarningList(WarningView):
    """Open and past warnings, newest first."""

    parameters = ("state", "limit", "cursor")

    @extend_schema(responses={200: page_schema(WARNING), **errors()}, tags=["warnings"])
    def get(self, request: Request, **kwargs: object) -> Response:
        """One page of warnings, filtered by ``state`` (several with commas)."""
        rows = Warning.objects.in_diary(self.diary_id).prefetch_related("history")
        if states := self._states():
            rows = rows.filter(state__in=states)
        pages = Pages()
        found = pages.read(rows, self, ("-raised_at", "-pk"))
        country = self.country if found else ""
        return pages.get_paginated_response(
            [
                warning_output(warning, country=country, request=request)
                for warning in found
            ]
        )

    def _states(self) -> set[str]:
        raw = self.request.query_params.get("state")
        states = set(raw.split(",")) if raw is not None else set()
        if not states <= STATES:
            raise ApiError(400, "invalid", fields={"state": "unknown_code"})
        return states


class WarningDetail(WarningView):
    """One warning."""

    @extend_schema(responses={200: WARNING, **errors()}, tags=["warnings"])
    def get(self, request: Request, warning: UUID, **kwargs: object) -> Response:
        """The warning with this id."""
        rows = Warning.objects.in_diary(self.diary_id).prefetch_related("history")
        for found in rows.filter(pk=warning):
            return Response(self.answer(found))
        raise Http404


class WarningMove(WarningView):
    """The person says that a warning was seen, or talked over with a doctor."""

    state = Warning.State.SEEN

    @extend_schema(
        request=None, responses={200: WARNING, **errors()}, tags=["warnings"]
    )
    def post(self, request: Request, warning: UUID, **kwargs: object) -> Response:
        """Move the warning on; doing it twice changes nothing."""
        moved = move_warning(
            self.diary_id,
            warning,
            state=self.state,
            by=account(request).role,
            now=self.now,
        )
        if moved is None:
            raise Http404
        return Response(self.answer(moved))
