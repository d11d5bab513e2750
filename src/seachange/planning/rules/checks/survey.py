"""The plan as the checks see it: on a day, with what several of them ask looked up once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache

from seachange.planning.rules.checks.settings import Thresholds
from seachange.planning.rules.earned import hypotheses_of
from seachange.planning.rules.meter import GILAD_CALCULATOR, Meter
from seachange.planning.rules.plan.delivery import Output, Release
from seachange.planning.rules.plan.discovery import Contact, Idea, Problem
from seachange.planning.rules.plan.intent import DriverLink, Outcome
from seachange.planning.rules.plan.kept import kept_per_plan
from seachange.planning.rules.plan.learning import Decision, Evidence, Hypothesis, Verdict
from seachange.planning.rules.plan.measuring import Measurement, Metric
from seachange.planning.rules.plan.organisation import Waiver
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import Function, Scale
from seachange.planning.rules.wording.names import PlanNames
from seachange.planning.rules.wording.reading import Reading, read_goal

# Hypotheses that may still come out either way or came out well.
DEAD = frozenset({"refuted", "harmed", "withdrawn"})
UNDECIDED = frozenset({"draft", "complete", "testing"})
# As many of a crowd as a finding names.
MOST_NAMED = 5
# Outcomes that nothing more is asked of.
SETTLED = frozenset({"achieved", "missed", "abandoned", "sustained", "relapsed"})


@dataclass(frozen=True)
class Survey:
    """A plan, the day it is judged at, what the organisation has set, and indexes over the plan."""

    plan: Plan
    as_of: date
    thresholds: Thresholds
    meter: Meter = GILAD_CALCULATOR

    # --- words ----------------------------------------------------------------------------------

    @cached_property
    def _readings(self) -> dict[str, Reading]:
        return {}

    def read(self, text: str) -> Reading:
        """Read a goal, with the plan's own actors, behaviours and outputs as vocabulary."""
        if text not in self._readings:
            self._readings[text] = read_goal(text, names_in(self.plan))
        return self._readings[text]

    # --- time -----------------------------------------------------------------------------------

    def is_over(self, days: int, *, since: date | None) -> bool:
        """Tell whether more than so many days have passed since a day; not since none."""
        return since is not None and self.as_of - since > timedelta(days=days)

    # --- what leads where -----------------------------------------------------------------------

    @cached_property
    def outcomes_with_impact(self) -> frozenset[str]:
        """Ids of the outcomes from which links lead to an impact, over others if need be."""
        behind: dict[str, list[str]] = {}
        found: set[str] = set()
        for link in self.plan.driver_links:
            if link.state == "refuted":
                continue
            if link.impact is not None:
                found.add(link.outcome)
            elif link.driven_outcome is not None:
                behind.setdefault(link.driven_outcome, []).append(link.outcome)
        at = sorted(found)
        while at:
            for outcome in behind.get(at.pop(), ()):
                if outcome not in found:
                    found.add(outcome)
                    at.append(outcome)
        return frozenset(found)

    def links_to(self, impact: str) -> list[DriverLink]:
        """Return the links to an impact that nothing has refuted."""
        return [link for link in self.plan.of(DriverLink, impact) if link.state != "refuted"]

    def hypotheses_of(self, output: Output) -> list[Hypothesis]:
        """Return the hypotheses about an output, or about the idea it came from."""
        if output.id not in self._hypotheses:
            self._hypotheses[output.id] = hypotheses_of(self.plan, output)
        return self._hypotheses[output.id]

    @cached_property
    def _hypotheses(self) -> dict[str, list[Hypothesis]]:
        return {}

    def outcomes_of(self, output: Output) -> list[str]:
        """Return the ids of the outcomes an output is to move, told in whichever way."""
        idea = self.plan.get(Idea, output.idea)
        problem = self.problem_of(output)
        told = [
            output.outcome,
            idea.outcome if idea else None,
            problem.outcome if problem else None,
            *(h.outcome for h in self.hypotheses_of(output)),
        ]
        return list(dict.fromkeys(each for each in told if each))

    def problem_of(self, output: Output) -> Problem | None:
        """Return the problem an output or its idea is to solve."""
        idea = self.plan.get(Idea, output.idea)
        return self.plan.get(Problem, output.problem or (idea.problem if idea else None))

    def serves_vision(self, output: Output) -> bool:
        """Tell whether an output or its idea is tied to a milestone of the vision."""
        idea = self.plan.get(Idea, output.idea)
        return bool(output.milestone or (idea and idea.milestone))

    def is_validated(self, output: Output) -> bool:
        """Tell whether the idea behind an output came out of discovery as validated."""
        idea = self.plan.get(Idea, output.idea)
        return idea is not None and idea.state in {"validated", "in delivery"}

    def contacts_of(self, output: Output) -> list[Contact]:
        """Return the talks with customers about an output, its idea or its problem."""
        problem = self.problem_of(output)
        about = (output.id, output.idea, problem.id if problem else None)
        found = [c for each in about if each for c in self.plan.of(Contact, each)]
        return list({contact.id: contact for contact in found}.values())

    def launched_on(self, output: Output) -> date | None:
        """Return the day of launch; where none was noted, that of the release to everybody."""
        if output.launched_on is not None:
            return output.launched_on
        full = [r.released_on for r in self.plan.of(Release, output.id) if r.state == "full"]
        return min((day for day in full if day is not None), default=None)

    # --- what was measured and decided ----------------------------------------------------------

    def measurements_of(self, record: Record, metric: str | None) -> list[Measurement]:
        """Return what was measured of an outcome or impact, the oldest first, segments left out.

        A measurement of its metric counts if it speaks of this record, or of none in particular.
        """
        asked = (record.id, metric)
        if asked not in self._measurements:
            whole = self._whole.get(metric, []) if metric else []
            own = [m for m in self.plan.of(Measurement, record.id) if self._counts(m)]
            self._measurements[asked] = sorted([*whole, *own], key=_by_day) if own else whole
        return self._measurements[asked]

    @cached_property
    def _measurements(self) -> dict[tuple[str, str | None], list[Measurement]]:
        return {}

    @cached_property
    def _whole(self) -> dict[str, list[Measurement]]:
        """What was measured of a metric as such, the oldest first."""
        found: dict[str, list[Measurement]] = {}
        for each in sorted(self.plan.measurements, key=_by_day):
            about = each.outcome or each.impact or each.problem or each.output or each.deal
            if about is None and self._counts(each):
                found.setdefault(each.metric, []).append(each)
        return found

    def _counts(self, measurement: Measurement) -> bool:
        return not measurement.segment and (seen_on(measurement) or self.as_of) <= self.as_of

    def latest(self, record: Record, metric: str | None) -> Measurement | None:
        """Return the last measurement, or none."""
        return next(reversed(self.measurements_of(record, metric)), None)

    def verdict_of(self, hypothesis: str) -> Verdict | None:
        """Return the verdict in force: the last one that no other supersedes."""
        found = self.plan.of(Verdict, hypothesis)
        superseded = {v.supersedes for v in found}
        standing = [v for v in found if v.id not in superseded]
        return max(standing, key=lambda v: (v.decided_on or date.min, v.id), default=None)

    def decisions_about(self, *records: str | None) -> list[Decision]:
        """Return the decisions about any of these records, the oldest first."""
        found = {d.id: d for each in records if each for d in self.plan.of(Decision, each)}
        return sorted(found.values(), key=lambda d: (d.decided_on or date.min, d.id))

    def evidence_about(self, *records: str | None) -> list[Evidence]:
        """Return the evidence about any of these records that was not retracted."""
        found = {e.id: e for each in records if each for e in self.plan.of(Evidence, each)}
        return [e for e in found.values() if e.state != "retracted"]

    def is_waived(self, rule: str, *records: str | None) -> bool:
        """Tell whether a rule is waived today for any of these records."""
        waivers = (w for each in records if each for w in self._waivers.get(each, ()))
        return any(w.holds(rule=rule, record=w.record, as_of=self.as_of) for w in waivers)

    @cached_property
    def _waivers(self) -> dict[str, list[Waiver]]:
        found: dict[str, list[Waiver]] = {}
        for waiver in self.plan.waivers:
            found.setdefault(waiver.record, []).append(waiver)
        return found

    # --- who ------------------------------------------------------------------------------------

    @cached_property
    def functions(self) -> frozenset[Function]:
        """What the departments of the plan are for."""
        return frozenset(d.function for d in self.plan.departments)

    def metric_of(self, outcome: Outcome | None) -> Metric | None:
        """Return the metric of an outcome, or none."""
        return self.plan.get(Metric, outcome.metric) if outcome else None

    def is_a_share(self, outcome: Outcome) -> bool:
        """Tell whether an outcome's rate lies between 0 and 1."""
        metric = self.metric_of(outcome)
        if metric is not None:
            return metric.scale is Scale.RATE
        return outcome.baseline is not None and outcome.baseline.did is not None

    def beyond_a_share(self, outcome: Outcome) -> dict[str, float]:
        """Return which of an outcome's levels, baseline and target, its share cannot have."""
        base = outcome.baseline.level if outcome.baseline else None
        levels = {"baseline": base, "target": outcome.target}
        told = {what: level for what, level in levels.items() if level is not None}
        if not self.is_a_share(outcome):
            return {}
        return {what: level for what, level in told.items() if not 0 <= level <= 1}


