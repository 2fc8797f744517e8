"""How long deleted states are kept; ``services.purge`` sees to it."""

from __future__ import annotations

from datetime import timedelta

RESTORABLE = timedelta(days=30)  # after its deletion a row comes back whole
ERASED = timedelta(days=60)  # then its content and its kept versions are gone
# A phone that was away for longer starts anew; until then it learns of every deletion.
TOMBSTONES_KEPT = timedelta(days=400)
