"""`seachange plan gather`: a list of features as a plan that has yet to say what for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from seachange import clock
from seachange.errors import BadPlan, SeachangeError
from seachange.files import write_text
from seachange.planning.files.in_place import open_plan_files
from seachange.planning.files.writing import plan_text
from seachange.planning.importers.gather import Asked, Gathered, gather
from seachange.planning.importers.sources import Source
from seachange.planning.rules.plan.plan import plan_of
from seachange.planning.rules.vocabulary import Kind

MOST_NAMED = 20
_ENDINGS = frozenset({".md", ".markdown"})


@click.command("gather")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--from",
    "source",
    type=click.Choice([each.value for each in Source]),
    help="What the list is; guessed, and the guess shown, where not said.",
)
@click.option(
    "--map", "columns", multiple=True, metavar="FIELD=COLUMN", help="Which column says what."
)
@click.option(
    "--state", "states", multiple=True, metavar="WORD=STATE", help="What a word for progress means."
)
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    help="How 3/4/2026 is meant.",
)
@click.option("--encoding", default="", metavar="NAME", help="How the file is written (UTF-8).")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PLAN",
    help="Write to a file instead of the terminal; a plan that is there gets what it lacks.",
)
def gather_list(files: tuple[Path, ...], output: Path | None, **keys: Any) -> None:
    """Gather a list of features from each FILE: CSV, Markdown, an export of Jira or of Linear.

    What was decided on becomes an output, the rest ideas, none of them with an outcome. Rows
    that cannot be taken are told of; nothing is left out in silence.
    """
    asked = Asked(
        source=Source(keys["source"]) if keys["source"] else None,
        columns=_pairs(keys["columns"], option="--map", shape="FIELD=COLUMN"),
        states=_pairs(keys["states"], option="--state", shape="WORD=STATE"),
        is_day_first=keys["dates"] == "day-first" if keys["dates"] else None,
        encoding=keys["encoding"],
    )
    today = clock.now().date()
    there = open_plan_files(output, today) if output and output.exists() else None
    contents = dict(_contents(files))
    gathered = gather(contents, asked, known=there.plan if there else None)
    for line in _told(gathered):
        click.echo(line, err=True)
    if not gathered.records and not there:
        raise SeachangeError(
            "nothing was gathered", remedy="See above what was set aside, and why."
        )
    if output is None:
        click.echo(plan_text(plan_of(gathered.records, as_of=today)), nl=False)
        return
    if there:
        if gathered.records:
            there.changed(put=gathered.records).write_over(there)
    else:
        write_text(output, plan_text(plan_of(gathered.records, as_of=today)))
    click.echo(f"written to {output}; `seachange plan convert {output}` asks what for", err=True)


def _pairs(said: Sequence[str], *, option: str, shape: str) -> Mapping[str, str]:
    """Read `title=Summary`; nothing behind the sign is meant as nothing."""
    for each in said:
        if "=" not in each:
            raise BadPlan(
                f"{each!r} lacks its sign", place=option, remedy=f"Write {option} {shape}."
            )
    split = (each.partition("=") for each in said)
    return {name.strip(): value.strip() for name, _, value in split}


def _contents(files: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    for given in files:
        found = [given]
        if given.is_dir():
            found = sorted(p for p in given.rglob("*") if p.suffix.lower() in _ENDINGS)
            if not found:
                told = "a folder without Markdown files"
                raise BadPlan(told, place=str(given), remedy="Name the files themselves.")
        for file in found:
            try:
                yield str(file), file.read_bytes()
            except FileNotFoundError:
                raise BadPlan("no such file", place=str(file), remedy="Check the path.") from None
            except OSError as error:
                raise BadPlan(f"cannot be read: {error.strerror}", place=str(file)) from None


def some(ids: Sequence[str]) -> str:
    """Name the first of many."""
    named = ", ".join(ids[:MOST_NAMED])
    return f"{named} and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else named


def _told(gathered: Gathered) -> Iterator[str]:
    for each in gathered.lists:
        told = f", {each.told}" if each.told else ""
        yield f"{each.name}: read as {each.source.value}{told}"
        yield from (f"  {line}" for line in each.columns.told())
    aside, others = gathered.set_aside, [r for r in gathered.remarks if not r.is_set_aside]
    if aside:
        yield f"set aside, {len(aside)}:"
        yield from (f"  {each}" for each in aside)
    if others or gathered.lost:
        yield "not taken as written:"
        yield from (f"  {each}" for each in others)
        yield from (f"  {each}" for each in gathered.lost)
    if gathered.there:
        yield f"in the plan already, and left as they are: {some(gathered.there)}"
    outputs = _counted(gathered.count(Kind.OUTPUT), "output")
    ideas = _counted(gathered.count(Kind.IDEA), "idea")
    yield f"gathered: {outputs} and {ideas}, none with an outcome yet"
    if members := gathered.count(Kind.MEMBER):
        people = _counted(members, "member")
        yield f"and {people}, whose roles are yet to be said (requester until then)"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
