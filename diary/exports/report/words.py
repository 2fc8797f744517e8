"""What page one of a report says, English and bokmål side by side, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from diary.vocabulary import Language

Text = Mapping[Language, str]


def text(en: str, nb: str) -> Text:
    """One text in both languages."""
    return {"en": en, "nb": nb}


UNKNOWN: Final = text("unknown", "ukjent")
NOT_SHARED: Final = text("not shared", "ikke delt")
NONE: Final = text("none", "ingen")
TOO_FEW: Final = text("too few", "for få")
OF: Final = text("{num} of {den}", "{num} av {den}")
AND_MORE: Final = text("and {count} more", "og {count} til")
AND_EARLIER: Final = text("{rest} and {count} earlier", "{rest} og {count} tidligere")
HOUR_SIGN: Final = text("h", "t")
REASONS: Final[Mapping[str, Text]] = {
    "too_few_recorded_nights": text("too few nights", "for få netter"),
    "no_recorded_nights": UNKNOWN,
    "too_few_cramps": text("too few cramps", "for få kramper"),
    "too_few_answers": text("too few answers", "for få svar"),
    "no_cramps": text("no cramps", "ingen kramper"),
    "no_sleep_entries": text("not recorded", "ikke ført"),
}

TITLE: Final = text(
    "Cramp and sleep diary: summary", "Krampe- og søvndagbok: sammendrag"
)
NO_NAME: Final = text("Name not given", "Navn ikke oppgitt")
BORN: Final = text("born {year}", "f. {year}")
PERIOD: Final = text("{nights} nights: {span}", "{nights} netter: {span}")
SELF_REPORTED: Final = text(
    "Self-reported diary, not a diagnosis.", "Selvrapportert dagbok, ikke en diagnose."
)
NOT_APPROVED: Final = text(
    "The warning criteria are not clinically approved.",
    "Varselkriteriene er ikke klinisk godkjent.",
)
LIMITED: Final = text(
    "Limited by the patient to {span}; nothing outside is included.",
    "Avgrenset av pasienten til {span}; det som ligger utenfor, er ikke med.",
)
OPEN_SIDE: Final = text("any date", "åpen dato")
VERSIONS: Final = text(
    "English · report {report} · definitions {definitions} · criteria {ruleset} · "
    "diary revision {revision}",
    "Bokmål · rapport {report} · definisjoner {definitions} · kriterier {ruleset} · "
    "dagbokrevisjon {revision}",
)
CONTENT: Final = text("content {digest}", "innhold {digest}")
PAGE: Final = text("page {number}", "side {number}")

WARNINGS: Final = text("Open warnings ({count})", "Åpne varsler ({count})")
NO_WARNINGS: Final = text(
    "No open warnings. That does not rule out illness.",
    "Ingen åpne varsler. Det utelukker ikke sykdom.",
)
MORE_WARNINGS: Final = text("And {count} more: {titles}", "Og {count} til: {titles}")
BASIS: Final = text(
    "Rests on entries of {dates} · raised {raised}, {state} · "
    "criterion {criterion}, rule set {ruleset}",
    "Bygger på oppføringer {dates} · varslet {raised}, {state} · "
    "kriterium {criterion}, regelsett {ruleset}",
)
NO_DATE: Final = text("unknown date", "ukjent dato")
STATES: Final[Mapping[str, Text]] = {
    "open": text("not read", "ikke lest"),
    "seen": text("read", "lest"),
}
JUDGED_NOTES: Final[Mapping[str, Text]] = {
    "waiting": text(
        "The latest entries have not been compared with the warning criteria yet.",
        "De siste oppføringene er ikke sammenlignet med varselkriteriene ennå.",
    ),
    "no_consent": text(
        "There is no consent to compare the diary with the warning criteria.",
        "Det er ikke samtykket til at dagboken sammenlignes med varselkriteriene.",
    ),
    "switched_off": text(
        "The warning criteria are switched off: the diary is not compared with them.",
        "Varselkriteriene er slått av: dagboken sammenlignes ikke med dem.",
    ),
}

NIGHTS: Final = text("Nights with cramp", "Netter med krampe")
LAST_NIGHTS: Final = text("Last {nights} nights", "Siste {nights} netter")
NIGHTS_BEFORE: Final = text("{nights} nights before", "{nights} netter før")
CRAMP_NIGHTS: Final = text("Cramp, of recorded nights", "Krampe, av registrerte netter")
INTERVAL: Final = text("95 % confidence interval", "95 % konfidensintervall")
BOUNDS: Final = text("Lowest to highest possible", "Lavest til høyest mulig")
RECORDED: Final = text("Recorded nights", "Registrerte netter")
PROMPT: Final = text("Entered within a day", "Ført innen et døgn")
RECORDED_CELL: Final = text(
    "{recorded} of {nights}, {unknown} unknown",
    "{recorded} av {nights}, {unknown} ukjent",
)
PRELIMINARY: Final = text("{value}, preliminary", "{value}, foreløpig")
COMPARED: Final = text(
    "{nights} nights against the {nights} before:",
    "{nights} netter mot de {nights} før:",
)
CHANGE: Final = text(
    "{value} (95 % CI {low} to {high}). ", "{value} (95 % KI {low} til {high}). "
)
NO_PRAISE: Final = text(
    "No verdict of improvement while a serious warning is open.",
    "Bedring vurderes ikke så lenge et alvorlig varsel er åpent.",
)

CRAMPS: Final = text("Cramps", "Kramper")
BEFORE: Final = text("{nights} before", "{nights} før")
NUMBER: Final = text("Number (night / day)", "Antall (natt / dag)")
PER_WEEK: Final = text("A week, over covered days", "Per uke, av dager med føring")
MEDIAN_LENGTH: Final = text("Length, median", "Varighet, median")
LONGEST: Final = text("Longest", "Lengste")
OVER_TEN: Final = text(
    "Over 10 minutes, of known lengths", "Over 10 minutter, av kjent varighet"
)
WORST_PAIN: Final = text("Worst pain (0–10)", "Verste smerte (0–10)")
SORENESS: Final = text("Sore afterwards", "Øm etterpå")
HELPED: Final = text(
    "Helped most often, of times tried: {top}.",
    "Hjalp oftest, av ganger prøvd: {top}.",
)

PLACES: Final = text("Where: leg and foot", "Hvor: bein og fot")
APART: Final = text(
    "Where: arm, trunk, head, neck", "Hvor: arm, overkropp, hode, nakke"
)
PLACE_COLUMN: Final = text("Muscle and side", "Muskel og side")
MUSCLE_COLUMN: Final = text("Muscle", "Muskel")
SIDE_UNKNOWN: Final = text("side unknown", "ukjent side")
COUNT_COLUMN: Final = text("Cramps", "Kramper")
DATES_COLUMN: Final = text("Dates", "Datoer")
NO_PLACES: Final = text("No cramp has a place.", "Ingen krampe har fått et sted.")
NONE_HERE: Final = text("None recorded.", "Ingen registrert.")
MORE_PLACES: Final = text("and {count} more places", "og {count} steder til")

SLEEP: Final = text("Sleep", "Søvn")
SLEEP_HEAD: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("", "All nights", "Cramp nights", "Quiet nights", "Difference (95 % CI)"),
    "nb": ("", "Alle netter", "Med krampe", "Rolige", "Forskjell (95 % KI)"),
}
SLEEP_NIGHTS: Final = text("Nights written down in full", "Netter med full føring")
NO_SLEEP: Final = text("No sleep is recorded.", "Det er ikke ført søvn.")
TST: Final = text("Sleep (TST)", "Søvn (TST)")
EFFICIENCY: Final = text(
    "Sleep efficiency of time in bed (SE1)", "Søvneffektivitet av tid i seng (SE1)"
)
WASO: Final = text("Awake in the night (WASO)", "Våken om natten (WASO)")
QUALITY: Final = text("Sleep quality (1–5)", "Søvnkvalitet (1–5)")
DIFFERENCE: Final = text("{value} ({low} to {high})", "{value} ({low} til {high})")

DAY_SHARE: Final = text(
    "Cramps in the daytime, by 28 nights", "Kramper om dagen, per 28 netter"
)
DAY_SHARE_HEAD: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("28 nights to", "In the daytime", "Share"),
    "nb": ("28 netter til", "Om dagen", "Andel"),
}

FEATURES: Final = text(
    "Seven features of nocturnal leg cramps", "Sju kjennetegn ved nattlige leggkramper"
)
FEATURES_HEAD: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("Feature", "Last 28 days"),
    "nb": ("Kjennetegn", "Siste 28 dager"),
}
FEATURES_NOTE: Final = text(
    "{met} of 7 met, {unknown} unknown (Hallegraeff 2017). Not a diagnosis; cancels "
    "no warning.",
    "{met} av 7 oppfylt, {unknown} ukjent (Hallegraeff 2017). Ikke en diagnose; "
    "opphever ingen varsler.",
)

MEDICINES: Final = text("Medicines and remedies", "Medisiner og andre midler")
MEDICINES_HEAD: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("Name and dose", "Used", ""),
    "nb": ("Navn og dose", "Brukt", ""),
}
NO_MEDICINES: Final = text("None recorded.", "Ingen ført.")
MORE_MEDICINES: Final = text("And {count} more: {names}", "Og {count} til: {names}")
START_UNKNOWN: Final = text("start unknown", "ukjent start")
SINCE: Final = text("from {start}", "fra {start}")
UNTIL: Final = text("{start}–{end}", "{start}–{end}")
DOSE_CHANGED: Final = text(", new dose {day}", ", ny dose {day}")


def content_words(digest: str, language: Language) -> str:
    """The hash of the content, in groups that can be read aloud."""
    groups = (digest[place : place + 4] for place in range(0, len(digest), 4))
    return CONTENT[language].format(digest=" ".join(groups))


def page_words(number: int, language: Language) -> str:
    """The number of the page."""
    return PAGE[language].format(number=number)
