"""`seachange demo`: the demonstration company made, measured, and opened in a browser."""

from __future__ import annotations

import sys
import threading
import webbrowser
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import click

from seachange import clock
from seachange.cli.progress import shown_progress
from seachange.cli.report import as_json
from seachange.cli.serve import must_be_free, start

HERE = "127.0.0.1"


@click.command()
@click.option("--no-serve", is_flag=True, help="Write demo/report.html and stop.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    help="Where to put events, truth and report (demo/).",
)
@click.option("--scale", type=click.IntRange(1, 1000), default=1, help="So many times the people.")
@click.option("--seed", type=int, default=20260630, help="Another seed makes another year.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, help="Where to serve.")
def demo(**keys: Any) -> None:
    """Make the demonstration company Parley, measure it, and open the pages on it.

    Twelve months of events (about 300,000 at scale 1) are generated from a seed, with
    the truth planted in them written down beside them; then a study is measured.
    """
    folder: Path = keys["folder"]
    if not keys["no_serve"]:
        must_be_free(host=HERE, port=keys["port"])
    _say(f"Making Parley's year of events in {folder}/ …")
    events = _generate(folder, seed=keys["seed"], scale=keys["scale"])
    page = _measure(folder, events)
    _say(f"Report: {page}")
    if not keys["no_serve"]:
        _open_house(folder, port=keys["port"])


def _generate(folder: Path, *, seed: int, scale: int) -> Path:
    from seachange.demo import parley

    began = clock.seconds()
    with shown_progress() as progress:
        progress("Making people and what they do", 0.0)
        year = parley.generate(seed=seed, scale=scale)
        parley.write(year, folder)
    _say(
        f"  {len(year.log):,} events in {clock.seconds() - began:.1f} s; planted truth beside them"
    )
    return folder / "events.parquet"


def _measure(folder: Path, events: Path) -> Path:
    from seachange.events.sources.open import open_log
    from seachange.events.yaml_files import read_document
    from seachange.files import write_text
    from seachange.report.page import study_page
    from seachange.report.study import measure, parse_study

    began = clock.seconds()
    with as_file(files("seachange.demo") / "study.yml") as study:
        plan = read_document(study, parse_study)
        (folder / "study.yml").write_bytes(study.read_bytes())
    with shown_progress() as progress:
        log = open_log(str(events), progress=progress)
        measured = measure(plan, log, progress=progress)
        log.close()
    page = folder / "report.html"
    write_text(page, study_page(measured))
    write_text(folder / "answers.json", as_json(measured))
    _say(f"  {len(measured.answers)} questions answered in {clock.seconds() - began:.1f} s")
    return page


def _open_house(folder: Path, *, port: int) -> None:
    """Serve the pages on Parley, on this machine only, until Ctrl+C."""
    from seachange.cli.house import furnish

    _say("Furnishing Parley's installation …")
    furnish(folder / "house")
    threading.Timer(2.0, webbrowser.open, [f"http://{HERE}:{port}/"]).start()
    start(host=HERE, port=port)


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
