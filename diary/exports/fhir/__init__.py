"""A diary as a FHIR R4B document: plain values in, bytes out."""

from diary.exports.fhir.document import ENTRIES_MAX, document_chunks
from diary.exports.fhir.entries import Content, Cramp, Medicine, Night, Quiet

__all__ = [
    "ENTRIES_MAX",
    "Content",
    "Cramp",
    "Medicine",
    "Night",
    "Quiet",
    "document_chunks",
]
