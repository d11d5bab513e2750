"""`seachange plan health`: the indicators of a plan, and whether the work is in the build trap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from seachange import clock
from seachange.cli.options import moment


@click.command("health")
@click.argument("plan", type=click.Path(path_type=Path))
@click.option("--as-of", metavar="DAY", help="Count as things stand on this day (today).")
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=180,
    show_default=True,
    help="How far back releases, tests and talks are counted.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to a file instead of the terminal.",
)
def plan_health(plan: Path, **keys: Any) -> None:
    """Count how the work of a PLAN goes: 41 indicators, the signs of the build trap, who leads.

    Every share is told with its counts and its 95 % interval, and only from five on.
    """
    from seachange.files import write_text
    from seachange.planning.files.reading import read_plan
    from seachange.planning.rules.indicators.health import health
    from seachange.planning.rules.indicators.work import Window
    from seachange.report.health import document, text

    day = (moment(keys["as_of"]) or clock.now()).date()
    read, _places = read_plan(plan, day)
    counted = health(read, Window(day, days=keys["days"]))
    written = document(counted) if keys["as_json"] else text(counted)
    output: Path | None = keys["output"]
    if output is None:
        click.echo(written, nl=False)
    else:
        write_text(output, written)
