"""The columns of each export: stable English names, and a label in each language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from diary.vocabulary import Language


class Column(NamedTuple):
    """One column. ``is_free_text`` columns leave only when asked for."""

    name: str
    en: str
    nb: str
    is_free_text: bool = False

    def label(self, language: Language) -> str:
        """The heading for people."""
        return self.nb if language == "nb" else self.en


def instant_columns(name: str, en: str, nb: str) -> tuple[Column, Column]:
    """An instant on the person's clock, and the same instant in UTC."""
    return (
        Column(f"{name}_local", f"{en}, local time", f"{nb}, lokal tid"),
        Column(f"{name}_utc", f"{en}, UTC", f"{nb}, UTC"),
    )


ID = Column("id", "Identifier", "Identifikator")
ZONE = Column("tz", "Time zone of the local times", "Tidssone for de lokale tidene")
DIARY_DATE = Column("diary_date", "Diary date", "Dagbokdato")
NIGHT_DATE = Column(
    "night_date", "Night (date of its morning)", "Natt (morgenens dato)"
)
ENTERED = instant_columns("entered_at", "Entered", "Ført inn")
NOTE = Column("note", "Note", "Notat", is_free_text=True)

EPISODES = (
    ID,
    DIARY_DATE,
    NIGHT_DATE,
    Column("period", "Day or night", "Dag eller natt"),
    *instant_columns("started_at", "Started", "Startet"),
    ZONE,
    Column("start_precision", "How exact the start is", "Hvor nøyaktig starten er"),
    *instant_columns("ended_at", "Ended", "Sluttet"),
    Column("duration_seconds", "Length in seconds", "Varighet i sekunder"),
    Column(
        "duration_seconds_reported",
        "Length as told, in seconds",
        "Varighet som oppgitt, i sekunder",
    ),
    Column("duration_confirmed", "Length confirmed", "Varighet bekreftet"),
    *instant_columns(
        "last_confirmed_ongoing_at", "Last known as going on", "Sist kjent pågående"
    ),
    Column("sites", "Where (muscle:side:pain)", "Hvor (muskel:side:smerte)"),
    Column("body_regions", "Body regions", "Kroppsregioner"),
    Column("sites_label", "Where", "Hvor"),
    Column("pain_max", "Worst pain, 0-10", "Verste smerte, 0-10"),
    Column("distress", "Distress, 0-10", "Plage, 0-10"),
    Column("woke_from_sleep", "Woke from sleep", "Vekket fra søvn"),
    Column("during_nap", "During a nap", "Under en lur"),
    Column("triggers", "Triggers (codes)", "Utløsere (koder)"),
    Column("triggers_label", "Triggers", "Utløsere"),
    Column("sensations", "Sensations (codes)", "Fornemmelser (koder)"),
    Column("sensations_label", "Sensations", "Fornemmelser"),
    Column("associated_symptoms", "Other symptoms (codes)", "Andre symptomer (koder)"),
    Column("associated_symptoms_label", "Other symptoms", "Andre symptomer"),
    Column("residual_pain_present", "Sore afterwards", "Øm etterpå"),
    Column("residual_pain_max", "Soreness, 0-10", "Ømhet, 0-10"),
    Column("residual_pain_duration_minutes", "Soreness in minutes", "Ømhet i minutter"),
    Column("relief", "Tried (measure:effect)", "Forsøkt (tiltak:virkning)"),
    Column("relief_label", "Tried", "Forsøkt"),
    *ENTERED,
    NOTE,
)
NIGHTS = (
    ID,
    NIGHT_DATE,
    *instant_columns("into_bed_at", "Into bed", "Til sengs"),
    *instant_columns("sleep_attempt_at", "Tried to sleep", "Forsøkte å sove"),
    Column("sol_minutes", "Minutes to fall asleep", "Innsovningstid i minutter"),
    Column("awakenings", "Awakenings", "Oppvåkninger"),
    Column("waso_minutes", "Awake in the night, minutes", "Våken om natten, minutter"),
    *instant_columns("final_awakening_at", "Final awakening", "Siste oppvåkning"),
    Column(
        "trying_to_sleep_after_final_awakening_minutes",
        "Minutes trying to sleep after the final awakening",
        "Minutter med forsøk på å sove etter siste oppvåkning",
    ),
    *instant_columns("out_of_bed_at", "Out of bed", "Stod opp"),
    ZONE,
    Column("quality", "Sleep quality, 1-5", "Søvnkvalitet, 1-5"),
    Column("quality_label", "Sleep quality", "Søvnkvalitet"),
    Column("valid", "Sleep figures are usable", "Søvntallene kan brukes"),
    Column("problems", "What the sleep figures lack", "Hva søvntallene mangler"),
    Column("tib_minutes", "Time in bed, minutes", "Tid i seng, minutter"),
    Column("spt_minutes", "Sleep period, minutes", "Søvnperiode, minutter"),
    Column("tst_minutes", "Sleep, minutes", "Søvn, minutter"),
    Column(
        "twak_minutes",
        "In bed after the final awakening, minutes",
        "I seng etter siste oppvåkning, minutter",
    ),
    Column(
        "dse_minutes", "Time meant for sleep, minutes", "Tid ment for søvn, minutter"
    ),
    Column(
        "se_tib_percent",
        "Sleep efficiency of time in bed, percent",
        "Søvneffektivitet av tid i seng, prosent",
    ),
    Column(
        "se_dse_percent",
        "Sleep efficiency of time meant for sleep, percent",
        "Søvneffektivitet av tid ment for søvn, prosent",
    ),
    *instant_columns("midpoint", "Middle of the sleep", "Midt i søvnen"),
    *ENTERED,
    NOTE,
)
CHECK_INS = (
    ID,
    Column("date", "Diary date", "Dagbokdato"),
    Column(
        "covers", "No cramps (night, day or both)", "Ingen kramper (natt, dag, begge)"
    ),
    ZONE,
    *ENTERED,
)
MEDICATIONS = (
    ID,
    Column("code", "Medicine (code)", "Legemiddel (kode)"),
    Column("code_label", "Medicine", "Legemiddel"),
    Column("dose", "Dose", "Dose"),
    Column("started_on", "Started", "Startet"),
    Column("dose_changed_on", "Dose changed", "Dosen endret"),
    Column("stopped_on", "Stopped", "Sluttet"),
    Column("prescribed", "Prescribed", "På resept"),
    ZONE,
    *ENTERED,
    Column(
        "text", "Medicine in own words", "Legemiddel med egne ord", is_free_text=True
    ),
)
WARNINGS = (
    ID,
    DIARY_DATE,
    Column("criterion", "Criterion (code)", "Kriterium (kode)"),
    Column("criterion_label", "Criterion", "Kriterium"),
    Column("severity", "Severity (code)", "Alvorlighet (kode)"),
    Column("severity_label", "Severity", "Alvorlighet"),
    Column("state", "State", "Tilstand"),
    Column("target", "About this entry", "Gjelder oppføringen"),
    Column("evidence", "Entries behind it", "Oppføringene bak"),
    Column("window_from", "Window from", "Vindu fra"),
    Column("window_to", "Window to", "Vindu til"),
    *instant_columns("raised_at", "Raised", "Reist"),
    *instant_columns("seen_at", "Seen", "Sett"),
    *instant_columns("discussed_at", "Discussed", "Drøftet"),
    *instant_columns("ended_at", "Ended", "Avsluttet"),
    ZONE,
    Column("ruleset_version", "Rule set", "Regelsett"),
    Column("approved", "Clinically approved", "Klinisk godkjent"),
)

COLUMNS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "episodes": EPISODES,
        "nights": NIGHTS,
        "check_ins": CHECK_INS,
        "medications": MEDICATIONS,
        "warnings": WARNINGS,
    }
)
