"""The reports of the demo diaries: one sheet each, in both languages."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from rest_framework.test import APIClient

from tests.diary.exports.report.pdf_reading import Pdf
from tests.documented import DocumentedClient

TODAY = "2026-03-20"
NOON = "2026-03-20T12:30:00+01:00"
PASTE_LENGTH = 1200


def client_of(person: dict[str, Any]) -> APIClient:
    """A client logged in as somebody of the demo."""
    client = DocumentedClient()
    client.credentials(HTTP_X_SESSION_TOKEN=person["token"])
    return client


@pytest.mark.django_db
def test_every_demo_diary_gives_one_sheet_and_a_short_block() -> None:
    with time_machine.travel(NOON, tick=False):
        out = io.StringIO()
        call_command("make_demo", "--json", "--today", TODAY, stdout=out)
        demo = json.loads(out.getvalue())
        doctor = client_of(demo["clinician"])
        sheets, blocks = {}, {}
        for person in demo["accounts"]:
            for lang in ("nb", "en"):
                url = f"/api/v1/patients/{person['diary']}/report"
                pdf = doctor.get(url, {"format": "pdf", "lang": lang})
                sheets[person["archetype"], lang] = Pdf(pdf.content)
                text = doctor.get(url, {"format": "text", "lang": lang})
                blocks[person["archetype"], lang] = text.content.decode()
    assert {pdf.pages for pdf in sheets.values()} == {1}
    assert len(sheets) == 10
    assert max(map(len, blocks.values())) <= PASTE_LENGTH
    assert "Astrid Berg, f. 1958" in sheets["long-cramps", "nb"].words
    assert "Krampen varte i mer enn 10 minutter" in sheets["long-cramps", "nb"].words
    assert "Cramps in both legs and arms" in blocks["spread-to-arms", "en"]
    assert "ukjent" in sheets["sparse", "nb"].words
