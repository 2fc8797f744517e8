"""From an entry to the gateway and the mailbox, over real sockets."""

from __future__ import annotations

import pytest

from diary.models import Notification
from diary.services.delivery import deliver_due
from tests.diary.channels.conftest import Gateway, Mailbox
from tests.diary.channels.test_webhook import is_genuine
from tests.diary.services.conftest import DiaryAtWork, work
from tests.diary.services.test_notices import urgent_cramp

__all__ = ["work"]

MARKER = "zebrafish"


def test_urgent_entry_reaches_gateway_and_mailbox_without_health_content(
    work: DiaryAtWork, gateway: Gateway, mailbox: Mailbox
) -> None:
    entry = urgent_cramp(work)
    work.write(id=entry, note=MARKER)
    work.judge()
    assert deliver_due(now=work.now) == 2
    (post,), (mail,) = gateway.posts, mailbox.mails
    assert is_genuine(post)
    told = f"{post.headers} {post.body.decode()} {mail.as_string()}".lower()
    hidden = [MARKER, "chest", "bryst", "cramp", "krampe", "emergency", entry]
    assert [word for word in hidden if word in told] == []
    warning = work.warning("emergency-symptoms")
    assert str(warning.pk) in post.headers["Idempotency-Key"]


@pytest.mark.parametrize(("status", "error"), [(500, "ChannelDown"), (403, "Refused")])
def test_gateway_that_fails_once_gets_the_same_key_and_the_mail_waits_for_it(
    work: DiaryAtWork, gateway: Gateway, mailbox: Mailbox, status: int, error: str
) -> None:
    urgent_cramp(work)
    work.judge()
    gateway.status = status
    assert deliver_due(now=work.now) == 0
    row = Notification.objects.get(channel="push")
    assert (row.state, row.last_error_class, mailbox.mails) == ("failed", error, [])
    gateway.status = 202
    work.wait(seconds=30)
    assert deliver_due(now=work.now) == 2
    first, second = (post.headers for post in gateway.posts)
    assert first["Idempotency-Key"] == second["Idempotency-Key"]
    assert len(mailbox.mails) == 1
