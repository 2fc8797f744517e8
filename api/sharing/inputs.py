"""What the patient and the clinician send when a diary is shared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import get_args

from api.errors import ApiError
from diary.consents import FLAGGING, versions
from diary.querysets import Scope
from diary.services.sharing import DAYS_DEFAULT, DAYS_MAX

SCOPES: tuple[Scope, ...] = get_args(Scope)
CODE_TEXT_MAX = 40  # a code with room for hyphens and spaces

Body = Mapping[str, object]


def read_invitation(body: Body) -> tuple[list[Scope], int]:
    """The scopes and the days of access, or a 400 that names the field."""
    _only(body, {"scopes", "days"})
    return _scopes(body), _days(body.get("days", DAYS_DEFAULT))


def read_code(body: Body) -> str:
    """The code as it was typed."""
    _only(body, {"code"})
    code = _text(body, "code")
    if len(code) > CODE_TEXT_MAX:
        raise _refused("code", "too_long")
    return code


def check_confirmation(body: Body) -> None:
    """A grant changes in one way only: it becomes active."""
    _only(body, {"state"})
    if _text(body, "state") != "active":
        raise _refused("state", "unknown_code")


def read_consent(body: Body) -> tuple[str, bool, str]:
    """The purpose, the answer, and the version of the text that was shown."""
    _only(body, {"purpose", "given", "text_version"})
    purpose, version = _text(body, "purpose"), _text(body, "text_version")
    if purpose != FLAGGING:
        raise _refused("purpose", "unknown_code")
    if version not in versions(purpose):
        raise _refused("text_version", "unknown_code")
    if "given" not in body:
        raise _refused("given", "required")
    given = body["given"]
    if not isinstance(given, bool):
        raise _refused("given", "wrong_type")
    return purpose, given, version


def _scopes(body: Body) -> list[Scope]:
    if "scopes" not in body:
        raise _refused("scopes", "required")
    sent = body["scopes"]
    if not isinstance(sent, list):
        raise _refused("scopes", "wrong_type")
    if not all(scope in SCOPES for scope in sent):
        raise _refused("scopes", "unknown_code")
    chosen = [scope for scope in SCOPES if scope in sent]
    if not {"read", "export"} & set(chosen):
        raise _refused("scopes", "scope_needed")
    return chosen


def _days(days: object) -> int:
    if not isinstance(days, int) or isinstance(days, bool):
        raise _refused("days", "wrong_type")
    if not 1 <= days <= DAYS_MAX:
        raise _refused("days", "out_of_range")
    return days


def _text(body: Body, name: str) -> str:
    if name not in body:
        raise _refused(name, "required")
    value = body[name]
    if not isinstance(value, str):
        raise _refused(name, "wrong_type")
    return value


def _only(body: Body, names: Collection[str]) -> None:
    unknown = sorted(set(body) - set(names))
    if unknown:
        raise ApiError(400, "invalid", fields=dict.fromkeys(unknown, "unknown_field"))


def _refused(field: str, code: str) -> ApiError:
    return ApiError(400, "invalid", fields={field: code})
