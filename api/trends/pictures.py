"""``trends/….svg``: the trends drawn on the server.

The table beside a picture is the JSON of the same route and window; the ``Link`` header
names it, and the picture's own description tells it in words.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view

from api.styles import style_source
from api.trends.base import OTHER_ANSWERS, PARAMETERS, TrendView
from diary.pictures import of_trends
from diary.pictures.svg import STYLE
from diary.trend_rows import Standing
from diary.trends.answer import Material
from diary.trends.windows import year_needed

CONTENT_TYPE = "image/svg+xml"
POLICY = (
    f"default-src 'none'; style-src {style_source(STYLE)}; frame-ancestors 'none'; "
    "sandbox"
)


def answers(description: str) -> Any:
    """What OpenAPI says of a picture."""
    return extend_schema(
        description=description,
        parameters=PARAMETERS,
        responses={(200, CONTENT_TYPE): OpenApiTypes.STR, **OTHER_ANSWERS},
        tags=["trends"],
    )


class PictureView(TrendView):
    """A trend as one SVG document that needs nothing else."""

    def show(self, material: Material, standing: Standing) -> HttpResponse:
        """The picture, with a link to its figures."""
        table = self.request.path.removesuffix(".svg") + "/"
        if query := self.request.META.get("QUERY_STRING"):
            table = f"{table}?{query}"
        return HttpResponse(
            self.draw(material),
            content_type=CONTENT_TYPE,
            headers={
                "Content-Security-Policy": POLICY,
                "Link": f'<{table}>; rel="alternate"; type="application/json"',
            },
        )

    def draw(self, material: Material) -> str:
        """The SVG document."""
        raise NotImplementedError


@extend_schema_view(get=answers("The state of every night, a week in every row."))
class NightsPicture(PictureView):
    """Night by night."""

    def draw(self, material: Material) -> str:
        """The strip of night states."""
        return of_trends.draw_nights(material)


@extend_schema_view(get=answers("Cramps by clock hour."))
class HoursPicture(PictureView):
    """When in the night cramps come."""

    def draw(self, material: Material) -> str:
        """The histogram."""
        return of_trends.draw_hours(material)


@extend_schema_view(get=answers("Cramps by muscle and side."))
class SitesPicture(PictureView):
    """Where cramps sit."""

    def draw(self, material: Material) -> str:
        """The bars by muscle."""
        return of_trends.draw_sites(material)


@extend_schema_view(get=answers("Time in bed and asleep, with marks for cramps."))
class SleepPicture(PictureView):
    """Sleep and cramps."""

    def draw(self, material: Material) -> str:
        """The bars by night."""
        return of_trends.draw_sleep(material)


@extend_schema_view(get=answers("28 nights before and after each start and stop."))
class TreatmentsPicture(PictureView):
    """Before and after a medicine or remedy."""

    reach = staticmethod(year_needed)

    def draw(self, material: Material) -> str:
        """The bars before and after."""
        return of_trends.draw_treatments(material)
