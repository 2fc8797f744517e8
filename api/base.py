"""What every view stands on: whose diary this is, decided in one place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.views import APIView

from api import request_id
from api.errors import RETRY_AFTER_SECONDS, ApiError, database_unavailable
from diary.models import Diary, User
from diary.querysets import Scope
from diary.services.access_log import (
    AccessLogUnavailable,
    Reading,
    SharedDiary,
    enter_shared_diary,
    shared_diary,
)


class Unavailable(ApiError):
    """503: nothing can be answered now; try again shortly."""

    wait = RETRY_AFTER_SECONDS

    def __init__(self) -> None:
        super().__init__(503, "unavailable")


class TooManyRequests(ApiError):
    """429: tried too often; try again when the period is over."""

    def __init__(self, wait: int) -> None:
        super().__init__(429, "too_many_requests")
        self.wait = wait


class View(APIView):
    """A view with the instant of the request. ``OPTIONS`` tells nothing (405)."""

    http_method_names = ["get", "post", "put", "patch", "delete", "head"]
    parameters: Collection[str] = ()

    @cached_property
    def now(self) -> datetime:
        """The one instant this request is answered at."""
        return timezone.now()

    @property
    def caller(self) -> User:
        """Who is logged in; the role matrix has let nobody else through."""
        return cast(User, self.request.user)

    def reading(self) -> Reading:
        """Who reads what, as the access log keeps it."""
        match = self.request.resolver_match
        name = match.url_name if match else None
        return Reading(
            actor=self.caller,
            what=(name or "").removeprefix("patient-"),
            from_date=self._asked_date("from"),
            to_date=self._asked_date("to") or self._asked_date("end"),
            request_id=request_id.current.get(),
            now=self.now,
        )

    def _asked_date(self, parameter: str) -> date | None:
        try:
            return date.fromisoformat(self.request.query_params[parameter][:10])
        except (KeyError, ValueError):
            return None

    def body(self) -> dict[str, object]:
        """The request body, which must be a JSON object."""
        sent = self.request.data
        if not isinstance(sent, dict):
            raise ApiError(400, "invalid", fields={"": "wrong_type"})
        return sent

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check login, role and the names of the query parameters."""
        super().initial(request, *args, **kwargs)
        unknown = set(request.query_params) - set(self.parameters)
        if unknown and request.method == "GET":
            fields = dict.fromkeys(sorted(unknown), "unknown_parameter")
            raise ApiError(400, "invalid", fields=fields)


class DiaryView(View):
    """A view of one diary: the caller's own, or the one a patient shares.

    Everything below reads and writes through ``diary_id``, so scoping happens here and
    nowhere else. Under ``patients/{diary}/`` the grant is found and the access logged
    before the method runs, in the transaction of what it reads.
    """

    scope: Scope = "read"
    shared: SharedDiary | None = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer; a shared diary in one transaction, with nothing read if it fails."""
        if "diary" not in kwargs:
            return super().dispatch(request, *args, **kwargs)
        try:
            with transaction.atomic():
                response = super().dispatch(request, *args, **kwargs)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
        except (OperationalError, InterfaceError) as error:
            # At the beginning or the end of the transaction.
            return database_unavailable(error)
        return response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Enter the shared diary, or answer that there is none."""
        super().initial(request, *args, **kwargs)
        if "diary" in kwargs and request.method in self.allowed_methods:
            self.shared = self._enter(kwargs["diary"])

    @cached_property
    def diary_id(self) -> UUID:
        """The id of the diary this request is about; 404 if there is none."""
        if "diary" in self.kwargs:
            if self.shared is None:
                raise Http404
            return self.shared.diary_id
        try:
            return self.caller.diary.pk
        except Diary.DoesNotExist:
            raise Http404 from None

    @property
    def sees_notes(self) -> bool:
        """Whether free text may be answered: to its owner, or with that scope."""
        return self.shared is None or self.shared.may_notes

    def is_still_shared(self) -> bool:
        """Ask again in the middle of a long answer; the owner always may go on."""
        if self.shared is None:
            return True
        return (
            shared_diary(
                self.caller,
                self.shared.diary_id,
                scope=self.scope,
                now=timezone.now(),
            )
            is not None
        )

    def _enter(self, diary_id: UUID) -> SharedDiary:
        try:
            found = enter_shared_diary(
                diary_id, scope=self.scope, reading=self.reading()
            )
        except AccessLogUnavailable:
            raise Unavailable from None
        if found is None:
            raise Http404
        return found
