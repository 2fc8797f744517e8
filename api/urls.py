"""Every route of the API on one screen; who may call it stands in ``permissions``."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from api.docs import Docs
from api.entries.views import EntryDetail, EntryList, ProfileDetail
from api.warnings.views import WarningDetail, WarningList, WarningMove
from diary.fields.tables import CHECK_INS, EPISODES, MEDICATIONS, NIGHTS
from diary.models import Warning

_ENTRY = "<uuid:entry>"
_WARNING = "<uuid:warning>"
SEEN, DISCUSSED = Warning.State.SEEN, Warning.State.DISCUSSED

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
    path("account/", include("api.accounts.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
]
