"""How healthy a plan's work is: every indicator, the signs of the build trap, who leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from seachange.planning.rules.indicators import (
    delivery,
    learning,
    of_plan,
    of_work,
    outcomes,
    promises,
    roadmap,
    work,
)
from seachange.planning.rules.indicators.build_trap import BuildTrap, Lead, build_trap, who_leads
from seachange.planning.rules.indicators.learning import Calibration
from seachange.planning.rules.indicators.tallies import Part, Tally, Unknown
from seachange.planning.rules.indicators.work import Window, Work
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Origin

Value = Tally | Part | float | Unknown


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator: its id, what it says, and its value; `unit` is what a bare number counts."""

    id: str
    says: str
    value: Value
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PlanHealth:
    """All indicators of a plan over a window, in the order of their ids.

    `details` are what some of them are made of: effort origin by origin (H08), progress outcome
    by outcome (H21). `trap` is unknown while nothing was tried or made, `lead` while no effort
    was spent.
    """

    window: Window
    figures: tuple[Figure, ...]
    details: tuple[Figure, ...]
    trap: BuildTrap | Unknown
    lead: Lead | Unknown

    def __getitem__(self, figure_id: str) -> Value:
        """Return the value of the first figure with this id; raise KeyError where there is none."""
        for each in self.figures:
            if each.id == figure_id:
                return each.value
        raise KeyError(figure_id)


@dataclass(frozen=True)
class _Facts:
    """A plan and a window, with what several indicators count looked up once."""

    plan: Plan
    window: Window

    @cached_property
    def works(self) -> list[Work]:
        return of_plan.works(self.plan)

    @cached_property
    def items(self) -> list[roadmap.Item]:
        return of_plan.roadmap_items(self.plan)

    @cached_property
    def closed(self) -> list[learning.ClosedIdea]:
        return of_plan.closed_ideas(self.plan, self.window)

    @cached_property
    def moved(self) -> dict[str, outcomes.Movement]:
        return of_plan.movements(self.plan)

    @cached_property
    def shipped(self) -> delivery.Context:
        return delivery.context(of_plan.shippings(self.plan, self.window))

    @cached_property
    def calibration(self) -> Calibration | Unknown:
        return learning.calibration(of_plan.forecasts(self.plan))


def health(plan: Plan, window: Window) -> PlanHealth:
    """Count every indicator of a plan; what cannot be known says why. Linear in its size.

    Drift (H26) needs the roadmap of four periods, which one plan does not hold: it is unknown.
    """
    facts = _Facts(plan, window)
    effort = {o: part.amount for o, part in work.effort_by_origin(facts.works).items()}
    return PlanHealth(
        window=window,
        figures=tuple(Figure(i, says, count(facts), unit) for i, says, unit, count in _FIGURES),
        details=(*_by_origin(facts), *_by_outcome(facts)),
        trap=build_trap(of_plan.signals(plan, window))
        if of_plan.has_begun(plan)
        else Unknown("nothing was tried or made yet"),
        lead=who_leads(effort) if any(effort.values()) else Unknown("no effort was spent"),
    )


def _by_origin(facts: _Facts) -> Iterator[Figure]:
    """H08 as it is defined: the effort that each origin took."""
    spent = work.effort_by_origin(facts.works)
    for origin, part in sorted(spent.items(), key=lambda each: -each[1].amount):
        if part.amount:
            yield Figure("H08", f"effort by origin: {origin.value}", part, _PW)


def _by_outcome(facts: _Facts) -> Iterator[Figure]:
    for outcome, movement in facts.moved.items():
        yield Figure("H21", f"progress to target: {outcome}", movement.progress, "of 1")


def _skill(facts: _Facts) -> Value:
    told = facts.calibration
    return told if isinstance(told, Unknown) else told.skill


def _brier(facts: _Facts) -> Value:
    told = facts.calibration
    return told if isinstance(told, Unknown) else told.brier


def _progress(facts: _Facts) -> Value:
    told = [movement.progress for movement in facts.moved.values()]
    return sum(told) / len(told) if told else Unknown("no outcome has two counts of people")


_OWN = frozenset({Origin.TEAM, Origin.OUTCOME, Origin.VISION})


def _by_team(facts: _Facts) -> Value:
    by_origin = work.effort_by_origin(facts.works)
    total = sum(part.amount for part in by_origin.values())
    return Part(sum(part.amount for o, part in by_origin.items() if o in _OWN), total)


def _tempo(facts: _Facts) -> Value:
    due = [m for m in facts.plan.milestones if m.due is not None and m.due <= facts.plan.as_of]
    reached = sum(m.reached_on is not None for m in due)
    return roadmap.tempo(reached=reached, due=len(due))


def _tests_per_idea(facts: _Facts) -> Value:
    analysed = sum(test.state == "analysed" for test in facts.plan.assumption_tests)
    return learning.tests_per_idea(analysed, ideas=of_work.ideas_out(facts.plan))


