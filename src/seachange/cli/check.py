"""`seachange check`: a plan read as a good coach would read it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seachange import clock
from seachange.cli.options import moment, opened, optional_events_options, taken_events
from seachange.errors import BadQuestion
from seachange.evidence.questions import refuse_unaskable
from seachange.planning.files.reading import read_plan
from seachange.planning.rules.checks.catalogue import BY_ID
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.checks.run import Report, check
from seachange.planning.rules.checks.settings import Settings, parse_settings
from seachange.planning.rules.plan.plan import Plan

if TYPE_CHECKING:
    from seachange.evidence.readings import Readings

FORMATS = ("text", "json", "html", "sarif")
_ENDINGS = {".json": "json", ".html": "html", ".htm": "html", ".sarif": "sarif", ".txt": "text"}

# Reads a plan as it stands on a day, with where each of its records stands.
Load = Callable[[Path, date], tuple[Plan, Mapping[str, Place]]]


def check_command(load: Load) -> click.Command:
    """Return the command that checks the plans which `load` reads."""

    @click.command("check")
    @click.argument("plan", type=click.Path(path_type=Path))
    @click.option("--as-of", metavar="DAY", help="Judge the plan as it stands on this day (today).")
    @click.option(
        "--settings",
        "settings_file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Thresholds, severities and waivers (YAML).",
    )
    @click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        help="text (default), json, html or sarif; -o's ending decides otherwise.",
    )
    @click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write to a file instead of the terminal.",
    )
    @click.option(
        "--list", is_flag=True, is_eager=True, expose_value=False, callback=_list, help="List all."
    )
    @click.option(
        "--schema",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_schema,
        help="Print the JSON schema of --format json.",
    )
    @click.option(
        "--since",
        metavar="DAY",
        help="With --events: measure from this day on (the last 90, or review_days).",
    )
    @optional_events_options
    def check_plan(plan: Path, **keys: Any) -> int:
        """Check the PLAN, a file or a folder of files: 127 checks, and how to mend what they find.

        Exits with 1 if an error stands that nobody waived. With --events the metrics are
        measured over the days from --since to --as-of, and the checks that need data judge those
        measurements too.
        """
        return _check(plan, load, keys)

    return check_plan


def _check(file: Path, load: Load, keys: dict[str, Any]) -> int:
    told = moment(keys["as_of"])
    as_of = (told or clock.now()).date()
    settings = _settings(keys["settings_file"])
    plan, places = load(file, as_of)
    refuse_unaskable(plan, places, file=file)
    since = moment(keys["since"], option="--since")
    days = timedelta(days=settings.thresholds.review_days)
    read = _readings(plan, keys, since=since.date() if since else as_of - days, until=as_of)
    report = check(
        plan, as_of=as_of, settings=settings, readings=read.taken, unread=read.unknown.items()
    )
    _write(report, places, file=file, form=keys["form"], output=keys["output"])
    return report.status


def _settings(file: Path | None) -> Settings:
    if file is None:
        return Settings()
    from seachange.events.yaml_files import read_document

    return read_document(file, lambda document: parse_settings(document, ids=BY_ID))


def _readings(plan: Plan, keys: dict[str, Any], *, since: date, until: date) -> Readings:
    from seachange.evidence.readings import Readings, take_readings

    events = taken_events(keys)
    if not events.sources:
        return Readings()
    if since > until:
        raise BadQuestion(f"nothing lies between {since} and {until}", place="--since")
    with opened(events) as log:
        return take_readings(plan.metrics, log, since=since, until=until)


def _write(
    report: Report,
    places: Mapping[str, Place],
    *,
    file: Path,
    form: str | None,
    output: Path | None,
) -> None:
    form = form or (_ENDINGS.get(output.suffix.lower(), "text") if output else "text")
    written = _written(report, places, file=file, form=form, colours=output is None and _colour())
    if output is None:
        click.echo(written, nl=False)
        return
    from seachange.files import write_text
    from seachange.report.findings.text import summary

    write_text(output, written)
    sys.stderr.write(f"{summary(report)}\nwritten to {output}\n")


def _written(
    report: Report, places: Mapping[str, Place], *, file: Path, form: str, colours: bool
) -> str:
    if form == "json":
        from seachange.report.findings.document import document

        return document(report, places=places)
    if form == "sarif":
        from seachange.report.findings.sarif import sarif

        return sarif(report, places=places, plan=Place(str(file)))
    if form == "html":
        from seachange.report.findings.page import page

        return page(report, places=places, title=f"Check of {file.name}")
    from seachange.report.findings.text import text

    return text(report, places=places, colours=colours)


def _colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _list(context: click.Context, _option: click.Parameter, is_asked: Any) -> None:
    if is_asked:
        from seachange.report.findings.listing import listing

        click.echo(listing())
        context.exit()


def _schema(context: click.Context, _option: click.Parameter, is_asked: Any) -> None:
    if is_asked:
        from seachange.report.findings.document import schema

        click.echo(json.dumps(schema(), indent=2))
        context.exit()


check_plan = check_command(read_plan)
