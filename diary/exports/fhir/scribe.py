"""Writing the small parts of a FHIR resource: words, codes, quantities, ids, times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from diary.exports.fhir.codes import Code, code_table
from diary.exports.fhir.texts import heading, word
from diary.night import zone
from diary.vocabulary import Language

Part = dict[str, object]
"""A JSON object of FHIR R4B."""

URI_SYSTEM = "urn:ietf:rfc:3986"
ONE_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Scribe:
    """Who the document is about and in which language it is written.

    Ids are UUID version 5 of the diary and what stands there, so the same entry has the
    same id in every document.
    """

    diary: UUID
    language: Language
    zone_name: str
    codes: Mapping[str, Code] = field(default_factory=code_table)

    def id_of(self, *names: object) -> str:
        """The id of what ``names`` call it, as text."""
        return str(uuid5(self.diary, ":".join(["fhir", *map(str, names)])))

    def patient(self) -> Part:
        """A reference to the person."""
        return reference(self.id_of("patient"))

    def word(self, key: str) -> str:
        """Words of this document."""
        return word(key, self.language)

    def concept(self, key: str, text: str | None = None) -> Part:
        """A concept in words, and in code if its code may leave."""
        return {**self._codings(key), "text": text or self.word(key)}

    def heading(self, table: str, column: str) -> str:
        """What the CSV export calls a column."""
        return heading(table, column, self.language)

    def answer_to(self, table: str, column: str) -> Part:
        """The concept behind a column that has no code: its heading."""
        return {"text": self.heading(table, column)}

    def quantity(self, value: float, unit: str) -> Part:
        """A number with its unit; whole numbers without a fraction."""
        number = int(value) if value == int(value) else value
        quantity: Part = {"value": number, "unit": self.word(unit)}
        code = self.codes.get(unit)
        if code is not None and code.may_leave:
            quantity |= {"system": code.system, "code": code.code}
        return quantity

    def moment(self, instant: datetime, zone_name: str | None = None) -> str:
        """An instant on the clock it was lived by, with its offset.

        FHIR knows offsets of whole minutes only; others are written in UTC.
        """
        local = instant.astimezone(zone(zone_name or self.zone_name))
        offset = local.utcoffset() or timedelta(0)
        return (instant.astimezone(UTC) if offset % ONE_MINUTE else local).isoformat()

    def _codings(self, key: str) -> Part:
        code = self.codes.get(key)
        if code is None or not code.may_leave:
            return {}
        coding = {"system": code.system, "code": code.code, "display": code.display}
        return {"coding": [coding]}


def reference(resource_id: str) -> Part:
    """A reference to another resource of the document."""
    return {"reference": f"urn:uuid:{resource_id}"}


def identifier(entry: object) -> list[Part]:
    """The id by which the diary knows an entry."""
    return [{"system": URI_SYSTEM, "value": f"urn:uuid:{entry}"}]


def notes(text: str) -> Part:
    """The person's own words, if there are any."""
    return {"note": [{"text": text}]} if text.strip() else {}


def one_line(text: str) -> str:
    """Text as FHIR's ``string`` takes it: plain blanks between, none around."""
    return " ".join(text.split())


def present(**members: object) -> Part:
    """Those members that hold something; FHIR has no ``null`` and no empty list."""
    return {
        name: value
        for name, value in members.items()
        if value is not None and value != [] and value != {}
    }
