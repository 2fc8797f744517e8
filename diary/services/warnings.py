"""The life of a warning: raised, changed, retracted, resolved, moved by people.

Only three things end a warning: an edit or delete that removes its evidence
(retracted), its "Clears" condition (resolved), and a person who may. Time alone ends
nothing but what "Clears" says.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from diary.models import Diary, Warning, WarningEvent

_STEP_OF = {
    Warning.State.SEEN: (Warning.State.OPEN,),
    Warning.State.DISCUSSED: (Warning.State.OPEN, Warning.State.SEEN),
}


def move_warning(
    diary_id: UUID, warning_id: UUID, *, state: Warning.State, by: str, now: datetime
) -> Warning | None:
    """Let a person move a warning to seen or discussed; ``None`` if it is not theirs.

    Moving it where it already is, or was, changes nothing. ``by`` is the role.
    """
    with transaction.atomic():
        diary = Diary.objects.lock().get(pk=diary_id)
        rows = Warning.objects.in_diary(diary_id).prefetch_related("history")
        warning = rows.filter(pk=warning_id).first()
        if warning is not None and warning.state in _STEP_OF[state]:
            _step(diary, warning, state=state, by=by, now=now)
    return warning


def _step(
    diary: Diary, warning: Warning, *, state: Warning.State, by: str, now: datetime
) -> None:
    diary.revision += 1
    diary.save(update_fields=["revision"])
    warning.state = state
    warning.rev = diary.revision
    setattr(warning, f"{state}_at", now)
    warning.save(update_fields=["state", "rev", f"{state}_at"])
    WarningEvent.objects.create(
        warning=warning, state=state, severity=warning.severity, at=now, by=by
    )
