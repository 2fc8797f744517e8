"""The files of one diary: its five tables and how complete it is, in one folder.

A folder is in its place as a whole or not at all, so that a job which was killed goes
on with the next diary.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from diary import export_folder, selectors
from diary.export_rows import export_rows, profile_of, sheet_of
from diary.exports import DIALECTS, TABLES, AccessEnded, csv_chunks
from diary.exports.completeness import completeness, counted_span
from diary.exports.dialects import Cell
from diary.exports.reading import Reading
from diary.exports.sheets import Cells
from diary.models import Diary, ExportJob, User
from diary.recorded_nights import night_states_of
from diary.trends.windows import latest_complete_night

FILES = (*(f"{table}.csv" for table in TABLES), "completeness.csv")
ABOUT = "part.json"
READINGS_MAX = 3  # a diary that changes all the time is taken as it comes

KeepOn = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Part:
    """What a folder holds: the diary's revision, and the rows of each table.

    ``is_steady`` is false if the diary changed while it was read for the last time.
    """

    revision: int
    is_steady: bool
    rows: dict[str, int]
    rows_read: int


def write_part(job: ExportJob, diary_id: UUID, *, may_go_on: KeepOn) -> Part:
    """Write the files of a diary; read again if it changed meanwhile.

    ``may_go_on`` is asked every thousand rows and at the end, with the rows read so
    far; raises ``AccessEnded`` when it says no.
    """
    with export_folder.part_in_making(_folder(job, diary_id)) as making:
        for _ in range(READINGS_MAX):
            part = _Pass(job, diary_id, making, may_go_on).write()
            if part.is_steady:
                break
        if not may_go_on(part.rows_read):
            raise AccessEnded
        about = iter([json.dumps(asdict(part))])
        export_folder.write_private(making / ABOUT, about)
    return part


def written_part(job: ExportJob, diary_id: UUID) -> Part | None:
    """What an earlier attempt has brought to its end, if it has."""
    try:
        text = (_folder(job, diary_id) / ABOUT).read_text()
    except FileNotFoundError:
        return None
    return Part(**json.loads(text))


def part_files(job: ExportJob, diary_id: UUID) -> Iterator[Path]:
    """The files of a part, in the order of the zip."""
    return (_folder(job, diary_id) / name for name in FILES)


def _folder(job: ExportJob, diary_id: UUID) -> Path:
    return export_folder.parts_folder(job.pk) / str(diary_id)


class _Pass:
    """One pass through the tables of a diary."""

    def __init__(
        self, job: ExportJob, diary_id: UUID, making: Path, may_go_on: KeepOn
    ) -> None:
        self.job = job
        self.diary_id = diary_id
        self.making = making
        self.may_go_on = may_go_on
        self.revision = _revision(diary_id)
        self.reading = _reading(job, diary_id)
        self.rows_read = 0  # of the tables that are written

    def write(self) -> Part:
        """Write every file; the part says what they hold."""
        rows = {table: self._write_table(table) for table in TABLES}
        self._write_completeness()
        is_steady = _revision(self.diary_id) == self.revision
        return Part(self.revision, is_steady, rows, self.rows_read)

    def _write_table(self, table: str) -> int:
        """Write one table; the rows in its file."""
        sheet = sheet_of(table, self.diary_id, self.reading)
        tally = _Tally(sheet.cells)
        chunks = csv_chunks(
            replace(sheet, cells=tally),
            export_rows(table, self.diary_id, self.reading, sheet.columns_read),
            has_label_row=self.job.has_label_row,
            still_allowed=lambda: self.may_go_on(self.rows_read + tally.read),
        )
        export_folder.write_private(self.making / f"{table}.csv", chunks)
        self.rows_read += tally.read
        return tally.written

    def _write_completeness(self) -> None:
        reading = self.reading
        last = latest_complete_night(timezone.now(), reading.profile.tz)
        if reading.last is not None:
            last = min(last, reading.last)
        profiles = {self.diary_id: reading.profile}
        states = night_states_of(profiles, reading.first, last)[self.diary_id]
        text = completeness(
            states,
            counted_span(states, reading.first, last),
            reading.dialect,
            label_language=reading.language if self.job.has_label_row else None,
        )
        export_folder.write_private(self.making / "completeness.csv", iter([text]))


class _Tally:
    """Turns rows into cells and counts: those read, and those for the file."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self.read = 0
        self.written = 0

    def __call__(self, *values: object) -> tuple[Cell, ...] | None:
        """The cells of one row."""
        self.read += 1
        cells = self._cells(*values)
        self.written += cells is not None
        return cells


def _reading(job: ExportJob, diary_id: UUID) -> Reading:
    return Reading(
        dialect=DIALECTS[job.dialect],
        language="nb" if job.language == "nb" else "en",
        profile=selectors.profile_facts(profile_of(diary_id)),
        first=job.first,
        last=job.last,
        with_free_text=job.diaries[str(diary_id)],
        is_clinician=job.account.role == User.Role.CLINICIAN,
        is_approved=bool(settings.RULESET_APPROVED_BY),
    )


def _revision(diary_id: UUID) -> int:
    return Diary.objects.values_list("revision", flat=True).get(pk=diary_id)
