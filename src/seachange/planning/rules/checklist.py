"""What should stand before a test starts, since afterwards it is too late: the checklist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seachange.planning.rules.measured import WITH_CONTROL
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.power import smallest_seen
from seachange.planning.rules.sizes import baseline_of, size_for_worthwhile
from seachange.planning.rules.vocabulary import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to have before the start: whether it is there, and what is or would be.

    `fields` are what a plan file calls that in which it is said.
    """

    is_there: bool
    says: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A planned test with what stands and what is missing."""

    test: AssumptionTest
    items: tuple[Item, ...]

    @property
    def missing(self) -> tuple[Item, ...]:
        """What is to be done before it starts."""
        return tuple(item for item in self.items if not item.is_there)


def checklists(plan: Plan, hypothesis: Hypothesis) -> tuple[Checklist, ...]:
    """Return the checklist of every test of a hypothesis that has not started."""
    return tuple(
        Checklist(test=test, items=tuple(_items(plan, hypothesis, test)))
        for test in plan.of(AssumptionTest, hypothesis.id)
        if test.state == "planned"
    )


def _items(plan: Plan, hypothesis: Hypothesis, test: AssumptionTest) -> Iterator[Item]:
    criteria = hypothesis.criteria
    yield _either(
        "it says what would make it right, and what dead",
        "say what is predicted, from when on it is worth it, by when, and when to stop",
        holds=criteria.are_complete,
    )
    yield _either(
        "how it will be read is written down",
        "write down how it will be analysed, or which question it asks of the events",
        fields=("analysis_plan", "question"),
        holds=bool(test.analysis_plan or test.question),
    )
    if test.stage not in {Stage.EXPERIMENT, Stage.RELEASE} and test.design not in WITH_CONTROL:
        yield _either(
            "it says which assumptions it tests",
            "name the assumptions it tests",
            fields=("assumptions",),
            holds=bool(test.assumptions),
        )
        return
    own = _metric(plan, hypothesis)
    yield _either(
        "it measures the outcome's own metric",
        "measure the outcome's own metric: another one tells of something else",
        holds=test.metric in {None, own} and own is not None,
    )
    yield _either(
        "it watches a guardrail",
        "name what must not get worse meanwhile",
        fields=("guardrails",),
        holds=bool(test.guardrails),
    )
    yield _big_enough(plan, hypothesis, test)
    yield _either(
        "looking at it early is allowed for" if test.is_sequential else "it is looked at once",
        "plan for looking early, or look once: whoever looks often finds something by chance",
        fields=("is_sequential",),
        holds=test.looks <= 1 or test.is_sequential or bool(test.correction),
    )


def _metric(plan: Plan, hypothesis: Hypothesis) -> str | None:
    outcome = plan.get(Outcome, hypothesis.outcome)
    return outcome.metric if outcome else None


def _big_enough(plan: Plan, hypothesis: Hypothesis, test: AssumptionTest) -> Item:
    """Say whether it could see what is worth it, at 80 % power, from where the outcome stands."""
    level, worth = baseline_of(plan, hypothesis), hypothesis.criteria.smallest_worthwhile
    people, share = test.planned_people or 0, test.planned_control_share
    if not people:
        says = "say how many people it is to judge"
        return Item(is_there=False, says=says, fields=("planned_people",))
    groups = (round(people * share), people - round(people * share))
    if level is None or not 0 <= level <= 1 or not worth or min(groups) < 1:
        return Item(is_there=True, says=f"it is planned for {people:,} people")
    seen = smallest_seen(level, people=groups)
    can = f"with {people:,} people in both groups it sees {100 * seen:.1f} points or more"
    size = size_for_worthwhile(plan, hypothesis)
    enough = f"{size.people:,} people in each group see {size.points}" if size else "more people"
    return _either(
        can,
        f"{can}, and {100 * abs(worth):.1f} would be worth it: plan for more ({enough})",
        holds=seen <= abs(worth),
    )


def _either(there: str, missing: str, *, holds: bool, fields: tuple[str, ...] = ()) -> Item:
    if holds:
        return Item(is_there=True, says=there)
    return Item(is_there=False, says=missing, fields=fields)
