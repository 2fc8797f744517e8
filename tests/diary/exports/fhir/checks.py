"""What makes bytes a sound FHIR R4B document, beside what its library checks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from fhir.resources.R4B.bundle import Bundle
from pydantic import BaseModel

from diary.exports.fhir.codes import code_table

XHTML = "{http://www.w3.org/1999/xhtml}"
MORE_CODES = "+"  # the library names only the first ones of a long list


def checked(body: bytes) -> dict[str, Any]:
    """The Bundle, after every check."""
    bundle: dict[str, Any] = json.loads(body)
    model = Bundle.model_validate_json(body)
    assert_same_content(model, bundle)
    assert_codes_of_fhir_itself(model)
    assert_is_document(bundle)
    assert_references_lead_inside(bundle)
    assert_codes_are_verified(bundle)
    assert_narratives_are_xhtml(bundle)
    return bundle


def assert_same_content(model: BaseModel, bundle: dict[str, Any]) -> None:
    """The library understood every member."""
    again = json.loads(model.model_dump_json())
    assert sorted(members(again)) == sorted(members(bundle))


def assert_codes_of_fhir_itself(model: BaseModel) -> None:
    """Members with a required value set of FHIR hold one of its codes."""
    wrong, seen = [], 0
    for part in models(model):
        for name, field in type(part).model_fields.items():
            extra: Any = field.json_schema_extra or {}
            allowed, value = extra.get("enum_values"), getattr(part, name, None)
            if value is None or not allowed or MORE_CODES in allowed[0]:
                continue
            seen += 1
            if value not in allowed and MORE_CODES not in allowed:
                wrong.append((type(part).__name__, name, value))
    assert seen > 3
    assert wrong == []


def assert_is_document(bundle: dict[str, Any]) -> None:
    """Constraints bdl-7, -9, -10 and -11, cmp-1 and -2, per-1, dom-6."""
    assert bundle["type"] == "document"
    assert set(bundle["identifier"]) == {"system", "value"}
    assert bundle["timestamp"]
    assert bundle["entry"][0]["resource"]["resourceType"] == "Composition"
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(urls) == len(set(urls))
    for url, entry in zip(urls, bundle["entry"], strict=True):
        assert url == f"urn:uuid:{entry['resource']['id']}"
    for section in bundle["entry"][0]["resource"]["section"]:
        assert section["text"]["div"]
        assert ("entry" in section) != ("emptyReason" in section)
    for part in objects(bundle):
        if {"start", "end"} <= set(part):
            start, end = map(datetime.fromisoformat, (part["start"], part["end"]))
            assert start <= end


def assert_references_lead_inside(bundle: dict[str, Any]) -> None:
    """Every reference names a resource of the document, and each is named."""
    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    named = {part["reference"] for part in objects(bundle) if "reference" in part}
    assert named <= urls
    composition = bundle["entry"][0]["fullUrl"]
    assert urls - named == {composition}


def assert_codes_are_verified(bundle: dict[str, Any]) -> None:
    """Every code of a terminology is a verified row of our table."""
    verified = {
        (row.system, row.code)
        for row in code_table().values()
        if row.status == "verified"
    }
    used = {
        (part["system"], part["code"])
        for part in objects(bundle)
        if isinstance(part.get("code"), str)
    }
    assert used <= verified


def assert_narratives_are_xhtml(bundle: dict[str, Any]) -> None:
    """Each narrative is well-formed XHTML that says something."""
    divs = [part["div"] for part in objects(bundle) if "div" in part]
    assert len(divs) == 5
    for div in divs:
        root = ElementTree.fromstring(div)  # noqa: S314 - our own text
        assert root.tag == f"{XHTML}div"
        assert "".join(root.itertext()).strip()


def resources(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The resources of one type, in order."""
    found = [entry["resource"] for entry in bundle["entry"]]
    return [resource for resource in found if resource["resourceType"] == kind]


def observations(bundle: dict[str, Any], text: str) -> list[dict[str, Any]]:
    """The Observations whose code or value has this text."""
    return [
        resource
        for resource in resources(bundle, "Observation")
        if text
        in {
            resource["code"]["text"],
            resource.get("valueCodeableConcept", {}).get("text"),
        }
    ]


def answers(observation: dict[str, Any]) -> list[tuple[str, Any]]:
    """The components as (what, value): numbers, booleans, times or words."""
    return [
        (part["code"]["text"], _value(part))
        for part in observation.get("component", ())
    ]


def _value(part: dict[str, Any]) -> Any:
    (name,) = set(part) - {"code"}
    value = part[name]
    if name == "valueCodeableConcept":
        return value["text"]
    return (value["value"], value["unit"]) if name == "valueQuantity" else value


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object inside."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for part in inner:
            yield from objects(part)


def members(value: Any) -> Iterator[str]:
    """The name of every member inside."""
    for part in objects(value):
        yield from part


def models(part: BaseModel) -> Iterator[BaseModel]:
    """Every model inside a model of the library."""
    yield part
    for name in type(part).model_fields:
        value = getattr(part, name, None)
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, BaseModel):
                yield from models(inner)
