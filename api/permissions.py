"""The role matrix: which kind of account may call which method of which route.

This table is what is enforced, not a copy of it: a route without a row answers nobody,
and a test walks the router to find one. Whose rows a caller sees is another question,
answered by ``api.base``: somebody else's do not exist (404).
"""

from __future__ import annotations

from collections.abc import Mapping

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

PATIENT, CLINICIAN, STAFF = "patient", "clinician", "staff"

Methods = Mapping[str, frozenset[str]]

_PATIENT = frozenset({PATIENT})
_CLINICIAN = frozenset({CLINICIAN})
_EVERYBODY = frozenset({PATIENT, CLINICIAN, STAFF})


def _methods(roles: frozenset[str], *names: str) -> Methods:
    return dict.fromkeys(names, roles)


_LIST = _methods(_PATIENT, "GET", "POST")
_ROW = _methods(_PATIENT, "GET", "PUT", "PATCH", "DELETE")
_OWN_READ = _methods(_PATIENT, "GET")
_OWN_POST = _methods(_PATIENT, "POST")
_PATIENTS_READ = _methods(_CLINICIAN, "GET")
_SHARED_READ = _methods(_EVERYBODY, "GET")

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
    "warnings": _OWN_READ,
    "warning": _OWN_READ,
    "warning-seen": _OWN_POST,
    "warning-discussed": _OWN_POST,
    "criteria": _SHARED_READ,
    "vocabulary": _SHARED_READ,
}


class InRoleMatrix(BasePermission):
    """Allow what the table allows; a method the view lacks stays a 405."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Look the caller's role up in the row of the route and method."""
        match = request.resolver_match
        methods = POLICY.get(match.url_name or "", {}) if match else {}
        method = "GET" if request.method == "HEAD" else request.method or ""
        if request.user is None:
            return False
        if method not in methods and method.lower() not in _implemented(view):
            return True
        return request.user.role in methods.get(method, frozenset())


def _implemented(view: APIView) -> set[str]:
    return {name for name in view.http_method_names if hasattr(view, name)} - {
        "options"
    }
