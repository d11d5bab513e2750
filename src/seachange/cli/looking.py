"""`seachange plan tree`, `why`, `expectations`, `roadmap`: a plan looked at, nothing written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from seachange import clock
from seachange.cli.options import moment
from seachange.planning.files.reading import read_plan
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Function

_PLAN = click.argument("plan", type=click.Path(path_type=Path))
_DAY = click.option("--as-of", metavar="DAY", help="Read the plan as of this day (today).")


@click.command("tree")
@_PLAN
@_DAY
def plan_tree(plan: Path, as_of: str | None) -> None:
    """Draw the PLAN as a tree, from vision to output; what hangs in the air stands last."""
    from seachange.planning.rules.tree import tree_of
    from seachange.report.looking import tree

    click.echo(tree(tree_of(_read(plan, as_of))), nl=False)


@click.command("why")
@_PLAN
@click.argument("record")
@_DAY
def plan_why(plan: Path, record: str, as_of: str | None) -> None:
    """Tell why a RECORD of the PLAN exists, and what hangs on it."""
    from seachange.errors import BadPlan
    from seachange.events.documents import nearest
    from seachange.planning.rules.paths import consequences, reasons
    from seachange.report.looking import ways

    read = _read(plan, as_of)
    if record not in read.by_id:
        near = nearest(record, read.by_id)
        remedy = f"Did you mean {', '.join(near)}?" if near else "Give the id of one there is."
        raise BadPlan(f"there is no record {record}", place=str(plan), remedy=remedy)
    up, down = reasons(read, record), consequences(read, record)
    click.echo(ways(read.by_id[record], up=up, down=down), nl=False)


@click.command("expectations")
@_PLAN
@_DAY
def plan_expectations(plan: Path, as_of: str | None) -> None:
    """Tell what each party of the PLAN expects of the same thing, and how far apart they are."""
    from seachange.planning.rules.expecting import expected_of
    from seachange.report.looking import gulfs

    click.echo(gulfs(expected_of(_read(plan, as_of))), nl=False)


@click.command("roadmap")
@_PLAN
@click.option(
    "--audience",
    type=click.Choice([each.value for each in Function]),
    help="Only what is for everybody or for this department.",
)
@_DAY
def plan_roadmap(plan: Path, audience: str | None, as_of: str | None) -> None:
    """Write the roadmap that is safe to hand out: no features, no dates; Markdown.

    It tells what we want to change, learn or reach at 3, 6, 9 and 12 months. An output stands
    as the outcome it is for, or not at all.
    """
    from seachange.planning.rules.handout import safe_of
    from seachange.report.looking import handout

    told: dict[str, Any] = {"audience": Function(audience)} if audience else {}
    click.echo(handout(safe_of(_read(plan, as_of), **told)), nl=False)


def _read(plan: Path, as_of: str | None) -> Plan:
    day: date = (moment(as_of) or clock.now()).date()
    return read_plan(plan, day)[0]
