"""The operator's hands in the client tests: one JSON command a line in, one answer out.

Runs beside the live server, on the same database: makes accounts, takes a backup of
one diary and puts it back, has a diary judged, tells what the server holds.
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core import serializers  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from diary import models  # noqa: E402
from diary.lifetimes import TOMBSTONES_KEPT  # noqa: E402
from diary.services.accounts import issue_token, make_account  # noqa: E402
from diary.services.epochs import new_epoch  # noqa: E402
from diary.services.evaluate import evaluate  # noqa: E402
from diary.services.purge import purge_diary  # noqa: E402
from diary.services.rows import MODELS  # noqa: E402

KEPT: tuple[Any, ...] = (*MODELS.values(), models.EntryVersion, models.SyncProblem)


def account() -> dict[str, str]:
    """A new patient with an empty diary."""
    email = f"{uuid.uuid4().hex}@example.test"
    made = make_account(email, role="patient", display_name="", now=timezone.now())
    token = issue_token(made.user, user_agent="client tests")
    assert made.diary is not None
    return {"diary": str(made.diary.pk), "token": token}


def backup(diary: str) -> dict[str, Any]:
    """Everything of one diary, as a backup of the database would hold it."""
    found = models.Diary.objects.get(pk=diary)
    rows = [row for model in KEPT for row in model.objects.filter(diary=found)]
    text = serializers.serialize("json", rows)
    return {"rows": text, "revision": found.revision}


def restore(diary: str, backup: dict[str, Any]) -> dict[str, Any]:
    """The diary as it was, under a new epoch."""
    found = models.Diary.objects.get(pk=diary)
    with transaction.atomic():
        for model in KEPT:
            model.objects.filter(diary=found).delete()
        for row in serializers.deserialize("json", backup["rows"]):
            row.save()
        models.Diary.objects.filter(pk=diary).update(revision=backup["revision"])
        new_epoch([found.pk])
    return {}


def purge(diary: str) -> dict[str, Any]:
    """The purge of the night in which every tombstone is old enough."""
    purge_diary(uuid.UUID(diary), now=timezone.now() + 2 * TOMBSTONES_KEPT)
    return {}


def judge(diary: str) -> dict[str, Any]:
    """Have the diary judged now."""
    evaluate(uuid.UUID(diary), now=timezone.now())
    return {}


def revision(diary: str) -> dict[str, Any]:
    """The diary's counter."""
    return {"revision": models.Diary.objects.get(pk=diary).revision}


def rows(diary: str, table: str) -> dict[str, Any]:
    """What the server holds in one table, deleted rows too."""
    found = MODELS[table].objects.in_diary(uuid.UUID(diary)).order_by("rev")
    plain = json.loads(serializers.serialize("json", found))
    return {"rows": [row["fields"] for row in plain]}


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    command.__name__: command
    for command in (account, backup, restore, purge, judge, revision, rows)
}


def main() -> None:
    """Answer one command after another until the input ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        answer = COMMANDS[asked.pop("do")](**asked)
        print(json.dumps(answer), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
