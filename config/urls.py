"""All URLs of the process: the API, the page behind a link, an operator's probes."""

from django.urls import include, path

from api.health import healthz, readyz
from api.links.page import LinkPage

urlpatterns = [
    path("api/v1/", include("api.urls")),
    path("link/<str:link>", LinkPage.as_view(), name="link-page"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
handler400 = "api.errors.bad_request"
handler403 = "api.errors.permission_denied"
handler404 = "api.errors.not_found"
handler500 = "api.errors.server_error"
