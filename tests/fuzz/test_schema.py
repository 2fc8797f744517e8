"""I01: whatever fits or breaks the OpenAPI document, the API answers as it says."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi import checks as response

from diary.models import User
from tests.conftest import make_user, token_for
from tests.documented import document

SHORT_EXAMPLES = 2
LONG_EXAMPLES = 200
COMMON = settings(
    deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
CHECKS = [
    schemathesis.checks.not_a_server_error,
    response.status_code_conformance,
    response.content_type_conformance,
    response.response_headers_conformance,
    response.response_schema_conformance,
]


def published(*, has_every_edge: bool) -> schemathesis.BaseSchema:
    """The document and the product behind it; the edges of each field cost most."""
    schema = schemathesis.openapi.from_dict(document())
    schema.app = get_wsgi_application()
    schema.config.phases.coverage.enabled = has_every_edge
    return schema


short, whole = published(has_every_edge=False), published(has_every_edge=True)


@short.parametrize()
@settings(COMMON, max_examples=SHORT_EXAMPLES, derandomize=True)
def test_every_answer_is_a_documented_one(
    case: schemathesis.Case, patient: User
) -> None:
    ask(case, patient)


@pytest.mark.slow
@pytest.mark.parametrize("role", User.Role.values)
@whole.parametrize()
@settings(COMMON, max_examples=LONG_EXAMPLES)
def test_every_answer_to_everybody_is_a_documented_one(
    case: schemathesis.Case, role: str, db: None
) -> None:
    email = f"{role}@example.test"
    ask(case, User.objects.filter(email=email).first() or make_user(email, role))


def ask(case: schemathesis.Case, user: User) -> None:
    """Make the call as this person, and check the answer."""
    headers = {"X-Session-Token": token_for(user)}
    case.call_and_validate(headers=headers, checks=CHECKS)
