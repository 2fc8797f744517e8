"""The paste block: short, plain, and without the person's own words."""

from __future__ import annotations

import pytest

from diary.exports.report import Medicine, ReportReader, paste_block
from diary.exports.report.paste_part import Line, fitted
from diary.vocabulary import Language
from tests.diary.exports.report.builders import (
    DIARIES,
    DOCTOR,
    LANGUAGES,
    OWNER,
    facts,
    report,
    usual,
)

PASTE_LENGTH = 1200


@pytest.mark.parametrize("audience", ["clinician", "patient"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("diary", DIARIES)
def test_it_fits_into_a_journal(diary: str, language: Language, audience: str) -> None:
    reader = ReportReader(audience, language, sees_notes=True)  # type: ignore[arg-type]  # parametrised
    made_from = DIARIES[diary](reader=reader)
    block = paste_block(report(made_from))
    assert 400 < len(block) <= PASTE_LENGTH
    assert block.endswith("\n")
    assert "\t" not in block


def test_it_says_what_page_one_says() -> None:
    made = report(usual())
    block = paste_block(made)
    for text in (
        "KRAMPEDAGBOK, 28 netter til 20.3.2026",
        "Astrid Berg, f. 1958",
        "Selvrapportert dagbok, ikke en diagnose.",
        "Varselkriteriene er ikke klinisk godkjent.",
        "Åpne varsler (1): Krampen varte i mer enn 10 minutter "
        "[ta kontakt med lege snart; 11.3., 18.3.]",
        "Netter med krampe: 8 av 27 (30 %), 95 % KI 16–48 %. Før: 6 av 28 (21 %).",
        "Endring: +8 prosentpoeng (−15 til +30), ingen klar endring.",
        "Registrert: 27 av 28, 1 ukjent.",
        "Lengste: 14 min 5 s; over 10 min: 2 av 9; verste smerte: 8.",
        "Bein og fot: Legg (baksiden), venstre 8 av 9",
        "Arm, overkropp, hode, nakke: Hånd 1",
        "Søvn 7 t 13 min, SE1 90,3 %; netter med krampe minus rolige: −33 min",
        "5 av 7 oppfylt, 1 ukjent",
        "Statin (kolesterolsenkende), 20 mg (fra 5.1.2026)",
        "dagbokrevisjon 412",
        made.digest[:4],
    ):
        assert text in block


def test_english_is_english() -> None:
    block = paste_block(report(usual(reader=ReportReader("clinician", "en"))))
    assert "Cramp nights: 8 of 27 (30 %), 95 % CI 16–48 %." in block
    assert "varsler" not in block


def test_it_holds_no_words_of_the_persons_own() -> None:
    medicine = Medicine("a", "other", "mors egen salve", "1 klatt")
    block = paste_block(report(facts(medicines=(medicine,), reader=OWNER)))
    assert "mors egen salve" not in block
    assert "Annet, 1 klatt" in block


def test_the_features_are_for_clinicians_alone() -> None:
    assert "oppfylt" in paste_block(report(usual(reader=DOCTOR)))
    assert "oppfylt" not in paste_block(report(usual(reader=OWNER)))


def test_improvement_is_not_said_while_a_serious_warning_is_open() -> None:
    block = paste_block(report(usual()))
    assert "ingen klar endring" in block  # no good news, so nothing to hold back


def test_unknown_is_unknown() -> None:
    block = paste_block(report(facts()))
    assert "Netter med krampe: ukjent. Før: ukjent. 84 netter: ukjent." in block
    assert "Lengste: ukjent; over 10 min: ukjent; verste smerte: ukjent." in block


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (100, ["first line of all", "second of them", "third at the end"]),
        (45, ["first line of all", "second of them", "third at…"]),
        (38, ["first line of all", "second…", "third at…"]),
        (10, ["first line of all", "second…", "third at…"]),
    ],
)
def test_lists_are_cut_from_the_end_and_figures_never(
    room: int, expected: list[str]
) -> None:
    lines = [
        Line("first line of all"),
        Line("second of them", least=8),
        Line("third at the end", least=10),
    ]
    assert list(fitted(lines, room)) == expected
