"""The sentences about nights with cramp and about change; and the refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from diary.vocabulary import Language

Text = Mapping[Language, str]

NIGHTS_NOW: Final[Text] = {
    "en": "{cramp} of {nights} nights with cramp ({recorded} recorded).",
    "nb": "{cramp} av {nights} netter med krampe ({recorded} registrert).",
}
NIGHTS_BEFORE: Final[Text] = {
    "en": "The {nights} nights before: {cramp} of {recorded} recorded.",
    "nb": "De {nights} nettene før: {cramp} av {recorded} registrerte.",
}
NOTHING_NOW: Final[Text] = {
    "en": "None of these {nights} nights is recorded, so nothing can be said of them.",
    "nb": "Ingen av disse {nights} nettene er registrert, så ingenting kan sies "
    "om dem.",
}
NOTHING_BEFORE: Final[Text] = {
    "en": "None of the {nights} nights before is recorded.",
    "nb": "Ingen av de {nights} nettene før er registrert.",
}

NIGHTS_BEFORE_MARK: Final[Text] = {
    "en": "In the {nights} nights before: {cramp} nights with cramp of {recorded} "
    "recorded.",
    "nb": "I de {nights} nettene før: {cramp} netter med krampe av {recorded} "
    "registrerte.",
}
NOTHING_BEFORE_MARK: Final[Text] = {
    "en": "None of the {nights} nights before is recorded.",
    "nb": "Ingen av de {nights} nettene før er registrert.",
}
NIGHTS_AFTER_MARK: Final[Text] = {
    "en": "In the {nights} nights after: {cramp} of {recorded} recorded.",
    "nb": "I de {nights} nettene etter: {cramp} av {recorded} registrerte.",
}
NOTHING_AFTER_MARK: Final[Text] = {
    "en": "None of the {nights} nights after is recorded.",
    "nb": "Ingen av de {nights} nettene etter er registrert.",
}
EASES_BY_ITSELF: Final[Text] = {
    "en": "Cramps come and go, and after a bad time they often ease by themselves.",
    "nb": "Kramper kommer og går, og etter en dårlig periode gir de seg ofte av seg "
    "selv.",
}
SHOWS_NO_CAUSE: Final[Text] = {
    "en": "This does not show what a change came from.",
    "nb": "Dette viser ikke hva en endring kom av.",
}

VERDICTS: Final[Mapping[str, Text]] = {
    "improved": {
        "en": "It has got better: clearly fewer nights with cramp than before, however "
        "the nights that are not recorded went.",
        "nb": "Det er blitt bedre: klart færre netter med krampe enn før, uansett "
        "hvordan nettene som ikke er registrert, har vært.",
    },
    "worse": {
        "en": "It has got worse: clearly more nights with cramp than before, however "
        "the nights that are not recorded went.",
        "nb": "Det er blitt verre: klart flere netter med krampe enn før, uansett "
        "hvordan nettene som ikke er registrert, har vært.",
    },
    "no_clear_change": {
        "en": "There is no clear change: the difference may be chance.",
        "nb": "Det er ingen klar endring: forskjellen er ikke større enn at den kan "
        "være tilfeldig.",
    },
    "too_few_recorded_nights": {
        "en": "Whether this has changed cannot be known: both periods need at least 14 "
        "recorded nights.",
        "nb": "Om dette har endret seg, kan vi ikke vite: begge periodene må ha minst "
        "14 registrerte netter.",
    },
    "under_half_recorded": {
        "en": "Whether this has changed cannot be known: at least half of the nights "
        "in both periods must be recorded.",
        "nb": "Om dette har endret seg, kan vi ikke vite: minst halvparten av nettene "
        "i begge periodene må være registrert.",
    },
    "window_too_short": {
        "en": "It is too early to say whether this has changed: that takes 28 nights "
        "or more.",
        "nb": "Det er for tidlig å si om dette har endret seg: det krever 28 netter "
        "eller mer.",
    },
    "looks_better_but_nights_missing": {
        "en": "It looks better, but {missing} nights are missing, and they could turn "
        "it round.",
        "nb": "Det ser bedre ut, men {missing} netter mangler, og de kan snu bildet.",
    },
    "looks_worse_but_nights_missing": {
        "en": "It looks worse, but {missing} nights are missing, and they could turn "
        "it round.",
        "nb": "Det ser verre ut, men {missing} netter mangler, og de kan snu bildet.",
    },
}
"""By the reason of ``not_enough_data``, else by the verdict."""

NOT_WHILE_WARNED: Final = frozenset({"improved", "looks_better_but_nights_missing"})
"""Not said while an urgent or soon warning is open; the counts still are."""
WARNING_GOES_FIRST: Final[Text] = {
    "en": "A warning is open. It goes before the figures.",
    "nb": "Et varsel er åpent. Det går foran tallene.",
}

WARNING_FIRST: Final[Text] = {
    "en": "A warning is open in this diary: read it before the figures.",
    "nb": "Et varsel er åpent i denne dagboken: les det før tallene.",
}
NOT_CALLED_BETTER: Final[Text] = {
    "en": "While it is open, nothing here is called better.",
    "nb": "Så lenge det er åpent, sier vi ikke at noe er blitt bedre.",
}

REFUSALS: Final[Mapping[str, Text]] = {
    "window_not_offered": {
        "en": "The window must be 7, 14, 28 or 84 nights.",
        "nb": "Vinduet må være 7, 14, 28 eller 84 netter.",
    },
    "end_not_a_date": {
        "en": "The end must be a date written as YYYY-MM-DD.",
        "nb": "Sluttdatoen må være en dato skrevet som ÅÅÅÅ-MM-DD.",
    },
    "end_in_future": {
        "en": "The end must be a night that is over: its noon must have passed.",
        "nb": "Sluttdatoen må være en natt som er over: klokken må ha passert tolv.",
    },
    "language_not_offered": {
        "en": "The language must be en or nb.",
        "nb": "Språket må være en eller nb.",
    },
    "end_too_early": {
        "en": "The end must not be before 1900-01-01.",
        "nb": "Sluttdatoen kan ikke være før 1900-01-01.",
    },
}


def refusal(code: str, language: Language) -> str:
    """The sentence for a WindowError's code; raises KeyError for another code."""
    return REFUSALS[code][language]
