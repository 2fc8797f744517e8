"""Findings and warnings in words, in the language and for the reader of the request."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language
from rest_framework.request import Request

from api.authentication import account
from diary.criteria import Finding, catalogue, texts
from diary.criteria.catalogue import Audience
from diary.criteria.sources import source_output
from diary.models import Warning, WarningEvent
from diary.vocabulary import Language

COLUMNS_TIMES = ("raised_at", "seen_at", "discussed_at", "ended_at")


def language() -> Language:
    """The language of the answer: bokmål or English."""
    return "nb" if (get_language() or "en").startswith("nb") else "en"


def audience_of(request: Request) -> Audience:
    """Clinicians read the clinician's text, everybody else the patient's."""
    return "clinician" if account(request).role == "clinician" else "patient"


def finding_output(
    finding: Finding, *, country: str, request: Request
) -> dict[str, object]:
    """One finding that could not wait, as the person is told it."""
    criterion = catalogue.criterion(finding.criterion)
    return {
        "criterion": finding.criterion,
        "severity": finding.severity,
        "target": finding.target,
        "evidence": list(finding.evidence),
        "facts": dict(finding.facts),
        **_words(
            finding.criterion, finding.facts, country, request, late=finding.is_late
        ),
        "contact": criterion.contact,
        "approved": bool(settings.RULESET_APPROVED_BY),
    }


def warning_output(
    warning: Warning, *, country: str, request: Request
) -> dict[str, object]:
    """One warning with its evidence, its source and each step of its life."""
    criterion = catalogue.criterion(warning.criterion)
    return {
        "id": str(warning.pk),
        "criterion": warning.criterion,
        "ruleset_version": warning.ruleset_version,
        "severity": warning.severity,
        "state": warning.state,
        "target": warning.target or None,
        "evidence": warning.evidence,
        "facts": warning.facts,
        **_words(
            warning.criterion, warning.facts, country, request, late=warning.is_late
        ),
        "contact": criterion.contact,
        "source": source_output(criterion, audience_of(request)),
        "approved": bool(settings.RULESET_APPROVED_BY),
        **{name: _instant(warning, name) for name in COLUMNS_TIMES},
        "history": [_event(event) for event in warning.history.all()],
        "rev": warning.rev,
    }


def _words(
    criterion: str,
    facts: Mapping[str, object],
    country: str,
    request: Request,
    *,
    late: bool,
) -> dict[str, object]:
    lang = language()
    return {
        "title": texts.title(criterion, lang),
        "text": texts.render(
            criterion,
            facts,
            audience=audience_of(request),
            lang=lang,
            country=country,
            late=late,
        ),
    }


def _instant(warning: Warning, name: str) -> str | None:
    value = getattr(warning, name)
    return value.isoformat() if value else None


def _event(event: WarningEvent) -> dict[str, str]:
    return {
        "state": event.state,
        "severity": event.severity,
        "at": event.at.isoformat(),
        "by": event.by,
    }
