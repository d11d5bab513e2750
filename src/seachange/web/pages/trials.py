"""A test as its page shows it: what it would need, what the events say of it, what is stated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from seachange.errors import BadQuestion, NotThere
from seachange.events.documents import Field
from seachange.events.rules import parse_rule
from seachange.evidence.questions import question_of
from seachange.evidence.sources import source_in_use
from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.becoming import people_for
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import (
    Assumption,
    AssumptionTest,
    Evidence,
    Hypothesis,
)
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import document_in
from seachange.planning.rules.sizes import (
    Size,
    found_for,
    size_for_predicted,
    size_for_worthwhile,
)
from seachange.planning.rules.vocabulary import Design, Kind, Stage
from seachange.planning.rules.worth import choices
from seachange.report.verdicts import telling
from seachange.web.answers import Shown, shown
from seachange.web.rule_counts import unseen

# Cheap first: what each rung of the ladder is, in a sentence.
LADDER = (
    (Stage.ASSESSMENT, "think it through: goals, value, what it takes"),
    (Stage.FACT_FINDING, "look at what is there: data, interviews, what others do"),
    (Stage.TEST, "try it without building it: a fake door, a prototype, a concierge"),
    (Stage.EXPERIMENT, "let chance decide who gets it"),
    (Stage.RELEASE, "let it out to some, and hold it back from others"),
)
COMPARED = frozenset({Design.RANDOMISED, Design.HOLDBACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to have before a test begins, and whether it is there."""

    says: str
    is_there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One assumption a test looks into, and what was seen of it there."""

    assumption: Assumption
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """How many people show which change, from where: `each` in each of two groups."""

    what: str
    change: str
    start: str
    each: int

    @property
    def together(self) -> int:
        """Both groups."""
        return 2 * self.each


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPage:
    """All about one test: `stated` is what the plan says came of it, `result` what events say.

    `seen` is what was seen of each assumption, `evidence` what was seen of none of them. `sizes`
    are how many people the plan alone asks for, each with what for; `needs` is reckoned from
    those who came lately.
    """

    test: AssumptionTest
    hypothesis: Hypothesis | None
    outcome: Outcome | None
    seen: tuple[Seen, ...]
    evidence: tuple[Evidence, ...]
    ladder: tuple[tuple[Stage, str], ...]
    points: tuple[Point, ...]
    sizes: tuple[Sized, ...]
    needs: Shown | None
    result: Shown | None
    stated: str
    unasked: str
    may_edit: bool
    may_start: bool


def trial_page(viewer: Viewer | None, record: str) -> TrialPage:
    """Return all about one test, as far as somebody may see it."""
    plan = snapshot(viewer)
    test = plan.get(AssumptionTest, record)
    if test is None:
        raise NotThere(f"there is no test {record}"[:120])
    hypothesis = plan.get(Hypothesis, test.hypothesis)
    outcome = plan.get(Outcome, hypothesis.outcome) if hypothesis else None
    asked, unasked = _asked(plan, test)
    pieces = plan.of(Evidence, test.id)
    seen = tuple(_seen(plan, test, pieces))
    told = {each.assumption.id for each in seen}
    may_edit = viewer is not None and may(viewer.role, deed=Deed.EDIT, kind=Kind.ASSUMPTION_TEST)
    return TrialPage(
        test=test,
        hypothesis=hypothesis,
        outcome=outcome,
        seen=seen,
        evidence=tuple(each for each in pieces if each.assumption not in told),
        ladder=LADDER,
        points=tuple(_points(test, hypothesis)),
        sizes=tuple(_sizes(plan, hypothesis)) if test.state == "planned" else (),
        needs=_needs(plan, test, hypothesis, outcome, viewer) if test.state == "planned" else None,
        result=shown(asked, viewer, title="What the events say") if asked else None,
        stated=telling.arms(test) if test.control and test.treatment else "",
        unasked=unasked,
        may_edit=may_edit,
        may_start=may_edit and test.state == "planned",
    )


def _seen(plan: Plan, test: AssumptionTest, pieces: Iterable[Evidence]) -> Iterator[Seen]:
    """Walk what a test looks into, named by it or by what was seen in it, and what was seen."""
    about: dict[str, list[Evidence]] = {each: [] for each in test.assumptions}
    for piece in pieces:
        if piece.assumption is not None:
            about.setdefault(piece.assumption, []).append(piece)
    for record, told in about.items():
        assumption = plan.get(Assumption, record)
        if assumption is not None:
            yield Seen(assumption=assumption, evidence=tuple(told))


def _asked(plan: Plan, test: AssumptionTest) -> tuple[dict[str, Any], str]:
    """Return the question that a test asks of the events, or why it asks none."""
    if not test.question:
        return {}, "It asks no question of the events: what was seen is told by its evidence."
    if test.state == "planned":
        return {}, "It has not begun: the events are asked once it runs."
    try:
        return question_of(plan, test), ""
    except ValueError as error:
        return {}, f"Its question cannot be asked: {error}."
    except BadQuestion as error:
        where = f"{error.place}: " if error.place else ""
        return {}, f"Its question cannot be asked: {where}{error.what}."


def _sizes(plan: Plan, hypothesis: Hypothesis | None) -> Iterator[Sized]:
    """Walk the questions to which a number of people is the answer, by what the plan says."""
    if hypothesis is None:
        return
    for what, size in (
        ("the smallest change worth it", size_for_worthwhile(plan, hypothesis)),
        ("the change predicted", size_for_predicted(plan, hypothesis)),
    ):
        if size is not None:
            yield _from_its_baseline(what, size)
    if hypothesis.criteria.smallest_worthwhile is None:
        for each in choices(plan, hypothesis):
            if each.size.change != hypothesis.criteria.predicted:
                yield _from_its_baseline("if from here on it were worth it", each.size)
    for signal, newest in found_for(plan, hypothesis):
        predicted = hypothesis.criteria.predicted
        if not predicted or not newest.effect or newest.without is None:
            continue
        uptake = abs(predicted / newest.effect)
        people = people_for(newest, uptake=uptake) or 0
        if people and uptake <= 1:
            yield Sized(
                what=f"what {signal.id} goes with, where a nudge moves {_percent(uptake)} to it",
                change=f"{100 * abs(predicted):.3g} points",
                start=f"{_percent(newest.without)} who succeed without it",
                each=people // 2,
            )


def _from_its_baseline(what: str, size: Size) -> Sized:
    start = f"{_percent(size.level)}, the outcome’s baseline"
    return Sized(what=what, change=size.points, start=start, each=size.people)


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def _needs(
    plan: Plan,
    test: AssumptionTest,
    hypothesis: Hypothesis | None,
    outcome: Outcome | None,
    viewer: Viewer | None,
) -> Shown | None:
    """Return how many people and how long it takes to see the smallest change worth it."""
    worth = hypothesis.criteria.smallest_worthwhile if hypothesis else None
    metric = plan.get(Metric, test.metric or (outcome.metric if outcome else None))
    asked = document_in(metric.question) if metric else None
    if not worth or not asked or "of" not in asked:
        return None
    question = {
        "kind": "experiment_plan",
        "of": asked["of"],
        "metric": asked | {"entry": "first"},
        "change": abs(worth),
        "treated": 1 - test.planned_control_share,
        "looks": max(1, test.looks),
    }
    return shown(
        question,
        viewer,
        title="By who came lately: what it takes to see the smallest change worth it",
    )


def _points(test: AssumptionTest, hypothesis: Hypothesis | None) -> Iterator[Point]:
    """Walk what is to be there before a test begins."""
    criteria = hypothesis.criteria if hypothesis else None
    yield Point(says="It is about a hypothesis", is_there=hypothesis is not None)
    if hypothesis is not None and criteria is not None:
        yield Point(
            says="The hypothesis says what it predicts, what would be worth it, when to stop",
            is_there=criteria.are_complete,
        )
        yield Point(
            says="Something guards against winning the wrong way",
            is_there=bool(test.guardrails or hypothesis.guardrails),
        )
    yield Point(says="It says how it is done", is_there=bool(test.method))
    yield Point(
        says="It says when it begins and ends", is_there=bool(test.starts_on and test.ends_on)
    )
    if test.design in COMPARED or test.stage == Stage.EXPERIMENT:
        yield Point(says="It says how many people it takes", is_there=bool(test.planned_people))
        yield Point(says="It says how it will be analysed", is_there=bool(test.analysis_plan))
        asked = document_in(test.question) is not None
        yield Point(says="It asks its question of the events", is_there=asked)
        yield from _assigned(test)
    else:
        yield Point(says="It names what must be true", is_there=bool(test.assumptions))


def _assigned(test: AssumptionTest) -> Iterator[Point]:
    """Walk what names who gets what and has not come into the events: once begun, it stays so."""
    asked = document_in(test.question) or {}
    source = source_in_use()
    if source is None or "assigned" not in asked:
        return
    try:
        rule = parse_rule(Field(asked["assigned"]))
    except BadQuestion:
        return
    for name, near in unseen(rule, source):
        meant = f"; is {' or '.join(near)} meant?" if near else ""
        yield Point(says=f"Who gets what: no event is called {name} yet{meant}", is_there=False)
