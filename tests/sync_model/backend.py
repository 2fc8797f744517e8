"""The server of the model test: the product's services, and a backup of one diary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from api.sync.outputs import change_outputs, digest_output, result_output
from diary.cursor import Cursor
from diary.items import read_push_item
from diary.models import Diary, EntryVersion, EvaluationDue, SyncProblem
from diary.services import pull as pulling
from diary.services.epochs import new_epoch
from diary.services.purge import purge_diary
from diary.services.push import push
from diary.services.rows import MODELS
from tests.sync_model.phone import Content, ResyncRequired

PAGE = 3
KEPT: tuple[Any, ...] = (*MODELS.values(), EntryVersion, SyncProblem, EvaluationDue)

Backup = dict[Any, list[dict[str, Any]]]


class Backend:
    """One diary; its clock is the model's."""

    def __init__(self, diary: Diary, now: datetime) -> None:
        self.id: UUID = diary.pk
        self.now = now
        self.request = Request(APIRequestFactory().get("/"))

    def push(self, device: str, items: Sequence[Content]) -> list[Content]:
        """As ``POST sync/push``."""
        read = [read_push_item(item, diary=self.id) for item in items]
        applied = push(self.id, read, device=device, now=self.now)
        return [
            result_output(item, result)
            for item, result in zip(items, applied.results, strict=True)
        ]

    def pull(self, cursor: Cursor | None) -> tuple[list[Content], Cursor, bool]:
        """As ``GET sync/changes``, with small pages."""
        try:
            page = pulling.pull(self.id, cursor, limit=PAGE)
        except pulling.ResyncRequired:
            raise ResyncRequired from None
        return change_outputs(page, self.request), page.cursor, page.has_more

    def let_pass(self, days: int) -> None:
        """Time passes, and the nightly purge runs."""
        self.now += timedelta(days=days)
        purge_diary(self.id, now=self.now)

    def backup(self) -> Backup:
        """Every row of the diary as it stands."""
        saved = {model: list(self._rows(model).values()) for model in KEPT}
        return {Diary: list(Diary.objects.filter(pk=self.id).values()), **saved}

    def restore(self, backup: Backup) -> None:
        """The diary as it stood then, and what ``manage.py new_epoch`` does."""
        for model in KEPT:
            self._rows(model).delete()
            model.objects.bulk_create([model(**row) for row in backup[model]])
        Diary.objects.filter(pk=self.id).update(**backup[Diary][0])
        new_epoch([self.id])

    def live(self) -> set[tuple[str, str]]:
        """The keys of the rows that are not deleted."""
        return {
            (name, str(entry))
            for name, model in MODELS.items()
            for entry in model.objects.in_diary(self.id)
            .live()
            .values_list("id", flat=True)
        }

    def digest(self, table: str) -> Any:
        """As ``GET sync/digest``, of one table."""
        tables: Any = digest_output(self.id)["tables"]
        return tables[table]

    def _rows(self, model: Any) -> Any:
        return model.objects.filter(diary=self.id)
