"""Mail reaches a real mail server, without health content; failures are named."""

from __future__ import annotations

import socket
import uuid
from email.header import decode_header, make_header

import pytest
from pytest_django import Settings

from diary.channels import mail
from diary.channels.message import ChannelDown, Message, Refused
from tests.diary.channels.conftest import Mailbox

MESSAGE = Message(
    key="4f9d2a53.7.email",
    diary=uuid.UUID("4f9d2a53-6c4e-4d8a-9a41-0c1f5f1f7a10"),
    email="patient@example.test",
    language="nb",
    is_urgent=True,
)


def test_mail_says_one_sentence_and_carries_the_key(mailbox: Mailbox) -> None:
    mail.send(MESSAGE)
    mail.send(MESSAGE)
    first, second = mailbox.mails
    assert first["To"] == "patient@example.test"
    assert str(make_header(decode_header(first["Subject"]))) == "Åpne dagboken nå"
    body = first.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().split() == ["Åpne", "dagboken", "nå.", "Leggro"]
    assert first["Message-ID"] == f"<{MESSAGE.key}@diary.example>"
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    "refusal", ["550 No such mailbox", "450 Come back later", "552 Mailbox full"]
)
def test_refused_mailbox_stops_this_mail_alone(mailbox: Mailbox, refusal: str) -> None:
    mailbox.refusal = refusal
    with pytest.raises(Refused):
        mail.send(MESSAGE)
    mailbox.refusal = ""
    mail.send(MESSAGE)
    assert len(mailbox.mails) == 1


def test_server_that_closes_is_down(mailbox: Mailbox) -> None:
    mailbox.refusal = "421 Closing down"
    with pytest.raises(ChannelDown):
        mail.send(MESSAGE)


def test_server_that_is_gone_is_down(mailbox: Mailbox, settings: Settings) -> None:
    settings.EMAIL_PORT = 9
    with pytest.raises(ChannelDown) as caught:
        mail.send(MESSAGE)
    assert isinstance(caught.value.__cause__, ConnectionRefusedError)


def test_server_that_hangs_is_given_up(mailbox: Mailbox, settings: Settings) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT = silent.getsockname()[1]
        with pytest.raises(ChannelDown):
            mail.send(MESSAGE)
