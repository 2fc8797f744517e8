"""Share links: made by the patient, opened with a code, dead at a touch.

The address holds 128 random bits and says nothing else; the code of 8 Crockford
characters (40 bits) travels apart from it, and only its keyed hash is kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from diary.exports.report.facts import PAGE_ONE
from diary.models import ShareLink
from diary.services.access_log import log_link
from diary.services.codes import code_hash, new_code
from diary.vocabulary import Language

CODE_LENGTH = 8
DAYS_MAX = 14
VIEWS_DEFAULT, VIEWS_MAX = 5, 50
WRONG_CODES_MAX = 10  # then the link is dead, whoever typed them
OPENED = "report"
# The report's first page; the summary of the features is for clinicians (rulings 25).
SECTIONS = tuple(section for section in PAGE_ONE if section != "features")


@dataclass(frozen=True, slots=True)
class LinkTerms:
    """What the page shows, and for how long: diary dates, both included.

    No dates: what the report shows unless asked otherwise.
    """

    from_date: date | None
    to_date: date | None
    sections: Sequence[str]
    with_notes: bool
    language: Language
    days: int
    views_max: int


def make_link(
    diary_id: UUID, *, terms: LinkTerms, now: datetime
) -> tuple[ShareLink, str]:
    """Make a link; return it and its code, which is kept nowhere."""
    link_id, code = UUID(bytes=secrets.token_bytes(16)), new_code(CODE_LENGTH)
    link = ShareLink.objects.create(
        id=link_id,
        diary_id=diary_id,
        code_hash=_hash(link_id, code),
        from_date=terms.from_date,
        to_date=terms.to_date,
        sections=list(terms.sections),
        with_notes=terms.with_notes,
        language=terms.language,
        created_at=now,
        expires_at=now + timedelta(days=terms.days),
        views_max=terms.views_max,
        views_left=terms.views_max,
        tries_left=WRONG_CODES_MAX,
    )
    return link, code


def end_link(diary_id: UUID, *, link_id: UUID, now: datetime) -> bool:
    """Kill a link at once; ``False`` if the diary has no such link. Twice is once."""
    links = ShareLink.objects.in_diary(diary_id).filter(pk=link_id)
    ended = links.filter(ended_at__isnull=True).update(ended_at=now)
    return ended > 0 or links.exists()


def open_link(
    link_id: UUID, *, code: str, request_id: str, now: datetime
) -> ShareLink | None:
    """Count one view, or one wrong code, and log it; ``None`` is a refusal.

    The update that counts is the check, so parallel visitors never see more than
    ``views_max``. Call in the transaction of what is read for the page. Raises
    ``AccessLogUnavailable``; then nothing is counted.
    """
    hashed = _hash(link_id, code)
    with transaction.atomic():
        usable = ShareLink.objects.usable(now).filter(pk=link_id)
        right = usable.filter(code_hash=hashed)
        is_opened = right.update(views_left=F("views_left") - 1) > 0
        if not is_opened:
            wrong = usable.exclude(code_hash=hashed)
            wrong.update(tries_left=F("tries_left") - 1)
        link = ShareLink.objects.filter(pk=link_id).first()
        if link is not None:
            log_link(
                link,
                what=OPENED,
                request_id=request_id,
                now=now,
                is_allowed=is_opened,
            )
    return link if is_opened else None


def _hash(link_id: UUID, code: str) -> str:
    return code_hash(code, purpose=f"link.{link_id}")
