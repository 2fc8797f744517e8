"""Fixed advice beside an urgent choice: never waits for judging, consent or network."""

from __future__ import annotations

from typing import Literal

from diary.vocabulary.terms import Language

Number = Literal["emergency_number", "urgent_number"]

# The single-entry urgent criteria of the rule set (tier 2), by the ticked choice.
CALL_EMERGENCY = frozenset(
    {
        "bladder-bowel-change",
        "breathlessness",
        "cannot-move-limb",
        "chest-pain",
        "confusion",
        "face-droop-or-one-sided-weakness",
        "jaw-stiffness",
        "jerking-convulsion",
        "loss-of-consciousness",
        "saddle-numbness",
        "slurred-speech",
        "swallowing-difficulty",
        "weakness-both-legs",
        "whole-body-stiffening",
    }
)
CALL_OUT_OF_HOURS = frozenset(
    {
        "dark-urine",
        "recent-dirty-wound",
        "swelling-one-arm",
        "swelling-one-leg",
        "toxic-exposure",
    }
)
_TEXTS: dict[Number, dict[Language, str]] = {
    "emergency_number": {
        "en": "This can be serious. Call {emergency_number} now, or get someone to "
        "call for you. Do not wait for an answer in the app.",
        "nb": "Dette kan være alvorlig. Ring {emergency_number} nå, eller få noen til "
        "å ringe for deg. Ikke vent på svar i appen.",
    },
    "urgent_number": {
        "en": "This should be assessed today. Call {urgent_number} now. Do not wait "
        "for an answer in the app.",
        "nb": "Dette bør vurderes i dag. Ring {urgent_number} nå. Ikke vent på svar i "
        "appen.",
    },
}


def number_to_call(code: str) -> Number | None:
    """Which number belongs beside the choice ``code``, or ``None``."""
    if code in CALL_EMERGENCY:
        return "emergency_number"
    return "urgent_number" if code in CALL_OUT_OF_HOURS else None


def advice_template(code: str, language: Language) -> str | None:
    """The advice for a ticked choice with its number as a placeholder, or ``None``."""
    number = number_to_call(code)
    return None if number is None else _TEXTS[number][language]
