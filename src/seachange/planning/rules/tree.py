"""The plan as a tree, from vision to output, with what hangs in the air."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seachange.planning.rules.driving import REFUTED, Driving, driving
from seachange.planning.rules.paths import reasons
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.intent import DriverLink, Impact, Outcome, Vision
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A record of the tree with what stands under it.

    `refuted` are links that once led here from an outcome, and that experiments refuted.
    """

    record: Record
    under: tuple[Branch, ...] = ()
    refuted: tuple[Driving, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanTree:
    """Visions, impacts, outcomes, hypotheses and outputs, each under what it is for.

    An outcome that drives several impacts stands under each. `orphans` are those that lead to
    no impact and no vision: made for the sake of making.
    """

    branches: tuple[Branch, ...]
    orphans: tuple[Record, ...]


def tree_of(plan: Plan) -> PlanTree:
    """Return the tree of a plan."""
    visions = [Branch(record=v, under=_impacts(plan, _for(plan, v))) for v in plan.visions]
    loose = [impact for impact in plan.impacts if plan.get(Vision, impact.vision) is None]
    branches = (*visions, *_impacts(plan, loose))
    shown = set(_ids(branches))
    hanging = (*plan.outcomes, *plan.hypotheses, *plan.outputs)
    return PlanTree(
        branches=branches,
        orphans=tuple(
            each for each in hanging if each.id not in shown and not _serves_vision(plan, each)
        ),
    )


def _for(plan: Plan, vision: Vision) -> list[Impact]:
    return [impact for impact in plan.impacts if impact.vision == vision.id]


def _impacts(plan: Plan, impacts: Iterable[Impact]) -> tuple[Branch, ...]:
    return tuple(
        Branch(
            record=impact,
            under=tuple(
                _outcome(plan, outcome, above=())
                for each in plan.of(DriverLink, impact.id)
                if each.state != REFUTED and (outcome := plan.get(Outcome, each.outcome))
            ),
            refuted=_refuted(plan, impact),
        )
        for impact in impacts
    )


def _outcome(plan: Plan, outcome: Outcome, *, above: tuple[str, ...]) -> Branch:
    drivers = [
        driver
        for each in plan.of(DriverLink, outcome.id)
        if each.driven_outcome == outcome.id
        and each.state != REFUTED
        and each.outcome not in (*above, outcome.id)
        and (driver := plan.get(Outcome, each.outcome))
    ]
    tried = plan.of(Hypothesis, outcome.id)
    direct = [o for o in plan.of(Output, outcome.id) if not any(h.output == o.id for h in tried)]
    return Branch(
        record=outcome,
        under=(
            *(_outcome(plan, each, above=(*above, outcome.id)) for each in drivers),
            *(_hypothesis(plan, each) for each in tried),
            *(Branch(record=each) for each in direct),
        ),
        refuted=_refuted(plan, outcome),
    )


def _refuted(plan: Plan, end: Impact | Outcome) -> tuple[Driving, ...]:
    return tuple(
        driving(plan, each)
        for each in plan.of(DriverLink, end.id)
        if each.state == REFUTED and each.outcome != end.id
    )


def _hypothesis(plan: Plan, hypothesis: Hypothesis) -> Branch:
    outputs = [plan.get(Output, hypothesis.output)]
    if hypothesis.idea:
        outputs += plan.of(Output, hypothesis.idea)
    under = {each.id: Branch(record=each) for each in outputs if each is not None}
    return Branch(record=hypothesis, under=tuple(under.values()))


def _ids(branches: Iterable[Branch]) -> Iterable[str]:
    for branch in branches:
        yield branch.record.id
        yield from _ids(branch.under)


def _serves_vision(plan: Plan, record: Record) -> bool:
    return any(isinstance(step.record, Vision | Impact) for step in reasons(plan, record.id))
