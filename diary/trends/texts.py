"""What a trend says to people, English and bokmål side by side, as data.

No statistics words. A sentence about change follows the verdict and its reason and
nothing else (rulings 26).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from diary.vocabulary import Language

Text = Mapping[Language, str]


def _text(en: str, nb: str) -> Text:
    return {"en": en, "nb": nb}


TITLES: Final[Mapping[str, Text]] = {
    "cramp_nights": _text("Nights with cramp", "Netter med krampe"),
    "streak_confirmed": _text(
        "Confirmed quiet nights in a row, up to the last night",
        "Bekreftede rolige netter på rad, til og med siste natt",
    ),
    "streak_possible": _text(
        "Nights since the last recorded cramp night, unknown nights included",
        "Netter siden siste registrerte natt med krampe, ukjente netter medregnet",
    ),
    "cramps": _text("Cramps recorded", "Registrerte kramper"),
    "cramps_at_night": _text("Cramps at night", "Kramper om natten"),
    "cramps_by_day": _text("Cramps in the daytime", "Kramper om dagen"),
    "cramps_per_recorded_night": _text(
        "Cramps per recorded night", "Kramper per registrerte natt"
    ),
    "cramps_per_cramp_night": _text(
        "Cramps per night with cramp", "Kramper per natt med krampe"
    ),
    "cramp_rate_ratio": _text(
        "Cramps per night now, divided by cramps per night before",
        "Kramper per natt nå, delt på kramper per natt før",
    ),
    "duration_median": _text("Usual length of a cramp", "Vanlig varighet av en krampe"),
    "duration_p90": _text(
        "Length that nine of ten cramps stayed within",
        "Varighet som ni av ti kramper holdt seg innenfor",
    ),
    "duration_longest": _text("Longest cramp", "Lengste krampe"),
    "duration_over_10_min": _text("Cramps over 10 minutes", "Kramper over 10 minutter"),
    "duration_unknown": _text(
        "Cramps of unknown length", "Kramper med ukjent varighet"
    ),
    "pain_median": _text("Usual pain", "Vanlig smerte"),
    "pain_worst": _text("Worst pain", "Verste smerte"),
    "pain_severe_days": _text(
        "Days with pain of 7 or more", "Dager med smerte på 7 eller mer"
    ),
    "soreness_share": _text("Cramps with soreness after", "Kramper med ømhet etterpå"),
    "soreness_median": _text(
        "Usual length of the soreness", "Vanlig varighet av ømheten"
    ),
    "sites": _text("Most common places", "Vanligste steder"),
    "outside_calf_and_foot": _text(
        "Cramps outside calf and foot", "Kramper utenfor legg og fot"
    ),
    "arm_or_trunk_dates": _text(
        "Dates with cramp in arm or trunk", "Datoer med krampe i arm eller overkropp"
    ),
    "triggers": _text("Noted most often before a cramp", "Oftest notert før en krampe"),
    "physical_relief": _text("What helped most often", "Det som hjalp oftest"),
    "day_share": _text(
        "Daytime cramps, of all cramps in the last 28 nights",
        "Kramper om dagen, av alle kramper de siste 28 nettene",
    ),
    "sleep_tst": _text("Sleep a night, on average", "Søvn per natt, i snitt"),
    "sleep_tib": _text("Time in bed, on average", "Tid i seng, i snitt"),
    "sleep_sol": _text("Time to fall asleep, on average", "Innsovningstid, i snitt"),
    "sleep_waso": _text("Awake in the night, on average", "Våken om natten, i snitt"),
    "sleep_awakenings": _text(
        "Awakenings a night, on average", "Oppvåkninger per natt, i snitt"
    ),
    "sleep_quality": _text(
        "Sleep quality from 1 to 5, on average", "Søvnkvalitet fra 1 til 5, i snitt"
    ),
    "sleep_se_tib": _text(
        "Sleep as a part of the time in bed",
        "Søvn som del av tiden i seng",
    ),
    "sleep_se_dse": _text(
        "Sleep as a part of the time asleep or trying to sleep",
        "Søvn som del av tiden med søvn eller forsøk på å sove",
    ),
    "cost_tst": _text(
        "Sleep on cramp nights against quiet nights",
        "Søvn i netter med krampe, sammenlignet med rolige netter",
    ),
    "cost_se_tib": _text(
        "Sleep as a part of the time in bed, cramp nights against quiet nights",
        "Søvn som del av tiden i seng i netter med krampe, sammenlignet med rolige "
        "netter",
    ),
    "cost_waso": _text(
        "Awake in the night, cramp nights against quiet nights",
        "Tid våken i netter med krampe, sammenlignet med rolige netter",
    ),
    "cost_quality": _text(
        "Sleep quality, cramp nights against quiet nights",
        "Søvnkvalitet i netter med krampe, sammenlignet med rolige netter",
    ),
    "hour_of_night": _text(
        "The most common hour of the night", "Vanligste klokkeslett om natten"
    ),
    "hours_after_onset": _text(
        "The most common time after falling asleep", "Vanligste tid etter innsovning"
    ),
    "season": _text(
        "Nights with cramp, month by month", "Netter med krampe, måned for måned"
    ),
    "treatment_nights": _text(
        "Nights with cramp after the change", "Netter med krampe etter endringen"
    ),
    "completeness": _text("Nights recorded", "Registrerte netter"),
    "prompt_share": _text(
        "Recorded nights entered within a day of waking",
        "Registrerte netter ført inn innen et døgn etter oppvåkning",
    ),
    "edited": _text(
        "Entries changed more than a day after they came in",
        "Oppføringer endret mer enn et døgn etter at de kom inn",
    ),
    "left_out": _text(
        "Entries left out of the figures", "Oppføringer som ikke er regnet med"
    ),
}

PATTERNS: Final[Mapping[str, Text]] = {
    "value": _text("{title}: {value}.", "{title}: {value}."),
    "of_ten": _text("{title}: {value} of 10.", "{title}: {value} av 10."),
    "count_of": _text("{title}: {num} of {den}.", "{title}: {num} av {den}."),
    "count_of_before": _text(
        "{title}: {num} of {den} (the 28 nights before: {num_before} of {den_before}).",
        "{title}: {num} av {den} (de 28 nettene før: {num_before} av {den_before}).",
    ),
    "none": _text("{title}: none.", "{title}: ingen."),
    "range": _text(
        "{title}: {value} (it may be anything from {low} to {high}).",
        "{title}: {value} (det kan være alt fra {low} til {high}).",
    ),
    "top": _text("{title}: {top}.", "{title}: {top}."),
    "top_no_cause": _text(
        "{title}: {top}. This does not show a cause.",
        "{title}: {top}. Dette viser ikke en årsak.",
    ),
    "nothing_helped": _text(
        "{title}: nothing tried has helped so far.",
        "{title}: ingenting av det som er prøvd, har hjulpet så langt.",
    ),
    "hidden": _text("{title}: {reason}.", "{title}: {reason}."),
}

PRELIMINARY: Final = _text(
    " Few nights: this may still change.",
    " Få netter: dette kan fortsatt endre seg.",
)
AT_LEAST: Final = _text("at least {value}", "minst {value}")
OF: Final = _text("of", "av")

_LESS_MORE: Final[Mapping[Language, tuple[str, str]]] = {
    "en": ("less", "more"),
    "nb": ("mindre", "mer"),
}
_LOWER_HIGHER: Final[Mapping[Language, tuple[str, str]]] = {
    "en": ("lower", "higher"),
    "nb": ("lavere", "høyere"),
}
DIFFERENCES: Final[Mapping[str, Mapping[Language, tuple[str, str]]]] = {
    "cost_tst": _LESS_MORE,
    "cost_se_tib": _LOWER_HIGHER,
    "cost_waso": _LESS_MORE,
    "cost_quality": _LOWER_HIGHER,
}
"""Figures that are differences, with the words for less and more."""
NO_DIFFERENCE: Final = _text("no difference", "ingen forskjell")

REASONS: Final[Mapping[str, Text]] = {
    "too_few_recorded_nights": _text(
        "too few nights are recorded to show this",
        "for få netter er registrert til å vise dette",
    ),
    "no_recorded_nights": _text("nothing is recorded", "ingenting er registrert"),
    "too_few_cramps": _text(
        "too few cramps to show this", "for få kramper til å vise dette"
    ),
    "too_few_answers": _text(
        "too few answers to show this", "for få svar til å vise dette"
    ),
    "no_cramps": _text("no cramps are recorded", "ingen kramper er registrert"),
    "no_cramps_in_one_window": _text(
        "one of the periods has no cramps to compare with",
        "en av periodene har ingen kramper å sammenligne med",
    ),
    "under_half_recorded": _text(
        "under half of the nights are recorded",
        "under halvparten av nettene er registrert",
    ),
    "nights_after_not_over": _text(
        "the 28 nights after are not over yet",
        "de 28 nettene etter er ikke over ennå",
    ),
    "before_the_nights_read": _text(
        "that was before the nights looked at here",
        "det var før nettene som er med her",
    ),
    "no_sleep_entries": _text("not in the sleep diary", "mangler i søvndagboken"),
    "urgent_warning_open": _text(
        "not shown while an urgent warning is open",
        "vises ikke så lenge et hastevarsel er åpent",
    ),
}
