"""The queue by state: a new rule set, a switch, a batch and somebody else's lock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from diary.models import Consent, Diary, EvaluationDue, User
from diary.services.due import MARK_BATCH, mark_diaries_due
from tests.conftest import NOW


def many_judged_diaries(count: int) -> None:
    """Diaries with consent, judged by an older rule set, with nothing due."""
    users = [User(email=f"p{n}@example.test") for n in range(count)]
    User.objects.bulk_create(users)
    diaries = [Diary(owner=user, evaluated_ruleset="0", revision=7) for user in users]
    Diary.objects.bulk_create(diaries)
    answers = [
        Consent(diary=diary, purpose="flagging", given=True, text_version="1", at=NOW)
        for diary in diaries
    ]
    Consent.objects.bulk_create(answers)


def test_new_rule_set_queues_more_diaries_than_one_batch_once_each(db: None) -> None:
    many_judged_diaries(MARK_BATCH + 1)
    assert mark_diaries_due(now=NOW) == MARK_BATCH + 1
    assert mark_diaries_due(now=NOW) == 0
    assert EvaluationDue.objects.filter(revision=7).count() == MARK_BATCH + 1


def test_diary_that_is_queued_keeps_its_row(db: None) -> None:
    many_judged_diaries(1)
    mark_diaries_due(now=NOW)
    before = EvaluationDue.objects.values().get()
    assert mark_diaries_due(now=NOW + timedelta(hours=1)) == 0
    assert EvaluationDue.objects.values().get() == before


def test_idle_round_is_one_query_in_a_transaction(
    diary: Diary, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):  # two of them the savepoint of this test
        mark_diaries_due(now=NOW)


@pytest.mark.parametrize(("given", "queued"), [(True, 1), (False, 0)])
def test_newest_answer_to_consent_decides(db: None, given: bool, queued: int) -> None:
    many_judged_diaries(1)
    later = NOW + timedelta(minutes=1)
    Consent.objects.create(
        diary=Diary.objects.get(),
        purpose="flagging",
        given=given,
        text_version="1",
        at=later,
    )
    assert mark_diaries_due(now=later) == queued
