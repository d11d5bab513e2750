"""What the indicators are counted from, read off a plan's own records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from seachange.planning.rules.earned import earned, evidence_on, hypotheses_of
from seachange.planning.rules.indicators.build_trap import Signals
from seachange.planning.rules.indicators.delivery import Shipping
from seachange.planning.rules.indicators.learning import (
    ClosedIdea,
    Forecast,
    discovery_throughput,
    killed_by_evidence,
)
from seachange.planning.rules.indicators.outcomes import Movement, key_results_that_are_outcomes
from seachange.planning.rules.indicators.promises import Promise, Sale
from seachange.planning.rules.indicators.roadmap import Item, output_share
from seachange.planning.rules.indicators.tallies import Tally, Unknown
from seachange.planning.rules.indicators.work import (
    Window,
    Work,
    agency_index,
    contact_before_build,
    hit_rate_of_judged,
    measured_of_all,
)
from seachange.planning.rules.invariants.promises import signatures, unsigned
from seachange.planning.rules.plan.delivery import EnablementItem, Output
from seachange.planning.rules.plan.discovery import Contact, Idea, RiskFinding
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import Decision, Hypothesis, Verdict
from seachange.planning.rules.plan.measuring import Measurement
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import Commitment, Deal
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.power import Count
from seachange.planning.rules.states import first_state
from seachange.planning.rules.vocabulary import FOUR_RISKS, Finish, Kind, Source

_GONE = frozenset({"achieved", "missed", "abandoned", "sustained", "relapsed"})


def works(plan: Plan) -> list[Work]:
    """Return every output as its indicators need it."""
    return [_work(plan, output) for output in plan.outputs]


def _work(plan: Plan, output: Output) -> Work:
    hypotheses = hypotheses_of(plan, output)
    since, start = output.released_on, output.building_started_on
    told = [v for h in hypotheses if (v := verdict_of(plan, h)) is not None and v.decided_on]
    after = [v for v in told if since is None or (v.decided_on or since) >= since]
    called = min(after, key=lambda v: (v.decided_on or date.max, v.id), default=None)
    gained = [v.decided_on for v in after if v.finish is Finish.SUPPORTED and v.decided_on]
    own = [m.measured_on or m.level.ends for m in plan.of(Measurement, output.id)]
    measured = [day for day in own if day is not None and since is not None and day >= since]
    measured += [called.decided_on] if called is not None and called.decided_on else []
    return Work(
        name=output.id,
        origin=output.origin,
        effort=output.effort_weeks or 0.0,
        has_hypothesis=bool(hypotheses),
        building_since=start,
        had_contact_before=_had_contact(plan, output, by=start or plan.as_of),
        has_all_risk_findings=_is_looked_at(plan, output),
        confidence_at_start=earned(evidence_on(plan, output, on=start)) if start else None,
        released_on=since,
        measured_on=min(measured, default=None),
        finish=called.finish if called and since else None,
        called_on=called.decided_on if called and since else None,
        gained_on=min(gained, default=None),
        is_building=output.state == "building",
        is_started=output.state != first_state(Kind.OUTPUT),
        was_launched=output.launched_on is not None,
        is_used_within_60_days=bool(output.buyers or output.active_users),
        ready_items=_ready(plan, output),
    )


def verdict_of(plan: Plan, hypothesis: Hypothesis) -> Verdict | None:
    """Return the verdict in force: the last one that no other supersedes."""
    found = plan.of(Verdict, hypothesis.id)
    superseded = {verdict.supersedes for verdict in found}
    standing = [verdict for verdict in found if verdict.id not in superseded]
    return max(standing, key=lambda v: (v.decided_on or date.min, v.id), default=None)


def _had_contact(plan: Plan, output: Output, *, by: date) -> bool | None:
    idea = plan.get(Idea, output.idea)
    about = (output.id, output.idea, output.problem or (idea.problem if idea else None))
    days = [talk.held_on for each in about if each for talk in plan.of(Contact, each)]
    if any(day is not None and day <= by for day in days):
        return True
    return None if None in days else False


def _is_looked_at(plan: Plan, output: Output) -> bool:
    about = (each for each in (output.id, output.idea) if each)
    seen = {finding.risk for each in about for finding in plan.of(RiskFinding, each)}
    return seen.issuperset(FOUR_RISKS)


def _ready(plan: Plan, output: Output) -> Tally | None:
    items = [item for item in plan.of(EnablementItem, output.id) if item.is_required]
    return Tally(sum(i.state == "verified" for i in items), len(items)) if items else None


def closed_ideas(plan: Plan, window: Window) -> list[ClosedIdea]:
    """Return the ideas that were killed, or released as an output, in the window."""
    out = {o.idea for o in plan.outputs if o.idea and window.holds(o.released_on)}
    killed = [i for i in plan.ideas if i.state == "killed" and window.holds(i.closed_on)]
    released = [idea for idea in plan.ideas if idea.id in out and idea.state != "killed"]
    return [
        *(ClosedIdea(is_killed=False) for _ in released),
        *(ClosedIdea(is_killed=True, cites_evidence=_cites(plan, idea)) for idea in killed),
    ]


def _cites(plan: Plan, idea: Idea) -> bool:
    """Tell whether a decision on an idea names evidence, or a hypothesis that has its verdict."""
    decided = plan.of(Decision, idea.id)
    return any(
        d.evidence or d.verdict or (d.hypothesis and plan.of(Verdict, d.hypothesis))
        for d in decided
    )


def tests_a_month(plan: Plan, window: Window) -> float | Unknown:
    """H12: tests analysed in the window, per 30 days; unknown where none says on which day."""
    analysed = [test for test in plan.assumption_tests if test.state == "analysed"]
    if analysed and not any(test.analysed_on for test in analysed):
        return Unknown(f"of {len(analysed)} tests analysed none says on which day")
    held = sum(window.holds(test.analysed_on) for test in plan.assumption_tests)
    return discovery_throughput(held, days=window.days)


def forecasts(plan: Plan) -> list[Forecast]:
    """Return what was believed before each result that came out clearly, and whether it held."""
    told = (verdict_of(plan, hypothesis) for hypothesis in plan.hypotheses)
    return [
        Forecast(verdict.belief_before, verdict.finish is Finish.SUPPORTED)
        for verdict in told
        if verdict is not None
        and verdict.belief_before is not None
        and verdict.finish is not Finish.INCONCLUSIVE
    ]


def movements(plan: Plan) -> dict[str, Movement]:
    """Return how far each open outcome has come, where both its levels are counts of people."""
    told = {}
    for outcome in plan.outcomes:
        latest = max(
            plan.of(Measurement, outcome.id),
            key=lambda m: (m.level.ends or m.measured_on or date.min, m.id),
            default=None,
        )
        before, now = _count(outcome.baseline), _count(latest.level if latest else None)
        is_open = outcome.state not in _GONE and outcome.target is not None
        if is_open and before and now and outcome.target not in {None, before.share}:
            told[outcome.id] = Movement(before=before, now=now, target=outcome.target or 0.0)
    return told


def _count(level: Level | None) -> Count | None:
    if level is None or level.did is None or not level.people:
        return None
    return Count(level.did, level.people)


def key_results(plan: Plan) -> list[str]:
    """Return what the key results say: their own text, else that of the outcome they name."""
    outcomes = {each.id: plan.get(Outcome, each.outcome) for each in plan.key_results}
    told = ((each.text, outcomes[each.id]) for each in plan.key_results)
    return [text or (outcome.text if outcome else "") for text, outcome in told]


def roadmap_items(plan: Plan) -> list[Item]:
    """Return the items of the roadmap that are neither done nor dropped."""
    return [
        Item(
            kind=item.item_kind,
            horizon=item.horizon,
            source=item.source or Source.OUTCOME,
            effort=item.effort_weeks or 0.0,
            is_near=item.state in {"now", "next"},
            serves_vision=item.milestone is not None or item.source is Source.VISION,
            slips=len(item.earlier_due),
            days_slipped=_slip(item.earlier_due, item.due),
        )
        for item in plan.roadmap
        if item.is_open
    ]


def _slip(earlier: tuple[date, ...], due: date | None) -> float:
    return float(max(0, (due - earlier[0]).days)) if earlier and due else 0.0


def sales(plan: Plan) -> list[Sale]:
    """Return the deals that were won, on whichever day."""
    return [
        Sale(
            won_on=deal.won_on,
            is_signed_before_close=_is_signed(plan, deal, by=deal.won_on),
            handed_over_on=deal.handed_over_on,
            outcome_measured_on=deal.outcome_measured_on,
        )
        for deal in plan.deals
        if deal.is_won and deal.won_on is not None
    ]


def _is_signed(plan: Plan, deal: Deal, *, by: date) -> bool:
    for promise in plan.of(Commitment, deal.id):
        signed = (each.signed_on for each in signatures(plan, promise).values())
        if unsigned(plan, promise) or any(day is not None and day > by for day in signed):
            return False
    return True


def promises(plan: Plan) -> Iterator[Promise]:
    """Walk the commitments of won deals that have a day."""
    for promise in plan.commitments:
        deal = plan.get(Deal, promise.deal)
        if deal is not None and deal.is_won and promise.due is not None:
            yield Promise(
                due=promise.due,
                delivered_on=promise.delivered_on,
                value=float(promise.price or 0),
            )


def shippings(plan: Plan, window: Window) -> list[Shipping]:
    """Return the periods of delivery that ended in the window and count their deployments."""
    return [
        Shipping(
            days=(each.ends - each.starts).days + 1,
            deployments=each.deployments,
            failed=each.failed_deployments or 0,
            lead_time_hours=each.lead_time_hours,
            recovery_hours=each.recovery_hours,
        )
        for each in plan.delivery_periods
        if each.starts and each.ends and each.deployments is not None and window.holds(each.ends)
    ]


def has_begun(plan: Plan) -> bool:
    """Whether anything was tried or made: before that there is no work to be judged."""
    return bool(plan.outputs or plan.hypotheses or plan.assumption_tests)


def signals(plan: Plan, window: Window) -> Signals:
    """Return what the signs of the build trap are read from."""
    made = works(plan)
    return Signals(
        measured=measured_of_all(made, window),
        supported=hit_rate_of_judged(made, window),
        killed_by_evidence=killed_by_evidence(closed_ideas(plan, window)),
        agency=agency_index(made),
        contact_before_build=contact_before_build(made),
        outcomes_as_goals=key_results_that_are_outcomes(key_results(plan)),
        outputs_on_roadmap=output_share(roadmap_items(plan)),
        tests_a_month=tests_a_month(plan, window),
    )
