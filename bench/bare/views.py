"""Check 15 fields, lock the diary, look for the id, insert, mark as due: no more."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from diary.models import Diary, Episode, EvaluationDue

HEADER = "X-Diary"
SCALE: dict[str, Any] = {"min_value": 0, "max_value": 10, "allow_null": True}


class EpisodeInput(serializers.Serializer[Any]):
    """The fields of the episode that the load sends."""

    id = serializers.UUIDField()
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    tz = serializers.CharField(max_length=64)
    sites = serializers.ListField(child=serializers.DictField())
    pain_max = serializers.IntegerField(**SCALE)
    distress = serializers.IntegerField(**SCALE)
    woke_from_sleep = serializers.BooleanField(allow_null=True)
    triggers = serializers.ListField(child=serializers.SlugField())
    sensations = serializers.ListField(child=serializers.SlugField())
    associated_symptoms = serializers.ListField(child=serializers.SlugField())
    residual_pain = serializers.DictField()
    relief = serializers.ListField(child=serializers.DictField())
    note = serializers.CharField(allow_blank=True, max_length=4000)
    entered_at = serializers.DateTimeField()


class Episodes(APIView):
    """Stores one episode of the diary that the header names."""

    def post(self, request: Request) -> Response:
        """201, or 409 when the id is taken."""
        checked = EpisodeInput(data=request.data)
        checked.is_valid(raise_exception=True)
        fields = checked.validated_data
        with transaction.atomic():
            diary = Diary.objects.lock().get(pk=request.headers[HEADER])
            if Episode.objects.filter(diary=diary, id=fields["id"]).exists():
                return Response(status=409)
            _store(diary, fields)
        return Response({**fields, "rev": diary.revision}, status=201)


def _store(diary: Diary, fields: dict[str, Any]) -> None:
    now = timezone.now()
    diary.revision += 1
    Episode.objects.create(diary=diary, rev=diary.revision, received_at=now, **fields)
    diary.save(update_fields=["revision"])
    EvaluationDue.objects.update_or_create(
        diary=diary,
        defaults={"revision": diary.revision, "due_since": now, "next_try_at": now},
    )
