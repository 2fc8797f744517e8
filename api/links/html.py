"""The page that asks for the code, and the headers of every page for people.

No script, nothing from another host, and nothing that a cache, a search engine or the
next page's referrer could keep.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from api.styles import style_source
from api.warnings.outputs import language
from diary.vocabulary import Language

STYLE: Final = """
:root{--ink:#1a1a1a;--soft:#4d4d4d;--paper:#fff;--line:#6b6b6b;--act:#1b5e86;
--onact:#fff;--bad:#8a2f0b;--badpaper:#fdf1ec}
@media(prefers-color-scheme:dark){:root{--ink:#f4f4f4;--soft:#c8cdd2;--paper:#14181c;
--line:#a6adb3;--act:#93cdf2;--onact:#0d1116;--bad:#ffb683;--badpaper:#2b1d14}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:34rem;padding:1rem 1.25rem 3rem;color:var(--ink);
background:var(--paper);font:1.125rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,
sans-serif}
header{display:flex;justify-content:space-between;align-items:baseline;gap:1rem}
.name{font-weight:700}
a{color:var(--act);display:inline-block;padding:.5rem 0}
h1{font-size:1.75rem;line-height:1.2;margin:1rem 0}
form{margin:1.5rem 0}
label{font-weight:700;font-size:1.25rem}
.hint,.note{color:var(--soft);font-size:1rem}
.hint{margin:0 0 .5rem}
.problem{color:var(--bad);background:var(--badpaper);padding:.75rem 1rem;
border-left:.375rem solid var(--bad);font-weight:600}
input,button{display:block;width:100%;border-radius:.5rem;border:.125rem solid}
input{padding:.75rem .5rem;font:700 2rem/1.2 ui-monospace,Menlo,Consolas,monospace;
letter-spacing:.15em;text-align:center;text-transform:uppercase;color:var(--ink);
background:var(--paper);border-color:var(--line)}
button{margin-top:1rem;padding:.875rem;font-family:inherit;font-size:1.25rem;
font-weight:700;color:var(--onact);background:var(--act);border-color:var(--act);
cursor:pointer}
a:focus-visible,input:focus-visible,button:focus-visible
{outline:.1875rem solid var(--act);outline-offset:.1875rem}
"""
OTHER_LANGUAGE = {
    "en": {"code": "nb", "name": "Norsk bokmål"},
    "nb": {"code": "en", "name": "English"},
}


CODE_POLICY: Final = (
    f"default-src 'none'; style-src {style_source(STYLE)}; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def code_page(*, problem: str = "", status: int = 200) -> HttpResponse:
    """The form that asks for the code; ``problem`` says why it is shown again."""
    known = language()
    html = render_to_string(
        "links/code.html",
        {
            "lang": known,
            "other": OTHER_LANGUAGE[known],
            "problem": problem,
            "style": mark_safe(STYLE),  # noqa: S308 - a constant of ours
            "words": _words(),
        },
    )
    return page(html, lang=known, policy=CODE_POLICY, status=status)


def page(html: str, *, lang: Language, policy: str, status: int = 200) -> HttpResponse:
    """An HTML page for a visitor without an account."""
    return HttpResponse(
        html,
        status=status,
        content_type="text/html; charset=utf-8",
        headers={
            "Cache-Control": "no-store",
            "Content-Language": lang,
            "Content-Security-Policy": policy,
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex, nofollow",
        },
    )


def _words() -> dict[str, str]:
    return {
        "title": gettext("Open a shared page"),
        "problem": gettext("Not opened"),
        "intro": gettext(
            "Somebody shares a page with you. Type the code of 8 characters that you "
            "were given."
        ),
        "label": gettext("Code"),
        "hint": gettext("Upper or lower case, spaces and hyphens make no difference."),
        "open": gettext("Open"),
        "note": gettext(
            "The page can be opened only a few times. Each opening is shown to the "
            "person who shares it."
        ),
    }
