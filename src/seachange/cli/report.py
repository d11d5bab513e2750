"""`seachange report`: a study measured, and one page about it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from seachange.cli.answers import finish
from seachange.cli.options import events_options, moment, opened, taken_events
from seachange.cli.progress import shown_progress
from seachange.errors import BadQuestion
from seachange.report.study import MeasuredStudy


@click.command()
@click.argument("study", type=click.Path(path_type=Path))
@events_options
@click.option("--as-of", metavar="T", help="Read nothing later; a bare date means its end, UTC.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    default=Path("report.html"),
    help="Where to write the page (report.html).",
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write every answer to this JSON file.",
)
@click.option(
    "--allow-unseen",
    is_flag=True,
    help="Exit with 0 although a rule names events that the log has not.",
)
def report(study: Path, output: Path, json_file: Path | None, **keys: Any) -> None:
    """Measure the STUDY (a journey and named questions) and write one HTML page about it."""
    from seachange.events.yaml_files import read_document
    from seachange.files import write_text
    from seachange.report.page import study_page
    from seachange.report.study import measure, parse_study

    if output.suffix.lower() not in (".html", ".htm", ""):
        raise BadQuestion(
            f"a report is a page in HTML, not a {output.suffix} file",
            place="--output",
            remedy=f"Write -o {output.with_suffix('.html')}, and print it from a browser.",
        )
    plan = read_document(study, parse_study)
    with opened(taken_events(keys)) as log, shown_progress() as progress:
        measured = measure(plan, log, as_of=moment(keys["as_of"]), progress=progress)
    write_text(output, study_page(measured))
    sys.stderr.write(f"report written to {output}\n")
    if json_file is not None:
        write_text(json_file, as_json(measured))
        sys.stderr.write(f"answers written to {json_file}\n")
    finish(list(measured.answers), allow_unseen=keys["allow_unseen"])


def as_json(measured: MeasuredStudy) -> str:
    """Write every answer of a study, the journey under `journey`, the rest by their ids."""
    answers: dict[str, Any] = {"title": measured.study.title}
    answers["journey"] = measured.journey.to_dict() if measured.journey else None
    answers["questions"] = {m.item.id: m.answer.to_dict() for m in measured.items}
    return json.dumps(answers, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
