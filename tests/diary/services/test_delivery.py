"""What becomes of a queued notice: sent, put off, tried again, or dropped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from diary.channels.message import ChannelDown, ChannelError, NotConfigured, Refused
from diary.models import Diary, Notification, Profile, User, Warning
from diary.services import delivery
from diary.services.delivery import deliver_due, has_due, outbox_state
from diary.services.diaries import record_consent
from diary.services.warnings import move_warning
from tests.conftest import NOW
from tests.diary.services.conftest import DiaryAtWork
from tests.diary.services.letterbox import Letterbox, letterbox
from tests.diary.services.test_notices import LONG, long_cramp, urgent_cramp

__all__ = ["letterbox"]


def push_row(work: DiaryAtWork, **fields: object) -> Notification:
    rows = Notification.objects.in_diary(work.id).filter(channel="push", **fields)
    return rows.get()


def see(work: DiaryAtWork, criterion: str) -> None:
    warning = work.warning(criterion)
    state = Warning.State.SEEN
    move_warning(work.id, warning.pk, state=state, by="patient", now=work.now)


@pytest.mark.parametrize(
    ("language", "now", "message"),
    [
        ("en", "Open the diary now", "You have a message in the diary"),
        ("nb", "Åpne dagboken nå", "Du har en melding i dagboken"),
    ],
)
def test_notice_says_one_sentence_in_the_persons_language(
    work: DiaryAtWork, letterbox: Letterbox, language: str, now: str, message: str
) -> None:
    work.profile(language=language, country="EU")
    urgent_cramp(work)
    long_cramp(work)
    work.judge()
    assert deliver_due(now=work.now) == 3
    assert [sent.words for sent in letterbox.pushed] == [now, message]
    assert [sent.words for sent in letterbox.mailed] == [now]
    assert letterbox.mailed[0].email == "patient@example.test"


def test_sent_notice_is_sent_once(work: DiaryAtWork, letterbox: Letterbox) -> None:
    long_cramp(work)
    work.judge()
    assert has_due(work.now)
    assert [deliver_due(now=work.now) for _ in range(2)] == [1, 0]
    assert not has_due(work.now)
    row = push_row(work)
    assert (row.state, row.sent_at, row.attempts) == ("sent", NOW, 1)


def test_without_push_gateway_other_notices_go_by_mail_and_urgent_ones_wait(
    work: DiaryAtWork, letterbox: Letterbox, settings: Settings
) -> None:
    """Urgent is never told by mail alone."""
    settings.PUSH_GATEWAY_URL = ""
    letterbox.push_error = NotConfigured()
    urgent_cramp(work)
    long_cramp(work)
    work.judge()
    deliver_due(now=work.now)
    assert [sent.is_urgent for sent in letterbox.mailed] == [False]
    row = push_row(work)
    assert (row.state, row.last_error_class) == ("failed", "NotConfigured")
    assert outbox_state(work.now).failing == 1

    letterbox.push_error = None
    work.wait(seconds=30)
    deliver_due(now=work.now)
    assert [sent.is_urgent for sent in letterbox.mailed] == [False, True]


def test_failing_channel_backs_off_to_an_hour_and_loses_nothing(
    work: DiaryAtWork, letterbox: Letterbox
) -> None:
    letterbox.push_error = ChannelDown()
    urgent_cramp(work)
    work.judge()
    waits = []
    for _ in range(9):
        assert deliver_due(now=work.now) == 0
        row = push_row(work)
        waits.append((row.next_try_at - work.now).total_seconds())
        assert deliver_due(now=row.next_try_at - timedelta(seconds=1)) == 0
        work.now = row.next_try_at
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    letterbox.push_error = None
    assert deliver_due(now=work.now) == 2
    assert len(letterbox.pushed) == len(letterbox.mailed) == 1


@pytest.mark.parametrize(("error", "tried"), [(ChannelDown(), 1), (Refused(), 2)])
def test_channel_that_is_down_is_left_alone_for_the_round(
    work: DiaryAtWork, letterbox: Letterbox, error: ChannelError, tried: int
) -> None:
    letterbox.push_error = error
    urgent_cramp(work)
    long_cramp(work)
    work.judge()
    deliver_due(now=work.now)
    assert Notification.objects.filter(state="failed").count() == tried
    assert Notification.objects.unsent().count() == 3


def test_notice_that_was_in_hand_when_the_sender_died_goes_again_with_its_key(
    work: DiaryAtWork, letterbox: Letterbox, settings: Settings
) -> None:
    long_cramp(work)
    work.judge()
    path = settings.NOTIFICATION_CHANNELS["push"]
    settings.NOTIFICATION_CHANNELS = {"push": f"{__name__}.take_and_die"}
    with pytest.raises(KeyboardInterrupt):
        deliver_due(now=work.now)
    settings.NOTIFICATION_CHANNELS = {"push": path}
    assert deliver_due(now=work.now) == 0
    assert deliver_due(now=work.now + timedelta(seconds=30)) == 1
    assert deliver_due(now=work.now + timedelta(hours=2)) == 0
    assert [sent.key for sent in letterbox.pushed] == [push_row(work).key] * 2


def take_and_die(message: object) -> None:
    """A channel whose sender is killed once the gateway has taken the message."""
    from tests.diary.services.letterbox import push

    push(message)  # type: ignore[arg-type]  # the message of this channel
    raise KeyboardInterrupt


def test_withdrawn_consent_cancels_and_sends_nothing(
    work: DiaryAtWork, letterbox: Letterbox
) -> None:
    urgent_cramp(work)
    work.judge()
    work.wait(minutes=1)
    record_consent(
        work.row(), purpose="flagging", given=False, text_version="1", now=work.now
    )
    assert deliver_due(now=work.now) == 0
    assert letterbox.pushed == letterbox.mailed == []
    assert push_row(work).state == "cancelled"


def test_closed_account_is_told_nothing(
    work: DiaryAtWork, letterbox: Letterbox
) -> None:
    urgent_cramp(work)
    work.judge()
    User.objects.update(is_active=False)
    assert deliver_due(now=work.now) == 0
    assert push_row(work).state == "cancelled"


def test_diary_erased_while_its_notice_was_sent_stops_nothing(
    work: DiaryAtWork, letterbox: Letterbox, settings: Settings
) -> None:
    long_cramp(work)
    work.judge()
    settings.NOTIFICATION_CHANNELS = {"push": f"{__name__}.take_and_erase"}
    assert deliver_due(now=work.now) == 1
    assert not Notification.objects.exists()


def take_and_erase(message: object) -> None:
    """A channel during whose sending the account is erased."""
    User.objects.all().delete()


def test_criteria_switched_off_send_nothing_and_lose_nothing(
    work: DiaryAtWork, letterbox: Letterbox, settings: Settings
) -> None:
    urgent_cramp(work)
    work.judge()
    settings.CRITERIA_ENABLED = False
    assert deliver_due(now=work.now) == 0
    assert push_row(work).state == "queued"
    settings.CRITERIA_ENABLED = True
    assert deliver_due(now=work.now) == 2


def test_warning_that_was_seen_first_needs_no_notice(
    work: DiaryAtWork, letterbox: Letterbox
) -> None:
    long_cramp(work)
    work.judge()
    see(work, LONG)
    assert deliver_due(now=work.now) == 0
    assert push_row(work).state == "cancelled"


def test_warning_that_rose_after_it_was_seen_is_told(
    work: DiaryAtWork, letterbox: Letterbox
) -> None:
    entry = long_cramp(work)
    work.judge()
    deliver_due(now=work.now)
    see(work, LONG)
    work.wait(days=1)
    work.write(id=entry, relief=[{"code": "nothing"}])
    work.judge()
    assert deliver_due(now=work.now) == 1


def test_diary_that_makes_its_sender_fail_holds_up_nobody(
    work: DiaryAtWork, letterbox: Letterbox, other_patient: User
) -> None:
    """Its zone is none: whatever asks for the local hour raises."""
    healthy = DiaryAtWork(Diary.objects.get(owner=other_patient))
    for one in (work, healthy):
        long_cramp(one)
        one.judge()
    Profile.objects.filter(diary=work.id).update(tz="Atlantis/Deep")
    assert deliver_due(now=work.now) == 1
    row = push_row(work)
    assert (row.state, row.attempts) == ("failed", 1)
    assert row.next_try_at == work.now + timedelta(seconds=30)


def test_person_who_travels_is_told_at_eight_where_they_are(
    work: DiaryAtWork, letterbox: Letterbox
) -> None:
    work.now = datetime(2026, 3, 21, 2, 10, tzinfo=UTC)
    long_cramp(work)
    work.judge()
    work.profile(tz="America/New_York")
    eight_in_oslo = datetime(2026, 3, 21, 7, tzinfo=UTC)
    assert deliver_due(now=eight_in_oslo) == 0
    row = push_row(work)
    assert row.not_before == datetime(2026, 3, 21, 12, tzinfo=UTC)
    assert deliver_due(now=row.not_before) == 1


def test_notice_that_failed_all_evening_waits_for_the_morning(
    work: DiaryAtWork, letterbox: Letterbox
) -> None:
    work.now = datetime(2026, 3, 20, 19, 59, 40, tzinfo=UTC)  # 20:59:40 in Oslo
    long_cramp(work)
    work.judge()
    letterbox.push_error = ChannelDown()
    deliver_due(now=work.now)
    letterbox.push_error = None
    work.wait(seconds=30)
    assert deliver_due(now=work.now) == 0
    assert push_row(work).not_before == datetime(2026, 3, 21, 7, tzinfo=UTC)


def test_one_sending_takes_the_same_queries_whatever_waits(
    work: DiaryAtWork,
    letterbox: Letterbox,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for hours in range(1, 9):
        long_cramp(work, hours_ago=hours)
    work.judge()
    with django_assert_num_queries(15):  # four of them savepoints of this test
        assert deliver_due(now=work.now) == 1


def test_round_ends_in_time(
    work: DiaryAtWork, letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    urgent_cramp(work)
    work.judge()
    monkeypatch.setattr(delivery, "ROUND_SECONDS", -1)
    assert deliver_due(now=work.now) == 0
    assert push_row(work).attempts == 0
