"""Read one diary and judge it: what an evaluation settles and a replay only reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from diary import selectors
from diary.criteria import Finding, judge
from diary.criteria.clears import cleared
from diary.criteria.facts import Facts
from diary.models import Diary, Warning

# The last cramp of a chain carries the one warning about its length.
CHAINED = "duration-over-10-min"


@dataclass(frozen=True)
class Judgement:
    """One diary as it was read and judged: ``since`` is the start of what was read."""

    diary: Diary
    facts: Facts
    since: datetime
    now: datetime
    findings: Sequence[Finding]

    def has_cleared(self, warning: Warning) -> bool:
        """Whether the warning ends by what its criterion says under "Clears"."""
        return cleared(
            warning.criterion,
            target=warning.target or None,
            facts=self.facts,
            now=self.now,
            raised_at=warning.raised_at,
        )

    def has_longer_chain(self, warning: Warning) -> bool:
        """Whether a later cramp of the same chain carries this warning now."""
        return warning.criterion == CHAINED and any(
            finding.criterion == CHAINED
            and finding.result == "fired"
            and warning.target in finding.evidence
            for finding in self.findings
        )


def judgement_of(diary: Diary, live: Sequence[Warning], *, now: datetime) -> Judgement:
    """Read what an evaluation at ``now`` reads, once, and judge it.

    ``live`` are the diary's warnings that have not ended; the diary has its profile at
    hand. The last 90 days, what changed since the last evaluation, and what a live
    warning speaks of: the price does not depend on the age of the diary.
    """
    since = selectors.judged_since(now)
    facts = selectors.facts_for(
        diary.pk,
        diary.profile,
        since=since,
        changed_since=diary.evaluated_revision,
        entries=_spoken_of(live),
    )
    return Judgement(diary, facts, since, now, judge(facts, now, with_not_fired=False))


def _spoken_of(live: Sequence[Warning]) -> set[UUID]:
    """The evidence of warnings about one episode: a chain is judged as a whole."""
    targeted = (warning for warning in live if warning.target)
    return {UUID(entry) for warning in targeted for entry in warning.evidence}
