"""The confidence that the evidence on a record earns: computed (I-27), whoever claims another."""

from __future__ import annotations

from seachange.planning.rules.earned import earned, evidence_on
from seachange.planning.rules.judgement import judge
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Idea
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.roadmap import RoadmapItem


def confidence_in(plan: Plan, record: Record) -> float | None:
    """Return what evidence earns a hypothesis, an idea, an output, or an item about one: 0 to 10.

    None for what nothing is claimed of that could be wrong: a question, an outcome, a theme.
    """
    if isinstance(record, RoadmapItem):
        subject = plan.by_id.get(record.subject or "")
        return None if subject is None else confidence_in(plan, subject)
    if isinstance(record, Hypothesis):
        return judge(plan, record).confidence
    if isinstance(record, Idea | Output):
        return earned(evidence_on(plan, record))
    return None
