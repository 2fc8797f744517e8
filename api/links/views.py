"""``links/``: the patient makes a link, looks at it, and kills it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import DiaryView
from api.links import outputs, schema
from api.links.inputs import read_link
from api.pagination import Pages
from api.schema import page_schema
from api.sharing.views import LimitedView
from api.warnings.outputs import language
from diary.models import ShareLink
from diary.services.links import end_link, make_link


class LinkList(LimitedView, DiaryView):
    """The links of the diary, alive and dead."""

    action = "make-link"
    parameters = ("limit", "cursor")

    @extend_schema(
        responses={200: page_schema(schema.LISTED), **schema.errors(400)},
        tags=["links"],
    )
    def get(self, request: Request) -> Response:
        """One page of links, newest first."""
        rows = ShareLink.objects.in_diary(self.diary_id)
        pages = Pages()
        found = pages.read(rows, self, ("-created_at", "-pk"))
        return pages.get_paginated_response(
            [
                outputs.listed_output(link, request=request, now=self.now)
                for link in found
            ]
        )

    @extend_schema(
        request={"application/json": schema.LINK_INPUT},
        responses={201: schema.NEW_LINK, **schema.errors(400, 429)},
        tags=["links"],
    )
    def post(self, request: Request) -> Response:
        """Make a link; its code is shown once and kept nowhere."""
        terms = read_link(self.body(), language=language())
        link, code = make_link(self.diary_id, terms=terms, now=self.now)
        shown = outputs.link_output(link, request=request, now=self.now)
        return Response({**shown, "code": code}, status=201)


class LinkDetail(DiaryView):
    """One link."""

    @extend_schema(responses={200: schema.LINK, **schema.errors(404)}, tags=["links"])
    def get(self, request: Request, link: UUID) -> Response:
        """The link with its QR code, to show it again."""
        for found in ShareLink.objects.in_diary(self.diary_id).filter(pk=link):
            shown = outputs.link_output(found, request=request, now=self.now)
            return Response(shown)
        raise Http404

    @extend_schema(responses={204: None, **schema.errors(404)}, tags=["links"])
    def delete(self, request: Request, link: UUID) -> Response:
        """Kill the link; whoever opens it from now on is refused."""
        if not end_link(self.diary_id, link_id=link, now=self.now):
            raise Http404
        return Response(status=204)
