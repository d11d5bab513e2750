"""`seachange verdict`: what all evidence on a hypothesis says together, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from seachange import clock
from seachange.cli.options import (
    Events,
    moment,
    opened,
    optional_events_options,
    taken_events,
)
from seachange.planning.rules.belief import BASE_RATE
from seachange.planning.rules.meter import PRESETS

if TYPE_CHECKING:
    from seachange.evidence.recount import Recount
    from seachange.planning.rules.cases import Case
    from seachange.planning.rules.plan.plan import Plan

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS = ("text", "json", "html")
_ENDINGS = {".json": "json", ".html": "html", ".htm": "html"}


def judging_options(command: Command) -> Command:
    """Add --plan, --as-of, --format and -o."""
    options = [
        click.option(
            "--plan",
            "file",
            type=click.Path(path_type=Path),
            metavar="PLAN",
            help="A plan file or a folder of them (the plan kept here).",
        ),
        click.option("--as-of", metavar="DAY", help="Weigh what was known on this day (today)."),
        click.option(
            "--format",
            "form",
            type=click.Choice(FORMATS),
            help="text (default), json or html; -o's ending decides otherwise.",
        ),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Write to a file instead of the terminal.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command("verdict")
@click.argument("hypotheses", nargs=-1)
@click.option(
    "--meter",
    type=click.Choice(sorted(PRESETS)),
    default="gilad-calculator",
    show_default=True,
    help="The published meter that confidence is read from.",
)
@click.option(
    "--own-base-rate",
    is_flag=True,
    help="Begin with the base rate that the plan's own verdicts teach, not with 0.20.",
)
@judging_options
@optional_events_options
def verdict(hypotheses: tuple[str, ...], **keys: Any) -> None:
    """Judge HYPOTHESES by all evidence on them: the verdict it asks for, and what to do next.

    All that are not withdrawn, in a table, if none is named. Confidence and belief are computed:
    what counted, what was set aside and why is told with each. With --events the tests that hold
    a question are asked of the log, and judged by what it says.
    """
    from seachange.planning.rules.cases import cases
    from seachange.planning.rules.judgement import How
    from seachange.planning.rules.programme import own_base_rate

    day = (moment(keys["as_of"]) or clock.now()).date()
    plan, name = plan_of(keys["file"], day)
    base = own_base_rate(plan) if keys["own_base_rate"] else BASE_RATE
    how = How(meter=PRESETS[keys["meter"]], base=base)
    events = taken_events(keys)
    found: tuple[Recount, ...] = ()
    if events.sources:
        plan, found = _by_the_log(plan, hypotheses, events, day)
    told = list(cases(plan, hypotheses, as_of=day, how=how, harmed=_harmed(found)))
    form = form_of(keys["form"], keys["output"])
    written = _written(told, found, form=form, name=name, whole=bool(hypotheses))
    put_out(written, keys["output"])


def _harmed(found: Sequence[Recount]) -> dict[str, str]:
    if not found:
        return {}
    from seachange.evidence.results import harmed_by

    return harmed_by(found)


def _by_the_log(
    plan: Plan, named: Sequence[str], events: Events, day: date
) -> tuple[Plan, tuple[Recount, ...]]:
    """Ask a log what the tests found; return the plan with it, and how it differs from before."""
    from seachange.evidence.results import counted, recounts

    chosen = [each for each in plan.hypotheses if not named or each.id in named]
    with opened(events) as log:
        found = tuple(recounts(plan, chosen, log, as_of=day))
    return counted(plan, found), found


def form_of(form: str | None, output: Path | None) -> str:
    """Return the format asked for, else the one that a file's ending means, else text."""
    return form or (_ENDINGS.get(output.suffix.lower(), "text") if output else "text")


def put_out(written: str, output: Path | None) -> None:
    """Write to a file, or to the terminal where none is named."""
    if output is None:
        click.echo(written, nl=False)
        return
    from seachange.files import write_text

    write_text(output, written)


def plan_of(file: Path | None, day: date) -> tuple[Plan, str]:
    """Return the plan in a file, or the one kept here, as of a day, and what it is called."""
    if file is not None:
        from seachange.planning.files.reading import read_plan

        return read_plan(file, day)[0], file.name
    from seachange.cli.kept import open_kept_plan

    open_kept_plan()
    from seachange.planning.reads.snapshot import whole_plan

    return whole_plan(as_of=day), "the plan kept here"


def _written(
    told: Sequence[Case], found: Sequence[Recount], *, form: str, name: str, whole: bool
) -> str:
    if form == "json":
        from seachange.report.verdicts.document import document

        return document(told, found)
    if form == "html":
        from seachange.report.verdicts.page import page

        return page(told, found, name=name)
    from seachange.report.verdicts.text import text

    return text(told, found, whole=whole)
