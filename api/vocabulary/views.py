"""The codes of the diary with their labels, and the advice beside urgent choices."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.base import View
from api.conditional import answer
from api.schema import ERROR, STRING, array_of, object_schema
from api.vocabulary.outputs import vocabulary_answer
from diary.models import Profile, User

COUNTRY_DEFAULT = "NO"

_IN_BOTH = object_schema({"en": STRING, "nb": STRING})
_TERM = {
    "type": "object",
    "properties": {
        "code": STRING,
        "label": _IN_BOTH,
        "region": STRING,
        "group": STRING,
        "kind": STRING,
        "advice": object_schema({"call": STRING, "text": _IN_BOTH}),
    },
    "required": ["code", "label"],
    "additionalProperties": False,
}
_INTEGER = {"type": "integer"}
VOCABULARY = object_schema(
    {
        "country": STRING,
        "numbers": object_schema({"urgent_number": STRING, "emergency_number": STRING}),
        "lists": {"type": "object", "additionalProperties": array_of(_TERM)},
        "sleep_quality": array_of(
            object_schema({"value": _INTEGER, "label": _IN_BOTH})
        ),
        "scales": {
            "type": "object",
            "additionalProperties": object_schema({"min": _INTEGER, "max": _INTEGER}),
        },
    }
)


def country_of(user: User) -> str:
    """The country of the caller's profile; Norway for those without a diary."""
    countries = Profile.objects.filter(diary__owner=user)
    return countries.values_list("country", flat=True).first() or COUNTRY_DEFAULT


class Vocabulary(View):
    """All codes, labels and fixed advice."""

    @extend_schema(
        responses={200: VOCABULARY, 304: None, 400: ERROR, 401: ERROR},
        tags=["vocabulary"],
    )
    def get(self, request: Request) -> HttpResponse:
        """Every list in both languages; 304 with the ETag of the last answer."""
        return answer(request, vocabulary_answer(country_of(self.caller)))
