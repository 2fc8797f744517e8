"""The OpenAPI document is sound, and the pages that show it work offline."""

from __future__ import annotations

import re

import pytest
from openapi_schema_validator import OAS31Validator
from rest_framework.test import APIClient

from tests.documented import document

SCHEMAS = sorted(document()["components"]["schemas"])


@pytest.mark.parametrize("name", SCHEMAS)
def test_component_is_a_valid_schema(name: str) -> None:
    OAS31Validator.check_schema(document()["components"]["schemas"][name])


def test_every_reference_has_its_schema() -> None:
    referred = set(re.findall(r"'#/components/schemas/(\w+)'", str(document())))
    assert referred
    assert referred <= set(SCHEMAS)


def test_every_operation_has_an_id_of_its_own() -> None:
    ids = [
        operation["operationId"]
        for methods in document()["paths"].values()
        for operation in methods.values()
    ]
    assert len(ids) == len(set(ids))
    assert len(ids) > 20


@pytest.mark.django_db
def test_document_is_served_to_everybody(anonymous: APIClient) -> None:
    answer = anonymous.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert b"3.1.0" in answer.content


@pytest.mark.django_db
def test_docs_page_asks_no_other_host(anonymous: APIClient) -> None:
    page = anonymous.get("/api/v1/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    sources = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert sources
    assert all(source.startswith("/") for source in sources)
    assert "script-src 'self'" in page["Content-Security-Policy"]


@pytest.mark.django_db
def test_script_of_the_docs_page_is_served_by_us(anonymous: APIClient) -> None:
    page = anonymous.get("/api/v1/docs/").content.decode()
    scripts = re.findall(r'<script src="([^"]+)"', page)
    assert scripts
    for script in scripts:
        assert anonymous.get(script).status_code == 200
