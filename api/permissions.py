"""The role matrix: which kind of account may call which method of which route.

This table is what is enforced, not a copy of it: a route without a row answers nobody,
and a test walks the router to find one. Whose rows a caller sees is another question,
answered by ``api.base``: somebody else's do not exist (404).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:
    from rest_framework.views import APIView

    from diary.models import User

PATIENT, CLINICIAN, STAFF = "patient", "clinician", "staff"
ANONYMOUS = "anonymous"

Methods = Mapping[str, frozenset[str]]

_PATIENT = frozenset({PATIENT})
_CLINICIAN = frozenset({CLINICIAN})
_BOTH_SIDES = _PATIENT | _CLINICIAN
_EVERYBODY = frozenset({PATIENT, CLINICIAN, STAFF})
_ANYBODY = _EVERYBODY | {ANONYMOUS}


def _methods(roles: frozenset[str], *names: str) -> Methods:
    return dict.fromkeys(names, roles)


_LIST = _methods(_PATIENT, "GET", "POST")
_ROW = _methods(_PATIENT, "GET", "PUT", "PATCH", "DELETE")
_OWN_READ = _methods(_PATIENT, "GET")
_OWN_POST = _methods(_PATIENT, "POST")
_PATIENTS_READ = _methods(_CLINICIAN, "GET")
_SHARED_READ = _methods(_EVERYBODY, "GET")
_PUBLIC_READ = _methods(_ANYBODY, "GET")

_TRENDS = (
    "trends-summary",
    "trends-nights",
    "trends-hours",
    "trends-sites",
    "trends-sleep",
    "trends-factors",
    "trends-treatments",
    "trends-nights-svg",
    "trends-hours-svg",
    "trends-sites-svg",
    "trends-sleep-svg",
    "trends-treatments-svg",
)

POLICY: Mapping[str, Methods] = {
    "episodes": _LIST,
    "episode": _ROW,
    "nights": _LIST,
    "night": _ROW,
    "check-ins": _LIST,
    "check-in": _ROW,
    "medications": _LIST,
    "medication": _ROW,
    "profile": _methods(_PATIENT, "GET", "PATCH"),
    "consents": _LIST,
    "sync-changes": _OWN_READ,
    "sync-push": _OWN_POST,
    "sync-digest": _OWN_READ,
    "sync-restore": _OWN_POST,
    "sync-watermelon": _LIST,
    "sync-rxdb-pull": _OWN_READ,
    "sync-rxdb-push": _OWN_POST,
    "warnings": _OWN_READ,
    "warning": _OWN_READ,
    "warning-seen": _OWN_POST,
    "warning-discussed": _OWN_POST,
    "notifications": _OWN_READ,
    "questions": _OWN_READ,
    **dict.fromkeys(_TRENDS, _OWN_READ),
    "export-csv": _OWN_READ,
    "report": _OWN_READ,
    "exports": _methods(_BOTH_SIDES, "GET", "POST"),
    "export": _methods(_BOTH_SIDES, "GET"),
    "export-download": _methods(_BOTH_SIDES, "GET"),
    "export-fhir": _OWN_READ,
    "export-archive": _OWN_READ,
    "import-archive": _OWN_POST,
    **{f"patient-{name}": _PATIENTS_READ for name in _TRENDS},
    "patient-export-csv": _PATIENTS_READ,
    "patient-export-fhir": _PATIENTS_READ,
    "patient-report": _PATIENTS_READ,
    "criteria": _SHARED_READ,
    "vocabulary": _SHARED_READ,
    "consent-texts": _PUBLIC_READ,
    "invitations": _OWN_POST,
    "redeem": _methods(_CLINICIAN, "POST"),
    "grants": _OWN_READ,
    "grant": _methods(_PATIENT, "PATCH", "DELETE"),
    "links": _LIST,
    "link": _methods(_PATIENT, "GET", "DELETE"),
    "link-page": _methods(_ANYBODY, "GET", "POST"),
    "access-log": _OWN_READ,
    "patients": _PATIENTS_READ,
    "patient-episodes": _PATIENTS_READ,
    "patient-episode": _PATIENTS_READ,
    "patient-nights": _PATIENTS_READ,
    "patient-night": _PATIENTS_READ,
    "patient-check-ins": _PATIENTS_READ,
    "patient-check-in": _PATIENTS_READ,
    "patient-medications": _PATIENTS_READ,
    "patient-medication": _PATIENTS_READ,
    "patient-profile": _PATIENTS_READ,
    "patient-warnings": _PATIENTS_READ,
    "patient-warning": _PATIENTS_READ,
    "patient-warning-discussed": _methods(_CLINICIAN, "POST"),
}


class InRoleMatrix(BasePermission):
    """Allow what the table allows; a method the view lacks stays a 405."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Look the caller's role up in the row of the route and method."""
        match = request.resolver_match
        methods = POLICY.get(match.url_name or "", {}) if match else {}
        method = "GET" if request.method == "HEAD" else request.method or ""
        role = cast("User", request.user).role if request.user else ANONYMOUS
        if role in methods.get(method, frozenset()):
            return True
        is_offered = method in methods or method.lower() in _implemented(view)
        return role != ANONYMOUS and not is_offered


def _implemented(view: APIView) -> set[str]:
    return {name for name in view.http_method_names if hasattr(view, name)} - {
        "options"
    }
