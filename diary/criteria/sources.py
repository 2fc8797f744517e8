"""Where a criterion comes from, as each kind of reader may see it."""

from __future__ import annotations

from functools import lru_cache

from diary.criteria import catalogue
from diary.criteria.catalogue import Audience, Criterion
from diary.vocabulary.parsing import mapping, sequence, text


def source_output(criterion: Criterion, audience: Audience) -> dict[str, object]:
    """Section and outside names for everybody; the article's words for clinicians."""
    article, outside = criterion.article_sources, criterion.outside_sources
    source: dict[str, object] = {
        "section": article[0].section if article else None,
        "sections": list(criterion.sections),
        "outside": [item.key for item in outside],
    }
    if audience == "clinician":
        source["quotes"] = [
            part.quote
            for part in article
            if part.quote and not part.never_display and not _is_hidden(part.quote)
        ]
        cited = catalogue.citations()
        source["citations"] = [
            {"key": item.key, "detail": item.detail, "citation": cited[item.key]}
            for item in outside
        ]
    return source


def _is_hidden(quote: str) -> bool:
    return any(hidden in quote for hidden in _hidden_quotes())


@lru_cache(maxsize=1)
def _hidden_quotes() -> frozenset[str]:
    """What the list of statements marks as never to be shown, whoever quotes it."""
    statements = map(mapping, sequence(catalogue.rule_set()["article_statements"]))
    return frozenset(
        text(statement["quote"])
        for statement in statements
        if statement["never_display"] is True
    )
