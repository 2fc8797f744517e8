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
from api.schema import errors
from api.warnings.explanation import explanation_output
from api.warnings.outputs import language, warning_output
from api.warnings.schema import EXPLAINED_WARNING, WARNING, WARNING_PAGE
from diary.criteria import texts
from diary.judged import covered_warnings, is_nothing_flagged
from diary.models import Profile, Warning
from diary.querysets import WarningQuerySet
from diary.services.warnings import move_warning

STATES = frozenset(Warning.State.values)
ALWAYS_SAID = ("not_a_diagnosis", "not_monitored")
NOTHING_FLAGGED = "nothing_flagged"


class WarningView(DiaryView):
    """What all routes of warnings share."""

    @property
    def country(self) -> str:
        """The country whose telephone numbers go into the texts."""
        profiles = Profile.objects.in_diary(self.diary_id)
        return profiles.values_list("country", flat=True).get()

    def rows(self) -> WarningQuerySet[Warning]:
        """What the reader may see: a patient not what speaks to clinicians alone."""
        rows = Warning.objects.in_diary(self.diary_id)
        return rows.for_patient() if self.shared is None else rows

    def answer(self, warning: Warning) -> dict[str, object]:
        """One warning in words."""
        return warning_output(warning, country=self.country, request=self.request)


class WarningList(WarningView):
    """Open and past warnings, newest first."""

    parameters = ("state", "limit", "cursor")

    @extend_schema(responses={200: WARNING_PAGE, **errors()}, tags=["warnings"])
    def get(self, request: Request, **kwargs: object) -> Response:
        """One page of warnings, filtered by ``state`` (several with commas)."""
        rows = self.rows().prefetch_related("history")
        if self.shared is None:
            rows = rows.exclude(pk__in=covered_warnings(self.diary_id))
        if states := self._states():
            rows = rows.filter(state__in=states)
        pages = Pages()
        found = pages.read(rows, self, ("-raised_at", "-pk"))
        country = self.country
        page = pages.get_paginated_response(
            [
                warning_output(warning, country=country, request=request)
                for warning in found
            ]
        )
        page.data["texts"] = self._texts(country)
        return page

    def _texts(self, country: str) -> dict[str, str | None]:
        """The texts that stand beside every list, be it empty or not."""
        lang = language()
        keys = [*ALWAYS_SAID]
        if is_nothing_flagged(self.diary_id, now=self.now):
            keys.append(NOTHING_FLAGGED)
        said = {key: texts.common_text(key, lang, country) for key in keys}
        return {**said, NOTHING_FLAGGED: said.get(NOTHING_FLAGGED)}

    def _states(self) -> set[str]:
        raw = self.request.query_params.get("state")
        states = set(raw.split(",")) if raw is not None else set()
        if not states <= STATES:
            raise ApiError(400, "invalid", fields={"state": "unknown_code"})
        return states


class WarningDetail(WarningView):
    """One warning, explained."""

    @extend_schema(responses={200: EXPLAINED_WARNING, **errors()}, tags=["warnings"])
    def get(self, request: Request, warning: UUID, **kwargs: object) -> Response:
        """The warning with this id, and why it was raised."""
        rows = self.rows().prefetch_related("history")
        for found in rows.filter(pk=warning):
            explanation = explanation_output(
                found,
                diary_id=self.diary_id,
                request=request,
                sees_notes=self.sees_notes,
            )
            return Response({**self.answer(found), "explanation": explanation})
        raise Http404


class WarningMove(WarningView):
    """The person says that a warning was seen, or talked over with a doctor."""

    state = Warning.State.SEEN

    @extend_schema(
        request=None, responses={200: WARNING, **errors()}, tags=["warnings"]
    )
    def post(self, request: Request, warning: UUID, **kwargs: object) -> Response:
        """Move the warning on; doing it twice changes nothing."""
        if not self.rows().filter(pk=warning).exists():
            raise Http404
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
