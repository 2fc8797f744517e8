"""CSV exports: plain rows in, text chunks out, whatever the number of rows."""

from diary.exports.dialects import DIALECTS, Dialect
from diary.exports.sheets import TABLES, Sheet, sheet_for
from diary.exports.streaming import ROWS_PER_CHUNK, AccessEnded, csv_chunks

__all__ = [
    "DIALECTS",
    "ROWS_PER_CHUNK",
    "TABLES",
    "AccessEnded",
    "Dialect",
    "Sheet",
    "csv_chunks",
    "sheet_for",
]
