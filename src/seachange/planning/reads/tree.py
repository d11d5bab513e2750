"""The plan's tree and the ways through it, as far as somebody may see."""

from __future__ import annotations

from seachange.errors import NotThere
from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.paths import Step, consequences, reasons
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.tree import PlanTree, tree_of


def plan_tree(viewer: Viewer | None) -> PlanTree:
    """Return the tree of what somebody may see."""
    return tree_of(snapshot(viewer))


def why(viewer: Viewer | None, record_id: str) -> list[Step]:
    """Return why a record exists, as far as somebody may see; one they may not see is not there."""
    return reasons(_with(viewer, record_id), record_id)


def hangs_on(viewer: Viewer | None, record_id: str) -> list[Step]:
    """Return what hangs on a record, as far as somebody may see."""
    return consequences(_with(viewer, record_id), record_id)


def _with(viewer: Viewer | None, record_id: str) -> Plan:
    plan = snapshot(viewer)
    if record_id not in plan.by_id:
        raise NotThere(f"there is no record {record_id}", remedy="give the id of one there is")
    return plan
