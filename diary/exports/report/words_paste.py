"""What the paste block says, English and bokmål side by side, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from diary.exports.report.words import Text, text

TITLE: Final = text(
    "CRAMP DIARY, {nights} nights to {last}", "KRAMPEDAGBOK, {nights} netter til {last}"
)
WARNINGS: Final = text(
    "Open warnings ({count}): {named}", "Åpne varsler ({count}): {named}"
)
WARNING: Final = text("{title} [{level}; {dates}]", "{title} [{level}; {dates}]")
NIGHTS: Final = text(
    "Cramp nights: {now}{interval}. Before: {before}. 84 nights: {long}. "
    "Change: {change}.",
    "Netter med krampe: {now}{interval}. Før: {before}. 84 netter: {long}. "
    "Endring: {change}.",
)
INTERVAL: Final = text(", 95 % CI {limits}", ", 95 % KI {limits}")
CHANGE: Final = text("{value} ({low} to {high}), ", "{value} ({low} til {high}), ")
VERDICTS: Final[Mapping[str, Text]] = {
    "improved": text("clearly fewer", "klart færre"),
    "worse": text("clearly more", "klart flere"),
    "no_clear_change": text("no clear change", "ingen klar endring"),
    "not_enough_data": text("cannot be judged", "kan ikke vurderes"),
}
NOT_JUDGED: Final = text(
    "not judged while a warning is open", "vurderes ikke mens et varsel er åpent"
)
RECORDED: Final = text(
    "Recorded: {recorded}. Within a day: {prompt}.",
    "Registrert: {recorded}. Ført innen et døgn: {prompt}.",
)
CRAMPS: Final = text(
    "Cramps (night / day): {number}. Longest: {longest}; over 10 min: {over}; "
    "worst pain: {pain}.",
    "Kramper (natt / dag): {number}. Lengste: {longest}; over 10 min: {over}; "
    "verste smerte: {pain}.",
)
PLACES: Final = text("Leg and foot: {places}", "Bein og fot: {places}")
APART: Final = text(
    "Arm, trunk, head, neck: {places}", "Arm, overkropp, hode, nakke: {places}"
)
SLEEP: Final = text(
    "Sleep {tst}, SE1 {efficiency}; cramp minus quiet nights: {difference}.",
    "Søvn {tst}, SE1 {efficiency}; netter med krampe minus rolige: {difference}.",
)
FEATURES: Final = text(
    "Features of nocturnal leg cramps: {met} of 7 met, {unknown} unknown.",
    "Kjennetegn på nattlige leggkramper: {met} av 7 oppfylt, {unknown} ukjent.",
)
MEDICINES: Final = text(
    "Medicines and remedies: {named}", "Medisiner og andre midler: {named}"
)
