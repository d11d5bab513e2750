"""The first page of those who find out what to make, and make it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from seachange.people.access import Viewer
from seachange.planning.rules.cases import Case, cases
from seachange.planning.rules.earned import hypotheses_of
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import RiskFinding
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import FOUR_RISKS
from seachange.report import words
from seachange.web.pages.home_parts import (
    MOST_LINES,
    MOST_NEXT,
    HomePage,
    Line,
    Next,
    Section,
    findings,
    is_mine,
    outcomes_of,
    urgent,
)
from seachange.web.shell import address_of

DONE = frozenset({"kept", "iterated", "removed", "measured"})


def for_product(plan: Plan, viewer: Viewer) -> HomePage:
    """Return a product manager's page: their outcomes, and what moves them next."""
    outcomes, are_own = outcomes_of(plan, viewer)
    told = open_cases(plan, outcomes)
    about = _about(plan, outcomes)
    ahead = chain(_unmeasured(outcomes), advice(told), findings(viewer, about))
    return HomePage(
        lead="The outcomes of your teams" if are_own else "All outcomes",
        rows=urgent(plan, outcomes),
        next=tuple(islice(ahead, MOST_NEXT)),
        sections=(_running(plan, outcomes), _questions(plan, outcomes)),
        no_next="Every outcome has its baseline, every bet its verdict and decision."
        if outcomes
        else "Once an outcome is stated, what to do about it stands here.",
    )


def for_builders(plan: Plan, viewer: Viewer) -> HomePage:
    """Return an engineer's or designer's page: what each piece of work is to change, for whom."""
    outcomes, are_own = outcomes_of(plan, viewer)
    works = [each for each in _works(plan, outcomes, viewer) if each.state not in DONE]
    gaps = [each for work in works for each in _gate(plan, work)]
    about = {each.id for each in works}
    return HomePage(
        lead="What your work is to change" if are_own else "What the work here is to change",
        rows=urgent(plan, outcomes),
        next=tuple([*gaps, *findings(viewer, about)][:MOST_NEXT]),
        sections=(
            Section(
                title="What is in the making, and how we will know",
                lines=tuple(_work(plan, each) for each in works[:MOST_LINES]),
                empty="Nothing is in the making. A good day to test something cheaply.",
            ),
            _running(plan, outcomes),
        ),
        no_next="Everything in the making was looked at from all four sides."
        if works
        else "Once something is in the making, what nobody has looked at stands here.",
    )


def open_cases(plan: Plan, outcomes: Iterable[Outcome]) -> Iterator[Case]:
    """Walk the hypotheses under some outcomes that are neither withdrawn nor drafts, judged."""
    wanted = {each.id for each in outcomes}
    named = [
        each.id
        for each in plan.hypotheses
        if each.outcome in wanted and each.state not in {"withdrawn", "draft"}
    ]
    for each in named:
        yield from cases(plan, [each])


def advice(told: Iterable[Case]) -> Iterator[Next]:
    """Walk what the evidence on hypotheses asks for: a decision, or the next test."""
    for case in told:
        if case.standing is None:
            yield Next(says=case.advice.says, record=case.hypothesis, chip="next test")
        elif not case.decisions:
            says = f"Decide what follows. {case.advice.says}"
            yield Next(says=says, record=case.hypothesis, chip="decide", tone="accent")


def _unmeasured(outcomes: Iterable[Outcome]) -> Iterator[Next]:
    for each in outcomes:
        if each.state == "draft":
            says = "Write down where it stands, before anything is done about it."
            address = address_of("outcome_baseline", each.id)
            yield Next(says=says, record=each, chip="baseline", tone="warn", address=address)


def _about(plan: Plan, outcomes: Iterable[Outcome]) -> set[str]:
    own = {each.id for each in outcomes}
    own |= {each.id for each in plan.hypotheses if each.outcome in own}
    return own | {each.id for each in plan.roadmap if each.outcome in own}


def _running(plan: Plan, outcomes: Iterable[Outcome]) -> Section:
    wanted = {each.id for each in outcomes}
    hypotheses = [each for each in plan.hypotheses if each.outcome in wanted]
    tests = [t for each in hypotheses for t in plan.of(AssumptionTest, each.id)]
    lines = tuple(
        Line(record=each, says=_about_test(plan, each), chip=each.state)
        for each in tests
        if each.state in {"planned", "running"}
    )
    return Section(title="Tests under way", lines=lines, empty="No test is planned or running.")


def _about_test(plan: Plan, test: AssumptionTest) -> str:
    hypothesis = plan.get(Hypothesis, test.hypothesis)
    said = hypothesis.statement if hypothesis else ""
    until = f", until {words.day(test.ends_on)}" if test.ends_on else ""
    return f"{said}{until}"


def _questions(plan: Plan, outcomes: Iterable[Outcome]) -> Section:
    wanted = {each.id for each in outcomes}
    lines = tuple(
        Line(record=each, says=each.would_answer, chip=each.state)
        for each in plan.questions
        if each.outcome in wanted and not each.answer
    )
    return Section(
        title="What we want to learn",
        lines=lines[:MOST_LINES],
        empty="No open question about these outcomes.",
    )


def _works(plan: Plan, outcomes: Iterable[Outcome], viewer: Viewer) -> Iterator[Output]:
    wanted = {each.id for each in outcomes}
    for output in plan.outputs:
        moves = {output.outcome, *(each.outcome for each in hypotheses_of(plan, output))}
        if is_mine(output, viewer) or moves & wanted:
            yield output


def _work(plan: Plan, output: Output) -> Line:
    told = hypotheses_of(plan, output)
    if not told:
        says = "It is to change nothing that anybody wrote down."
        return Line(record=output, says=says, chip=output.state, tone="warn")
    outcome = plan.get(Outcome, told[0].outcome)
    says = f"is to move {outcome.id}: {outcome.text}; " if outcome else ""
    return Line(record=output, says=f"{says}{told[0].id} tells whether it does", chip=output.state)


def _gate(plan: Plan, output: Output) -> Iterator[Next]:
    """Walk what nobody looked at yet: value, usability, feasibility, viability."""
    about = [each for each in (output.id, output.idea) if each]
    seen = {finding.risk for each in about for finding in plan.of(RiskFinding, each)}
    left = [risk.value for risk in FOUR_RISKS if risk not in seen]
    if left:
        says = f"Nobody has looked at its {', '.join(left)} yet."
        yield Next(says=says, record=output, chip="discovery gate", tone="warn")