_Count = Callable[[_Facts], Value]
_PW, _DAYS = "person-weeks", "days"
# Id, what it says, the unit of what is counted, how it is counted.
_FIGURES: tuple[tuple[str, str, str, _Count], ...] = (
    ("H01", "releases that had a hypothesis", "",
     lambda f: work.outcome_coverage(f.works, f.window)),
    ("H02", "releases measured", "", lambda f: work.measured_of_all(f.works, f.window)),
    ("H02", "releases of 45 days and more, measured", "",
     lambda f: work.measured_share(f.works, f.window)),
    ("H03", "releases whose hypothesis was supported", "",
     lambda f: work.hit_rate(f.works, f.window)),
    ("H03", "the same, of those with a verdict", "",
     lambda f: work.hit_rate_of_judged(f.works, f.window)),
    ("H04", "from release to verdict (median)", _DAYS,
     lambda f: work.time_to_verdict(f.works, f.window)),
    ("H05", "ideas closed that evidence killed", "",
     lambda f: learning.killed_by_evidence(f.closed)),
    ("H05", "kills that cite evidence", "", lambda f: learning.kills_with_evidence(f.closed)),
    ("H06", "disappointments after which something stopped or changed", "",
     lambda f: learning.stop_share(of_work.disappointments(f.plan))),
    ("H07", "effort released and not measured", _PW,
     lambda f: work.unmeasured_effort(f.works, f.window)),
    ("H08", "effort with a hypothesis behind it", _PW,
     lambda f: work.effort_with_hypothesis(f.works)),
    ("H08", "effort the teams chose themselves", _PW, _by_team),
    ("H09", "effort others asked for, without a hypothesis", _PW,
     lambda f: work.agency_index(f.works)),
    ("H10", "weeks with a customer met", "",
     lambda f: of_work.contact_rate_of(f.plan, f.window)),
    ("H11", "outputs begun after speaking with a customer", "",
     lambda f: work.contact_before_build(f.works)),
    ("H12", "tests analysed in 30 days", "tests",
     lambda f: of_plan.tests_a_month(f.plan, f.window)),
    ("H13", "tests for each idea that left discovery", "tests", _tests_per_idea),
    ("H14", "hypotheses tested cheaply first", "",
     lambda f: learning.cheap_first(of_work.first_stages(f.plan))),
    ("H15", "outputs in building with all four risks looked at", "",
     lambda f: work.risk_coverage(f.works)),
    ("H16", "confidence at the start of building (median)", "of 10",
     lambda f: work.evidence_at_start(f.works)),
    ("H16", "builds begun on opinion", "", lambda f: work.thin_starts(f.works)),
    ("H17", "Brier score of our beliefs", "(0 is perfect)", _brier),
    ("H17", "skill beside the base rate", "(0 is as good as it)", _skill),
    ("H18", "share by which predictions exceed results", "of 1",
     lambda f: learning.prediction_bias(of_work.predictions(f.plan))),
    ("H19", "key results that are outcomes", "",
     lambda f: outcomes.key_results_that_are_outcomes(of_plan.key_results(f.plan))),
    ("H20", "outcomes shown to have moved", "",
     lambda f: outcomes.outcome_movement(f.moved.values())),
    ("H21", "progress to target (mean)", "of 1", _progress),
    ("H22", "roadmap items that are outputs", "", lambda f: roadmap.output_share(f.items)),
    ("H22", "roadmap items that are questions", "", lambda f: roadmap.question_share(f.items)),
    ("H23", "horizons with an item", "", lambda f: roadmap.horizon_coverage(f.items)),
    ("H24", "near-term effort for requests and deals", _PW,
     lambda f: roadmap.near_term_requests(f.items)),
    ("H25", "effort that serves the vision", _PW, lambda f: roadmap.vision_share(f.items)),
    ("H25", "vision milestones reached of those due", "", _tempo),
    ("H26", "growth of the share of requests a period", "of 1",
     lambda _f: Unknown("drift needs the roadmap of four periods")),
    ("H27", "deals signed by everybody before they closed", "",
     lambda f: promises.team_sales(of_plan.sales(f.plan))),
    ("H28", "promises kept by their day", "",
     lambda f: promises.promises_kept(of_plan.promises(f.plan), as_of=f.plan.as_of)),
    ("H29", "deals thrown over the fence", "",
     lambda f: promises.over_the_fence(of_plan.sales(f.plan), as_of=f.plan.as_of)),
    ("H30", "concentration of effort on customers (1: one alone)", "of 1",
     lambda f: promises.concentration(of_work.effort_by_customer(f.plan))),
    ("H31", "enablement verified at launch", "", lambda f: work.enablement_readiness(f.works)),
    ("H32", "launches that somebody bought or used", "",
     lambda f: work.built_to_bought(f.works, as_of=f.plan.as_of)),
    ("H33", "slowest step of the chain (median)", _DAYS,
     lambda f: of_work.slowest_step(f.plan)),
    ("H34", "requests answered in 30 days with a reason", "",
     lambda f: promises.reply_discipline(of_work.requests(f.plan), as_of=f.plan.as_of)),
    ("H35", "between the days two parties expect (mean)", _DAYS,
     lambda f: roadmap.expectation_gap(of_work.views(f.plan))),
    ("H36", "items moved later twice or more", "", lambda f: roadmap.slipped(f.items)),
    ("H37", "sellers who can tell the story", "",
     lambda f: promises.seller_fluency(of_work.fluent_until(f.plan), as_of=f.plan.as_of)),
    ("H38", "ideas tested for an outcome (median)", "ideas",
     lambda f: learning.options_per_outcome(of_work.ideas_tested(f.plan))),
    ("H39", "today: outcomes on pace", "", lambda f: of_work.on_pace(f.plan, f.moved)),
    ("H39", "tomorrow: vision milestones reached of those due", "", _tempo),
    ("H40", "deployments a week", "deployments", lambda f: f.shipped.deployments_a_week),
    ("H40", "deployments that failed", "", lambda f: f.shipped.failures),
    ("H40", "from commit to production", "hours", lambda f: f.shipped.lead_time_hours),
    ("H40", "from failure to mended", "hours", lambda f: f.shipped.recovery_hours),
    ("H41", "from building to the first supported verdict (median)", _DAYS,
     lambda f: work.time_to_outcome(f.works, as_of=f.plan.as_of)),
)  # fmt: skip
