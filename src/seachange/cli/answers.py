"""Writing an answer as asked: text, JSON, HTML, CSV or a picture, to the terminal or a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from seachange.cli.options import FORMATS, PICTURES, Events, moment, opened
from seachange.cli.progress import shown_progress
from seachange.errors import BadQuestion
from seachange.measure.answers import Answer

_ENDINGS = {
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
    ".txt": "text",
    "": "text",
}
_ENDINGS |= {f".{form}": form for form in PICTURES}


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
    """Return the format that --format, --json or the output's ending asks for.

    Raises BadQuestion for an ending that no format has, and for a picture without a file.
    """
    if as_json and form not in (None, "json"):
        raise BadQuestion(f"--json and --format {form} contradict each other")
    if as_json:
        return "json"
    if form is None:
        form = _ending(output) if output else FORMATS[0]
    if form in PICTURES and output is None:
        raise BadQuestion(
            "a picture wants a file to be written to", place="--format", remedy=f"Add -o x.{form}."
        )
    return form


def _ending(output: Path) -> str:
    form = _ENDINGS.get(output.suffix.lower())
    if form is None:
        raise BadQuestion(
            f"nothing is written as {output.suffix}",
            place="--output",
            remedy=f"End it in {', '.join(filter(None, _ENDINGS))}, or name a --format.",
        )
    return form


def write(answered: Answer, form: str, output: Path | None) -> None:
    """Write one answer in one format; raises BadQuestion where it has no picture."""
    if form in PICTURES and output is not None:
        _draw(answered, form, output)
        return
    written = _written(answered, form, colours=output is None and _may_colour())
    if output is None:
        click.echo(written, nl=False)
    else:
        from seachange.files import write_text

        write_text(output, written)
        _tell(output)
    if form == "csv":
        _tell_what_is_not_in_it(answered)


def _tell_what_is_not_in_it(answered: Answer) -> None:
    """Say which tables a CSV, which is one table, leaves out."""
    from seachange.report.sheets import main_sheet, sheets

    main, own = main_sheet(answered), sheets(answered)
    others = [f"“{sheet.title}”" for sheet in own if sheet != main]
    if main in own and others:
        sys.stderr.write(
            f"CSV holds the table “{main.title}”; {', '.join(others)}: --format json or html\n"
        )


def _draw(answered: Answer, form: str, output: Path) -> None:
    from seachange.files import write_bytes
    from seachange.report.headline import headline
    from seachange.report.pictures.choose import picture
    from seachange.report.pictures.files import as_file

    drawn = picture(answered)
    if not drawn:
        amiss = " ".join(c.text for c in answered.caveats if c.weight == "wrong")
        raise BadQuestion(
            f"this answer has no picture: {headline(answered)}",
            remedy=amiss or "Write it as text, JSON, HTML or CSV.",
        )
    write_bytes(output, as_file(drawn, form))
    _tell(output)


def _tell(output: Path) -> None:
    sys.stderr.write(f"written to {output}\n")


def finish(answered: list[Answer], *, allow_unseen: bool) -> None:
    """Say on standard error what is to be mended, and exit with 2 where anything is."""
    wrong = [c for a in answered for c in a.caveats if c.weight == "wrong"]
    if allow_unseen:
        wrong = [c for c in wrong if not c.code.startswith("unseen_")]
    if not wrong:
        return
    from seachange.report.words import visible

    for caveat in dict.fromkeys(wrong):
        sys.stderr.write(f"seachange: {visible(caveat.text)}\n")
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
