"""The trend routes: the person's own, and the same ones under a patient."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import URLPattern, path

from api.trends import pictures, views
from api.trends.base import TrendView

FIGURES: Mapping[str, type[TrendView]] = {
    "summary": views.TrendSummary,
    "nights": views.TrendNights,
    "hours": views.TrendHours,
    "sites": views.TrendSites,
    "sleep": views.TrendSleep,
    "factors": views.TrendFactors,
    "treatments": views.TrendTreatments,
}
PICTURES: Mapping[str, type[TrendView]] = {
    "nights": pictures.NightsPicture,
    "hours": pictures.HoursPicture,
    "sites": pictures.SitesPicture,
    "sleep": pictures.SleepPicture,
    "treatments": pictures.TreatmentsPicture,
}


def trend_routes(prefix: str = "") -> list[URLPattern]:
    """Every route below ``trends/``; their names begin with ``prefix``."""
    return [
        *(
            path(f"trends/{part}/", view.as_view(), name=f"{prefix}trends-{part}")
            for part, view in FIGURES.items()
        ),
        *(
            path(
                f"trends/{part}.svg", view.as_view(), name=f"{prefix}trends-{part}-svg"
            )
            for part, view in PICTURES.items()
        ),
    ]
