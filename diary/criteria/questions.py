"""What to ask when data is missing: one plain question for each field."""

from __future__ import annotations

from collections.abc import Mapping

from diary.criteria.catalogue import common_texts
from diary.vocabulary import Language

QUESTION_TEXTS: Mapping[str, Mapping[Language, str]] = {
    "ended_at": {
        "en": "When did the cramp end?",
        "nb": "Når ga krampen seg?",
    },
    "duration_confirmed": {
        "en": "You recorded a cramp of over an hour. Did it really last that long?",
        "nb": "Du registrerte en krampe på over en time. Varte den virkelig så lenge?",
    },
    "associated_symptoms": {
        "en": "Did you notice anything else together with the cramp?",
        "nb": "Merket du noe annet sammen med krampen?",
    },
    "pain_max": {
        "en": "How strong was the pain at its worst, from 0 to 10?",
        "nb": "Hvor sterk var smerten på det verste, fra 0 til 10?",
    },
    "distress": {
        "en": "How much did the cramp distress you, from 0 to 10?",
        "nb": "Hvor mye plaget krampen deg, fra 0 til 10?",
    },
    "woke_from_sleep": {
        "en": "Did the cramp wake you?",
        "nb": "Vekket krampen deg?",
    },
    "sites": {
        "en": "Which muscle was it, and on which side?",
        "nb": "Hvilken muskel var det, og på hvilken side?",
    },
    "residual_pain.present": {
        "en": "Was the muscle sore after the cramp?",
        "nb": "Var muskelen øm etter krampen?",
    },
    "residual_pain.max": {
        "en": "How strong was the soreness at its worst, from 0 to 10?",
        "nb": "Hvor sterk var ømheten på det verste, fra 0 til 10?",
    },
    "residual_pain.duration_minutes": {
        "en": "How long was the muscle sore after the cramp?",
        "nb": "Hvor lenge var muskelen øm etter krampen?",
    },
    "birth_date": {
        "en": "What is your date of birth?",
        "nb": "Når er du født?",
    },
    "conditions": {
        "en": "Do you have any illness that a doctor follows?",
        "nb": "Har du noen sykdom som følges opp av lege?",
    },
    "pregnancy.status": {
        "en": "Are you pregnant, or have you given birth in the last six weeks?",
        "nb": "Er du gravid, eller har du født de siste seks ukene?",
    },
    "cramp_history.night_before": {
        "en": "Did you have cramps at night before you began the diary?",
        "nb": "Hadde du kramper om natten før du begynte med dagboken?",
    },
    "cramp_history.daytime_before": {
        "en": "Did you have cramps in the daytime before you began the diary?",
        "nb": "Hadde du kramper på dagtid før du begynte med dagboken?",
    },
    "started_on": {
        "en": "When did you begin with this medicine?",
        "nb": "Når begynte du med denne medisinen?",
    },
}
# Worded in the rule set itself.
PUBLISHED: Mapping[str, str] = {
    "duration_seconds_reported": "ask_duration",
    "last_confirmed_ongoing_at": "ask_still_ongoing",
}
FIELDS = frozenset(QUESTION_TEXTS) | frozenset(PUBLISHED)


def question_text(field: str, lang: Language) -> str:
    """The question about ``field``; raises ``KeyError`` for a field never asked for."""
    if field in PUBLISHED:
        return common_texts()[PUBLISHED[field]][lang]
    return QUESTION_TEXTS[field][lang]
