"""Labels beside the codes in a figure's items, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from diary.trends.figure import Figure, Item, Json
from diary.vocabulary import Language, label

CODE_LISTS: Final = {"triggers": "triggers", "physical_relief": "relief_measures"}
LEFT_OUT: Final[Mapping[str, Mapping[Language, str]]] = {
    "sleep_nights_with_impossible_times": {
        "en": "Sleep entries with impossible times",
        "nb": "Søvnoppføringer med umulige tider",
    },
    "entries_that_are_not_cramps": {
        "en": "Entries that are not cramps",
        "nb": "Oppføringer som ikke er kramper",
    },
}


def labelled_items(figure: Figure, language: Language) -> list[Item]:
    """The items of ``figure``, each code with its label."""
    return [{**item, **_labels(figure.id, item, language)} for item in figure.items]


def _labels(figure_id: str, item: Item, language: Language) -> dict[str, Json]:
    if figure_id == "sites":
        return {
            "muscle_label": label("muscle_groups", str(item["muscle"]), language),
            "side_label": label("sides", str(item["side"]), language),
        }
    if figure_id in CODE_LISTS:
        return {"label": label(CODE_LISTS[figure_id], str(item["code"]), language)}
    if figure_id == "left_out":
        return {"label": LEFT_OUT[str(item["code"])][language]}
    if figure_id == "arm_or_trunk_dates":
        return {"labels": muscle_labels(item["muscles"], language)}
    return {}


def muscle_labels(codes: Json, language: Language) -> list[str]:
    """The names of these muscle codes."""
    listed = codes if isinstance(codes, list) else []
    return [label("muscle_groups", str(code), language) for code in listed]
