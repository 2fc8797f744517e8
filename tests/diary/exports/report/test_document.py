"""What a report says of a diary, and what it never says."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from diary.criteria import catalogue
from diary.criteria.facts import ResidualPain, Site
from diary.exports.report import Medicine, ReportReader
from tests.diary.exports.report.builders import (
    DOCTOR,
    LAST,
    OWNER,
    back,
    cramp,
    crowded,
    facts,
    quiet,
    report,
    row,
    texts_of,
    usual,
    warning,
)

ENGLISH = ReportReader("clinician", "en")


def test_nights_stand_now_before_and_over_84() -> None:
    nights = report(usual()).nights
    assert nights
    assert row(nights.table, "Krampe, av registrerte netter") == (
        "8 av 27 (30 %)",
        "6 av 28 (21 %)",
        "14 av 55 (25 %)",
    )
    assert row(nights.table, "95 % konfidensintervall")[0] == "16–48 %"
    assert row(nights.table, "Lavest til høyest mulig")[0] == "29–32 %"
    assert row(nights.table, "Registrerte netter") == (
        "27 av 28, 1 ukjent",
        "28 av 28, 0 ukjent",
        "55 av 84, 29 ukjent",
    )
    assert row(nights.table, "Ført innen et døgn")[0] == "27 av 27"
    compared, said = nights.verdicts[0]
    assert compared == "28 netter mot de 28 før:"
    assert said.startswith("+8 prosentpoeng (95 % KI −15 til +30). Det er ingen klar")


def test_every_night_of_the_strip_is_told_in_words() -> None:
    nights = report(usual()).nights
    assert nights
    assert nights.strip.count("<rect") + nights.strip.count("<circle") == 28 + 3
    assert "Natt med krampe: 8" in nights.strip_words
    assert "Ikke registrert: 1" in nights.strip_words
    assert "18. mars" in nights.strip_words


def test_cramps_stand_beside_those_before() -> None:
    cramps = report(usual()).cramps
    assert cramps
    assert row(cramps, "Antall (natt / dag)") == ("9 (8 / 1)", "6 (6 / 0)")
    assert row(cramps, "Lengste") == ("14 min 5 s", "3 min")
    assert row(cramps, "Over 10 minutter, av kjent varighet") == ("2 av 9", "0 av 6")
    assert row(cramps, "Verste smerte (0–10)") == ("8", "5")
    assert cramps.notes == ("Hjalp oftest, av ganger prøvd: Tøyde muskelen (6 av 8).",)


def test_the_night_rate_of_trials_is_for_clinicians_alone() -> None:
    for_doctor, for_owner = report(usual()).cramps, report(usual(reader=OWNER)).cramps
    assert for_doctor
    assert for_owner
    # Nine cramps on 27 dates with an entry; the criteria count by the calendar.
    assert row(for_doctor, "Per uke, av dager med føring")[0] == "2,3"
    assert "Per uke, av dager med føring" not in [cells[0] for cells in for_owner.rows]


def test_what_eased_is_not_said_while_the_advice_is_to_call() -> None:
    cramps = report(usual(is_urgent=True)).cramps
    assert cramps
    assert cramps.notes == ()


def test_arms_and_trunk_are_set_apart_with_their_dates() -> None:
    made = report(usual())
    assert made.places
    assert made.apart
    assert made.places.rows == (("Legg (baksiden), venstre", "8 av 9"),)
    assert made.apart.rows == (("Hånd", "1", "12.3."),)


def test_places_beyond_those_shown_are_counted() -> None:
    made = report(crowded())
    assert made.places
    assert made.apart
    assert len(made.places.rows) == 5
    assert made.places.more == "og 43 steder til"
    assert len(made.apart.rows) == 3
    assert made.apart.more == "og 16 steder til"
    assert "tidligere" in made.apart.rows[0][-1]


def test_sleep_on_cramp_nights_stands_against_quiet_ones() -> None:
    sleep = report(usual()).sleep
    assert sleep
    assert row(sleep, "Søvn (TST)") == (
        "7 t 13 min",
        "6 t 50 min",
        "7 t 23 min",
        "−33 min (−34 til −32)",
    )
    efficiency = row(sleep, "Søvneffektivitet av tid i seng (SE1)")
    assert efficiency[:3] == ("90,3 %", "85,4 %", "92,3 %")
    assert efficiency[3].startswith("−6,9 prosentpoeng (")
    assert row(sleep, "Netter med full føring") == ("27", "8", "19", "")


def test_day_share_runs_back_six_blocks() -> None:
    share = report(usual()).day_share
    assert share
    assert [cells[0] for cells in share.rows] == [
        *("20.3.2026", "20.2.2026", "23.1.2026"),
        *("26.12.2025", "28.11.2025", "31.10.2025"),
    ]
    assert share.rows[0][1:] == ("1 av 9", "11 %")
    assert share.rows[2][1:] == ("ukjent", "")


def test_a_block_of_quiet_nights_had_no_cramps_and_is_not_unknown() -> None:
    share = report(facts(check_ins=(quiet(back(1)),))).day_share
    assert share
    assert share.rows[0][1:] == ("ingen kramper", "")


def test_medicines_stand_as_bars_with_dates() -> None:
    medicines = report(usual()).medicines
    assert medicines
    statin, magnesium = medicines.bars
    assert (statin.name, statin.dates) == (
        "Statin (kolesterolsenkende), 20 mg",
        "fra 5.1.2026",
    )
    assert statin.start == pytest.approx(93 / 168, abs=1e-4)
    assert (statin.end, statin.mark) == (1.0, None)
    assert magnesium.dates == "ukjent start–8.2.2026"
    assert magnesium.start is None
    assert magnesium.end == pytest.approx(127 / 168, abs=1e-4)


@pytest.mark.parametrize(
    ("fields", "dates"),
    [
        ({"started_on": None}, "ukjent start"),
        ({"started_on": back(20)}, "fra 28.2.2026"),
        (
            {"started_on": back(20), "dose_changed_on": back(3)},
            "fra 28.2.2026, ny dose 17.3.",
        ),
        (
            {"started_on": back(20), "dose_changed_on": LAST + timedelta(days=1)},
            "fra 28.2.2026",
        ),
        ({"started_on": back(20), "stopped_on": back(3)}, "28.2.2026–17.3.2026"),
        (
            {"started_on": back(20), "stopped_on": LAST + timedelta(days=9)},
            "fra 28.2.2026",
        ),
    ],
)
def test_dates_of_a_medicine_are_those_known_at_the_end(
    fields: dict[str, Any], dates: str
) -> None:
    medicines = report(facts(medicines=(Medicine("a", "statin", **fields),))).medicines
    assert medicines
    assert [bar.dates for bar in medicines.bars] == [dates]


def test_a_medicine_that_is_to_come_is_not_there() -> None:
    later = Medicine("a", "statin", started_on=LAST + timedelta(days=1))
    medicines = report(facts(medicines=(later,))).medicines
    assert medicines
    assert medicines.bars == ()
    assert medicines.notes == ("Ingen ført.",)


def test_medicines_beyond_those_shown_are_counted() -> None:
    medicines = report(crowded()).medicines
    assert medicines
    assert len(medicines.bars) == 6
    assert medicines.more.startswith("Og 24 til: ")


def test_brackets_give_way_to_the_dose() -> None:
    long = Medicine("a", "short-acting-beta-agonist", "", "100 mikrogram ved behov")
    medicines = report(facts(medicines=(long,))).medicines
    assert medicines
    assert medicines.bars[0].name.startswith("Korttidsvirkende betaagonist, 100 mikro")


def feature_facts(number: int, **values: Any) -> Any:
    """So many cramps in the calf that hurt, woke and left the muscle sore."""
    usual_answers: dict[str, Any] = {
        "pain_max": 8,
        "woke_from_sleep": True,
        "residual_pain": ResidualPain(present=True),
        "distress": 6,
    }
    answers = usual_answers | values
    return facts(episodes=tuple(cramp(back(n), **answers) for n in range(number)))


@pytest.mark.parametrize(
    ("number", "changed", "feature", "state"),
    [
        (3, {}, "Sterke smerter", "oppfylt"),
        (3, {"pain_max": 7}, "Sterke smerter", "oppfylt"),
        (3, {"pain_max": 6}, "Sterke smerter", "ikke oppfylt"),
        (3, {"pain_max": None}, "Sterke smerter", "ukjent"),
        (3, {"distress": None}, "Plage", "ukjent"),
        (3, {"duration_seconds_reported": 600}, "Høyst 10 minutter", "oppfylt"),
        (3, {"duration_seconds_reported": 601}, "Høyst 10 minutter", "ikke oppfylt"),
        (3, {"sites": (Site("thigh-back", "left"),)}, "Sjelden lår", "ikke oppfylt"),
        (2, {}, "Sterke smerter", "ukjent"),
    ],
)
def test_features_are_met_not_met_or_unknown(
    number: int, changed: dict[str, Any], feature: str, state: str
) -> None:
    features = report(feature_facts(number, **changed)).features
    assert features
    assert row(features, feature) == (state,)
    assert len(features.rows) == 7


def test_how_many_features_are_met_is_no_diagnosis() -> None:
    features = report(feature_facts(3, distress=None)).features
    assert features
    assert features.notes == (
        "6 av 7 oppfylt, 1 ukjent (Hallegraeff 2017). Ikke en diagnose; opphever "
        "ingen varsler.",
    )


def test_features_are_for_clinicians_alone() -> None:
    made = report(usual(reader=OWNER))
    assert made.features is None
    assert not [text for text in texts_of(made) if "Hallegraeff" in text]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_each_reader_has_the_text_written_for_them(language: Any) -> None:
    rule = catalogue.criterion("frequency-increase")
    assert rule.patient_message
    assert rule.clinician_message
    open_one = (warning("frequency-increase"),)
    for audience, messages in (
        ("patient", rule.patient_message),
        ("clinician", rule.clinician_message),
    ):
        reader = ReportReader(audience, language)  # type: ignore[arg-type]  # a table
        part = report(facts(reader=reader, warnings=open_one)).warnings
        assert part
        opening = messages[language].partition("{")[0]
        assert opening
        assert part.items[0].text.startswith(opening)


def test_a_warning_names_its_evidence_its_rule_and_its_state() -> None:
    part = report(facts(warnings=(warning(state="seen"),))).warnings
    assert part
    assert part.title == "Åpne varsler (1)"
    assert part.items[0].level == "Ta kontakt med lege"
    assert part.items[0].basis == (
        "Bygger på oppføringer 11.3., 18.3. · varslet 20.3.2026, lest · "
        "kriterium spread-to-arms, regelsett 2"
    )


def test_evidence_of_another_year_and_beyond_five_dates() -> None:
    old = warning(evidence=(date(2025, 12, 31), back(3)))
    many = warning("radiating-pain", evidence=tuple(back(ago) for ago in range(9)))
    none = warning("pain-between-cramps", evidence=())
    part = report(facts(warnings=(old, many, none))).warnings
    assert part
    bases = {item.title: item.basis for item in part.items}
    dates = [
        basis.partition(" · ")[0].partition("oppføringer ")[2]
        for basis in bases.values()
    ]
    assert sorted(dates) == [
        "16.3., 17.3., 18.3., 19.3., 20.3. og 4 tidligere",
        "31.12.2025, 17.3.",
        "ukjent dato",
    ]


def test_the_most_serious_come_first_and_one_criterion_once() -> None:
    open_ones = (
        warning("frequency-increase"),
        warning("dark-urine", severity="urgent", evidence=(back(1),)),
        warning("dark-urine", severity="urgent", evidence=(back(5),)),
        warning("weakness-or-muscle-change", severity="see_doctor_soon"),
    )
    part = report(facts(warnings=open_ones)).warnings
    assert part
    assert part.title == "Åpne varsler (4)"
    assert [item.severity for item in part.items] == [
        *("urgent", "see_doctor_soon", "see_doctor"),
    ]
    assert part.items[0].title.endswith(" (2)")
    assert "15.3., 19.3." in part.items[0].basis


def test_warnings_without_room_are_named() -> None:
    for reader, shown in ((DOCTOR, 4), (OWNER, 3)):
        part = report(crowded(reader=reader)).warnings
        assert part
        assert len(part.items) == shown
        assert part.more.startswith(f"Og {48 - shown} til: ")


@pytest.mark.parametrize(
    ("judged", "said"),
    [
        ("judged", ("Ingen åpne varsler. Det utelukker ikke sykdom.",)),
        (
            "waiting",
            (
                "De siste oppføringene er ikke sammenlignet med varselkriteriene ennå.",
                "Ingen åpne varsler. Det utelukker ikke sykdom.",
            ),
        ),
        (
            "no_consent",
            (
                "Det er ikke samtykket til at dagboken sammenlignes med "
                "varselkriteriene.",
            ),
        ),
        (
            "switched_off",
            ("Varselkriteriene er slått av: dagboken sammenlignes ikke med dem.",),
        ),
    ],
)
def test_no_warning_is_no_all_clear(judged: str, said: tuple[str, ...]) -> None:
    part = report(facts(judged=judged)).warnings
    assert part
    assert part.notes == said


def test_a_patient_is_told_whom_to_call_whatever_is_open() -> None:
    for made_from in (facts(reader=OWNER), usual(reader=OWNER)):
        part = report(made_from).warnings
        assert part
        assert part.closing.startswith("Dette er ikke en diagnose.")
        assert "116\N{NO-BREAK SPACE}117" in part.closing
    for_doctor = report(usual()).warnings
    assert for_doctor
    assert for_doctor.closing == ""


def improved(**values: Any) -> Any:
    """One cramp night of 28 after twenty of 28, all recorded."""
    with_cramp = {0, *range(28, 48)}
    return facts(
        episodes=tuple(cramp(back(ago)) for ago in sorted(with_cramp)),
        check_ins=tuple(quiet(back(n)) for n in range(56) if n not in with_cramp),
        **values,
    )


def test_improvement_is_not_said_while_a_serious_warning_is_open() -> None:
    said = report(improved(reader=ENGLISH)).nights
    withheld = report(improved(reader=ENGLISH, is_warned=True)).nights
    assert said
    assert withheld
    assert "clearly fewer" in said.verdicts[0][1]
    assert "clearly fewer" not in withheld.verdicts[0][1]
    assert withheld.verdicts[0][1].startswith("−68 percentage points")
    assert withheld.verdicts[0][1].endswith(
        "No verdict of improvement while a serious warning is open."
    )


def test_an_empty_diary_is_unknown_and_never_zero() -> None:
    made = report(facts())
    tables = [
        made.nights and made.nights.table,
        made.cramps,
        made.features,
        made.day_share,
    ]
    cells = {
        cell for table in tables if table for cells in table.rows for cell in cells[1:]
    }
    assert cells == {"ukjent", "0 av 28, 28 ukjent", "0 av 84, 84 ukjent", ""}
    assert made.sleep
    assert (made.sleep.rows, made.sleep.notes) == ((), ("Det er ikke ført søvn.",))


def test_quiet_nights_are_nights_without_cramps_and_not_unknown() -> None:
    cramps = report(facts(check_ins=(quiet(back(1)),))).cramps
    assert cramps
    assert row(cramps, "Antall (natt / dag)")[0] == "0 (0 / 0)"
    assert row(cramps, "Lengste")[0] == "ingen kramper"


def test_who_and_what_always_stand() -> None:
    made = report(usual())
    assert made.who == ("Astrid Berg", "f. 1958")
    assert made.period == "28 netter: 21.2.–20.3.2026"
    assert made.standing == (
        "Selvrapportert dagbok, ikke en diagnose.",
        "Varselkriteriene er ikke klinisk godkjent.",
    )
    assert "dagbokrevisjon 412" in made.versions
    assert report(facts(name="", birth_year=None)).who == ("Navn ikke oppgitt",)
    assert report(facts(is_approved=True)).standing == made.standing[:1]


def test_the_hash_is_of_the_content() -> None:
    made = report(usual())
    assert len(made.digest) == 16
    assert report(usual()).digest == made.digest
    others = {
        report(usual(revision=413)).digest,
        report(usual(name="Astrid Bergh")).digest,
        report(usual(reader=ENGLISH)).digest,
        report(usual(episodes=())).digest,
    }
    assert len(others | {made.digest}) == 5


def test_order_of_what_was_read_changes_nothing() -> None:
    made_from = crowded()
    shuffled: dict[str, Any] = {
        name: tuple(random.Random(7).sample(rows, len(rows)))
        for name in ("episodes", "nights", "medicines", "warnings")
        for rows in [getattr(made_from, name)]
    }
    assert report(replace(made_from, **shuffled)) == report(made_from)


def test_made_at_follows_from_the_period() -> None:
    assert report(usual()).made_at.isoformat() == "2026-03-20T12:00:00+01:00"


def test_page_two_counts_triggers_and_claims_no_cause() -> None:
    page = report(
        facts(
            episodes=(
                cramp(back(1), triggers=("exercise", "cold")),
                cramp(back(2), triggers=("exercise",)),
                cramp(back(3), triggers=None),
            )
        )
    ).page_two
    assert page.triggers
    assert page.triggers.rows == (
        ("Under eller etter trening", "2 av 2"),
        ("Kulde / kaldt vann", "1 av 2"),
    )
    assert "ingen sammenheng" in page.triggers.notes[0]


def test_page_two_says_where_there_is_no_clear_link() -> None:
    page = report(usual()).page_two
    assert page.factors
    found = {cells[0]: cells[3] for cells in page.factors.rows}
    assert found["Netter til lørdag eller søndag"] == "ingen klar sammenheng"
    assert found["I seng etter midnatt"] == "for få netter"
    assert row(page.factors, "I seng etter midnatt")[0] == "ingen netter"


def test_page_two_lists_cramps_newest_first_without_notes() -> None:
    page = report(usual()).page_two
    assert page.episodes
    assert page.episodes.rows[0] == (
        "18.3.",
        "02:30",
        "natt",
        "14 min 5 s",
        "8",
        "Legg (baksiden), venstre",
        "ingen",
    )
    assert len(page.episodes.rows) == 9
    many = report(crowded()).page_two.episodes
    assert many
    assert (len(many.rows), many.more) == (24, "og 256 til; CSV-eksporten har alle")


@pytest.mark.parametrize(
    ("precision", "told"),
    [("exact", "02:30"), ("about", "ca. 02:30"), ("part-of-night", "ukjent")],
)
def test_a_time_is_told_as_well_as_it_is_known(precision: str, told: str) -> None:
    one = cramp(back(1), time(2, 30), start_precision=precision)
    page = report(facts(episodes=(one,))).page_two
    assert page.episodes
    assert page.episodes.rows[0][1] == told


def test_page_two_keeps_the_sleep_diary_night_by_night() -> None:
    page = report(usual()).page_two
    assert page.sleep
    assert len(page.sleep.rows) == 27
    assert page.sleep.rows[-1] == (
        *("19.3.", "23:00", "23:05", "15", "1", "6", "06:50", "07:00", "4"),
        *("7 t 24 min", "92 %"),
    )


def test_hours_need_ten_cramps_with_a_time() -> None:
    few, many = report(usual()).page_two.hours, report(crowded()).page_two.hours
    assert few
    assert many
    assert few.notes == ("Nattkramper med kjent tid: 8. Det trengs minst 10.",)
    assert ("01–02", "56", "28") in many.rows
