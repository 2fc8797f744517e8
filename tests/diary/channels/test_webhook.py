"""The push gateway gets a signed request without health content; failures are named."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable

import pytest
import time_machine
from pytest_django import Settings

from diary.channels import webhook
from diary.channels.message import ChannelDown, Message, NotConfigured, Refused
from tests.conftest import NOW
from tests.diary.channels.conftest import SECRET, Gateway, Post

DIARY = uuid.UUID("4f9d2a53-6c4e-4d8a-9a41-0c1f5f1f7a10")
MESSAGE = Message(
    key="4f9d2a53.7.push",
    diary=DIARY,
    email="patient@example.test",
    language="nb",
    is_urgent=True,
)


def is_genuine(post: Post, *, secret: str = SECRET) -> bool:
    """Check a signature as the how-to tells a gateway to."""
    stamp, key = post.headers["Leggro-Timestamp"], post.headers["Idempotency-Key"]
    signed = f"{stamp}.{key}.".encode() + post.body
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(post.headers["Leggro-Signature"], f"v1={expected}")


@time_machine.travel(NOW, tick=False)
def test_push_is_signed_and_says_one_sentence(gateway: Gateway) -> None:
    webhook.send(MESSAGE)
    (post,) = gateway.posts
    assert post.path == "/push?app=1"
    assert is_genuine(post)
    assert post.headers["Leggro-Timestamp"] == str(int(NOW.timestamp()))
    assert post.headers["Idempotency-Key"] == MESSAGE.key
    assert json.loads(post.body) == {
        "diary": str(DIARY),
        "urgent": True,
        "language": "nb",
        "text": "Åpne dagboken nå",
    }


@pytest.mark.parametrize(
    "forge",
    [
        lambda post: Post(post.path, post.headers, post.body + b" "),
        lambda post: Post(
            post.path, {**post.headers, "Leggro-Timestamp": "1"}, post.body
        ),
        lambda post: Post(
            post.path, {**post.headers, "Idempotency-Key": "another"}, post.body
        ),
    ],
)
def test_changed_push_is_not_genuine(
    gateway: Gateway, forge: Callable[[Post], Post]
) -> None:
    webhook.send(MESSAGE)
    (post,) = gateway.posts
    assert is_genuine(post)
    assert not is_genuine(forge(post))
    assert not is_genuine(post, secret="another-secret-of-32-characters!!")


@pytest.mark.parametrize("status", [200, 202, 204])
def test_any_success_is_taken(gateway: Gateway, status: int) -> None:
    gateway.status = status
    webhook.send(MESSAGE)
    assert len(gateway.posts) == 1


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, Refused),
        (401, Refused),
        (410, Refused),
        (408, ChannelDown),
        (429, ChannelDown),
        (500, ChannelDown),
        (503, ChannelDown),
    ],
)
def test_refusal_and_failure_are_told_apart(
    gateway: Gateway, status: int, error: type[Exception]
) -> None:
    gateway.status = status
    with pytest.raises(error):
        webhook.send(MESSAGE)


def test_redirect_is_refused_and_not_followed(
    gateway: Gateway, settings: Settings
) -> None:
    gateway.status = 307
    gateway.location = settings.PUSH_GATEWAY_URL.replace("/push", "/elsewhere")
    with pytest.raises(Refused):
        webhook.send(MESSAGE)
    assert [post.path for post in gateway.posts] == ["/push?app=1"]


def test_gateway_that_hangs_is_given_up(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "TIMEOUT_SECONDS", 0.3)
    gateway.hangs = True
    with pytest.raises(ChannelDown) as caught:
        webhook.send(MESSAGE)
    assert isinstance(caught.value.__cause__, TimeoutError)


def test_gateway_that_is_gone_is_down(settings: Settings) -> None:
    settings.PUSH_GATEWAY_URL = "http://127.0.0.1:9/push"
    with pytest.raises(ChannelDown) as caught:
        webhook.send(MESSAGE)
    assert isinstance(caught.value.__cause__, ConnectionRefusedError)


def test_without_a_gateway_nothing_is_posted(settings: Settings) -> None:
    settings.PUSH_GATEWAY_URL = ""
    with pytest.raises(NotConfigured):
        webhook.send(MESSAGE)
