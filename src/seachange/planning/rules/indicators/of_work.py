"""The rest of what indicators are counted from: talks, tests, requests, expectations, steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from seachange.planning.rules.indicators.of_plan import verdict_of
from seachange.planning.rules.indicators.outcomes import Movement, pace
from seachange.planning.rules.indicators.pacing import elapsed_of
from seachange.planning.rules.indicators.promises import Request, contact_rate
from seachange.planning.rules.indicators.roadmap import TwoViews
from seachange.planning.rules.indicators.tallies import Tally, Unknown, tally
from seachange.planning.rules.indicators.work import StepDone, Window, chain_lead_times
from seachange.planning.rules.plan.discovery import Expectation
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Decision
from seachange.planning.rules.plan.organisation import Department, FluencyCheck
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Choice, Finish, Function, Role, Stage

_OUT_OF_DISCOVERY = frozenset({"validated", "parked", "killed", "in delivery"})
_PRODUCT_TEAM = frozenset({Function.PRODUCT, Function.DESIGN, Function.ENGINEERING})


def disappointments(plan: Plan) -> list[tuple[Finish, Choice | None]]:
    """Return each verdict in force with the last decision about its hypothesis or output."""
    told: list[tuple[Finish, Choice | None]] = []
    for hypothesis in plan.hypotheses:
        verdict = verdict_of(plan, hypothesis)
        if verdict is not None:
            about = (hypothesis.id, verdict.id, hypothesis.output, hypothesis.idea)
            found = {d.id: d for each in about if each for d in plan.of(Decision, each)}
            last = max(found.values(), key=lambda d: (d.decided_on or date.min, d.id), default=None)
            told.append((verdict.finish, last.choice if last else None))
    return told


def contact_rate_of(plan: Plan, window: Window) -> Tally | Unknown:
    """H10: weeks in which a product team met a customer; unknown where no contact has a day."""
    if plan.contacts and not any(talk.held_on for talk in plan.contacts):
        return Unknown(f"of {len(plan.contacts)} contacts none says on which day")
    theirs = (t for t in plan.contacts if t.function in _PRODUCT_TEAM or t.product_team is not None)
    return contact_rate((talk.held_on for talk in theirs if talk.held_on is not None), window)


def ideas_out(plan: Plan) -> int:
    """Count the ideas that left discovery, whichever way."""
    return sum(idea.state in _OUT_OF_DISCOVERY for idea in plan.ideas)


def first_stages(plan: Plan) -> Iterator[Stage]:
    """Walk the stage of the first test of each hypothesis that had one."""
    for hypothesis in plan.hypotheses:
        tests = [t for t in plan.of(AssumptionTest, hypothesis.id) if t.state != "planned"]
        if tests:
            yield min(tests, key=lambda t: (t.starts_on or date.max, t.id)).stage


def predictions(plan: Plan) -> Iterator[tuple[float, float]]:
    """Walk what was predicted and what was measured, gains positive, over the verdicts."""
    for hypothesis in plan.hypotheses:
        verdict, predicted = verdict_of(plan, hypothesis), hypothesis.criteria.predicted
        if verdict is not None and verdict.measured is not None and predicted:
            sign = -1 if predicted < 0 else 1
            yield sign * predicted, sign * verdict.measured


def effort_by_customer(plan: Plan) -> dict[str, float]:
    """Return the person-weeks spent on outputs that customers asked for by name, shared out."""
    spent: dict[str, float] = {}
    for output in plan.outputs:
        for customer in output.customers:
            share = (output.effort_weeks or 0.0) / len(output.customers)
            spent[customer] = spent.get(customer, 0.0) + share
    return spent


def slowest_step(plan: Plan) -> float | Unknown:
    """Return the median days of the department's step that takes longest once ready."""
    passages = []
    for step in plan.chain_steps:
        if step.ready_on is not None and step.done_on is not None:
            department = plan.get(Department, step.department)
            named = department.name or department.id if department else step.name
            passages.append(StepDone(named, (step.done_on - step.ready_on).days))
    return next(iter(chain_lead_times(passages).values()), Unknown("no step was timed"))


def requests(plan: Plan) -> list[Request]:
    """Return the feature requests whose day is known."""
    return [
        Request(
            received_on=each.received_on,
            answered_on=each.replied_on or (each.decided_on if each.reply else None),
            has_reason=bool(each.reason.strip()),
        )
        for each in plan.feature_requests
        if each.received_on is not None
    ]


def views(plan: Plan) -> list[TwoViews]:
    """Return every two parties' expectations of one record, where both named a day."""
    about: dict[str, list[Expectation]] = {}
    for each in plan.expectations:
        if each.about is not None and each.expected_on is not None:
            about.setdefault(each.about, []).append(each)
    return [
        TwoViews(one.expected_on, other.expected_on, one.expected == other.expected)
        for group in about.values()
        for one, other in combinations(group, 2)
        if one.expected_on is not None and other.expected_on is not None
    ]


def fluent_until(plan: Plan) -> Iterator[date | None]:
    """Walk, seller by seller, the day until which their last check holds; none if it does not."""
    for member in plan.members:
        if member.role is Role.SALES:
            checks = plan.of(FluencyCheck, member.id)
            last = max(checks, key=lambda c: (c.checked_on or date.min, c.id), default=None)
            is_held = last is not None and last.passed
            yield (last.expires_on or date.max) if last is not None and is_held else None


def ideas_tested(plan: Plan) -> dict[str, int]:
    """Return, by outcome, how many ideas or outputs were tested for it."""
    tested: dict[str, set[str]] = {}
    for hypothesis in plan.hypotheses:
        if hypothesis.outcome is not None:
            subject = hypothesis.idea or hypothesis.output or hypothesis.id
            seen = tested.setdefault(hypothesis.outcome, set())
            if any(t.state == "analysed" for t in plan.of(AssumptionTest, hypothesis.id)):
                seen.add(subject)
    return {outcome: len(subjects) for outcome, subjects in tested.items()}


def on_pace(plan: Plan, moved: Mapping[str, Movement]) -> Tally:
    """H39: outcomes whose progress is no less than the share of their time that has passed."""
    paces = [_pace(plan, outcome, movement) for outcome, movement in moved.items()]
    return tally([p for p in paces if isinstance(p, float)], lambda told: told >= 1)


def _pace(plan: Plan, outcome_id: str, movement: Movement) -> float | Unknown:
    outcome = plan.get(Outcome, outcome_id)
    since = outcome.baseline.ends if outcome and outcome.baseline else None
    by = outcome.by if outcome else None
    elapsed = elapsed_of(since=since, by=by, as_of=plan.as_of)
    return elapsed if isinstance(elapsed, Unknown) else pace(movement, elapsed=elapsed)
