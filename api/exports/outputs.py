"""An export job as a plain answer."""

from __future__ import annotations

from datetime import date, datetime

from api.messages import message
from diary.models import ExportJob
from diary.services.export_jobs import expires_at


def job_output(job: ExportJob) -> dict[str, object]:
    """How far a file is; of the diaries no more than how many rows were read."""
    return {
        "id": str(job.pk),
        "state": job.state,
        "diary": None if job.is_cohort else next(iter(job.diaries)),
        "diaries": len(job.diaries),
        "format": "zip",
        "from": _iso(job.first),
        "to": _iso(job.last),
        "done": job.done,
        "total": job.total,
        "asked_at": job.asked_at.isoformat(),
        "finished_at": _iso(job.finished_at),
        "expires_at": _iso(expires_at(job)),
        "size_bytes": job.size_bytes,
        "error": _error(job),
    }


def _error(job: ExportJob) -> dict[str, str] | None:
    if not job.failure:
        return None
    return {"code": job.failure, "detail": message(job.failure)}


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None
