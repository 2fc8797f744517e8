"""What cannot wait for a queue: the urgent criteria, judged inside the request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter

from diary import selectors, vocabulary
from diary.criteria import Finding, criteria, judge
from diary.criteria.facts import Episode, Facts
from diary.items import Item
from diary.models import Diary, SyncedRow
from diary.services.batch import Result
from diary.services.guarded import Failed, guarded
from diary.sync import Status

WINDOW_DAYS = 15  # the longest window of an urgent criterion (14 days), and a zone

URGENT_CRITERIA = frozenset(
    item.id for item in criteria().values() if item.severity == "urgent"
)
_READ_BY_URGENT = {
    "associated_symptoms": frozenset(vocabulary.codes("associated_symptoms")),
    "triggers": frozenset(vocabulary.codes("triggers")),
}
_REFUSED = {Status.INVALID, Status.CONFLICT}
_episode_columns = attrgetter(*selectors.EPISODE_COLUMNS)


def urgent_findings(
    diary: Diary, results: Sequence[Result], *, now: datetime
) -> tuple[Finding, ...]:
    """Judge the urgent criteria on the episodes of one batch, refused ones too.

    Nothing without consent to flagging. The job judges the same again and raises the
    warning rows; here they are only answered. An error of the criteria costs the answer
    its findings, never the entry: it is logged, and the job's back-off shows it.
    """
    episodes = [_episode(result, now) for result in results if _is_judged(result)]
    if not episodes:
        return ()
    facts = _facts(diary, episodes, now)
    targets = {episode.id for episode in episodes}
    # Reading stays outside: an error of the database must end the transaction.
    findings = guarded(diary.pk, lambda: _judge(facts, now, targets))
    if isinstance(findings, Failed):
        return ()
    fired = tuple(finding for finding in findings if finding.result == "fired")
    # Asked last: hardly any write has something urgent in it.
    return fired if fired and _may_flag(diary) else ()


def _judge(facts: Facts, now: datetime, targets: set[str]) -> tuple[Finding, ...]:
    return judge(
        facts, now, only=URGENT_CRITERIA, targets=targets, with_not_fired=False
    )


def _may_flag(diary: Diary) -> bool:
    return Diary.objects.filter(pk=diary.pk).allowing_flags().exists()


def _is_judged(result: Result) -> bool:
    return result.item.table.name == "episodes" and result.status != Status.DELETED


def _episode(result: Result, now: datetime) -> Episode:
    if result.row is None or result.status in _REFUSED:
        return _readable(result.item, now)
    return _stored(result.row)


def _stored(row: SyncedRow) -> Episode:
    return selectors.episode_facts(_episode_columns(row))


def _readable(item: Item, now: datetime) -> Episode:
    """What can be read of a refused item: its good fields and its known codes."""
    fields = {"start_precision": "exact", **item.fields, "id": item.id}
    fields.setdefault("started_at", now)
    for name, known in _READ_BY_URGENT.items():
        sent = item.raw.get(name)
        if name not in item.fields and isinstance(sent, list):
            fields[name] = [c for c in sent if isinstance(c, str) and c in known]
    fields["entered_at"] = item.entered_at
    columns = tuple(fields.get(name) for name in selectors.EPISODE_COLUMNS)
    return selectors.episode_facts(columns)


def _facts(diary: Diary, episodes: Sequence[Episode], now: datetime) -> Facts:
    """The window is read only if a symptom was ticked: nothing else looks at it."""
    if not any(_has_symptom(episode) for episode in episodes):
        return Facts(
            profile=selectors.profile_facts(diary.profile), episodes=tuple(episodes)
        )
    since = now - timedelta(days=WINDOW_DAYS)
    facts = selectors.facts_for(diary.pk, diary.profile, since=since)
    pushed = {episode.id for episode in episodes}
    others = (episode for episode in facts.episodes if episode.id not in pushed)
    return replace(facts, episodes=(*episodes, *others))


def _has_symptom(episode: Episode) -> bool:
    return bool(set(episode.associated_symptoms or ()) - {"none"})
