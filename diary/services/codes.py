"""Codes that people read out and type: Crockford characters, a keyed hash at rest."""

from __future__ import annotations

import secrets
from typing import Final

from django.utils.crypto import salted_hmac

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""32 characters, 5 bits each; no I, L, O and U."""

_READ_AS = str.maketrans("OIL", "011", " -")


def new_code(length: int) -> str:
    """A random code of so many characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def code_hash(code: str, *, purpose: str) -> str:
    """What is kept of a code, however it was typed; another for another purpose.

    O is read as 0, I and L as 1; hyphens, spaces and case do not matter.
    """
    plain = code.upper().translate(_READ_AS)
    return salted_hmac(f"leggro.{purpose}", plain, algorithm="sha256").hexdigest()
