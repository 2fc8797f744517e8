"""The page that shows the API, with everything it needs from our own host."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularSwaggerSplitView

_SWAGGER_NEEDS: dict[str, Any] = {
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],  # Swagger UI writes style attributes
    "img-src": [SELF, "data:"],
    "connect-src": [SELF],
}


@method_decorator(csp_update(_SWAGGER_NEEDS), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from the sidecar; the policy is opened for this page alone."""
