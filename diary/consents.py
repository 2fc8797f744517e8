"""What a person is asked to agree to: each text with its version, English and bokmål.

A changed text gets a new version beside the old one; answers name the version shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Language = Literal["en", "nb"]

FLAGGING: Final = "flagging"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One wording of one question, in the languages of the product."""

    purpose: str
    version: str
    title: Mapping[Language, str]
    text: Mapping[Language, str]


TEXTS: Final = (
    ConsentText(
        purpose=FLAGGING,
        version="1",
        title={
            "en": "May Leggro compare your entries with the warning criteria?",
            "nb": "Kan Leggro sammenligne det du fører med varselkriteriene?",
        },
        text={
            "en": (
                "If you agree, Leggro compares what you enter about cramps, sleep, "
                "symptoms, medicines and your health with published criteria for when "
                "cramps should be discussed with a doctor, and shows you which "
                "criterion was met and why. It makes no diagnosis, it can be wrong, "
                "and nobody watches your diary. The criteria are not clinically "
                "approved unless the warning says so. If you say no, you can still "
                "keep the diary, but nothing in it is compared. You can change your "
                "answer at any time; what you entered stays. Call your doctor or the "
                "emergency number when you are worried, whatever Leggro shows."
            ),
            "nb": (
                "Hvis du sier ja, sammenligner Leggro det du fører om kramper, søvn, "
                "symptomer, medisiner og helsen din med publiserte kriterier for når "
                "kramper bør tas opp med lege, og viser deg hvilket kriterium som ble "
                "oppfylt og hvorfor. Leggro stiller ingen diagnose, kan ta feil, og "
                "ingen følger med på dagboken din. Kriteriene er ikke klinisk "
                "godkjent med mindre varselet sier det. Sier du nei, kan du fortsatt "
                "føre dagbok, men ingenting blir sammenlignet. Du kan endre svaret "
                "når som helst; det du har ført, blir værende. Ring legen eller "
                "nødnummeret når du er bekymret, uansett hva Leggro viser."
            ),
        },
    ),
)


def versions(purpose: str) -> tuple[str, ...]:
    """The versions of a purpose's text, oldest first; empty for an unknown purpose."""
    return tuple(text.version for text in TEXTS if text.purpose == purpose)


def newest_version(purpose: str) -> str:
    """The version to show now."""
    return versions(purpose)[-1]
