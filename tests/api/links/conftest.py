"""A link, and visitors who type codes as a browser does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from diary.models import Diary, ShareLink
from diary.services.links import SECTIONS, LinkTerms, make_link

FORM = "application/x-www-form-urlencoded"
WRONG = "00000000"
TERMS = LinkTerms(
    from_date=None,
    to_date=None,
    sections=SECTIONS,
    with_notes=False,
    language="en",
    days=14,
    views_max=5,
)


class Shared(NamedTuple):
    """A link as its patient hands it over."""

    link: ShareLink
    code: str

    @property
    def path(self) -> str:
        """Where it opens."""
        return f"/link/{self.link.pk}"


def share(diary: Diary, *, now: datetime | None = None, **terms: Any) -> Shared:
    """A link with plain defaults, made now."""
    wanted = replace(TERMS, **terms)
    return Shared(*make_link(diary.pk, terms=wanted, now=now or timezone.now()))


def type_code(visitor: APIClient, path: str, code: str, **headers: str) -> Any:
    """Somebody fills in the form."""
    form = urlencode({"code": code})
    return visitor.post(path, form, content_type=FORM, headers=headers)


@pytest.fixture
def shared(diary: Diary) -> Shared:
    """A link to the patient's diary."""
    return share(diary)
