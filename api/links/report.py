"""What a link shows once its code was typed."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.template.loader import render_to_string

from api.links.html import CODE_POLICY, page
from diary.criteria import texts
from diary.models import Profile, ShareLink, Warning
from diary.trend_rows import standing_of, trend_rows
from diary.trends.summary import summarise
from diary.trends.windows import DEFAULT_WINDOW_NIGHTS, resolve_window
from diary.vocabulary import Language

SECTIONS = ("warnings", "figures")


def report_page(link: ShareLink, *, now: datetime) -> HttpResponse:
    """The page as HTML: open warnings in the patient's words, then figures."""
    language: Language = "nb" if link.language == "nb" else "en"
    standing = standing_of(link.diary_id)
    window = resolve_window(
        nights=DEFAULT_WINDOW_NIGHTS, end=None, now=now, tz=standing.profile.tz
    )
    answer = summarise(
        trend_rows(link.diary_id, standing.profile, window),
        window=window,
        tz=standing.profile.tz,
        language=language,
        has_open_soon_or_urgent_warning=standing.is_warned,
    )
    country = Profile.objects.in_diary(link.diary_id).get().country
    rows = Warning.objects.in_diary(link.diary_id).for_patient().live()
    warnings = [
        {
            "title": texts.title(row.criterion, language),
            "text": texts.render(
                row.criterion,
                row.facts,
                audience="patient",
                lang=language,
                country=country,
                late=row.is_late,
            ),
        }
        for row in rows
    ]
    html = render_to_string(
        "links/report.html",
        {"lang": language, "figures": answer["figures"], "warnings": warnings},
    )
    return page(html, lang=language, policy=CODE_POLICY)
