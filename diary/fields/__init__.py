"""The one definition of what each synced table holds and how a value is read."""

from diary.fields.tables import TABLES, Field, Table
from diary.fields.values import Refused

__all__ = ["TABLES", "Field", "Refused", "Table"]
