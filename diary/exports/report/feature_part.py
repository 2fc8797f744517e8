"""The seven features of nocturnal leg cramps, for clinicians alone (rulings 25)."""

from __future__ import annotations

from collections.abc import Mapping

from diary.criteria.differentials import FEATURES, nlc_feature_summary
from diary.criteria.wording import FEATURES as FEATURE_WORDS
from diary.criteria.wording import STATES
from diary.exports.report import words
from diary.exports.report.document import Table
from diary.exports.report.material import Gathered

UNKNOWN = "unknown"
MET = "met"


def feature_table(gathered: Gathered) -> Table:
    """Each feature met, not met or unknown over 28 days, and how many are met."""
    language = gathered.language
    states = feature_states(gathered)
    met = sum(state == MET for state in states.values())
    return Table(
        title=words.FEATURES[language],
        head=words.FEATURES_HEAD[language],
        rows=tuple(
            (FEATURE_WORDS[code][language].capitalize(), STATES[state][language])
            for code, state in states.items()
        ),
        notes=(words.FEATURES_NOTE[language].format(met=met),),
    )


def feature_states(gathered: Gathered) -> Mapping[str, str]:
    """What the criterion ``nlc-feature-summary`` finds at the end of the period.

    Below three cramps nothing can be judged: every feature is unknown.
    """
    found = nlc_feature_summary(gathered.index).facts.get("features")
    if not isinstance(found, Mapping):
        return dict.fromkeys(FEATURES, UNKNOWN)
    return {code: str(found[code]) for code in FEATURES}
