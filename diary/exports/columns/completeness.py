"""The columns of the file that says how much of the period is recorded."""

from __future__ import annotations

from diary.exports.columns.column import Column

COMPLETENESS = (
    Column(
        "part",
        "Part",
        "Del",
        "code",
        "Whether the row is about the whole period or about one calendar month of it.",
        "Om raden gjelder hele perioden eller én kalendermåned av den.",
        lists=("period_parts",),
    ),
    Column(
        "first_night",
        "First night",
        "Første natt",
        "date",
        "First night counted, by the date of its morning.",
        "Første natt som er regnet med, etter morgenens dato.",
    ),
    Column(
        "last_night",
        "Last night",
        "Siste natt",
        "date",
        "Last night counted.",
        "Siste natt som er regnet med.",
    ),
    Column(
        "nights",
        "Nights",
        "Netter",
        "number",
        "Nights of the period, recorded or not.",
        "Nettene i perioden, ført eller ikke.",
        unit="nights",
    ),
    Column(
        "cramp_nights",
        "Cramp nights",
        "Krampenetter",
        "number",
        "Nights with at least one night cramp.",
        "Netter med minst én nattkrampe.",
        unit="nights",
    ),
    Column(
        "quiet_nights",
        "Quiet nights",
        "Rolige netter",
        "number",
        "Nights that the person said were free of cramps.",
        "Netter som personen har sagt var uten kramper.",
        unit="nights",
    ),
    Column(
        "unknown_nights",
        "Unknown nights",
        "Ukjente netter",
        "number",
        "Nights without an answer.",
        "Netter uten svar.",
        unit="nights",
    ),
    Column(
        "completeness_percent",
        "Recorded, percent",
        "Ført, prosent",
        "number",
        "Share of the nights that are cramp or quiet nights.",
        "Andelen av nettene som er krampenetter eller rolige netter.",
        unit="percent",
    ),
)
