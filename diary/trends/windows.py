"""Windows: which diary nights a trend compares, and which requests are refused.

A window is a multiple of seven nights, so that weekends weigh the same in both, and it
ends with the latest diary night whose local noon has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from diary.night import ONE_DAY, current_night
from diary.vocabulary import Language

WINDOW_CHOICES_NIGHTS = (7, 14, 28, 84)
DEFAULT_WINDOW_NIGHTS = 28
LANGUAGES: Final[tuple[Language, ...]] = ("en", "nb")
BLOCK_NIGHTS = 28
BLOCKS_SHOWN = 6
YEAR_NIGHTS = 396
"""Twelve whole calendar months wherever in a month it ends: 366 nights and 30."""
EARLIEST_END = date(1900, 1, 1)

WINDOW_NOT_OFFERED = "window_not_offered"
END_NOT_A_DATE = "end_not_a_date"
END_IN_FUTURE = "end_in_future"
END_TOO_EARLY = "end_too_early"
LANGUAGE_NOT_OFFERED = "language_not_offered"


class WindowError(ValueError):
    """A refused request: ``code`` is stable, ``field`` is the query parameter.

    The sentence for people is ``verdict_texts.refusal(code, language)``.
    """

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


class NightSpan(NamedTuple):
    """Diary nights from ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def nights(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Window:
    """The nights looked at and as many nights before them.

    ``is_latest``: it ends with the latest night that is over.
    """

    current: NightSpan
    previous: NightSpan
    is_latest: bool = False

    @property
    def nights(self) -> int:
        return self.current.nights


def parse_window(text: str | None) -> int:
    """Number of nights asked for; 28 when nothing is asked.

    Raises WindowError ``window_not_offered`` for all but 7, 14, 28 and 84.
    """
    if text is None:
        return DEFAULT_WINDOW_NIGHTS
    for nights in WINDOW_CHOICES_NIGHTS:
        if text == str(nights):
            return nights
    raise WindowError(WINDOW_NOT_OFFERED, "window")


def parse_end(text: str | None) -> date | None:
    """The last night asked for as YYYY-MM-DD; ``None`` when nothing is asked.

    Raises WindowError ``end_not_a_date``.
    """
    if text is None:
        return None
    try:
        parsed = date.fromisoformat(text)
    except ValueError:
        raise WindowError(END_NOT_A_DATE, "end") from None
    if parsed.isoformat() != text:  # 3.11 also reads 20260320 and 2026-W12-5
        raise WindowError(END_NOT_A_DATE, "end")
    return parsed


def parse_language(text: str | None) -> Language | None:
    """The language asked for; ``None`` when nothing is asked.

    Raises WindowError ``language_not_offered`` for all but en and nb.
    """
    if text is None:
        return None
    for language in LANGUAGES:
        if text == language:
            return language
    raise WindowError(LANGUAGE_NOT_OFFERED, "lang")


def latest_complete_night(now: datetime, tz: str) -> date:
    """Date of the latest diary night whose local noon has passed at ``now``.

    ``now`` is aware, ``tz`` the person's IANA zone.
    """
    return current_night(now, tz) - ONE_DAY


def resolve_window(*, nights: int, end: date | None, now: datetime, tz: str) -> Window:
    """The window of ``nights`` ending with ``end``, or with the latest complete night.

    Raises WindowError ``window_not_offered``, ``end_in_future``, ``end_too_early``.
    """
    if nights not in WINDOW_CHOICES_NIGHTS:
        raise WindowError(WINDOW_NOT_OFFERED, "window")
    latest = latest_complete_night(now, tz)
    last = latest if end is None else end
    if last > latest:
        raise WindowError(END_IN_FUTURE, "end")
    if last < EARLIEST_END:
        raise WindowError(END_TOO_EARLY, "end")
    first = last - timedelta(days=nights - 1)
    return Window(
        NightSpan(first, last), _span_before(first, nights), is_latest=last == latest
    )


def rows_needed(window: Window) -> NightSpan:
    """The diary nights whose rows a summary reads: 168 at every window size.

    Two windows of 84 and six blocks of 28 nights both reach back 168 nights, so the
    cost of a summary does not grow with the age of the diary.
    """
    last = window.current.last
    blocks_from = last - timedelta(days=BLOCK_NIGHTS * BLOCKS_SHOWN - 1)
    return NightSpan(min(blocks_from, window.previous.first), last)


def year_needed(window: Window) -> NightSpan:
    """The nights whose rows are read where the whole of the last year is told."""
    last = window.current.last
    return NightSpan(last - timedelta(days=YEAR_NIGHTS - 1), last)


def day_share_blocks(last: date) -> tuple[NightSpan, ...]:
    """The last six blocks of 28 nights ending with ``last``, oldest first."""
    spans = []
    for back in reversed(range(BLOCKS_SHOWN)):
        block_last = last - timedelta(days=BLOCK_NIGHTS * back)
        first = block_last - timedelta(days=BLOCK_NIGHTS - 1)
        spans.append(NightSpan(first, block_last))
    return tuple(spans)


def _span_before(first: date, nights: int) -> NightSpan:
    return NightSpan(first - timedelta(days=nights), first - ONE_DAY)
