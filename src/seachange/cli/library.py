"""`seachange library`: what was learnt so far, to be found again, and how well we foresee."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from seachange import clock
from seachange.cli.options import moment
from seachange.cli.verdict import form_of, judging_options, plan_of, put_out
from seachange.planning.rules.vocabulary import Finish

_FINISHES = {each.value.replace("_", "-"): each for each in Finish}


@click.command("library")
@click.argument("words", nargs=-1)
@click.option("--outcome", default="", metavar="ID", help="Only what was to move this outcome.")
@click.option("--step", default="", metavar="ID", help="Only at this step of a journey.")
@click.option("--actor", default="", metavar="WHO", help="Only what these people were to do.")
@click.option("--team", default="", metavar="ID", help="Only what this team answers for.")
@click.option("--verdict", "finish", type=click.Choice(list(_FINISHES)), help="Only these.")
@judging_options
def library(words: tuple[str, ...], **keys: Any) -> None:
    """Find what was learnt: the verdicts that tell of WORDS and what the options ask for.

    Without either, all learning at a glance: the win rate, what all winners did together without
    the luck that made them winners, the time to a verdict, what was stopped and why, and how
    forecasts met their verdicts, by team.
    """
    from seachange.planning.rules.library import Wanted, search
    from seachange.planning.rules.programme import programme
    from seachange.report.library import document, text
    from seachange.report.library.page import page

    day = (moment(keys["as_of"]) or clock.now()).date()
    plan, name = plan_of(keys["file"], day)
    told = programme(plan)
    finish = _FINISHES[keys["finish"]] if keys["finish"] else None
    asked = {key: keys[key] for key in ("outcome", "step", "actor", "team")}
    wanted = Wanted(finish=finish, words=" ".join(words), **asked)
    is_search = wanted != Wanted()
    found = search(told.lessons, wanted)
    output: Path | None = keys["output"]
    form, of = form_of(keys["form"], output), len(told.lessons)
    if form == "html":
        from dataclasses import replace

        shown = replace(told, lessons=found)
        written = page(shown, name=name, as_of=day.isoformat())
    elif form == "json":
        written = document.found(found, of=of) if is_search else document.document(told)
    else:
        written = text.found(found, of=of) if is_search else text.text(told)
    put_out(written, output)
