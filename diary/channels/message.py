"""What a notice says, whatever it is about, and how sending it can fail.

No health content: "open the diary now", or "you have a message", and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

_WORDS: Mapping[bool, Mapping[str, str]] = {
    True: {"en": "Open the diary now", "nb": "Åpne dagboken nå"},
    False: {
        "en": "You have a message in the diary",
        "nb": "Du har en melding i dagboken",
    },
}


@dataclass(frozen=True, slots=True)
class Message:
    """One notice to one person. The same ``key`` twice is the same notice again."""

    key: str
    diary: UUID
    email: str
    language: str
    is_urgent: bool

    @property
    def words(self) -> str:
        """The one sentence, in the person's language."""
        words = _WORDS[self.is_urgent]
        return words.get(self.language, words["en"])


class ChannelError(Exception):
    """The message was not taken; it is tried again later."""


class NotConfigured(ChannelError):
    """Nobody has connected this channel."""


class Refused(ChannelError):
    """This message was refused; others may go through."""


class ChannelDown(ChannelError):
    """The channel takes nothing just now."""


Send: TypeAlias = Callable[[Message], None]
