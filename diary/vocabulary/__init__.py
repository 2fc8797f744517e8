"""The diary's codes and labels: typed, cached, frozen look-ups."""

from diary.vocabulary.advice import advice_template, number_to_call
from diary.vocabulary.scales import quality_label, scale
from diary.vocabulary.terms import (
    LISTS,
    Language,
    Term,
    all_terms,
    codes,
    conditions_with_role,
    cramp_related_medicines,
    exertion_triggers,
    label,
    medicines_matching_relief,
    muscles_in_group,
    region_of,
    relief_of_kind,
    symptoms_read_by_no_criterion,
    terms,
)

__all__ = [
    "LISTS",
    "Language",
    "Term",
    "advice_template",
    "all_terms",
    "codes",
    "conditions_with_role",
    "cramp_related_medicines",
    "exertion_triggers",
    "label",
    "medicines_matching_relief",
    "muscles_in_group",
    "number_to_call",
    "quality_label",
    "region_of",
    "relief_of_kind",
    "scale",
    "symptoms_read_by_no_criterion",
    "terms",
]