@kept_per_plan
def names_in(plan: Plan) -> PlanNames:
    """Return what a plan calls the people in it, what they do, and what is made."""
    return _names(
        (*(o.actor for o in plan.outcomes), *(b.actor for b in plan.behaviours)),
        tuple(b.act for b in plan.behaviours),
        tuple(o.name for o in plan.outputs),
    )


@lru_cache(maxsize=8)
def _names(
    actors: tuple[str, ...], behaviours: tuple[str, ...], outputs: tuple[str, ...]
) -> PlanNames:
    """Return the same names for the same words: a goal read by them need not be read anew."""
    return PlanNames.of(actors=actors, behaviours=behaviours, outputs=outputs)


def _by_day(measurement: Measurement) -> tuple[date, str]:
    return seen_on(measurement) or date.min, measurement.id


def seen_on(measurement: Measurement) -> date | None:
    """Return the day a measurement speaks of: the end of its period, else when it was taken."""
    return measurement.level.ends or measurement.measured_on


def quoted(*words: str) -> tuple[str, ...]:
    """Return words of the plan as one quotes them."""
    return tuple(f"“{word}”" for word in words if word)


def spoken(word: StrEnum) -> str:
    """Write a word of the plan's vocabulary as people say it: customer success."""
    return word.value.replace("_", " ")


def points(change: float) -> str:
    """Write a change of a share in percentage points: +4.6, −1."""
    text = f"{100 * change:+.1f}".removesuffix(".0")
    return f"{text} pp".replace("-", "−")


def percent(share: float) -> str:
    """Write a share as people do: 38.6 %."""
    return f"{100 * share:.1f} %".replace(".0 %", " %")


def shown(level: Level | None) -> str:
    """Write where something stood, with its people: 899 of 2,900 (31 %), NPS 16.9 (n = 420)."""
    if level is None or level.level is None:
        return "no level"
    if level.did is not None and level.people:
        return f"{level.did:,} of {level.people:,} ({percent(level.level)})"
    n = f" (n = {level.n:,})" if level.n else ""
    tenths = f"{level.level:,.1f}".removesuffix(".0")
    return f"{tenths if abs(level.level) >= 10 else format(level.level, '.4g')}{n}"
