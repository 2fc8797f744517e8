"""From the gathered material of a trend to its pictures."""

from __future__ import annotations

from diary.pictures.hours import hours_picture
from diary.pictures.nights import nights_picture
from diary.pictures.sites import sites_picture
from diary.pictures.sleep import sleep_picture
from diary.pictures.treatments import BeforeAfter, treatments_picture
from diary.trends.answer import Material
from diary.trends.bars import night_bars
from diary.trends.clock import hours_of_night
from diary.trends.places import places
from diary.trends.treatment_answer import Turn, turn_sentence, turn_title, turns


def draw_nights(material: Material) -> str:
    """The strip of night states, as SVG."""
    bars = night_bars(material.current, material.tz)
    return nights_picture(bars, material.reader.language)


def draw_hours(material: Material) -> str:
    """Cramps by clock hour, as SVG."""
    return hours_picture(hours_of_night(material.current), material.reader.language)


def draw_sites(material: Material) -> str:
    """Cramps by muscle and side, as SVG."""
    sites, *_ = places(material.current)
    return sites_picture(sites, material.reader.language)


def draw_sleep(material: Material) -> str:
    """Sleep bars with cramp marks, as SVG."""
    bars = night_bars(material.current, material.tz)
    return sleep_picture(bars, material.reader.language)


def draw_treatments(material: Material) -> str:
    """Nights before and after each start and stop, as SVG."""
    return treatments_picture(
        [_before_after(turn, material) for turn in turns(material)],
        material.reader.language,
    )


def _before_after(turn: Turn, material: Material) -> BeforeAfter:
    is_counted = turn.figure.den is not None
    return BeforeAfter(
        title=turn_title(turn, material.reader.language),
        sentence=turn_sentence(turn, material),
        sides=(turn.both.before, turn.both.after) if is_counted else None,
    )
