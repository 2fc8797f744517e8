"""The plain sentence of each figure, put together from the texts and the numbers."""

from __future__ import annotations

from dataclasses import dataclass

from diary.trends.figure import Comparison, Figure, Number, rounded
from diary.trends.intervals import Interval
from diary.trends.list_sentences import LIST_SENTENCES
from diary.trends.night_states import NightCount
from diary.trends.texts import (
    AT_LEAST,
    DIFFERENCES,
    NO_DIFFERENCE,
    PATTERNS,
    PRELIMINARY,
    REASONS,
    TITLES,
)
from diary.trends.verdict_texts import (
    NIGHTS_BEFORE,
    NIGHTS_NOW,
    NOT_WHILE_WARNED,
    NOTHING_BEFORE,
    NOTHING_NOW,
    VERDICTS,
    WARNING_GOES_FIRST,
)
from diary.trends.wording import spoken
from diary.vocabulary import Language

COUNT_OF = frozenset(
    {
        "duration_over_10_min",
        "duration_unknown",
        "soreness_share",
        "outside_calf_and_foot",
        "completeness",
        "prompt_share",
        "edited",
    }
)
OF_TEN = frozenset({"pain_median", "pain_worst"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a sentence is for: the language, and which warnings are open.

    ``is_warned``: one of severity urgent or see_doctor_soon; ``is_urgent``: urgent.
    """

    language: Language
    is_warned: bool = False
    is_urgent: bool = False


def title(figure: Figure, language: Language) -> str:
    """What the figure is called."""
    return TITLES[figure.id][language]


def sentence(figure: Figure, reader: Reader) -> str:
    """The sentence of any figure but ``cramp_nights``."""
    if figure.value is None:
        reason = REASONS[figure.reason or ""][reader.language]
        return _fill("hidden", figure, reader, reason=reason)
    if figure.id in LIST_SENTENCES:
        pattern, values = LIST_SENTENCES[figure.id](figure, reader.language)
        text = _fill(pattern, figure, reader, **values)
    else:
        text = _plain(figure, reader)
    return text + (PRELIMINARY[reader.language] if figure.preliminary else "")


def nights_sentence(
    current: NightCount, previous: NightCount, change: Comparison, reader: Reader
) -> str:
    """Counts now and before, then what the verdict allows to be said."""
    language = reader.language
    if not current.recorded:
        return NOTHING_NOW[language].format(nights=current.nights)
    before = NIGHTS_BEFORE if previous.recorded else NOTHING_BEFORE
    parts = [_counted(NIGHTS_NOW[language], current)]
    parts.append(_counted(before[language], previous))
    parts.append(change_sentence(change, reader))
    return " ".join(part for part in parts if part)


def change_sentence(change: Comparison, reader: Reader) -> str:
    """What the verdict allows to be said; an open warning goes before good news."""
    key = change.reason or change.verdict
    if reader.is_warned and key in NOT_WHILE_WARNED:
        return WARNING_GOES_FIRST[reader.language]
    return VERDICTS[key][reader.language].format(missing=change.missing_nights)


def _counted(template: str, count: NightCount) -> str:
    return template.format(
        cramp=count.cramp, nights=count.nights, recorded=count.recorded
    )


def _plain(figure: Figure, reader: Reader) -> str:
    language = reader.language
    if figure.id in COUNT_OF:
        return _fill("count_of", figure, reader, num=figure.num, den=figure.den)
    value = _spoken(figure, figure.value or 0, language)
    if figure.at_least:
        value = AT_LEAST[language].format(value=value)
    if figure.interval is None:
        pattern = "of_ten" if figure.id in OF_TEN else "value"
        return _fill(pattern, figure, reader, value=value)
    low, high = _limits(figure, figure.interval, language)
    return _fill("range", figure, reader, value=value, low=low, high=high)


def _spoken(figure: Figure, value: Number, language: Language) -> str:
    """``value`` of the figure; a difference as so much less or more."""
    if figure.id not in DIFFERENCES:
        return spoken(value, figure.unit, language)
    if not rounded(value, figure.unit):
        return NO_DIFFERENCE[language]
    less, more = DIFFERENCES[figure.id][language]
    size = spoken(abs(value), figure.unit, language)
    return f"{size} {less if value < 0 else more}"


def _limits(figure: Figure, interval: Interval, language: Language) -> tuple[str, str]:
    """Both limits; of a difference the smaller first, its direction said once."""
    if figure.id not in DIFFERENCES or interval.low * interval.high <= 0:
        low, high = (_spoken(figure, limit, language) for limit in interval)
        return low, high
    near, far = sorted(interval, key=abs)
    return spoken(abs(near), figure.unit, language), _spoken(figure, far, language)


def _fill(pattern: str, figure: Figure, reader: Reader, **values: object) -> str:
    template = PATTERNS[pattern][reader.language]
    return template.format(title=title(figure, reader.language), **values)
