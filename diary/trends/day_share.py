"""Figure of daytime cramps: their share of all cramps in each block of 28 nights."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from diary.trends.figure import PROPORTION, TOO_FEW_CRAMPS, Figure, Item, rounded
from diary.trends.rows import EpisodeRow
from diary.trends.windows import BLOCK_NIGHTS, NightSpan, day_share_blocks

MINIMUM_CRAMPS_IN_BLOCK = 5


def day_share(episodes: Iterable[EpisodeRow], last: date) -> Figure:
    """Day cramps of all cramps, last block; the six blocks, oldest first, as items."""
    spans = day_share_blocks(last)
    in_blocks: list[list[bool]] = [[] for _ in spans]
    for row in episodes:
        back = (last - row.night_date).days // BLOCK_NIGHTS
        if row.is_cramp and 0 <= back < len(spans):
            in_blocks[-1 - back].append(row.is_night)
    blocks = [_block(*pair) for pair in zip(spans, in_blocks, strict=True)]
    before, latest = blocks[-2], blocks[-1]
    return Figure(
        "day_share",
        PROPORTION,
        value=latest.value,
        reason=latest.reason,
        num=latest.num,
        den=latest.den,
        previous=before.value,
        items=tuple(item for block in blocks for item in block.items),
    )


def _block(span: NightSpan, is_night: list[bool]) -> Figure:
    num, den = is_night.count(False), len(is_night)
    shown = den >= MINIMUM_CRAMPS_IN_BLOCK
    value = num / den if shown else None
    item: Item = {
        "from": span.first.isoformat(),
        "to": span.last.isoformat(),
        "value": rounded(value, PROPORTION),
        "num": num,
        "den": den,
    }
    return Figure(
        "day_share",
        PROPORTION,
        value=value,
        reason=None if shown else TOO_FEW_CRAMPS,
        num=num,
        den=den,
        items=(item,),
    )
