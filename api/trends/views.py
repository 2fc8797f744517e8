"""``trends/…/``: the figures of a window beside those of the window before."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.response import Response

from api.trends import schema
from api.trends.base import OTHER_ANSWERS, PARAMETERS, TrendView
from diary.pictures.tables import (
    hours_table,
    nights_table,
    sites_table,
    sleep_table,
    treatments_table,
)
from diary.trend_rows import Standing
from diary.trends.answer import Answer, Material, open_warning
from diary.trends.factor_answer import factor_answer
from diary.trends.parts import hours_answer, nights_answer, sites_answer, sleep_answer
from diary.trends.summary import summary
from diary.trends.treatment_answer import treatment_answer
from diary.trends.windows import year_needed


def answers(shape: dict[str, Any], description: str) -> Any:
    """What OpenAPI says of a trend."""
    return extend_schema(
        description=description,
        parameters=PARAMETERS,
        responses={200: shape, **OTHER_ANSWERS},
        tags=["trends"],
    )


class FigureView(TrendView):
    """A trend as figures with intervals and sentences."""

    def show(self, material: Material, standing: Standing) -> HttpResponse:
        """The figures of this part, with the revision they hold for.

        An open warning goes before every figure.
        """
        warning = standing.worst_warning
        return Response(
            {
                "revision": standing.revision,
                "open_warning": warning and open_warning(warning, material.reader),
                **self.part(material),
            }
        )

    def part(self, material: Material) -> Answer:
        """The answer without its revision."""
        raise NotImplementedError


@extend_schema_view(get=answers(schema.SUMMARY, "Every figure of the window."))
class TrendSummary(FigureView):
    """Figures, intervals and sentences of one diary."""

    def part(self, material: Material) -> Answer:
        """Every figure."""
        return summary(material)


@extend_schema_view(
    get=answers(schema.NIGHTS, "State, bed, sleep and cramp marks of every night.")
)
class TrendNights(FigureView):
    """The nights one by one, ready to draw."""

    def part(self, material: Material) -> Answer:
        """Nights, and the figures that count them."""
        return {**nights_answer(material), "table": nights_table(material).as_json()}


@extend_schema_view(
    get=answers(schema.FIGURES, "Cramps by hour, against the nights in bed then.")
)
class TrendHours(FigureView):
    """When in the night cramps come."""

    def part(self, material: Material) -> Answer:
        """By clock hour and by hour since falling asleep."""
        return {**hours_answer(material), "table": hours_table(material).as_json()}


@extend_schema_view(
    get=answers(schema.FIGURES, "By muscle and side; arms and trunk by date.")
)
class TrendSites(FigureView):
    """Where cramps sit."""

    def part(self, material: Material) -> Answer:
        """By muscle and side, outside calf and foot, arms and trunk."""
        return {**sites_answer(material), "table": sites_table(material).as_json()}


@extend_schema_view(
    get=answers(schema.FIGURES, "Means, efficiencies, cramp against quiet nights.")
)
class TrendSleep(FigureView):
    """Sleep, and what cramps cost of it."""

    def part(self, material: Material) -> Answer:
        """Sleep now and before, cramp nights against quiet nights."""
        return {**sleep_answer(material), "table": sleep_table(material).as_json()}


@extend_schema_view(
    get=answers(schema.FACTORS, "Three lists, what is too little, what is unknown.")
)
class TrendFactors(FigureView):
    """What goes with cramp nights more often, less often, or without a clear link."""

    reach = staticmethod(year_needed)

    def part(self, material: Material) -> Answer:
        """Factors in lists, and the triggers that cannot be compared."""
        return factor_answer(material)


@extend_schema_view(
    get=answers(schema.TREATMENTS, "28 nights before and after each start and stop.")
)
class TrendTreatments(FigureView):
    """Nights before and after a medicine or remedy."""

    reach = staticmethod(year_needed)

    def part(self, material: Material) -> Answer:
        """Medicines as intervals, starts and stops with the nights around them."""
        return {
            **treatment_answer(material),
            "table": treatments_table(material).as_json(),
        }
