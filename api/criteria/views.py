"""The rule catalogue: what is judged, from what source, and how to test an app."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.base import View
from api.conditional import answer
from api.criteria.outputs import criteria_answer
from api.schema import ERROR, STRING, array_of, object_schema
from api.sources import SOURCE
from api.vocabulary.views import country_of
from api.warnings.outputs import audience_of, language

_STRING_OR_NULL = {"type": ["string", "null"]}
_IN_BOTH = object_schema({"en": STRING, "nb": STRING})
_TEXTS = {
    "type": "object",
    "properties": {"patient": _IN_BOTH, "clinician": _IN_BOTH},
    "required": ["patient"],
    "additionalProperties": False,
}
_FOR_EVERYBODY = {
    **dict.fromkeys(
        (
            "id",
            "version",
            "title",
            "basis",
            "severity",
            "contact",
            "scope",
            "window",
            "predicate",
            "minimum_data",
            "clears",
            "text",
        ),
        STRING,
    ),
    "tier": {"type": "integer"},
    "escalates_to": _STRING_OR_NULL,
    "inputs": array_of(STRING),
    "placeholders": array_of(STRING),
    "texts": _TEXTS,
    "source": SOURCE,
    "offline": {"type": "boolean"},
    "test_vectors": array_of({"type": "object"}),
}
CRITERION = {
    "type": "object",
    "properties": {
        **_FOR_EVERYBODY,
        "hint": _STRING_OR_NULL,
        "edge_cases": array_of(STRING),
    },
    "required": list(_FOR_EVERYBODY),
    "additionalProperties": False,
}
CATALOGUE = object_schema(
    {
        "ruleset_version": STRING,
        "approved": {"type": "boolean"},
        "results": array_of(CRITERION),
        "next": {"type": "null"},
        "previous": {"type": "null"},
    }
)


class Criteria(View):
    """Every criterion with its source, its text and its test vectors."""

    @extend_schema(
        responses={200: CATALOGUE, 304: None, 400: ERROR, 401: ERROR},
        tags=["criteria"],
    )
    def get(self, request: Request) -> HttpResponse:
        """The catalogue in the caller's language; 304 if the caller has it."""
        prepared = criteria_answer(
            audience=audience_of(request),
            language=language(),
            country=country_of(self.caller),
            is_approved=bool(settings.RULESET_APPROVED_BY),
        )
        return answer(request, prepared)
