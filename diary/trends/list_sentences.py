"""What is said of figures that are lists: the template, and what goes into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from diary.trends.figure import Figure, Item
from diary.trends.item_labels import LEFT_OUT, muscle_labels
from diary.trends.texts import OF
from diary.trends.wording import UNITS, spoken_date, spoken_month
from diary.vocabulary import Language, label

TOP_ITEMS: Final = 3
NO_TRIGGER: Final = "none-known"
UNKNOWN_SIDE: Final = "unknown"

Said = tuple[str, Mapping[str, object]]
"""The name of a template in ``texts.PATTERNS`` and its values."""


def _sites(figure: Figure, language: Language) -> Said:
    return _listed([_site(item, language) for item in figure.items[:TOP_ITEMS]])


def _site(item: Item, language: Language) -> str:
    muscle = label("muscle_groups", str(item["muscle"]), language)
    side = str(item["side"])
    if side != UNKNOWN_SIDE:
        muscle = f"{muscle}, {label('sides', side, language).lower()}"
    return f"{muscle} ({item['count']})"


def _arm_or_trunk(figure: Figure, language: Language) -> Said:
    dates = [
        f"{spoken_date(date.fromisoformat(str(item['date'])), language)} "
        f"({', '.join(muscle_labels(item['muscles'], language)).lower()})"
        for item in figure.items
    ]
    return _listed(dates) if dates else ("none", {})


def _triggers(figure: Figure, language: Language) -> Said:
    named = [item for item in figure.items if item["code"] != NO_TRIGGER]
    top = [
        _code(item, "triggers", language)
        for item in (named or figure.items)[:TOP_ITEMS]
    ]
    return _listed(top, "top_no_cause" if named else "top")


def _relief(figure: Figure, language: Language) -> Said:
    helped = [item for item in figure.items if item["count"]]
    if not helped:
        return "nothing_helped", {}
    return _listed(
        [_code(item, "relief_measures", language) for item in helped[:TOP_ITEMS]]
    )


def _code(item: Item, vocabulary: str, language: Language) -> str:
    return _counted(label(vocabulary, str(item["code"]), language), item, language)


def _counted(
    name: str, item: Item, language: Language, num: str = "count", den: str = "den"
) -> str:
    return f"{name} ({item[num]} {OF[language]} {item[den]})"


def _season(figure: Figure, language: Language) -> Said:
    shown = [item for item in figure.items if item["value"] is not None]
    return _listed(
        [_counted(_month(item, language), item, language, num="num") for item in shown]
    )


def _month(item: Item, language: Language) -> str:
    return spoken_month(date.fromisoformat(f"{item['month']}-01"), language)


def _day_share(figure: Figure, language: Language) -> Said:
    values = {"num": figure.num, "den": figure.den}
    if figure.previous is None:
        return "count_of", values
    before = figure.items[-2]
    return "count_of_before", {
        **values,
        "num_before": before["num"],
        "den_before": before["den"],
    }


def _left_out(figure: Figure, language: Language) -> Said:
    counted = [
        f"{LEFT_OUT[str(item['code'])][language].lower()}: {item['count']}"
        for item in figure.items
        if item["count"]
    ]
    if not counted:
        return "none", {}
    return _listed([f"{figure.value} ({'; '.join(counted)})"])


def _clock(figure: Figure, language: Language) -> Said:
    hour = _most_common(figure, "hour")
    return _listed([f"{hour:02d}:00\N{EN DASH}{(hour + 1) % 24:02d}:00"])


def _after_onset(figure: Figure, language: Language) -> Said:
    hours = _most_common(figure, "hours")
    unit = UNITS["hour"][language][1]
    return _listed([f"{hours}\N{EN DASH}{hours + 1} {unit}"])


def _most_common(figure: Figure, key: str) -> int:
    counted = [(int(str(item["cramps"])), int(str(item[key]))) for item in figure.items]
    most = max(cramps for cramps, _ in counted)
    return next(hour for cramps, hour in counted if cramps == most)


def _listed(parts: list[str], pattern: str = "top") -> Said:
    return pattern, {"top": "; ".join(parts)}


LIST_SENTENCES: Final[Mapping[str, Callable[[Figure, Language], Said]]] = {
    "sites": _sites,
    "arm_or_trunk_dates": _arm_or_trunk,
    "triggers": _triggers,
    "physical_relief": _relief,
    "day_share": _day_share,
    "hour_of_night": _clock,
    "hours_after_onset": _after_onset,
    "season": _season,
    "left_out": _left_out,
}
