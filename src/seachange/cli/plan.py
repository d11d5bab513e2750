"""`seachange plan …`: taking the plan in from files, and writing it out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click

from seachange import clock
from seachange.cli.converting import convert_plan
from seachange.cli.gathering import gather_list
from seachange.cli.health import plan_health
from seachange.cli.kept import open_kept_plan, open_plan_in_memory
from seachange.cli.looking import plan_expectations, plan_roadmap, plan_tree, plan_why
from seachange.errors import BadPlan, Refused, SeachangeError
from seachange.planning.rules.checks.finding import Place


@click.group()
def plan() -> None:
    """Gather a plan from a list, ask what for, take it in from files, and write it out."""


@plan.command("import")
@click.argument("file", metavar="PLAN", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Take it in; without this it only tells what would be.")
@click.option("--whole", is_flag=True, help="PLAN is all there is: remove what it leaves out.")
@click.option(
    "--as-found",
    is_flag=True,
    help="Write down what breaks an invariant, said on its record, instead of refusing it.",
)
@click.option("--why", default="", help="The reason, kept in the history of every record.")
@click.option(
    "--seen",
    type=click.IntRange(min=0),
    metavar="VERSION",
    help="Refuse what somebody changed since that version, which the dry run told.",
)
def take_plan_in(
    file: Path, *, yes: bool, whole: bool, as_found: bool, why: str, seen: int | None
) -> None:
    """Take in the PLAN, a file or a folder of files, or tell what that would change.

    New ids are added, known ones changed; what PLAN leaves out stays, unless --whole is said.
    All of it is taken in, or nothing. What somebody else changes meanwhile is a conflict, not
    undone: since the command began, or since the version given with --seen.
    """
    from seachange.evidence.questions import refuse_unaskable
    from seachange.planning.files.reading import read_plan

    told, places = read_plan(file, clock.now().date())
    refuse_unaskable(told, places, file=file)
    _open(make=yes)
    from seachange.planning.actions.bulk import preview, take_in
    from seachange.planning.actions.conflicts import version_of_plan
    from seachange.planning.files.taking import beside, differences, differing, left_out
    from seachange.planning.reads.snapshot import whole_plan

    version = version_of_plan()  # before the plan itself: what comes between is a conflict
    before = whole_plan(as_of=told.as_of)
    change = differing(beside(told, before), before)
    without = left_out(told, before) if whole else ()
    try:
        if yes:
            why = why or f"import of {file.name}"
            after = take_in(
                change,
                by="",
                why=why,
                without=without,
                as_found=as_found,
                seen=version if seen is None else seen,
            )
        else:
            after = preview(change, without=without, as_found=as_found).after
    except Refused as refused:
        raise _located(refused, places, hint="" if as_found else _AS_FOUND) from None
    except BadPlan as unfit:
        place = _place_of(unfit.place, places)
        raise BadPlan(unfit.what, place=place, remedy=unfit.remedy) from None
    found = list(differences(before, after))
    for each in found:
        click.echo(str(each))
    counted = Counter(each.deed for each in found)
    sums = f"{counted['add']} added, {counted['change']} changed, {counted['remove']} removed"
    click.echo(f"{sums}." if yes else f"That would be {sums}. Nothing is done yet: say --yes.")
    if not yes and version:
        click.echo(f"To have refused what others change meanwhile: --yes --seen {version}")


@plan.command("export")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PLAN",
    help="Write to a file instead of the terminal; in a plan that is there, change what differs.",
)
def write_plan_out(output: Path | None) -> None:
    """Write the whole plan kept here as YAML, in a stable order; import reads it again.

    A plan that is there already, a file or a folder of files, keeps its comments, its order and
    its quotes wherever nothing changed.
    """
    open_kept_plan()
    from seachange.files import write_text
    from seachange.planning.files.in_place import bring_up_to
    from seachange.planning.files.writing import plan_text
    from seachange.planning.reads.snapshot import whole_plan

    kept = whole_plan()
    if output is None:
        click.echo(plan_text(kept), nl=False)
    elif output.exists():
        written_out = bring_up_to(output, kept)
        if written_out:
            click.echo(f"Was short, and is written out: {', '.join(written_out)}.", err=True)
    else:
        write_text(output, plan_text(kept))


@plan.command("schema")
def print_plan_schema() -> None:
    """Print the JSON schema of plan files, for an editor to complete and check them."""
    from seachange.planning.files.schema import plan_schema

    click.echo(json.dumps(plan_schema(), indent=2))


plan.add_command(gather_list)
plan.add_command(convert_plan)
plan.add_command(plan_health)
plan.add_command(plan_tree)
plan.add_command(plan_why)
plan.add_command(plan_expectations)
plan.add_command(plan_roadmap)


_AS_FOUND = "\nWhat happened so already can be written down as it was: --as-found."


def _located(refused: Refused, places: Mapping[str, Place], *, hint: str) -> Refused:
    """Say in which line of the file each record stands that was refused."""
    if refused.place not in places:
        return refused
    also = (_with_line(line, places) for line in refused.remedy.splitlines())
    return Refused(
        refused.what,
        place=_place_of(refused.place, places),
        remedy="\n".join(also) + hint,
        invariant=refused.invariant,
    )


def _place_of(record: str, places: Mapping[str, Place]) -> str:
    """Where a record stands in the file, and its id; the id alone where it stands in none."""
    at = places.get(record)
    return f"{at.file}, line {at.line}, column {at.column} ({record})" if at else record


def _with_line(line: str, places: Mapping[str, Place]) -> str:
    """`OU2: it is …` with where OU2 stands; a line that begins otherwise as it is."""
    at = places.get(line.partition(": ")[0])
    return f"{at.file}, line {at.line}, {line}" if at else line


def _open(*, make: bool) -> None:
    """Open the plan kept here; to tell what would be, none yet is as good as an empty one."""
    if make:
        open_kept_plan(make=True)
        return
    try:
        open_kept_plan()
    except SeachangeError as error:
        click.echo(f"{error.what}; all of it would be new.", err=True)
        open_plan_in_memory()
