"""The plain sentence of each figure, put together from the texts and the numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from diary.trends.figure import Comparison, Figure, Item
from diary.trends.night_states import NightCount
from diary.trends.texts import AT_LEAST, PATTERNS, PRELIMINARY, REASONS, TITLES
from diary.trends.verdict_texts import (
    NIGHTS_BEFORE,
    NIGHTS_NOW,
    NOT_WHILE_WARNED,
    NOTHING_BEFORE,
    NOTHING_NOW,
    VERDICTS,
)
from diary.trends.wording import spoken
from diary.vocabulary import Language, label

TOP_ITEMS = 3
NO_TRIGGER = "none-known"
UNKNOWN_SIDE = "unknown"

COUNT_OF = frozenset(
    {
        "duration_over_10_min",
        "duration_unknown",
        "soreness_share",
        "outside_calf_and_foot",
        "day_share",
        "completeness",
        "prompt_share",
    }
)
OF_TEN = frozenset({"pain_median", "pain_worst"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a sentence is for: the language, and whether a warning is open.

    ``is_warned``: a warning of severity urgent or see_doctor_soon is open.
    """

    language: Language
    is_warned: bool = False


def title(figure: Figure, language: Language) -> str:
    """What the figure is called."""
    return TITLES[figure.id][language]


def sentence(figure: Figure, reader: Reader) -> str:
    """The sentence of any figure but ``cramp_nights``."""
    if figure.value is None:
        reason = REASONS[figure.reason or ""][reader.language]
        return _fill("hidden", figure, reader, reason=reason)
    list_sentence = LIST_SENTENCES.get(figure.id)
    text = list_sentence(figure, reader) if list_sentence else _plain(figure, reader)
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
    """What the verdict allows to be said; empty where an open warning forbids it."""
    key = change.reason or change.verdict
    if reader.is_warned and key in NOT_WHILE_WARNED:
        return ""
    return VERDICTS[key][reader.language].format(missing=change.missing_nights)


def _counted(template: str, count: NightCount) -> str:
    return template.format(
        cramp=count.cramp, nights=count.nights, recorded=count.recorded
    )


def _plain(figure: Figure, reader: Reader) -> str:
    language = reader.language
    if figure.id in COUNT_OF:
        return _fill("count_of", figure, reader, num=figure.num, den=figure.den)
    is_difference = figure.id.startswith("cost_")
    value = spoken(figure.value or 0, figure.unit, language, signed=is_difference)
    if figure.at_least:
        value = AT_LEAST[language].format(value=value)
    if figure.interval is None:
        pattern = "of_ten" if figure.id in OF_TEN else "value"
        return _fill(pattern, figure, reader, value=value)
    low, high = (
        spoken(limit, figure.unit, language, signed=is_difference)
        for limit in figure.interval
    )
    return _fill("range", figure, reader, value=value, low=low, high=high)


def _sites(figure: Figure, reader: Reader) -> str:
    top = [_site(item, reader.language) for item in figure.items[:TOP_ITEMS]]
    return _fill("top", figure, reader, top="; ".join(top))


def _site(item: Item, language: Language) -> str:
    muscle = label("muscle_groups", str(item["muscle"]), language)
    side = str(item["side"])
    if side != UNKNOWN_SIDE:
        muscle = f"{muscle}, {label('sides', side, language).lower()}"
    return f"{muscle} ({item['count']})"


def _triggers(figure: Figure, reader: Reader) -> str:
    named = [item for item in figure.items if item["code"] != NO_TRIGGER]
    top = [
        _code(item, "triggers", reader.language)
        for item in (named or figure.items)[:TOP_ITEMS]
    ]
    pattern = "top_no_cause" if named else "top"
    return _fill(pattern, figure, reader, top="; ".join(top))


def _relief(figure: Figure, reader: Reader) -> str:
    helped = [item for item in figure.items if item["count"]]
    if not helped:
        return _fill("nothing_helped", figure, reader)
    top = [_code(item, "relief_measures", reader.language) for item in helped]
    return _fill("top", figure, reader, top="; ".join(top[:TOP_ITEMS]))


def _code(item: Item, vocabulary: str, language: Language) -> str:
    of = {"en": "of", "nb": "av"}[language]
    name = label(vocabulary, str(item["code"]), language)
    return f"{name} ({item['count']} {of} {item['den']})"


def _clock(figure: Figure, reader: Reader) -> str:
    hour = _most_common(figure, "hour")
    top = f"{hour:02d}:00\N{EN DASH}{(hour + 1) % 24:02d}:00"
    return _fill("top", figure, reader, top=top)


def _after_onset(figure: Figure, reader: Reader) -> str:
    return _fill("top", figure, reader, top=str(_most_common(figure, "hours") + 1))


def _most_common(figure: Figure, key: str) -> int:
    counted = [(int(str(item["cramps"])), int(str(item[key]))) for item in figure.items]
    most = max(cramps for cramps, _ in counted)
    return next(hour for cramps, hour in counted if cramps == most)


def _fill(pattern: str, figure: Figure, reader: Reader, **values: object) -> str:
    template = PATTERNS[pattern][reader.language]
    return template.format(title=title(figure, reader.language), **values)


LIST_SENTENCES: dict[str, Callable[[Figure, Reader], str]] = {
    "sites": _sites,
    "triggers": _triggers,
    "physical_relief": _relief,
    "hour_of_night": _clock,
    "hours_after_onset": _after_onset,
}
