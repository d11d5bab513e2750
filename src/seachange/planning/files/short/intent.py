"""Impacts and outcomes written short: `base: 899/2900`, `drives: [IM1]`, `guard: refunds`."""

from __future__ import annotations

import re

from seachange.planning.files.nodes import Keys, Node, Scalar
from seachange.planning.files.short.forms import (
    Entry,
    Form,
    Section,
    expected,
    ids_of,
    is_id,
    is_short_level,
    is_silent,
    level,
    word,
    words_in,
)
from seachange.planning.rules.vocabulary import ActorKind, Kind

_LEVEL = {"type": ["string", "number", "object"]}
_SCORES = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        **{key: {"type": "integer"} for key in "PAD"},
        "period": {"type": ["string", "integer"]},
    },
    "patternProperties": {"^(P|A|D|period):": {"type": "null"}},  # without a space
}
_WORDS = {"type": ["string", "array"]}
_KINDS = "|".join(ActorKind)
_IN_BRACKETS = re.compile(rf"(.*\S)\s*\(({_KINDS})\)\Z")
_WITHIN = re.compile(r"\bwithin (\d+) ?(h|hours?|days?|weeks?|months?)\b", re.IGNORECASE)
_BY_DAY = re.compile(r"\bby day (\d+)\b", re.IGNORECASE)
_TALLY = "899/2900"


def _base(entry: Entry, node: Node) -> None:
    entry.put("baseline", level(node), said="base")


def _baseline(entry: Entry, node: Node) -> None:
    entry.put("baseline", level(node), said="baseline")


def _latest(entry: Entry, node: Node) -> None:
    if isinstance(node, Keys) and not node.held:
        raise expected(node, key="latest", example="1197/3100")
    about = "impact" if entry.kind is Kind.IMPACT else "outcome"
    fields = {
        "metric": word(_metric_id(entry), node.at),
        about: word(entry.id, node.at),
        "level": level(node),
    }
    entry.imply(Kind.MEASUREMENT, f"ME-{entry.id}-{_told(fields['level'])}", fields, at=node.at)


def _told(node: Node) -> str:
    """Return what tells one measurement from the next: its period, else what was counted."""
    if isinstance(node, Scalar):
        return re.sub(r"\s*/\s*", "-", node.text)
    held = node.held if isinstance(node, Keys) else {}
    period = held.get("period")
    if isinstance(period, Scalar):
        return period.text
    return "-".join(each.text for each in held.values() if isinstance(each, Scalar))


def _drives(entry: Entry, node: Node) -> None:
    for each in words_in(node, key="drives", example="[IM1, IM2]"):
        to = "driven_outcome" if entry.whole.kind_of(each.text) is Kind.OUTCOME else "impact"
        fields = {"outcome": word(entry.id, each.at), to: each}
        entry.imply(Kind.DRIVER_LINK, f"{entry.id}-{each.text}", fields, at=each.at)


def _guard(entry: Entry, node: Node) -> None:
    ids = []
    for each in words_in(node, key="guard", example="adviser opt-out rate"):
        if entry.whole.kind_of(each.text) is Kind.METRIC or is_id(each.text):
            ids.append(each.text)
            continue
        own = f"G-{entry.id}" + (f"-{len(ids) + 1}" if ids else "")
        fields = {
            "name": each,
            "state": word("live", each.at),
            "numerator": each,
            "purpose": word("guardrail", each.at),
        }
        entry.imply(Kind.METRIC, own, fields, at=each.at)
        ids.append(own)
    entry.put("guardrails", ids_of(ids, node.at), said="guard")


def _metric_id(entry: Entry) -> str:
    return entry.says("metric") or f"M-{entry.id}"


def _finish_impact(entry: Entry) -> None:
    levels = (entry.node.held.get(name) for name in ("baseline", "base", "latest"))
    is_nps = any(node is not None and is_short_level(node) for node in levels)
    fields: dict[str, Node] = {
        "numerator": word(entry.says("name") or entry.says("statement"), entry.at),
        "scale": word("nps" if is_nps else "score", entry.at),
        "purpose": word("impact", entry.at),
    }
    _measured_by(entry, fields)


def _finish_outcome(entry: Entry) -> None:
    found = _IN_BRACKETS.match(entry.says("actor"))
    if found and "actor_kind" not in entry.node.held:
        entry.put("actor", word(found[1], entry.node.held["actor"].at), said="actor")
        entry.fill("actor_kind", found[2])
    told = {
        "numerator": entry.says("behaviour"),
        "denominator": entry.says("actor"),
        "window": _window(entry.says("behaviour")),
    }
    _measured_by(entry, {name: word(text, entry.at) for name, text in told.items() if text})


def _measured_by(entry: Entry, fields: dict[str, Node]) -> None:
    """Give it a metric of its own, unless it names one or one of that name is written out."""
    own = _metric_id(entry)
    levels = (entry.long.held.get("baseline"), entry.node.held.get("latest"))
    if not entry.says("metric") and not all(map(is_silent, levels)):
        entry.fill("metric", own)
        if entry.whole.kind_of(own) is not Kind.METRIC:
            told = {"state": word("live", entry.at), **fields}
            entry.imply(Kind.METRIC, own, told, at=entry.at)
    goal = (entry.long.held.get(name) for name in ("baseline", "target", "by"))
    if not any(map(is_silent, goal)):
        entry.fill("state", "active")


def _window(behaviour: str) -> str:
    """Return the days or hours that a behaviour is given, as its words say.

    >>> _window("replies within 24 h"), _window("completes a call by day 5"), _window("pays")
    ('24 hours', '5 days', '')
    """
    found = _WITHIN.search(behaviour)
    if found:
        unit = {"h": "hours"}.get(found[2].lower(), found[2].lower())
        return f"{found[1]} {unit}"
    day = _BY_DAY.search(behaviour)
    return f"{day[1]} days" if day else ""


_LATEST = Form(
    unfold=_latest,
    example="1197/3100",
    schema=_LEVEL,
    means="where it stands now: a measurement",
)
_SCORED = Form(
    unfold=_baseline,
    example="{P: 168, A: 155, D: 97, period: 2025-Q4}",
    schema=_SCORES,
    means="promoters, passives and detractors",
    applies=is_short_level,
)
_BASE = Form(
    unfold=_base,
    field="baseline",
    example=_TALLY,
    schema=_LEVEL,
    means="where it stood before: the baseline",
)
IMPACTS = Section(
    kind=Kind.IMPACT,
    forms={"baseline": _SCORED, "base": _BASE, "latest": _LATEST},
    finish=_finish_impact,
)
OUTCOMES = Section(
    kind=Kind.OUTCOME,
    forms={
        "baseline": _SCORED,
        "base": _BASE,
        "latest": _LATEST,
        "drives": Form(
            unfold=_drives,
            example="[IM1, IM2]",
            schema=_WORDS,
            means="the impacts or outcomes that it moves: a driver link to each",
        ),
        "guard": Form(
            unfold=_guard,
            example="adviser opt-out rate",
            schema=_WORDS,
            means="what must not get worse, in words or by its id: a guardrail metric",
        ),
    },
    finish=_finish_outcome,
)
