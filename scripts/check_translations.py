"""Keep the bokmål catalogue whole: check it, or with --update collect and compile."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parent.parent
FOLDERS = ("diary", "api", "config")
CATALOGUE = PROJECT / "diary" / "locale" / "nb" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
# Dates and names of translators are the history's business.
HEADER = r"""# Leggro's texts in Norwegian bokmål, collected by `make messages`.
msgid ""
msgstr ""
"Language: nb\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
}


def main() -> int:
    """Print every problem; 1 if there is one."""
    if "--update" in sys.argv[1:]:
        update()
    catalogue = read_catalogue()
    problems = untranslated(collect(), catalogue)
    if not COMPILED.exists() or COMPILED.read_bytes() != compiled(catalogue):
        problems.append(f"{COMPILED.name} is out of date: run `make messages`.")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def collect() -> Catalog:
    """Every text marked for translation in the project's own code."""
    found = Catalog(locale="nb", project="Leggro", fuzzy=False)
    for folder in FOLDERS:
        texts = extract_from_dir(
            PROJECT / folder,
            method_map=[("**.py", "python")],
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
        )
        for name, _line, text, comments, context in texts:
            place = (f"{folder}/{name}", 0)
            found.add(text, None, [place], auto_comments=comments, context=context)
    return found


def untranslated(wanted: Catalog, catalogue: Catalog) -> list[str]:
    """The texts with no finished bokmål form, as lines to print."""
    problems = []
    for message in wanted:
        if not message.id:
            continue
        there = catalogue.get(message_id(message), message.context)
        if there is None or there.fuzzy or not is_complete(there):
            places = ", ".join(sorted({name for name, _line in message.locations}))
            problems.append(f"No bokmål text for {message.id!r} ({places})")
    return problems


def is_complete(message: Message) -> bool:
    """Whether every form, singular and plural, has a text."""
    forms = message.string
    if forms is None or isinstance(forms, str):
        return bool(forms)
    return bool(forms) and all(forms)


def message_id(message: Message) -> str:
    """The key under which a catalogue finds a message: its singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def read_catalogue() -> Catalog:
    """The stored translations; an empty catalogue when there is no file yet."""
    if not CATALOGUE.exists():
        return Catalog(locale="nb", project="Leggro", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="nb")


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue in the binary form Django loads."""
    # The same texts give the same bytes on any day.
    catalogue.creation_date = catalogue.revision_date = UNDATED
    output = io.BytesIO()
    write_mo(output, catalogue)
    return output.getvalue()


def update() -> None:
    """Add new texts, drop those gone, compile; finished translations stay."""
    catalogue = read_catalogue()
    catalogue.update(collect(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalogue, width=88, sort_by_file=True, omit_header=True)
    COMPILED.write_bytes(compiled(read_catalogue()))


if __name__ == "__main__":
    sys.exit(main())
