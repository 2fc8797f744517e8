"""A channel of the tests' own: keeps what it is handed, or refuses as it is told."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from diary.channels.message import ChannelError, Message

GATEWAY = "http://127.0.0.1:9/push"


class Letterbox:
    """What has come by push and by mail, in order."""

    def __init__(self) -> None:
        self.pushed: list[Message] = []
        self.mailed: list[Message] = []
        self.push_error: ChannelError | None = None


box = Letterbox()


def push(message: Message) -> None:
    """Take one push."""
    if box.push_error is not None:
        raise box.push_error
    box.pushed.append(message)


def mail(message: Message) -> None:
    """Take one mail."""
    box.mailed.append(message)


@pytest.fixture
def letterbox(settings: Settings) -> Letterbox:
    """Both channels end here; a gateway counts as connected."""
    settings.PUSH_GATEWAY_URL = GATEWAY
    settings.NOTIFICATION_CHANNELS = {
        "push": f"{__name__}.push",
        "email": f"{__name__}.mail",
    }
    box.__init__()  # type: ignore[misc]  # the channels are functions of this module
    return box
