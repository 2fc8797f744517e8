"""The report over HTTP: formats, languages, readers, refusals, queries."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import resolve
from rest_framework.test import APIClient, APIRequestFactory

from api.reports.renderers import HTML_POLICY
from diary.models import AccessEvent, Diary, Medication, User, Warning
from tests.api.sharing.conftest import EXPORT_ONLY, REVOKED, give
from tests.conftest import episode, token_for
from tests.diary.exports.report.pdf_reading import Pdf

URL = "/api/v1/report"
NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)  # 13:00 in Oslo: last night is over
LOGIN = 2
FACTS = 7  # diary, episodes, nights, check-ins, medicines, warnings, evidence
DOSE = "20 mg"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def clock() -> Any:
    """An hour after the last night was over."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def doctor(clinician: User, login: Callable[[User], APIClient]) -> APIClient:
    """A client logged in as the clinician."""
    return login(clinician)


def shared(diary: Diary) -> str:
    """The address of the report for clinicians."""
    return f"/api/v1/patients/{diary.pk}/report"


def log_cramp(api: APIClient, day: int) -> str:
    """A calf cramp at two in the night; its id."""
    sent = episode(
        started_at=f"2026-03-{day:02}T02:00:00+01:00",
        ended_at=f"2026-03-{day:02}T02:11:30+01:00",
    )
    assert api.post("/api/v1/episodes/", sent, format="json").status_code == 201
    return str(sent["id"])


def warn(diary: Diary, *evidence: str, **fields: Any) -> Warning:
    """One open warning with a text for each kind of reader."""
    usual: dict[str, Any] = {
        "criterion": "frequency-increase",
        "severity": "see_doctor",
        "facts": {"count": 8, "baseline_count": 3, "coverage": 14},
    }
    return Warning.objects.create(
        diary=diary,
        rev=99,
        ruleset_version="2",
        evidence=list(evidence),
        raised_at=NOW,
        judged_at=NOW,
        **(usual | fields),
    )


def medicine(diary: Diary, text: str) -> Medication:
    """A medicine in the person's own words."""
    return Medication.objects.create(
        diary=diary,
        id=uuid.uuid4(),
        rev=98,
        received_at=NOW,
        code="other",
        text=text,
        dose=DOSE,
    )


def page_of(answer: Any) -> str:
    """The body as text."""
    assert answer.status_code == 200, answer.content
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("asked", "kind", "name"),
    [
        ({}, "text/html; charset=utf-8", "leggro-report.html"),
        ({"format": "html"}, "text/html; charset=utf-8", "leggro-report.html"),
        ({"format": "pdf"}, "application/pdf", "leggro-report.pdf"),
        ({"format": "text"}, "text/plain; charset=utf-8", "leggro-report.txt"),
    ],
)
def test_each_format_has_its_type_and_a_name_that_says_nothing(
    api: APIClient, asked: dict[str, str], kind: str, name: str
) -> None:
    answer = api.get(URL, asked)
    assert answer.status_code == 200
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == f'inline; filename="{name}"'
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_pdf_is_one_sheet_with_the_figures(api: APIClient) -> None:
    log_cramp(api, 20)
    pdf = Pdf(api.get(URL, {"format": "pdf"}).content)
    assert pdf.pages == 1
    assert "1 av 1 (for få netter)" in pdf.words
    assert "11 min 30 s" in pdf.words


@pytest.mark.parametrize("of_the_app", ["nb", "en"])
@pytest.mark.parametrize(
    ("asked", "language", "heading"),
    [
        ({}, "nb", "Netter med krampe"),
        ({"lang": "nb"}, "nb", "Netter med krampe"),
        ({"lang": "en"}, "en", "Nights with cramp"),
    ],
)
def test_language_is_the_reports_own(
    api: APIClient, asked: dict[str, str], language: str, heading: str, of_the_app: str
) -> None:
    answer = api.get(URL, asked, headers={"Accept-Language": of_the_app})
    assert f'<html lang="{language}">' in page_of(answer)
    assert heading in page_of(answer)
    assert answer["Content-Language"] == language


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"format": "docx"}, "format", "unknown_code"),
        ({"format": ""}, "format", "unknown_code"),
        ({"format": "HTML"}, "format", "unknown_code"),
        ({"lang": "sv"}, "lang", "unknown_code"),
        ({"lang": "nb-NO"}, "lang", "unknown_code"),
        ({"page": "3"}, "page", "unknown_code"),
        ({"page": "2", "format": "text"}, "page", "unknown_code"),
        ({"end": "20.3.2026"}, "end", "bad_date"),
        ({"end": "2026-03-21"}, "end", "out_of_range"),
        ({"end": "1899-12-31"}, "end", "out_of_range"),
        ({"window": "28"}, "window", "unknown_parameter"),
    ],
)
def test_wrong_parameter_is_refused_by_name(
    api: APIClient, asked: dict[str, str], field: str, code: str
) -> None:
    answer = api.get(URL, asked)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["fields"][field]["code"] == code


