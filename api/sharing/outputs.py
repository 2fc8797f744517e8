"""Grants, the access log and the patient list as plain answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from api.sharing.inputs import SCOPES
from diary.consents import ConsentText, Language
from diary.models import AccessEvent, Consent, Grant
from diary.patient_list import PatientStanding
from diary.trends.figure import PROPORTION, rounded

LAST_ENTRY = (
    "last_episode_at",
    "last_night_at",
    "last_check_in_at",
    "last_medication_at",
)


def grant_output(grant: Grant, *, now: datetime) -> dict[str, object]:
    """One grant as its patient sees it, with what is not known about the reader."""
    clinician = grant.clinician
    return {
        "id": str(grant.pk),
        "clinician": {
            "name": clinician.display_name or clinician.email,
            "email": clinician.email,
            "identity_verified": False,
            "note": gettext(
                "Leggro has not checked who this is; only the email address was "
                "confirmed. Confirm only if you know who you gave the code to."
            ),
        },
        "state": grant_state(grant, now=now),
        "scopes": grant_scopes(grant),
        "created_at": grant.created_at.isoformat(),
        "confirmed_at": _instant(grant.confirmed_at),
        "expires_at": grant.expires_at.isoformat(),
        "revoked_at": _instant(grant.revoked_at),
    }


def grant_state(grant: Grant, *, now: datetime) -> str:
    """``pending``, ``active``, ``expired`` or ``revoked``."""
    if grant.state != Grant.State.REVOKED and grant.expires_at <= now:
        return "expired"
    return grant.state


def grant_scopes(grant: Grant) -> list[str]:
    """The scopes a grant carries."""
    return [scope for scope in SCOPES if getattr(grant, f"may_{scope}")]


def event_output(event: AccessEvent) -> dict[str, object]:
    """One access to the diary, allowed or refused."""
    return {
        "at": event.at.isoformat(),
        "actor": {"name": event.actor_name, "role": event.role},
        "what": event.what,
        "from": event.from_date.isoformat() if event.from_date else None,
        "to": event.to_date.isoformat() if event.to_date else None,
        "result": event.result,
        "grant": str(event.grant_id) if event.grant_id else None,
        "link": str(event.link_id) if event.link_id else None,
        "request_id": event.request_id,
    }


def consent_output(consent: Consent) -> dict[str, object]:
    """One answer to a question of consent."""
    return {
        "purpose": consent.purpose,
        "given": consent.given,
        "text_version": consent.text_version,
        "at": consent.at.isoformat(),
    }


def consent_text_output(text: ConsentText, *, language: Language) -> dict[str, str]:
    """One question of consent in words."""
    return {
        "purpose": text.purpose,
        "text_version": text.version,
        "title": text.title[language],
        "text": text.text[language],
    }


def patient_output(
    row: dict[str, Any], standing: PatientStanding | None
) -> dict[str, object]:
    """One diary in a clinician's list; nothing about its content without ``read``."""
    return {
        "diary": str(row["pk"]),
        "display_name": row["owner__display_name"],
        **_standing_output(standing),
        "last_entry_at": _instant(_last_entry(row) if standing else None),
        "grant": str(row["grant"]),
    }


def _standing_output(standing: PatientStanding | None) -> dict[str, object]:
    if standing is None:
        names = ("open_warnings", "open_warnings_by_severity", "completeness")
        return dict.fromkeys(names)
    warnings, nights = standing
    return {
        "open_warnings": sum(warnings.values()),
        "open_warnings_by_severity": warnings,
        "completeness": {
            "value": rounded(nights.completeness, PROPORTION),
            "num": nights.recorded,
            "den": nights.nights,
        },
    }


def _last_entry(row: dict[str, Any]) -> datetime | None:
    times = [row[name] for name in LAST_ENTRY if row[name] is not None]
    return max(times, default=None)


def _instant(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
