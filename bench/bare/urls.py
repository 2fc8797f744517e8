"""The one route of the bare probe, and what says that it answers."""

from django.urls import path

from api.health import healthz
from bench.bare.views import Episodes

urlpatterns = [
    path("healthz", healthz),
    path("episodes/", Episodes.as_view()),
]
