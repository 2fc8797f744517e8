"""The job's promise: what is written is judged, and the judgement follows edits."""

from __future__ import annotations

import uuid
from datetime import timedelta

from pytest_django import DjangoAssertNumQueries, Settings

from diary.criteria import RULESET_VERSION
from diary.models import Diary, EvaluationDue, Warning, WarningEvent
from diary.services.diaries import record_consent
from diary.services.due import mark_diaries_due
from diary.services.evaluate import Evaluation, evaluate
from tests.conftest import NOW
from tests.diary.services.conftest import DiaryAtWork, night_of

LONG = "duration-over-10-min"
QUERIES = 20  # two of them the savepoint of a test that is in a transaction itself


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


def test_nothing_due_judges_nothing(work: DiaryAtWork) -> None:
    assert work.judge() is Evaluation.NOTHING_DUE


def test_unknown_diary_judges_nothing(db: None) -> None:
    assert evaluate(uuid.uuid4(), now=NOW) is Evaluation.NOTHING_DUE


def test_judged_diary_remembers_revision_rules_and_next_time(work: DiaryAtWork) -> None:
    work.cramp(NOW - timedelta(hours=6), minutes=11)
    work.judge()
    diary = work.row()
    assert diary.evaluated_revision == diary.revision
    assert diary.evaluated_ruleset == RULESET_VERSION
    assert diary.evaluated_at == NOW
    assert diary.next_evaluation_at is not None
    assert NOW < diary.next_evaluation_at <= NOW + timedelta(hours=12)
    assert not EvaluationDue.objects.exists()


def test_each_changed_warning_spends_one_revision_and_makes_nothing_due(
    work: DiaryAtWork,
) -> None:
    before = work.row().revision
    work.cramp(NOW - timedelta(hours=6), minutes=11)
    work.judge()
    revs = sorted(Warning.objects.values_list("rev", flat=True))
    assert revs == list(range(before + 2, before + 2 + len(revs)))
    assert work.row().revision == revs[-1]
    assert work.judge() is Evaluation.NOTHING_DUE


def test_without_consent_nothing_is_judged_until_it_is_given(
    work: DiaryAtWork,
) -> None:
    _answer_consent(work, given=False)
    work.cramp(NOW - timedelta(hours=6), minutes=11)
    assert work.judge() is Evaluation.NOT_JUDGED
    assert not Warning.objects.exists()
    assert not EvaluationDue.objects.exists()
    assert mark_diaries_due(now=work.now) == 0

    work.wait(minutes=1)
    _answer_consent(work, given=True)
    assert work.judge() is Evaluation.JUDGED
    assert work.states(LONG) == ["open"]


def test_criteria_switched_off_judge_nothing_and_catch_up_when_on(
    work: DiaryAtWork, settings: Settings
) -> None:
    settings.CRITERIA_ENABLED = False
    work.cramp(NOW - timedelta(hours=6), minutes=11)
    assert work.judge() is Evaluation.NOT_JUDGED
    assert mark_diaries_due(now=work.now) == 0
    assert not Warning.objects.exists()

    settings.CRITERIA_ENABLED = True
    assert mark_diaries_due(now=work.now) == 1
    assert work.judge() is Evaluation.JUDGED
    assert work.states(LONG) == ["open"]


def test_new_rule_set_judges_again_and_raises_nothing_twice(work: DiaryAtWork) -> None:
    work.cramp(NOW - timedelta(hours=6), minutes=11)
    work.judge()
    before = set(Warning.objects.values_list("id", "rev"))
    Diary.objects.filter(pk=work.id).update(evaluated_ruleset="0")
    assert mark_diaries_due(now=work.now) == 1
    assert mark_diaries_due(now=work.now) == 0
    assert work.judge() is Evaluation.JUDGED
    assert set(Warning.objects.values_list("id", "rev")) == before


def test_diary_is_queued_when_its_time_has_come_and_not_before(
    work: DiaryAtWork,
) -> None:
    work.cramp(NOW - timedelta(hours=6), minutes=11)
    work.judge()
    turn = work.row().next_evaluation_at
    assert turn is not None
    assert mark_diaries_due(now=turn - timedelta(seconds=1)) == 0
    assert mark_diaries_due(now=turn) == 1
    due = EvaluationDue.objects.get()
    assert due.revision == work.row().revision


def test_entry_older_than_the_window_is_judged_when_it_comes_in(
    work: DiaryAtWork,
) -> None:
    work.cramp(NOW - timedelta(days=400), minutes=11)
    work.judge()
    assert work.states(LONG) == ["open"]


def test_urgent_entry_made_a_day_late_is_marked_late(work: DiaryAtWork) -> None:
    symptoms = ["dark-urine"]
    work.cramp(NOW - timedelta(hours=24), associated_symptoms=symptoms)
    work.judge()
    late = NOW - timedelta(hours=24, seconds=1)
    work.cramp(late, associated_symptoms=symptoms)
    work.judge()
    rows = Warning.objects.filter(criterion="dark-urine").order_by("rev")
    assert list(rows.values_list("is_late", flat=True)) == [False, True]


def test_time_of_entry_decides_about_late_not_time_of_arrival(
    work: DiaryAtWork,
) -> None:
    started = NOW - timedelta(days=3)
    entered = (started + timedelta(hours=1)).isoformat()
    symptoms = ["dark-urine"]
    work.cramp(started, associated_symptoms=symptoms, entered_at=entered)
    work.judge()
    assert work.warning("dark-urine").is_late is False


def test_long_cramp_that_is_not_urgent_is_never_late(work: DiaryAtWork) -> None:
    work.cramp(NOW - timedelta(days=3), minutes=11)
    work.judge()
    assert work.warning(LONG).is_late is False


def test_number_of_queries_does_not_grow_with_the_diary(
    work: DiaryAtWork, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for days_ago in range(2):
        work.cramp(night_of(NOW, days_ago), minutes=11)
    with django_assert_num_queries(QUERIES):
        work.judge()
    for days_ago in range(2, 12):
        work.cramp(night_of(NOW, days_ago), minutes=11)
    with django_assert_num_queries(QUERIES):
        work.judge()
    assert Warning.objects.filter(criterion=LONG).count() == 12


def _answer_consent(work: DiaryAtWork, *, given: bool) -> None:
    record_consent(
        work.row(), purpose="flagging", given=given, text_version="1", now=work.now
    )
