"""Writing an answer as asked: text, JSON, HTML or CSV, to the terminal or a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from seachange.cli.options import FORMATS, Events, moment, opened
from seachange.cli.progress import shown_progress
from seachange.errors import BadQuestion
from seachange.measure.answers import Answer

_ENDINGS = {".json": "json", ".html": "html", ".htm": "html", ".csv": "csv", ".txt": "text"}


def answer(question: Any, events: Events, keys: dict[str, Any]) -> None:
    """Open the events, ask, write the answer; exit with 2 where there is something to mend."""
    from seachange.measure.ask import ask

    output: Path | None = keys["output"]
    form = form_of(keys["form"], as_json=keys["as_json"], output=output)
    when = moment(keys["as_of"])
    with opened(events) as log, shown_progress() as progress:
        progress("Counting", 0.0)
        answered = ask(question, log, as_of=when)
    write(answered, form, output)
    finish([answered], allow_unseen=keys["allow_unseen"])


def form_of(form: str | None, *, as_json: bool, output: Path | None) -> str:
    """Return the format that --format, --json or the output's ending asks for."""
    if as_json and form not in (None, "json"):
        raise BadQuestion(f"--json and --format {form} contradict each other")
    if as_json:
        return "json"
    if form is not None:
        return form
    return _ENDINGS.get(output.suffix.lower(), "text") if output else FORMATS[0]


def write(answered: Answer, form: str, output: Path | None) -> None:
    """Write one answer in one format."""
    written = _written(answered, form, colours=output is None and _may_colour())
    if output is None:
        click.echo(written, nl=False)
        return
    from seachange.files import write_text

    write_text(output, written)
    sys.stderr.write(f"written to {output}\n")


def finish(answered: list[Answer], *, allow_unseen: bool) -> None:
    """Say on standard error what is to be mended, and exit with 2 where anything is."""
    wrong = [c for a in answered for c in a.caveats if c.weight == "wrong"]
    if allow_unseen:
        wrong = [c for c in wrong if not c.code.startswith("unseen_")]
    for caveat in dict.fromkeys(wrong):
        sys.stderr.write(f"seachange: {caveat.text}\n")
    if wrong:
        sys.exit(2)


def _written(answered: Answer, form: str, *, colours: bool) -> str:
    if form == "json":
        return answered.to_json()
    if form == "html":
        from seachange.report.page import answer_page

        return answer_page(answered)
    if form == "csv":
        from seachange.report.spreadsheet import comma_separated

        return comma_separated(answered)
    from seachange.report.text import text

    return text(answered, colours=colours)


def _may_colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
