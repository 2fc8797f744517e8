"""What the person was told, and what is still to be: notices without their words."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import DiaryView
from api.notifications.outputs import NOTIFICATION, notification_output
from api.pagination import Pages
from api.schema import errors, page_schema
from diary.models import Notification


class NotificationList(DiaryView):
    """Notices about the diary, newest first."""

    parameters = ("limit", "cursor")

    @extend_schema(
        responses={200: page_schema(NOTIFICATION), **errors()}, tags=["warnings"]
    )
    def get(self, request: Request) -> Response:
        """One page of notices."""
        rows = Notification.objects.in_diary(self.diary_id)
        pages = Pages()
        found = pages.read(rows, self, ("-asked_at", "-pk"))
        return pages.get_paginated_response([notification_output(row) for row in found])
