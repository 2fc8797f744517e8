"""The job's promise: what is written is judged, and the judgement follows edits."""

from __future__ import annotations

from datetime import timedelta

from diary.models import WarningEvent
from diary.services.evaluate import Evaluation
from tests.conftest import NOW
from tests.diary.services.conftest import DiaryAtWork

LONG = "duration-over-10-min"


def test_long_cramp_is_flagged_withdrawn_and_flagged_again_once(
    work: DiaryAtWork,
) -> None:
    started = NOW - timedelta(hours=6)
    entry = work.cramp(started, minutes=11)
    assert work.judge() is Evaluation.JUDGED
    assert work.states(LONG) == ["open"]
    warning = work.warning(LONG)
    assert (warning.target, warning.evidence) == (entry, [entry])

    work.wait(minutes=5)
    work.cramp(started, minutes=9, id=entry)
    work.judge()
    assert work.states(LONG) == ["retracted"]
    assert work.warning(LONG).ended_at == work.now

    work.wait(minutes=5)
    work.cramp(started, minutes=11, id=entry)
    work.judge()
    work.judge()
    assert work.states(LONG) == ["retracted", "open"]
    events = WarningEvent.objects.order_by("pk").values_list("state", "by")
    assert list(events.filter(warning__criterion=LONG)) == [
        ("open", "job"),
        ("retracted", "job"),
        ("open", "job"),
    ]
