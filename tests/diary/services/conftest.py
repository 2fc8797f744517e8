"""Writing entries and judging them, as the phone and the job do."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diary.fields.tables import TABLES
from diary.items import read_item
from diary.models import Diary, Warning
from diary.services.changes import Applied, apply_changes
from diary.services.evaluate import Evaluation, evaluate
from diary.services.rows import MODELS
from diary.sync import Op
from tests.conftest import NOW


class DiaryAtWork:
    """One diary with a clock of its own: entries go in, judgements come out."""

    def __init__(self, diary: Diary) -> None:
        self.id = diary.pk
        self.now = NOW

    def wait(self, **duration: float) -> None:
        """Let time pass."""
        self.now += timedelta(**duration)

    def write(self, table: str = "episodes", **fields: Any) -> str:
        """Write one row, a new one or with ``id`` an old one; its id."""
        entry = uuid.UUID(fields.pop("id", None) or str(uuid.uuid4()))
        self._apply(table, entry, fields, Op.PUT)
        return str(entry)

    def delete(self, entry: str, table: str = "episodes") -> None:
        """Delete one row."""
        self._apply(table, uuid.UUID(entry), {}, Op.DELETE)

    def profile(self, **fields: Any) -> None:
        """Change the person's answers."""
        self._apply("profile", self.id, fields, Op.PUT)

    def cramp(self, started_at: datetime, *, minutes: float = 5, **fields: Any) -> str:
        """Write one left calf cramp of so many minutes."""
        return self.write(
            **{
                "started_at": started_at.isoformat(),
                "ended_at": (started_at + timedelta(minutes=minutes)).isoformat(),
                "sites": [{"muscle": "calf", "side": "left"}],
                **fields,
            }
        )

    def judge(self) -> Evaluation:
        """Let the job run now."""
        return evaluate(self.id, now=self.now)

    def states(self, criterion: str) -> list[str]:
        """The states of all warnings of one criterion, oldest first."""
        rows = Warning.objects.in_diary(self.id).filter(criterion=criterion)
        return list(rows.order_by("raised_at").values_list("state", flat=True))

    def warning(self, criterion: str) -> Warning:
        """The newest warning of one criterion."""
        rows = Warning.objects.in_diary(self.id).filter(criterion=criterion)
        newest = rows.order_by("raised_at").last()
        assert newest is not None
        return newest

    def row(self) -> Diary:
        """The diary as stored."""
        return Diary.objects.get(pk=self.id)

    def _apply(
        self, table: str, entry: uuid.UUID, fields: dict[str, Any], op: Op
    ) -> Applied:
        model = MODELS[table]
        stored = model.objects.in_diary(self.id).filter(id=entry)
        base_rev = stored.values_list("rev", flat=True).first()
        item = read_item(
            TABLES[table],
            fields,
            diary=self.id,
            entry=entry if table != "nights" else None,
            op=op,
            base_rev=base_rev,
        )
        applied = apply_changes(self.id, [item], device="", now=self.now)
        assert applied.has_written, applied.results[0]
        return applied


@pytest.fixture
def work(diary: Diary) -> DiaryAtWork:
    """The patient's diary, judged once while it was still empty."""
    at_work = DiaryAtWork(diary)
    at_work.judge()
    return at_work


def night_of(now: datetime, days_ago: int) -> datetime:
    """Three o'clock in the morning in Oslo, that many days ago."""
    day = (now - timedelta(days=days_ago)).date()
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
