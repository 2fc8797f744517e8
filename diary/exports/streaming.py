"""From rows to text chunks: Python's csv module, a thousand rows at a time."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import islice, starmap

from diary.exports.dialects import LINE_END, Dialect
from diary.exports.sheets import Sheet

ROWS_PER_CHUNK = 1000

Row = tuple[object, ...]


class AccessEnded(Exception):
    """The right to read ended midway; a file cut short must not look whole."""


def csv_chunks(
    sheet: Sheet,
    rows: Iterable[Row],
    *,
    has_label_row: bool,
    still_allowed: Callable[[], bool],
) -> Iterator[str]:
    """The file as text, the headings with the first thousand rows.

    ``rows`` are tuples of ``sheet.columns_read`` in their order; rows outside the
    sheet's dates are left out. Only one chunk is held at a time. ``still_allowed`` is
    asked before every chunk but the first; raises ``AccessEnded`` when it says no.
    """
    is_later = False
    buffer = StringIO(newline="")
    writer = csv.writer(
        buffer, delimiter=sheet.dialect.delimiter, lineterminator=LINE_END
    )
    buffer.write(sheet.dialect.opening)
    writer.writerow(sheet.names)
    if has_label_row:
        writer.writerow(sheet.labels)
    unread = iter(rows)
    while batch := list(islice(unread, ROWS_PER_CHUNK)):
        if is_later and not still_allowed():
            raise AccessEnded
        writer.writerows(filter(None, starmap(sheet.cells, batch)))
        yield _taken(buffer)
        is_later = True
    if not is_later:
        yield _taken(buffer)


def csv_text(dialect: Dialect, rows: Iterable[Row]) -> str:
    """A small file as a whole; the first row is that of the headings."""
    buffer = StringIO(newline="")
    buffer.write(dialect.opening)
    writer = csv.writer(buffer, delimiter=dialect.delimiter, lineterminator=LINE_END)
    writer.writerows(rows)
    return buffer.getvalue()


def _taken(buffer: StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
