"""A report as bytes, made when the answer is sent.

By then the transaction of a shared diary is over: setting a page takes a tenth of a
second, and nobody else's writes wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rest_framework.renderers import BaseRenderer

from api.styles import style_source
from diary.exports.report import Report, html_page, paste_block, pdf_file
from diary.exports.report.html import STYLE
from diary.pictures.strip import STYLE as STRIP_STYLE

HTML_POLICY = (
    "default-src 'none'; "
    f"style-src {style_source(STYLE)} {style_source(STRIP_STYLE)}; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
)
"""What a report's HTML may do: show itself, in these two styles."""


class ReportRenderer(BaseRenderer):
    """Shows one page of a ``Report``."""

    page = 1

    def __init__(self, page: int = 1) -> None:
        self.page = page


class HtmlRenderer(ReportRenderer):
    """One HTML page."""

    media_type = "text/html"
    format = "html"

    def render(self, data: Report, *_: object) -> bytes:
        """The page in UTF-8."""
        return html_page(data, page=self.page).encode()


class PdfRenderer(ReportRenderer):
    """One PDF."""

    media_type = "application/pdf"
    format = "pdf"
    charset = None
    render_style = "binary"

    def render(self, data: Report, *_: object) -> bytes:
        """The file."""
        return pdf_file(data, page=self.page)


class TextRenderer(ReportRenderer):
    """The block to paste into a journal."""

    media_type = "text/plain"
    format = "text"

    def render(self, data: Report, *_: object) -> bytes:
        """The block in UTF-8."""
        return paste_block(data).encode()


RENDERERS: Mapping[str, Callable[[int], ReportRenderer]] = {
    "html": HtmlRenderer,
    "pdf": PdfRenderer,
    "text": TextRenderer,
}
SUFFIXES: Mapping[str, str] = {"html": "html", "pdf": "pdf", "text": "txt"}
