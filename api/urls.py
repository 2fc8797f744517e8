"""Every route of the API on one screen; who may call it stands in ``permissions``."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from api.criteria.views import Criteria
from api.docs import Docs
from api.entries.views import EntryDetail, EntryList, ProfileDetail
from api.exports.archive import ArchiveExport, ArchiveImport
from api.exports.fhir import FhirExport
from api.exports.jobs import ExportDetail, ExportDownload, ExportList
from api.exports.views import CsvExport
from api.links.views import LinkDetail, LinkList
from api.notifications.views import NotificationList
from api.questions.views import QuestionList
from api.reports.views import ReportPage
from api.sharing.patients import (
    PatientEntryDetail,
    PatientEntryList,
    PatientList,
    PatientProfile,
)
from api.sharing.views import (
    AccessLog,
    ConsentList,
    ConsentTextList,
    GrantDetail,
    GrantList,
    InvitationList,
    Redemption,
)
from api.sync.rxdb import RxdbPull, RxdbPush
from api.sync.views import Changes, Digest, Push, Restore
from api.sync.watermelon import Watermelon
from api.trends.urls import trend_routes
from api.vocabulary.views import Vocabulary
from api.warnings.views import WarningDetail, WarningList, WarningMove
from diary.fields.tables import CHECK_INS, EPISODES, MEDICATIONS, NIGHTS
from diary.models import Warning

_ENTRY = "<uuid:entry>"
_WARNING = "<uuid:warning>"
_ACCOUNTS = {
    "url": "/api/v1/account/docs/",
    "description": "Accounts: sign-up, login, sessions, second factor, reset",
}
SEEN, DISCUSSED = Warning.State.SEEN, Warning.State.DISCUSSED

_PATIENT = [
    path(
        "episodes/", PatientEntryList.as_view(table=EPISODES), name="patient-episodes"
    ),
    path(
        f"episodes/{_ENTRY}/",
        PatientEntryDetail.as_view(table=EPISODES),
        name="patient-episode",
    ),
    path("nights/", PatientEntryList.as_view(table=NIGHTS), name="patient-nights"),
    path(
        f"nights/{_ENTRY}/",
        PatientEntryDetail.as_view(table=NIGHTS),
        name="patient-night",
    ),
    path(
        "check-ins/",
        PatientEntryList.as_view(table=CHECK_INS),
        name="patient-check-ins",
    ),
    path(
        f"check-ins/{_ENTRY}/",
        PatientEntryDetail.as_view(table=CHECK_INS),
        name="patient-check-in",
    ),
    path(
        "medications/",
        PatientEntryList.as_view(table=MEDICATIONS),
        name="patient-medications",
    ),
    path(
        f"medications/{_ENTRY}/",
        PatientEntryDetail.as_view(table=MEDICATIONS),
        name="patient-medication",
    ),
    path("profile/", PatientProfile.as_view(), name="patient-profile"),
    path("warnings/", WarningList.as_view(), name="patient-warnings"),
    path(f"warnings/{_WARNING}/", WarningDetail.as_view(), name="patient-warning"),
    path(
        f"warnings/{_WARNING}/discussed/",
        WarningMove.as_view(state=DISCUSSED),
        name="patient-warning-discussed",
    ),
    *trend_routes("patient-"),
    path("export.csv", CsvExport.as_view(), name="patient-export-csv"),
    path("report", ReportPage.as_view(), name="patient-report"),
    path("export.fhir", FhirExport.as_view(), name="patient-export-fhir"),
]
urlpatterns = [
    path("episodes/", EntryList.as_view(table=EPISODES), name="episodes"),
    path(f"episodes/{_ENTRY}/", EntryDetail.as_view(table=EPISODES), name="episode"),
    path("nights/", EntryList.as_view(table=NIGHTS), name="nights"),
    path(f"nights/{_ENTRY}/", EntryDetail.as_view(table=NIGHTS), name="night"),
    path("check-ins/", EntryList.as_view(table=CHECK_INS), name="check-ins"),
    path(f"check-ins/{_ENTRY}/", EntryDetail.as_view(table=CHECK_INS), name="check-in"),
    path("medications/", EntryList.as_view(table=MEDICATIONS), name="medications"),
    path(
        f"medications/{_ENTRY}/",
        EntryDetail.as_view(table=MEDICATIONS),
        name="medication",
    ),
    path("profile/", ProfileDetail.as_view(), name="profile"),
    path("warnings/", WarningList.as_view(), name="warnings"),
    path(f"warnings/{_WARNING}/", WarningDetail.as_view(), name="warning"),
    path(
        f"warnings/{_WARNING}/seen/",
        WarningMove.as_view(state=SEEN),
        name="warning-seen",
    ),
    path(
        f"warnings/{_WARNING}/discussed/",
        WarningMove.as_view(state=DISCUSSED),
        name="warning-discussed",
    ),
    path("notifications/", NotificationList.as_view(), name="notifications"),
    path("questions/", QuestionList.as_view(), name="questions"),
    path("consents/", ConsentList.as_view(), name="consents"),
    path("consents/texts/", ConsentTextList.as_view(), name="consent-texts"),
    path("invitations/", InvitationList.as_view(), name="invitations"),
    path("invitations/redeem/", Redemption.as_view(), name="redeem"),
    path("grants/", GrantList.as_view(), name="grants"),
    path("grants/<uuid:grant>/", GrantDetail.as_view(), name="grant"),
    path("links/", LinkList.as_view(), name="links"),
    path("links/<uuid:link>/", LinkDetail.as_view(), name="link"),
    path("access-log/", AccessLog.as_view(), name="access-log"),
    path("patients/", PatientList.as_view(), name="patients"),
    path("patients/<uuid:diary>/", include(_PATIENT)),
    *trend_routes(),
    path("export.csv", CsvExport.as_view(), name="export-csv"),
    path("report", ReportPage.as_view(), name="report"),
    path("exports/", ExportList.as_view(), name="exports"),
    path("exports/<uuid:export>/", ExportDetail.as_view(), name="export"),
    path(
        "exports/<uuid:export>/download/",
        ExportDownload.as_view(),
        name="export-download",
    ),
    path("export.fhir", FhirExport.as_view(), name="export-fhir"),
    path("export.archive", ArchiveExport.as_view(), name="export-archive"),
    path("import.archive", ArchiveImport.as_view(), name="import-archive"),
    path("criteria/", Criteria.as_view(), name="criteria"),
    path("vocabulary/", Vocabulary.as_view(), name="vocabulary"),
    path("sync/changes", Changes.as_view(), name="sync-changes"),
    path("sync/push", Push.as_view(), name="sync-push"),
    path("sync/digest", Digest.as_view(), name="sync-digest"),
    path("sync/restore", Restore.as_view(), name="sync-restore"),
    path("sync/watermelon", Watermelon.as_view(), name="sync-watermelon"),
    path("sync/rxdb/<str:table>/pull", RxdbPull.as_view(), name="sync-rxdb-pull"),
    path("sync/rxdb/<str:table>/push", RxdbPush.as_view(), name="sync-rxdb-push"),
    path("account/", include("api.accounts.urls")),
    path(
        "schema/",
        SpectacularAPIView.as_view(custom_settings={"EXTERNAL_DOCS": _ACCOUNTS}),
        name="schema",
    ),
    path("docs/", Docs.as_view(), name="docs"),
]
