"""One cohort asked: the question of drivers at a step, and what it says of each behaviour."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from seachange.errors import BadQuestion
from seachange.events.log import EventLog
from seachange.evidence.readings import level_of
from seachange.measure.answering.driver_parts import Behaviour as Seen
from seachange.measure.answering.driver_parts import DriversAnswer, Finding, Tested
from seachange.measure.answers import Estimate, Unknown
from seachange.measure.ask import ask, parse
from seachange.measure.questions.drivers import Drivers
from seachange.measure.statistics.sensitivity import e_value
from seachange.planning.rules.becoming import step_rule
from seachange.planning.rules.plan.encoding import canonical, fingerprint
from seachange.planning.rules.plan.measuring import SignalEstimate
from seachange.planning.rules.plan.values import Level

_METHOD = "limits of the calibrated risk difference"
_PERIOD = ("from", "to", "explain")
_LEAST_RATIO, _LEAST_RISK = 1e-3, 1e-6


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """Everybody who came to a step from one day to another, both included, and the answer."""

    question: Mapping[str, Any]
    starts: date
    ends: date
    answer: DriversAnswer
    log: EventLog

    @property
    def source(self) -> str:
        """The events that were asked, by name and fingerprint."""
        return f"{', '.join(self.answer.source.names)} ({self.answer.source.fingerprint[:12]})"

    @cached_property
    def succeeding(self) -> Level | None:
        """How many of those at the step succeed; none where success is a score."""
        steps = [bare(self.question["journey"][n - 1]) for n in self.question["target"] or ()]
        if not steps:
            return None
        return self._counted(steps[0] if len(steps) == 1 else {"any": steps})

    def estimate(self, signal: str, rule: Mapping[str, Any], seen: Seen) -> SignalEstimate:
        """Return what the cohort says of a behaviour; with why, where that is nothing."""
        tested = next((each for each in self.answer.tested if each.behaviour == seen), None)
        found = next((each for each in self.answer.findings if each.behaviour == seen), None)
        effect = tested.effect if tested else None
        told: dict[str, Any] = {"why": self._why(tested, effect)}
        if isinstance(effect, Estimate) and tested is not None:
            told = {
                "effect": effect.value,
                "low": effect.low,
                "high": effect.high,
                "without": tested.risk_without,
                "e_value": self._e_value(tested, effect),
                "people": tested.people,
                "doing": self._counted(rule),
                "succeeding": self.succeeding,
                **_of_finding(found),
            }
        return SignalEstimate(
            id=f"{signal}-{self.ends}",
            signal=signal,
            starts=self.starts,
            ends=self.ends,
            entries=self.answer.entries,
            definition=definition_of(self.question),
            log=self.source,
            **{name: _short(value) for name, value in told.items()},
        )

    def _why(self, tested: Tested | None, effect: object) -> str:
        if self.answer.unknown:
            return self.answer.unknown
        if tested is None:
            return "nobody did it in this cohort, or the event above it was not found"
        return tested.why if effect is None else effect.why if isinstance(effect, Unknown) else ""

    def _e_value(self, tested: Tested, effect: Estimate) -> float | None:
        if self.question.get("score") or tested.risk_without is None:
            return None
        base = max(tested.risk_without, _LEAST_RISK)
        value, low, high = (
            max((base + each) / base, _LEAST_RATIO)
            for each in (effect.value, effect.low, effect.high)
        )
        return e_value(Estimate(value=value, low=low, high=high, method=_METHOD)).limit

    def _counted(self, did: Mapping[str, Any]) -> Level | None:
        """Return how many of those at the step do something in the question's window."""
        asked = {
            "kind": "share",
            "of": step_rule(dict(self.question)),
            "did": dict(did),
            "within": self.question["within"],
            "entry": self.question.get("entry", "first"),
        }
        answered = ask(asked | _period(self.starts, self.ends), self.log, as_of=self._moment)
        level = level_of(answered, starts=self.starts, ends=self.ends, version=1)
        return level if isinstance(level, Level) else None

    @property
    def _moment(self) -> datetime:
        return datetime.fromisoformat(self.answer.as_of)


def asked(
    question: Mapping[str, Any], log: EventLog, *, starts: date, ends: date, as_of: date
) -> Cohort:
    """Ask a question of drivers of everybody who came to its step in a period."""
    moment = datetime.combine(as_of, time.max, tzinfo=UTC)
    answered = ask({**question, **_period(starts, ends)}, log, as_of=moment)
    if not isinstance(answered, DriversAnswer):
        raise BadQuestion(f"a question of the kind {answered.kind} finds no signals")
    return Cohort(question=question, starts=starts, ends=ends, answer=answered, log=log)


def definition_of(question: Mapping[str, Any]) -> str:
    """Return the fingerprint of a question: however it is written, but for its period."""
    told = parse(dict(question)).to_dict()
    meant = {key: held for key, held in told.items() if key not in _PERIOD}
    return fingerprint(canonical(meant))[:16]


def window_of(question: Mapping[str, Any]) -> timedelta:
    """Return how long those who came to the step have for their success."""
    parsed: Drivers = parse(dict(question))
    return parsed.within


def rule_text(seen: Seen) -> str:
    """Return the rule of a behaviour's events: the name, or with a property's value as JSON."""
    if seen.property is None:
        return seen.event
    value: Any = seen.value or ""
    number = _number(value)
    told = value if number is None else [value, number]
    return json.dumps({"event": seen.event, "where": {seen.property: told}})


def bare(step: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rule of a step, without the name it was given."""
    return {key: held for key, held in step.items() if key != "name"}


def _number(text: str) -> int | float | None:
    """Return the number that a value reads as; a property of the log may be either."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None


def _short(value: Any) -> Any:
    """Return a number to six digits: enough for anybody, and short enough for a plan file."""
    return float(f"{value:.6g}") if isinstance(value, float) else value


def _period(starts: date, ends: date) -> dict[str, Any]:
    return {"from": starts, "to": ends + timedelta(days=1)}


def _of_finding(found: Finding | None) -> dict[str, Any]:
    if found is None:
        return {}
    proof = found.proof_per_arm
    return {
        "reach": found.reach,
        "addressable": found.addressable_per_month,
        "proof_per_arm": None if isinstance(proof, Unknown) else proof,
        "e_value": found.e_value_limit,
    }
