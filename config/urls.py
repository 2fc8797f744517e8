"""All URLs of the process: the API, and the two probes of an operator."""

from django.urls import include, path

from api.health import healthz, readyz

urlpatterns = [
    path("api/v1/", include("api.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
handler400 = "api.errors.bad_request"
handler403 = "api.errors.permission_denied"
handler404 = "api.errors.not_found"
handler500 = "api.errors.server_error"