def test_every_wrong_parameter_is_named(api: APIClient) -> None:
    answer = api.get(URL, {"format": "x", "lang": "x", "page": "x", "end": "x"})
    assert set(answer.json()["fields"]) == {"format", "lang", "page", "end"}


def test_an_earlier_end_shows_the_diary_until_then(api: APIClient) -> None:
    log_cramp(api, 10)
    log_cramp(api, 20)
    page = page_of(api.get(URL, {"end": "2026-03-15", "format": "text"}))
    assert "28 netter til 15.3.2026" in page
    assert "Netter med krampe: 1 av 1" in page


def test_page_two_is_there_on_demand(api: APIClient) -> None:
    log_cramp(api, 20)
    assert "Definisjoner" not in page_of(api.get(URL))
    page = page_of(api.get(URL, {"page": "2"}))
    assert "Definisjoner" in page
    assert "02:00" in page


def test_html_may_do_nothing_but_show_itself(api: APIClient) -> None:
    policy = api.get(URL)["Content-Security-Policy"]
    assert policy == HTML_POLICY
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("kind", ["pdf", "text"])
def test_other_formats_may_do_nothing(api: APIClient, kind: str) -> None:
    policy = api.get(URL, {"format": kind})["Content-Security-Policy"]
    assert "default-src 'none'" in policy


def test_same_diary_gives_the_same_bytes_later_that_day(
    api: APIClient, clock: Any
) -> None:
    log_cramp(api, 20)
    before = [api.get(URL, {"format": kind}).content for kind in ("html", "pdf")]
    clock.move_to(NOW + timedelta(hours=9))
    after = [api.get(URL, {"format": kind}).content for kind in ("html", "pdf")]
    assert after == before
    log_cramp(api, 19)
    assert api.get(URL).content != before[0]


def test_owner_reads_the_patients_text_and_no_summary_of_features(
    api: APIClient, diary: Diary
) -> None:
    warn(diary, log_cramp(api, 18))
    page = page_of(api.get(URL))
    assert "Du har registrert klart flere kramper" in page
    assert "8 siste 14 dager mot" not in page
    assert "Hallegraeff" not in page
    assert "Bygger på oppføringer 18.3." in page


def test_clinician_reads_the_clinicians_text_and_the_features(
    api: APIClient, doctor: APIClient, clinician: User, diary: Diary
) -> None:
    give(diary, clinician)
    warn(diary, log_cramp(api, 18))
    page = page_of(doctor.get(shared(diary)))
    assert "8 siste 14 dager mot" in page
    assert "Du har registrert klart flere kramper" not in page
    assert "Hallegraeff" in page


def test_overview_of_features_is_no_warning(
    doctor: APIClient, clinician: User, diary: Diary
) -> None:
    give(diary, clinician)
    warn(diary, criterion="nlc-feature-summary", severity="info", facts={})
    assert "Åpne varsler (0)" in page_of(doctor.get(shared(diary)))


@pytest.mark.parametrize(
    ("state", "count"),
    [("open", 1), ("seen", 1), ("discussed", 0), ("resolved", 0), ("retracted", 0)],
)
def test_only_warnings_that_nobody_has_handled_are_open(
    api: APIClient, diary: Diary, state: str, count: int
) -> None:
    warn(diary, state=state)
    assert f"Åpne varsler ({count})" in page_of(api.get(URL))


def test_patient_is_not_shown_what_another_warning_says_better(
    api: APIClient, doctor: APIClient, clinician: User, diary: Diary
) -> None:
    give(diary, clinician)
    warn(diary, criterion="frequent-night-cramps", facts={"count": 6, "episodes": 6})
    warn(
        diary,
        criterion="severe-recurrent-night-cramps",
        facts={"count": 3, "median_pain": 8},
    )
    assert "Åpne varsler (1)" in page_of(api.get(URL))
    assert "Åpne varsler (2)" in page_of(doctor.get(shared(diary)))


