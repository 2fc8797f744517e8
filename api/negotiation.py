"""Answers are JSON whatever the client says it accepts."""

from __future__ import annotations

from collections.abc import Sequence

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class JsonAlways(BaseContentNegotiation):
    """The view's first renderer, always."""

    def select_parser(
        self, request: Request, parsers: Sequence[BaseParser]
    ) -> BaseParser | None:
        """The JSON parser if the body says it is JSON, else none (415)."""
        kind = (request.content_type or "").split(";")[0].strip().lower()
        return parsers[0] if parsers and kind == parsers[0].media_type else None

    def select_renderer(
        self,
        request: Request,
        renderers: Sequence[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        """The first renderer of the view."""
        return renderers[0], str(renderers[0].media_type)
