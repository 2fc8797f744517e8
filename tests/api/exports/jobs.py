"""Ask for a file over HTTP, have it made, fetch it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

from rest_framework.test import APIClient

from diary.models import ExportJob
from diary.services.export_work import Outcome, run_export

URL = "/api/v1/exports/"
TABLES = ("episodes", "nights", "check_ins", "medications", "warnings")
FILES = (*(f"{table}.csv" for table in TABLES), "completeness.csv")
BESIDE = ("dictionary-en.csv", "dictionary-nb.csv", "manifest.json")


def ask(client: APIClient, **body: object) -> dict[str, Any]:
    """Ask for a file; the answer to it."""
    answer = client.post(URL, {"format": "zip", **body}, format="json")
    assert answer.status_code == 202, answer.content
    return dict(answer.json())


def make(job: dict[str, Any]) -> Outcome:
    """What a worker does, until the job has come to its end."""
    outcome = Outcome.GOES_ON
    while outcome is Outcome.GOES_ON:
        outcome = run_export(UUID(job["id"]))
    return outcome


def state_of(client: APIClient, job: dict[str, Any]) -> dict[str, Any]:
    """How far it is."""
    answer = client.get(f"{URL}{job['id']}/")
    assert answer.status_code == 200
    return dict(answer.json())


def fetch(client: APIClient, job: dict[str, Any]) -> Any:
    """The answer to the download."""
    return client.get(f"{URL}{job['id']}/download/")


def opened(client: APIClient, job: dict[str, Any]) -> zipfile.ZipFile:
    """The finished file."""
    answer = fetch(client, job)
    assert answer.status_code == 200, answer.content
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def exported(client: APIClient, **body: object) -> zipfile.ZipFile:
    """Ask, make, fetch."""
    job = ask(client, **body)
    assert make(job) is Outcome.READY
    return opened(client, job)


def rows_in(archive: zipfile.ZipFile, path: str) -> list[dict[str, str]]:
    """The rows of a file of the zip, in the dialect for programs."""
    text = archive.read(path).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def manifest_of(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest of the zip."""
    return dict(json.loads(archive.read("manifest.json")))


def job_of(job: dict[str, Any]) -> ExportJob:
    """The row of a job."""
    return ExportJob.objects.get(pk=job["id"])


def files_left(folder: Path) -> list[str]:
    """Everything in the folder of exports."""
    return sorted(path.name for path in folder.rglob("*"))