def test_deleted_evidence_has_no_date(api: APIClient, diary: Diary) -> None:
    gone = log_cramp(api, 17)
    row = api.get(f"/api/v1/episodes/{gone}/").json()
    warn(diary, gone, log_cramp(api, 18), str(uuid.uuid4()))
    deleted = api.delete(
        f"/api/v1/episodes/{gone}/", headers={"If-Match": f'"{row["rev"]}"'}
    )
    assert deleted.status_code == 204
    assert "Bygger på oppføringer 18.3. ·" in page_of(api.get(URL))


def test_name_is_the_one_this_reader_may_see(
    api: APIClient, doctor: APIClient, clinician: User, diary: Diary
) -> None:
    give(diary, clinician)
    assert "patient@example.test" in page_of(api.get(URL))
    page = page_of(doctor.get(shared(diary)))
    assert "patient@example.test" not in page
    assert "Navn ikke oppgitt" in page
    User.objects.filter(diary=diary).update(display_name="Astrid Berg")
    assert "Astrid Berg" in page_of(doctor.get(shared(diary)))


def test_own_words_for_a_medicine_need_the_scope_of_notes(
    api: APIClient, doctor: APIClient, clinician: User, diary: Diary
) -> None:
    grant = give(diary, clinician)
    medicine(diary, "mors egen salve")
    assert "Annet, mors egen salve, 20 mg" in page_of(api.get(URL))
    assert "mors egen salve" not in page_of(doctor.get(shared(diary)))
    grant.may_notes = True
    grant.save()
    assert "mors egen salve" in page_of(doctor.get(shared(diary)))
    for client, address in ((api, URL), (doctor, shared(diary))):
        page = page_of(client.get(address, {"format": "text"}))
        assert "mors egen salve" not in page


@pytest.mark.parametrize("state", [REVOKED, EXPORT_ONLY])
def test_report_needs_a_grant_to_read(
    doctor: APIClient, clinician: User, diary: Diary, state: dict[str, Any]
) -> None:
    give(diary, clinician, **state)
    assert doctor.get(shared(diary)).status_code == 404
    assert AccessEvent.objects.get().result == "refused"


@pytest.mark.parametrize("kind", ["html", "pdf", "text"])
def test_every_reading_is_logged_to_the_patient(
    doctor: APIClient, clinician: User, diary: Diary, kind: str
) -> None:
    grant = give(diary, clinician)
    asked = {"format": kind, "end": "2026-03-19"}
    assert doctor.get(shared(diary), asked).status_code == 200
    event = AccessEvent.objects.get()
    assert (event.what, event.result) == ("report", "allowed")
    assert event.grant_id == grant.pk
    assert event.to_date
    assert event.to_date.isoformat() == "2026-03-19"


def test_setting_the_page_waits_until_the_transaction_is_over(
    clinician: User, diary: Diary
) -> None:
    """So that nobody's writes wait for it; the log is written by then."""
    give(diary, clinician)
    request = APIRequestFactory().get(
        shared(diary),
        {"format": "pdf"},
        headers={"X-Session-Token": token_for(clinician)},
    )
    found = resolve(shared(diary))
    request.resolver_match = found
    response = found.func(request, **found.kwargs)
    assert AccessEvent.objects.count() == 1
    assert not response.is_rendered
    assert response.render().content.startswith(b"%PDF")


def test_queries_stay_the_same_however_full_the_diary(
    api: APIClient, diary: Diary, django_assert_num_queries: Any
) -> None:
    warn(diary, log_cramp(api, 20))
    medicine(diary, "")
    with django_assert_num_queries(LOGIN + FACTS):
        api.get(URL)
    for day in range(1, 8):
        warn(diary, log_cramp(api, day), criterion="radiating-pain", target=str(day))
        medicine(diary, "")
    for kind in ("html", "pdf", "text"):
        with django_assert_num_queries(LOGIN + FACTS):
            api.get(URL, {"format": kind})


def test_empty_diary_has_a_report(api: APIClient) -> None:
    page = page_of(api.get(URL))
    assert "0 av 28, 28 ukjent" in page
    assert "Det er ikke ført søvn." in page


def test_diary_without_consent_says_that_it_is_not_judged(
    api: APIClient, diary: Diary
) -> None:
    answer = {"purpose": "flagging", "given": False, "text_version": "1"}
    assert api.post("/api/v1/consents/", answer, format="json").status_code == 201
    page = page_of(api.get(URL))
    assert "Det er ikke samtykket" in page
    assert "Ingen åpne varsler" not in page


def test_approval_is_told(api: APIClient, settings: Any) -> None:
    assert "ikke klinisk godkjent" in page_of(api.get(URL))
    settings.RULESET_APPROVED_BY = "Dr. Nordli"
    assert "ikke klinisk godkjent" not in page_of(api.get(URL))
