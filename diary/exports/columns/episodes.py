"""The columns of the file of cramps."""

from __future__ import annotations

from diary.exports.columns.column import (
    ENTERED,
    ID,
    NIGHT_DATE,
    NOTE,
    ZONE,
    Column,
    instant_columns,
    labels_of,
)

_WHEN = (
    Column(
        "diary_date",
        "Diary date",
        "Dagbokdato",
        "date",
        "The date that from and to choose by: a night cramp's is that of the morning, "
        "a day cramp's that of the calendar.",
        "Datoen som from og to velger etter: for en nattkrampe morgenens dato, for en "
        "dagkrampe kalenderdatoen.",
    ),
    NIGHT_DATE,
    Column(
        "period",
        "Day or night",
        "Dag eller natt",
        "code",
        "Whether it counts as a night cramp: in bed, woken from sleep, else by the "
        "clock.",
        "Om den regnes som nattkrampe: i seng, vekket fra søvn, ellers etter klokken.",
        lists=("periods",),
    ),
    *instant_columns(
        "started_at", "Started", "Startet", "When it began.", "Da den begynte."
    ),
    ZONE,
    Column(
        "start_precision",
        "How exact the start is",
        "Hvor nøyaktig starten er",
        "code",
        "How exactly the person knows when it began.",
        "Hvor nøyaktig personen vet når den begynte.",
        lists=("start_precisions",),
    ),
    *instant_columns(
        "ended_at", "Ended", "Sluttet", "When it ended.", "Da den sluttet."
    ),
    Column(
        "duration_seconds",
        "Length in seconds",
        "Varighet i sekunder",
        "number",
        "Elapsed time that counts: the longer of end minus start and the length as "
        "told; empty if unknown or said to be wrong.",
        "Medgått tid som teller: den lengste av slutt minus start og oppgitt varighet; "
        "tom hvis ukjent eller oppgitt som feil.",
        unit="seconds",
    ),
    Column(
        "duration_seconds_reported",
        "Length as told, in seconds",
        "Varighet som oppgitt, i sekunder",
        "number",
        "The length the person gave.",
        "Varigheten personen oppga.",
        unit="seconds",
    ),
    Column(
        "duration_confirmed",
        "Length confirmed",
        "Varighet bekreftet",
        "yes-no",
        "Whether it really lasted that long, where the person was asked.",
        "Om den virkelig varte så lenge, der personen ble spurt.",
    ),
    *instant_columns(
        "last_confirmed_ongoing_at",
        "Last known as going on",
        "Sist kjent pågående",
        "When the person last said that it was still going on.",
        "Da personen sist sa at den fortsatt pågikk.",
    ),
)
_WHERE = (
    Column(
        "sites",
        "Where (muscle:side:pain)",
        "Hvor (muskel:side:smerte)",
        "codes",
        "Each place as muscle:side:pain, with blanks between; what was not asked is "
        "left out.",
        "Hvert sted som muskel:side:smerte, med mellomrom mellom; det som ikke ble "
        "spurt om, er utelatt.",
        lists=("muscle_groups", "sides"),
    ),
    Column(
        "body_regions",
        "Body regions",
        "Kroppsregioner",
        "codes",
        "The regions of those muscles.",
        "Regionene disse musklene hører til.",
        lists=("body_regions",),
    ),
    labels_of("sites_label", "Where", "Hvor", "sites"),
)
_HOW = (
    Column(
        "pain_max",
        "Worst pain, 0-10",
        "Verste smerte, 0-10",
        "number",
        "Worst pain of the cramp; 0 no pain, 10 worst imaginable.",
        "Verste smerte under krampen; 0 ingen smerte, 10 verst tenkelige.",
        unit="0-10",
    ),
    Column(
        "distress",
        "Distress, 0-10",
        "Plage, 0-10",
        "number",
        "How distressing it was; 0 not at all, 10 extremely.",
        "Hvor plagsom den var; 0 ikke i det hele tatt, 10 ekstremt.",
        unit="0-10",
    ),
    Column(
        "woke_from_sleep",
        "Woke from sleep",
        "Vekket fra søvn",
        "yes-no",
        "Whether it woke the person.",
        "Om den vekket personen.",
    ),
    Column(
        "during_nap",
        "During a nap",
        "Under en lur",
        "yes-no",
        "Whether it came during a nap by day.",
        "Om den kom under en lur på dagtid.",
    ),
    Column(
        "triggers",
        "Triggers (codes)",
        "Utløsere (koder)",
        "codes",
        "What came before it, as the person sees it.",
        "Hva som kom før den, slik personen ser det.",
        lists=("triggers",),
    ),
    labels_of("triggers_label", "Triggers", "Utløsere", "triggers"),
    Column(
        "sensations",
        "Sensations (codes)",
        "Fornemmelser (koder)",
        "codes",
        "What it felt like.",
        "Hvordan den kjentes.",
        lists=("sensations",),
    ),
    labels_of("sensations_label", "Sensations", "Fornemmelser", "sensations"),
    Column(
        "associated_symptoms",
        "Other symptoms (codes)",
        "Andre symptomer (koder)",
        "codes",
        "Other symptoms with it; none: asked, and there were none.",
        "Andre symptomer sammen med den; none: spurt, og det var ingen.",
        lists=("associated_symptoms",),
    ),
    labels_of(
        "associated_symptoms_label",
        "Other symptoms",
        "Andre symptomer",
        "associated_symptoms",
    ),
)
_AFTERWARDS = (
    Column(
        "residual_pain_present",
        "Sore afterwards",
        "Øm etterpå",
        "yes-no",
        "Whether the muscle was sore after the cramp.",
        "Om muskelen var øm etter krampen.",
    ),
    Column(
        "residual_pain_max",
        "Soreness, 0-10",
        "Ømhet, 0-10",
        "number",
        "Worst soreness afterwards.",
        "Verste ømhet etterpå.",
        unit="0-10",
    ),
    Column(
        "residual_pain_duration_minutes",
        "Soreness in minutes",
        "Ømhet i minutter",
        "number",
        "How long the soreness lasted.",
        "Hvor lenge ømheten varte.",
        unit="minutes",
    ),
    Column(
        "relief",
        "Tried (measure:effect)",
        "Forsøkt (tiltak:virkning)",
        "codes",
        "Each measure tried as measure:effect, with blanks between.",
        "Hvert tiltak som ble forsøkt, som tiltak:virkning, med mellomrom mellom.",
        lists=("relief_measures", "relief_effects"),
    ),
    labels_of("relief_label", "Tried", "Forsøkt", "relief"),
)
EPISODES = (ID, *_WHEN, *_WHERE, *_HOW, *_AFTERWARDS, *ENTERED, NOTE)
