"""The patient shares, confirms, ends, and reads who looked; consent beside it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.accounts.limits import seconds_to_wait
from api.base import DiaryView, TooManyRequests, View
from api.errors import ApiError
from api.hints import hint
from api.pagination import Pages
from api.schema import page_schema
from api.sharing import inputs, outputs, schema
from api.warnings.outputs import language
from diary.consents import TEXTS
from diary.models import AccessEvent, Consent, Diary, Grant
from diary.services import sharing
from diary.services.diaries import record_consent


class LimitedView(View):
    """A view whose POST, or other method, is counted before it does anything."""

    action = ""
    limited_method = "POST"

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Count the attempt of this account and address."""
        super().initial(request, *args, **kwargs)
        if request.method != self.limited_method:
            return
        wait = seconds_to_wait(
            self.action, request._request, str(self.caller.pk), now=self.now
        )
        if wait:
            raise TooManyRequests(wait)


class InvitationList(LimitedView, DiaryView):
    """The patient makes a code to hand over."""

    action = "invite"

    @extend_schema(
        request={"application/json": schema.INVITATION_INPUT},
        responses={201: schema.INVITATION, **schema.errors(400, 429)},
        tags=["sharing"],
    )
    def post(self, request: Request) -> Response:
        """Make an invitation; its code is shown once and works for 10 minutes."""
        scopes, days = inputs.read_invitation(self.body())
        code, expires_at = sharing.invite(
            self.diary_id, scopes=scopes, days=days, now=self.now
        )
        shown = {"code": code, "expires_at": expires_at.isoformat()}
        return Response(shown, status=201)


class Redemption(LimitedView):
    """The clinician types the code."""

    action = "redeem"

    @extend_schema(
        request={"application/json": schema.CODE_INPUT},
        responses={201: schema.REDEEMED, **schema.errors(400, 404, 429)},
        tags=["sharing"],
    )
    def post(self, request: Request) -> Response:
        """Turn the code into a grant that waits until the patient confirms it."""
        code = inputs.read_code(self.body())
        grant = sharing.redeem(self.caller, code=code, now=self.now)
        if grant is None:
            raise ApiError(404, "code_unusable")
        return Response({"grant": str(grant.pk), "state": grant.state}, status=201)


class GrantList(DiaryView):
    """Who may read the diary, may soon, or once might."""

    parameters = ("limit", "cursor")

    @extend_schema(
        responses={200: page_schema(schema.GRANT), **schema.errors(400)},
        tags=["sharing"],
    )
    def get(self, request: Request) -> Response:
        """One page of grants, newest first."""
        rows = Grant.objects.in_diary(self.diary_id).select_related("clinician")
        pages = Pages()
        found = pages.read(rows, self, ("-created_at", "-pk"))
        return pages.get_paginated_response(
            [outputs.grant_output(grant, now=self.now) for grant in found]
        )


class GrantDetail(DiaryView):
    """One grant: the patient confirms it, or ends it."""

    @extend_schema(
        request={"application/json": schema.CONFIRMATION_INPUT},
        responses={200: schema.GRANT, **schema.errors(400, 404, 409)},
        tags=["sharing"],
    )
    def patch(self, request: Request, grant: UUID) -> Response:
        """Confirm the clinician; from now on the grant works."""
        inputs.check_confirmation(self.body())
        try:
            confirmed = sharing.confirm(self.diary_id, grant_id=grant, now=self.now)
        except sharing.GrantEnded:
            raise ApiError(409, "grant_ended") from None
        if confirmed is None:
            raise Http404
        return Response(outputs.grant_output(confirmed, now=self.now))

    @extend_schema(responses={204: None, **schema.errors(404)}, tags=["sharing"])
    def delete(self, request: Request, grant: UUID) -> Response:
        """End the grant; the clinician's next request is refused."""
        if not sharing.revoke(self.diary_id, grant_id=grant, now=self.now):
            raise Http404
        return Response(status=204)


class AccessLog(DiaryView):
    """Who looked at the diary, and who tried."""

    parameters = ("limit", "cursor")

    @extend_schema(
        responses={200: page_schema(schema.ACCESS_EVENT), **schema.errors(400)},
        tags=["sharing"],
    )
    def get(self, request: Request) -> Response:
        """One page of accesses, newest first."""
        rows = AccessEvent.objects.in_diary(self.diary_id)
        pages = Pages()
        found = pages.read(rows, self, ("-at", "-pk"))
        return pages.get_paginated_response(
            [outputs.event_output(event) for event in found]
        )


class ConsentList(DiaryView):
    """The person's own answers; the newest of a purpose counts."""

    parameters = ("limit", "cursor")

    @extend_schema(
        responses={200: page_schema(schema.CONSENT), **schema.errors(400)},
        tags=["consents"],
    )
    def get(self, request: Request) -> Response:
        """One page of answers, newest first."""
        rows = Consent.objects.in_diary(self.diary_id)
        pages = Pages()
        found = pages.read(rows, self, ("-at", "-pk"))
        return pages.get_paginated_response(
            [outputs.consent_output(consent) for consent in found]
        )

    @extend_schema(
        request={"application/json": schema.CONSENT_INPUT},
        responses={201: schema.CONSENT, **schema.errors(400)},
        tags=["consents"],
    )
    def post(self, request: Request) -> Response:
        """Give consent, or withdraw it; both are kept."""
        purpose, given, version = inputs.read_consent(self.body())
        consent = record_consent(
            Diary.objects.get(pk=self.diary_id),
            purpose=purpose,
            given=given,
            text_version=version,
            now=self.now,
        )
        hint(self.diary_id)
        return Response(outputs.consent_output(consent), status=201)


class ConsentTextList(View):
    """What people are asked to agree to; readable before there is an account."""

    @extend_schema(responses={200: schema.CONSENT_TEXTS}, tags=["consents"], auth=[])
    def get(self, request: Request) -> Response:
        """Each text in the language of the request, newest version last."""
        texts = [
            outputs.consent_text_output(text, language=language()) for text in TEXTS
        ]
        return Response({"results": texts})
