"""What page two of a report says, English and bokmål side by side, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from diary.exports.report.words import Text, text
from diary.vocabulary import Language

TITLE: Final = text("Cramp and sleep diary: details", "Krampe- og søvndagbok: detaljer")

HOURS: Final = text("Cramps by hour of the night", "Kramper etter klokkeslett")
HOURS_HEAD: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("Hour", "Cramps", "Nights in bed"),
    "nb": ("Klokken", "Kramper", "Netter i seng"),
}
TOO_FEW_HOURS: Final = text(
    "Night cramps with a known time: {count}. At least 10 are needed.",
    "Nattkramper med kjent tid: {count}. Det trengs minst 10.",
)

TRIGGERS: Final = text("Noted before a cramp", "Notert før en krampe")
TRIGGERS_HEAD: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("Trigger", "Cramps"),
    "nb": ("Utløser", "Kramper"),
}
NEVER_ASKED: Final = text(
    "Counts only: quiet nights are never asked about these, so no link can be shown.",
    "Bare antall: rolige netter blir aldri spurt om dette, så ingen sammenheng vises.",
)
NO_TRIGGERS: Final = text("Not answered.", "Ikke besvart.")

FACTORS: Final = text("Cramp nights with and without", "Netter med krampe, med og uten")
FACTORS_HEAD: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("Factor", "With", "Without", "Finding"),
    "nb": ("Forhold", "Med", "Uten", "Funn"),
}
FINDINGS: Final[Mapping[str, Text]] = {
    "more_often": text("more often", "oftere"),
    "less_often": text("less often", "sjeldnere"),
    "no_clear_link": text("no clear link", "ingen klar sammenheng"),
    "not_enough_data": text("too few nights", "for få netter"),
}
NO_NIGHTS: Final = text("no nights", "ingen netter")
NOT_WHY: Final = text(
    "Of recorded nights. This never says why.",
    "Av registrerte netter. Dette sier aldri hvorfor.",
)

EPISODES: Final = text(
    "Cramps one by one, newest first", "Kramper enkeltvis, nyeste først"
)
EPISODES_HEAD: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("Date", "Time", "", "Length", "Pain", "Where", "Helped"),
    "nb": ("Dato", "Kl.", "", "Varighet", "Smerte", "Hvor", "Hjalp"),
}
NIGHT_OR_DAY: Final[Mapping[bool, Text]] = {
    True: text("night", "natt"),
    False: text("day", "dag"),
}
ABOUT: Final = text("about {time}", "ca. {time}")
MORE_ROWS: Final = text(
    "and {count} more; the CSV export has them all",
    "og {count} til; CSV-eksporten har alle",
)
NO_EPISODES: Final = text("No cramps recorded.", "Ingen kramper registrert.")

SLEEP: Final = text("Sleep diary", "Søvndagbok")
SLEEP_HEAD: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": (
        *("Morning", "1 Into bed", "2 Tried to sleep", "3 To fall asleep"),
        *("4 Awakenings", "5 Awake", "6 Woke", "7 Got up", "8 Quality"),
        *("Sleep", "SE1"),
    ),
    "nb": (
        *("Morgen", "1 Til sengs", "2 Prøvde å sove", "3 Innsovning"),
        *("4 Oppvåkn.", "5 Våken", "6 Våknet", "7 Sto opp", "8 Kvalitet"),
        *("Søvn", "SE1"),
    ),
}
SLEEP_NOTE: Final = text(
    "In the order of the Consensus Sleep Diary; 3 and 5 in minutes, quality 1–5, "
    "? is not answered. Nights without an entry are left out.",
    "I rekkefølgen til Consensus Sleep Diary; 3 og 5 i minutter, kvalitet 1–5, "
    "? er ikke besvart. Netter uten føring er utelatt.",
)
IMPOSSIBLE: Final = text("impossible times", "umulige tider")

DEFINITIONS: Final = text("Definitions", "Definisjoner")
DEFINITION_LINES: Final[tuple[Text, ...]] = (
    text(
        "A night runs from noon to noon and is named by its morning. Cramp: at least "
        "one night cramp. Quiet: affirmed by the patient. Everything else is unknown "
        "and is never counted as 0.",
        "En natt går fra klokken 12 til klokken 12 og heter etter morgenen. Krampe: "
        "minst én krampe om natten. Rolig: bekreftet av pasienten. Alt annet er ukjent "
        "og regnes aldri som 0.",
    ),
    text(
        "Share: cramp nights of recorded nights, Wilson interval. Change: Newcombe "
        "interval; both on the effective number of nights, as neighbouring nights "
        "resemble each other. Better or worse is said only if the interval excludes 0 "
        "and no filling of the unknown nights can turn it. Lowest and highest "
        "possible: all unknown nights quiet, or all with cramp.",
        "Andel: netter med krampe av registrerte netter, Wilson-intervall. Endring: "
        "Newcombe-intervall; begge på effektivt antall netter, siden nabonetter ligner "
        "hverandre. Bedre eller verre sies bare når intervallet ikke omfatter 0 og "
        "ingen utfylling av ukjente netter kan snu det. Lavest og høyest mulig: alle "
        "ukjente netter rolige, eller alle med krampe.",
    ),
    text(
        "Length: elapsed time, the longer of start to end and what was told; exactly "
        "10 minutes is not over 10 minutes. Worst pain of each cramp, 0–10, from five "
        "rated cramps.",
        "Varighet: medgått tid, det lengste av start til slutt og det som er oppgitt; "
        "nøyaktig 10 minutter er ikke over 10 minutter. Verste smerte i hver krampe, "
        "0–10, fra fem vurderte kramper.",
    ),
    text(
        "SE1 = sleep time / time in bed. Difference: mean on cramp nights minus mean "
        "on quiet nights, Welch interval, from three nights of each kind.",
        "SE1 = søvntid / tid i seng. Forskjell: snitt i netter med krampe minus snitt "
        "i rolige netter, Welch-intervall, fra tre netter av hvert slag.",
    ),
)
FOR_CLINICIANS: Final[tuple[Text, ...]] = (
    text(
        "The words in a frame beside a warning are the advice the patient is given.",
        "Ordene i ramme ved et varsel er rådet pasienten får.",
    ),
    text(
        "A week: 7 × cramps / dates with an entry, from seven such dates. A feature is "
        "met if it holds in half of the cramps where it can be judged (thigh seldom: "
        "in at most a quarter), unknown below three.",
        "Per uke: 7 × kramper / datoer med føring, fra sju slike datoer. Et kjennetegn "
        "er oppfylt når det gjelder halvparten av krampene der det kan vurderes "
        "(sjelden lår: høyst en firedel), ukjent under tre.",
    ),
)
