"""``exports/``: a file of a whole diary, or of all that are shared, made meanwhile."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import FileResponse, Http404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import Unavailable, View
from api.errors import ApiError
from api.exports import schema
from api.exports.inputs import read_order
from api.exports.outputs import job_output
from api.hints import hint_export
from api.pagination import Pages
from api.schema import errors, page_schema
from api.sharing.views import LimitedView
from api.warnings.outputs import language
from diary import export_folder
from diary.models import ExportJob
from diary.services.access_log import AccessLogUnavailable
from diary.services.export_access import ask_for_export, enter_file
from diary.services.export_jobs import ExportRunning, expires_at

FILE_NAME = "leggro-export.zip"
ASK_AGAIN_SECONDS = 10


class OneAtATime(ApiError):
    """429: the account has an export that is not finished."""

    wait = ASK_AGAIN_SECONDS

    def __init__(self) -> None:
        super().__init__(429, "export_running")


class ExportList(LimitedView):
    """Ask for a file; find the ones that were asked for."""

    action = "export"
    parameters = ("limit", "cursor")

    @extend_schema(
        responses={200: page_schema(schema.JOB), **errors()}, tags=["exports"]
    )
    def get(self, request: Request) -> Response:
        """One page of the caller's own exports, newest first."""
        pages = Pages()
        jobs = ExportJob.objects.visible_to(self.caller)
        found = pages.read(jobs, self, ("-asked_at", "-pk"))
        return pages.get_paginated_response([job_output(job) for job in found])

    @extend_schema(
        request={"application/json": schema.ORDER},
        responses={202: schema.JOB, **errors()},
        tags=["exports"],
    )
    def post(self, request: Request) -> Response:
        """Queue the file of the own diary, of a shared one, or of all shared ones."""
        order, diary_id = read_order(self.body(), language=language())
        reading = replace(self.reading(), from_date=order.first, to_date=order.last)
        try:
            job = ask_for_export(self.caller, order, diary_id=diary_id, reading=reading)
        except AccessLogUnavailable:
            raise Unavailable from None
        except ExportRunning:
            raise OneAtATime from None
        if job is None:
            raise Http404
        hint_export(job.pk)
        place = reverse("export", kwargs={"export": job.pk})
        return Response(job_output(job), status=202, headers={"Location": place})


class ExportView(View):
    """A view of one export of the caller's."""

    def job(self, job_id: UUID) -> ExportJob:
        """The job, if the caller asked for it; else 404."""
        jobs = ExportJob.objects.visible_to(self.caller).select_related("account")
        found = jobs.filter(pk=job_id).first()
        if found is None:
            raise Http404
        return found


class ExportDetail(ExportView):
    """How far one file is."""

    @extend_schema(responses={200: schema.JOB, **errors()}, tags=["exports"])
    def get(self, request: Request, export: UUID) -> Response:
        """State, rows done of all, and when the file goes away."""
        return Response(job_output(self.job(export)))


class ExportDownload(ExportView):
    """The finished file."""

    @extend_schema(
        responses={
            (200, "application/zip"): OpenApiTypes.BINARY,
            **errors(409, 410),
        },
        tags=["exports"],
    )
    def get(self, request: Request, export: UUID) -> FileResponse:
        """The zip, if every diary in it may still be read; logged before."""
        job = self.job(export)
        if job.finished_at is None:
            raise ApiError(409, "export_not_ready")
        self._enter(job)
        expires = expires_at(job)
        if expires is None or expires <= self.now:
            raise _Gone
        try:
            file = export_folder.finished_file(job.pk).open("rb")
        except FileNotFoundError:
            raise _Gone from None
        return FileResponse(
            file,
            as_attachment=True,
            filename=FILE_NAME,
            content_type="application/zip",
        )

    def _enter(self, job: ExportJob) -> None:
        reading = replace(self.reading(), from_date=job.first, to_date=job.last)
        try:
            may_have_it = enter_file(job, reading=reading)
        except AccessLogUnavailable:
            raise Unavailable from None
        if not may_have_it:
            raise Http404


class _Gone(ApiError):
    """410: the file has gone, or never came to be."""

    def __init__(self) -> None:
        super().__init__(410, "export_gone")
