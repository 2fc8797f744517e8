"""The answer of ``trends/factors``: three lists, and what cannot be known."""

from __future__ import annotations

from typing import Final

from diary.trends.answer import Answer, Material, figures_json, head
from diary.trends.circumstances import triggers
from diary.trends.exposures import exposures
from diary.trends.factor_texts import (
    FACTOR_TITLES,
    LISTED,
    MEDICINE_IN_USE,
    NEVER_ASKED,
)
from diary.trends.factors import (
    LESS_OFTEN,
    MORE_OFTEN,
    NO_CLEAR_LINK,
    NOT_ENOUGH_DATA,
    FactorLink,
    factor_links,
)
from diary.trends.figure import (
    PROPORTION,
    TOO_FEW_RECORDED_NIGHTS,
    Figure,
    Item,
    figure_json,
    rounded,
)
from diary.trends.season import season
from diary.trends.windows import NightSpan
from diary.vocabulary import Language, label

LISTS: Final = (MORE_OFTEN, LESS_OFTEN, NO_CLEAR_LINK, NOT_ENOUGH_DATA)
FACTOR_NIGHTS: Final = "factor_nights"
QUIET_NIGHTS_NEVER_ASKED: Final = "quiet_nights_never_asked"


def factor_answer(material: Material) -> Answer:
    """Factors by list, the season, and the triggers that cannot be compared."""
    rows, current, reader = material.rows, material.current, material.reader
    span = current.count.span
    links = factor_links(
        exposures(span, rows.sleep_nights, rows.medicines), material.states, span
    )
    (asked,) = figures_json([triggers(current)], reader)
    by_month = season(material.states, NightSpan(rows.read_from, span.last))
    return {
        **head(material),
        "lists": {
            name: [
                _link_json(link, reader.language)
                for link in links
                if link.listed == name
            ]
            for name in LISTS
        },
        "cannot_be_known": {
            "reason": QUIET_NIGHTS_NEVER_ASKED,
            "text": NEVER_ASKED[reader.language],
            "figure": asked,
        },
        "figures": figures_json([by_month], reader),
    }


def factor_title(code: str, language: Language) -> str:
    """What a factor is called: its own name, or that of the medicine in use."""
    if code in FACTOR_TITLES:
        return FACTOR_TITLES[code][language]
    return MEDICINE_IN_USE[language].format(
        medicine=label("medications", code, language)
    )


def _link_json(link: FactorLink, language: Language) -> Answer:
    name = factor_title(link.code, language)
    return figure_json(
        _figure(link),
        title=name,
        text=_sentence(link, name, language),
        items=[_counts(link, name)],
    )


def _figure(link: FactorLink) -> Figure:
    """The share with the factor minus the share without; ``num`` and ``den`` with."""
    num, den = link.with_factor
    return Figure(
        FACTOR_NIGHTS,
        PROPORTION,
        value=link.value,
        reason=TOO_FEW_RECORDED_NIGHTS if link.value is None else None,
        num=num,
        den=den,
        interval=link.interval,
    )


def _counts(link: FactorLink, name: str) -> Item:
    (with_num, with_den), (without_num, without_den) = (
        link.with_factor,
        link.without_factor,
    )
    confidence = None if link.confidence is None else round(link.confidence, 4)
    return {
        "code": link.code,
        "label": name,
        "with": _share(link, with_num, with_den),
        "without": _share(link, without_num, without_den),
        "confidence": confidence,
    }


def _share(link: FactorLink, num: int, den: int) -> Item:
    """Cramp nights of recorded nights; no share where nothing is compared."""
    value = None if link.value is None else rounded(num / den, PROPORTION)
    return {"value": value, "num": num, "den": den}


def _sentence(link: FactorLink, name: str, language: Language) -> str:
    (with_num, with_den), (without_num, without_den) = (
        link.with_factor,
        link.without_factor,
    )
    return LISTED[link.listed][language].format(
        name=name,
        with_num=with_num,
        with_den=with_den,
        without_num=without_num,
        without_den=without_den,
    )
