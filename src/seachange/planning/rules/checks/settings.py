"""What an organisation may set about the checks: thresholds, severities and waivers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from seachange.events.documents import Field, nearest
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.meter import GILAD_CALCULATOR, PRESETS, Combination, Meter

OFF = "off"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Every number a check compares with; shares are 0..1, spans whole days."""

    # Outcomes, objectives and hypotheses
    baseline_days: int = 180  # OC10: an older baseline is stale
    review_days: int = 90  # OC14, RV01: how often somebody looks
    pace_factor: float = 2.0  # OC16: times the fastest month ever seen
    key_results: int = 4  # KR04: for a team in a cycle
    objectives: int = 2  # KR04: for a team in a cycle
    surprise_factor: float = 3.0  # HY06: times the largest effect ever measured
    important: int = 4  # HY08: an importance, of 5, that must be looked at
    ideas: int = 3  # HY12: to compare for an outcome
    # Tests and evidence
    sample_ratio_chance: float = 0.001  # TS02: a split this unlikely is no accident
    power: float = 0.8  # TS03, TS10: how often a change there is would be seen
    close_days: int = 14  # TS05: from the end of a test to its result
    cheap_cost: float = 1000.0  # TS07: what a first test may cost, in the money of the plan
    assumptions_at_once: int = 3  # TS08: in one test, at most
    claim_margin: float = 1.0  # EV01: points a claim may exceed the evidence
    half_lives: float = 2.0  # EV03: after so many, evidence is stale
    # Outputs
    date_confidence: float = 3.0  # OU03: the least for a date
    date_belief: float = 0.5  # OU03: the least for a date
    measure_days: int = 45  # OU04: from release to measurement
    decide_days: int = 45  # OU05: from verdict to decision
    opinion_confidence: float = 0.1  # OU09: as much as opinions alone can earn
    buying_days: int = 60  # OU11: from launch until somebody must have bought
    use_share: float = 0.01  # OU11: of those eligible
    # Roadmap and feature requests
    near_months: int = 3  # RM01: a roadmap must reach further
    output_share: float = 0.5  # RM03: of the items, at most
    day_months: int = 3  # RM05: up to here a day may be named
    month_months: int = 6  # RM05: up to here a month
    same_confidence_share: float = 0.8  # RM07: of the items
    slips: int = 2  # RM08: moves to a later date
    request_budget: float = 0.25  # RM10: of the effort in now and next, at most
    vision_floor: float = 0.2  # RM11: of the effort, at least
    request_days: int = 30  # RQ02: until a decision
    similarity: float = 0.8  # RQ05: of the words of two requests
    # Deals, enablement, vision, rituals
    delivery_roles: int = 2  # DL03: in the place of customer success
    handover_days: int = 7  # DL09: from won to handed over
    customer_outcome_days: int = 90  # DL10: from won to measured
    custom_deal_share: float = 0.2  # DL12: of the deals, at most
    objection_days: int = 14  # EN07: until an answer
    rising_periods: int = 3  # VI03: in a row
    fluent_share: float = 0.8  # VI04: of the sellers, at least
    reviews_without_stop: int = 10  # RV02: in a row


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody answers for until a day; `record` is empty for the whole plan."""

    finding: str
    record: str
    reason: str
    owner: str
    expires: date


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds, severities that differ from ours (none: the check is off), waivers, the meter."""

    thresholds: Thresholds = field(default_factory=Thresholds)
    severities: Mapping[str, Severity | None] = field(default_factory=lambda: MappingProxyType({}))
    waivers: tuple[Waiver, ...] = ()
    meter: Meter = GILAD_CALCULATOR


_SHARES = {
    "sample_ratio_chance", "power", "date_belief", "use_share", "output_share", "fluent_share",
    "same_confidence_share", "request_budget", "vision_floor", "similarity", "custom_deal_share",
}  # fmt: skip
# Read off the defaults, so that a whole number stays one.
_WHOLE = {f.name for f in fields(Thresholds) if isinstance(f.default, int)}


def parse_settings(document: Field, *, ids: Iterable[str]) -> Settings:
    """Read settings from a document; `ids` are the checks there are.

    Keys: `thresholds`, `severities` (E, W, I or off, by the id of a check), `waivers`, `meter`
    (the name of a published confidence meter) and `combination` (how its pieces add up).
    Raises BadQuestion with the way to the key at fault and the nearest known one.
    """
    ids = tuple(ids)
    known = ("thresholds", "severities", "waivers", "meter", "combination")
    keys = document.keys(known, what="settings")
    return Settings(
        thresholds=_thresholds(keys["thresholds"]) if "thresholds" in keys else Thresholds(),
        severities=_severities(keys["severities"], ids) if "severities" in keys else {},
        waivers=_waivers(keys["waivers"], ids) if "waivers" in keys else (),
        meter=_meter(keys),
    )


def _meter(keys: Mapping[str, Field]) -> Meter:
    meter = PRESETS[keys["meter"].one_of(list(PRESETS))] if "meter" in keys else GILAD_CALCULATOR
    if "combination" not in keys:
        return meter
    how = keys["combination"].one_of([each.value for each in Combination])
    return replace(meter, combination=Combination(how))


def _thresholds(document: Field) -> Thresholds:
    found = document.keys([f.name for f in fields(Thresholds)], what="thresholds")
    set_: dict[str, Any] = {name: _number(name, value) for name, value in found.items()}
    return Thresholds(**set_)


def _number(name: str, value: Field) -> int | float:
    if name in _WHOLE:
        return value.whole(least=0)
    number = value.number()
    if name in _SHARES and not 0 < number < 1:
        raise value.wrong(f"{name} is a share between 0 and 1, not {number:g}")
    if number < 0:
        raise value.wrong(f"{name} cannot be below zero")
    return number


def _severities(document: Field, ids: Sequence[str]) -> Mapping[str, Severity | None]:
    found: dict[str, Severity | None] = {}
    for name, value in document.keys(ids, what="severities").items():
        # YAML reads a bare `off` as no.
        if value.value is False or value.value == OFF:
            found[name] = None
        else:
            found[name] = Severity(value.one_of([*(s.value for s in Severity), OFF]))
    return MappingProxyType(found)


def _waivers(document: Field, ids: Sequence[str]) -> tuple[Waiver, ...]:
    return tuple(_waiver(item, ids) for item in document.items())


def _waiver(document: Field, ids: Sequence[str]) -> Waiver:
    needed = ("finding", "record", "reason", "owner", "expires")
    keys = document.keys(needed, what="a waiver")
    missing = [key for key in needed if key not in keys and key != "record"]
    if missing:
        raise document.wrong(
            f"a waiver needs {' and '.join(missing)}",
            remedy="Say which finding, why, who answers for it, and until when.",
        )
    return Waiver(
        finding=_known(keys["finding"], ids),
        record=keys["record"].text() if "record" in keys else "",
        reason=keys["reason"].text(),
        owner=keys["owner"].text(),
        expires=_day(keys["expires"]),
    )


def _known(name: Field, ids: Sequence[str]) -> str:
    word = name.text()
    if word not in ids:
        near = nearest(word, ids)
        hint = f"Did you mean {', '.join(near)}?" if near else ""
        raise name.wrong(f"there is no check {word}", remedy=hint)
    return word


def _day(value: Field) -> date:
    moment = value.day_or_moment()
    return moment.date() if isinstance(moment, datetime) else moment
