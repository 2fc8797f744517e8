"""The one route of the bare probe, and what says that it answers."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.bare.views import Episodes


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives."""
    return HttpResponse("ok")


urlpatterns = [
    path("healthz", healthz),
    path("episodes/", Episodes.as_view()),
]
