"""`seachange replay`: does a settled verdict still come out as it was sealed?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from seachange.cli.kept import open_kept_plan
from seachange.cli.options import Events, opened, optional_events_options, taken_events
from seachange.errors import Tampered

if TYPE_CHECKING:
    from seachange.planning.reads.replay import Replay


@click.command()
@click.argument("verdict")
@click.option("--show", is_flag=True, help="Print the records it rests on and what they came to.")
@optional_events_options
def replay(verdict: str, *, show: bool, **keys: Any) -> None:
    """Weigh again what was sealed with a VERDICT of the plan kept here, and compare byte for byte.

    It rests on the records as they were on the day it was given: what has become of them since
    changes nothing, and is named. With --events the questions sealed with its tests are asked
    again, as of that day.
    """
    open_kept_plan()
    from seachange.planning.reads.replay import replay as replayed
    from seachange.report.verdicts.replayed import text

    told = replayed(verdict)
    if show:
        click.echo(told.sealed)
        return
    if not told.is_same:
        raise Tampered(f"{verdict} does not come out as it was sealed", remedy=text(told))
    click.echo(text(told), nl=False)
    events = taken_events(keys)
    if events.sources:
        _ask_again(told, events)


def _ask_again(told: Replay, events: Events) -> None:
    from seachange.evidence.results import recounts
    from seachange.planning.rules.plan.plan import plan_of
    from seachange.report.verdicts.telling import recount

    held = told.dossier
    plan = plan_of(held.records, as_of=held.as_of)
    with opened(events) as log:
        found = list(recounts(plan, plan.hypotheses, log, as_of=held.as_of))
    for each in found:
        click.echo(f"  {recount(each)}")
    if not found:
        click.echo("  none of its tests holds a question that a log could be asked")
    differing = [each.before.id for each in found if each.is_stated and not each.agrees]
    if differing:
        raise Tampered(
            f"{told.verdict.id} does not come out of this log: {', '.join(differing)}",
            remedy="Ask the log it was given by; its fingerprint stands with the evidence.",
        )
