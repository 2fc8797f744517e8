"""OpenAPI of the archive and of what taking it in answers."""

from __future__ import annotations

from typing import Any

from api.schema import UUID, array_of, object_schema
from api.sync.schema import FINGERPRINT, PORTABLE
from diary.archive_rows import SECTIONS
from diary.exports.archive import FORMAT, VERSION

_RECORDS = array_of({"type": "object"})
ARCHIVE: dict[str, Any] = object_schema(
    {
        "format": {"type": "string", "const": FORMAT},
        "version": {"type": "integer", "const": VERSION},
        "diary": UUID,
        "revision": {"type": "integer"},
        **{section.name: _RECORDS for section in SECTIONS},
        "digests": object_schema(
            {
                "sections": {"type": "object", "additionalProperties": FINGERPRINT},
                "portable": PORTABLE,
            }
        ),
    }
)
TAKEN_IN = object_schema(
    {
        "owner": UUID,
        "revision": {"type": "integer"},
        "portable": PORTABLE,
        "urgent": array_of({"$ref": "#/components/schemas/Urgent"}),
    }
)
