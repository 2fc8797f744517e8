"""``/link/…``: what a visitor without an account sees; the code opens the report.

Reading the page touches nothing, so known and unknown links look the same; whatever
does not open gets one answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.views import APIView

from api import request_id
from api.accounts.limits import account_counter, seconds_to_wait
from api.base import TooManyRequests, Unavailable
from api.links.html import code_page, page
from api.links.inputs import LANGUAGES
from api.links.schema import CODE_FORM
from api.reports.renderers import HTML_POLICY
from api.warnings.outputs import language
from diary.exports.report import Limits, Report, ReportReader, html_page
from diary.fields import Refused
from diary.fields.values import read_uuid
from diary.models import ShareLink
from diary.reports import report_for
from diary.services.access_log import AccessLogUnavailable
from diary.services.links import open_link
from diary.services.throttle import forget_attempts

ACTION = "open-link"
FORM_BYTES_READ = 500  # a code needs 20; what is longer is no code
_HTML = "text/html"
_LANGUAGE = OpenApiParameter("lang", str, enum=LANGUAGES)


class CodeForm(BaseParser):
    """The form of the code page as browsers send it."""

    media_type = "application/x-www-form-urlencoded"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> QueryDict:
        """The fields in the first ``FORM_BYTES_READ`` bytes."""
        return QueryDict(stream.read(FORM_BYTES_READ), encoding="utf-8")


class LinkPage(APIView):
    """A shared page: the code first, then the report."""

    http_method_names = ["get", "post", "head"]
    parser_classes = [CodeForm]

    @extend_schema(
        parameters=[_LANGUAGE],
        responses={(200, _HTML): OpenApiTypes.STR},
        tags=["links"],
        auth=[],
    )
    def get(self, request: Request, link: str) -> HttpResponse:
        """The page that asks for the code, the same for every address."""
        return code_page()

    @extend_schema(
        parameters=[_LANGUAGE],
        request={CodeForm.media_type: CODE_FORM},
        responses=dict.fromkeys(
            [(status, _HTML) for status in (200, 404, 415, 429, 503)], OpenApiTypes.STR
        ),
        tags=["links"],
        auth=[],
    )
    def post(self, request: Request, link: str) -> HttpResponse:
        """The report, if link and code open it; this counts as one view."""
        link_id, now = _link_id(link), timezone.now()
        wait = seconds_to_wait(ACTION, request._request, str(link_id), now=now)
        if wait:
            raise TooManyRequests(wait)
        report = _open(link_id, _code(request.data), now)
        if report is None:
            return code_page(problem=_refusal(), status=404)
        forget_attempts(account_counter(ACTION, str(link_id)))
        return page(html_page(report), lang=report.language, policy=HTML_POLICY)

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Answer in the language asked for, else in the browser's."""
        asked = request.GET.get("lang")
        with translation.override(asked if asked in LANGUAGES else language()):
            return super().dispatch(request, *args, **kwargs)

    def handle_exception(self, error: Exception) -> HttpResponse:  # type: ignore[override]  # HTML
        """Every error as the code page with a sentence, never as JSON."""
        answer = super().handle_exception(error)
        problem = str(answer.data["detail"])
        if isinstance(error, TooManyRequests):
            problem = _too_many(error.wait)
        asked_again = code_page(problem=problem, status=answer.status_code)
        for name in ("Retry-After", "WWW-Authenticate"):
            if name in answer:
                asked_again[name] = answer[name]
        return asked_again


def _code(form: object) -> str:
    """What was typed; no field counts as a wrong code."""
    return str(form.get("code", "")) if isinstance(form, dict) else ""


def _link_id(text: str) -> UUID:
    """The id in an address; what is no id becomes one that no link has."""
    try:
        return read_uuid(text)
    except Refused:
        return uuid5(NAMESPACE_URL, text)


def _open(link_id: UUID, code: str, now: datetime) -> Report | None:
    """The report in one transaction with its view and its row of the log."""
    try:
        with transaction.atomic():
            link = open_link(
                link_id, code=code, request_id=request_id.current.get(), now=now
            )
            return None if link is None else _report(link, now)
    except AccessLogUnavailable:
        raise Unavailable from None


def _report(link: ShareLink, now: datetime) -> Report:
    """What the link shows, in the patient's words: the patient may open it too."""
    return report_for(
        link.diary_id,
        reader=ReportReader(
            audience="patient",
            language="nb" if link.language == "nb" else "en",
            sees_notes=link.with_notes,
        ),
        now=now,
        limits=Limits(link.from_date, link.to_date, frozenset(link.sections)),
    )


def _refusal() -> str:
    return gettext(
        "This link and this code open nothing. Check the code. If it is right, the "
        "link has been used up, has expired or was ended: ask for a new one."
    )


def _too_many(wait_seconds: int) -> str:
    minutes = math.ceil(wait_seconds / 60)
    sentence = ngettext(
        "Too many attempts. Try again in %(minutes)d minute.",
        "Too many attempts. Try again in %(minutes)d minutes.",
        minutes,
    )
    return sentence % {"minutes": minutes}
