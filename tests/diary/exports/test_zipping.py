"""The zip: the same members give the same bytes, and each has its sum."""

from __future__ import annotations

import hashlib
import io
import json
import time
import zipfile
from datetime import date
from pathlib import Path

from diary.criteria import RULESET_VERSION
from diary.exports.manifest import Asked, Contents, manifest
from diary.exports.zipping import Member, PlainZip
from diary.trends.figure import DEFINITIONS_VERSION

TEXT = "natt;krampe\r\n" * 500


def zipped(folder: Path) -> tuple[bytes, list[Member]]:
    """A zip of one file and one text, and what it remembers of them."""
    source = folder / "nights.csv"
    source.write_text(TEXT, newline="")
    target = io.BytesIO()
    with PlainZip(target) as archive:
        archive.add_file("a/nights.csv", source)
        archive.add_text("about.txt", "Æ")
    return target.getvalue(), archive.members


def test_same_members_give_the_same_bytes_at_any_time(tmp_path: Path) -> None:
    first, _ = zipped(tmp_path)
    time.sleep(2.1)  # a zip tells time in steps of two seconds
    assert zipped(tmp_path)[0] == first


def test_members_come_out_as_they_went_in(tmp_path: Path) -> None:
    content, members = zipped(tmp_path)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a/nights.csv", "about.txt"]
        assert archive.read("a/nights.csv").decode() == TEXT
        assert archive.read("about.txt").decode() == "Æ"
        sums = [
            Member(name, len(found), hashlib.sha256(found).hexdigest())
            for name in archive.namelist()
            for found in [archive.read(name)]
        ]
    assert members == sums


def test_manifest_tells_what_the_file_was_made_from() -> None:
    asked = Asked(date(2026, 3, 1), None, "excel-nb", "nb", has_label_row=True)
    rows = {"episodes": 2, "nights": 0}
    one = Contents("d1", "d1/", 412, is_steady=True, with_free_text=False, rows=rows)
    members = [Member("d1/episodes.csv", 3, "ab")]
    told = json.loads(manifest(asked, [one], members, is_approved=False))
    assert told == {
        "format": "leggro-export-1",
        "from": "2026-03-01",
        "to": None,
        "dialect": "excel-nb",
        "language": "nb",
        "label_row": True,
        "ruleset_version": RULESET_VERSION,
        "ruleset_approved": False,
        "definitions_version": DEFINITIONS_VERSION,
        "diaries": [
            {
                "diary": "d1",
                "folder": "d1/",
                "revision": 412,
                "steady": True,
                "free_text": False,
                "rows": rows,
            }
        ],
        "files": [{"path": "d1/episodes.csv", "bytes": 3, "sha256": "ab"}],
    }
