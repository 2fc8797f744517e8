"""What every view stands on: whose diary this is, decided in one place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.views import APIView

from api.errors import ApiError
from diary.models import Diary


class View(APIView):
    """A view with the instant of the request. ``OPTIONS`` tells nothing (405)."""

    http_method_names = ["get", "post", "put", "patch", "delete", "head"]
    parameters: Collection[str] = ()

    @cached_property
    def now(self) -> datetime:
        """The one instant this request is answered at."""
        return timezone.now()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check login, role and the names of the query parameters."""
        super().initial(request, *args, **kwargs)
        unknown = set(request.query_params) - set(self.parameters)
        if unknown and request.method == "GET":
            fields = dict.fromkeys(sorted(unknown), "unknown_parameter")
            raise ApiError(400, "invalid", fields=fields)


class DiaryView(View):
    """A view of one diary: the caller's own.

    Everything below reads and writes through ``diary_id``, so scoping happens here and
    nowhere else.
    """

    @cached_property
    def diary_id(self) -> UUID:
        """The id of the diary this request is about; 404 if there is none."""
        found = Diary.objects.owned_by(self.request.user).values_list("pk", flat=True)
        for diary_id in found:
            return diary_id
        raise Http404

    def body(self) -> dict[str, object]:
        """The request body, which must be a JSON object."""
        sent = self.request.data
        if not isinstance(sent, dict):
            raise ApiError(400, "invalid", fields={"": "wrong_type"})
        return sent
