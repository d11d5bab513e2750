"""`seachange signals …`: what goes with success at each step of a plan, kept and acted upon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from seachange import clock
from seachange.cli.options import events_options, moment, opened, taken_events
from seachange.cli.quick import names_of
from seachange.cli.verdict import plan_of, put_out
from seachange.planning.rules.vocabulary import SignalStance

if TYPE_CHECKING:
    from seachange.planning.rules.plan.measuring import BehaviourSignal
    from seachange.planning.rules.plan.plan import Plan
    from seachange.planning.rules.plan.record import Record

Command = TypeVar("Command", bound=Callable[..., Any])
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLAN = click.option(
    "--plan",
    "file",
    type=click.Path(path_type=Path),
    metavar="PLAN",
    help="A plan file or a folder of them (the plan kept here).",
)
_WHY = click.option("--why", default="", help="The reason, kept in the history.")
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
_OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to a file instead of the terminal.",
)


@click.group()
def signals() -> None:
    """Find what goes with success at each step of a plan, keep it, look again, act on it."""


@signals.command("find")
@_PLAN
@click.option("--step", metavar="ID", help="Only at this step (all steps of all journeys).")
@click.option(
    "--target",
    type=click.Choice(("next", "last", "any")),
    default="next",
    show_default=True,
    help="What success is at a step without signals yet: the next, the last, any later step.",
)
@click.option("--within", default="7d", show_default=True, metavar="7d", help="How long they have.")
@click.option("--entry", type=click.Choice(("first", "every")), default="first", show_default=True)
@click.option(
    "--segment",
    "segments",
    multiple=True,
    metavar="PROPERTY",
    help="Compare people of the same value only; up to three.",
)
@click.option(
    "--properties",
    metavar="A,B|none",
    help="Properties whose values are looked at below found events (all).",
)
@click.option("--from", "from_", metavar="DATE", help="Those who came from this date on.")
@click.option("--to", metavar="DATE", help="Those who came before this date.")
@click.option("--as-of", metavar="DAY", help="Read nothing later (the last whole day of the log).")
@click.option("--keep", is_flag=True, help="Write what was found into the plan.")
@_WHY
@_JSON
@_OUTPUT
@events_options
def find_signals(file: Path | None, *, keep: bool, why: str, **keys: Any) -> None:
    """Look for signals at the steps of the plan, and tell what a cohort says of those it holds.

    A step without signals is asked what goes with reaching the target; one that has them is
    asked the same again, of the people who came since. Nothing is written without --keep.
    """
    from seachange.evidence.signals import look, records
    from seachange.planning.rules.step_signals import at_steps
    from seachange.report.signals.document import document
    from seachange.report.signals.text import looked

    plan, _ = plan_of(file, clock.now().date())
    wanted, output, as_json = _wanted(keys), keys["output"], keys["as_json"]
    with opened(taken_events(keys)) as log:
        day = moment(keys["as_of"])
        looks = list(look(plan, log, as_of=day.date() if day else _ended(log), wanted=wanted))
    made = [record for each in looks for record in records(each)]
    after = plan.changed(put=made)
    shown = list(at_steps(after))
    if keep:
        _keep(file, made, why=why)
    put_out(document(shown) if as_json else looked(looks, after=after, steps=shown), output)
    click.echo(_summary(made, is_kept=keep), err=True)


@signals.command("list")
@_PLAN
@click.option("--journey", metavar="ID", help="Only of this journey.")
@_JSON
@_OUTPUT
def list_signals(
    file: Path | None, *, journey: str | None, as_json: bool, output: Path | None
) -> None:
    """List the steps of the plan with their signals: how each fared, and what proves it."""
    from seachange.planning.rules.step_signals import at_steps
    from seachange.report.signals.document import document
    from seachange.report.signals.text import listed

    plan, _ = plan_of(file, clock.now().date())
    steps = list(at_steps(plan, journey=journey))
    put_out(document(steps) if as_json else listed(steps), output)


@signals.command("stance")
@click.argument("signal")
@click.argument("stance", type=click.Choice([each.value for each in SignalStance]))
@click.option("--owner", metavar="TEAM", help="The team that looks after it.")
@_WHY
@_PLAN
def take_stance(
    signal: str, stance: str, *, owner: str | None, why: str, file: Path | None
) -> None:
    """Say what is to be done about a SIGNAL: encourage, eliminate, create, or leave it."""
    from dataclasses import replace

    plan, _ = plan_of(file, clock.now().date())
    held = _signal(plan, signal)
    if file is None:
        from seachange.planning.actions import signals as actions

        actions.take_stance(signal, stance=SignalStance(stance), owner=owner, by="", why=why)
    else:
        _write(file, [replace(held, stance=SignalStance(stance), owner=owner or held.owner)])
    click.echo(f"{signal}: {stance}", err=True)


@signals.command("to-outcome")
@click.argument("signal")
@click.argument("outcome", metavar="ID", required=False)
@click.option("--target", type=float, metavar="0.4", help="The rate to get to, 0 to 1.")
@click.option("--by", "by_day", metavar="DAY", help="When it shall be there.")
@_WHY
@_PLAN
def to_outcome(
    signal: str,
    outcome: str | None,
    *,
    target: float | None,
    by_day: str | None,
    why: str,
    file: Path | None,
) -> None:
    """Make a SIGNAL an outcome of the plan: its metric, and its baseline as it was measured.

    More of a booster is wanted, less of a blocker. Without an ID it gets the next one free.
    """
    from seachange.planning.rules.becoming import Aim, as_outcome, check_worth
    from seachange.planning.rules.conversion.answers import free_id

    plan, _ = plan_of(file, clock.now().date())
    held = _signal(plan, signal)
    record_id = outcome or free_id(plan, "OC")
    aim = Aim(target=target, by=_day(by_day))
    check_worth(plan, held, why=why)
    made = as_outcome(plan, held, record_id, aim)
    _check_target(plan.changed(put=made), record_id)
    if file is None:
        from seachange.planning.actions import signals as actions

        actions.become_outcome(signal, outcome=record_id, aim=aim, by="", why=why)
    else:
        _write(file, made, new=[each.id for each in made])
    _tell(made)


@signals.command("to-hypothesis")
@click.argument("signal")
@click.argument("hypothesis", metavar="ID", required=False)
@click.option("--outcome", metavar="ID", help="What it is to move (success at the step).")
@click.option(
    "--uptake",
    type=float,
    default=0.1,
    show_default=True,
    help="The share of people that a nudge moves to it, or away from it.",
)
@click.option(
    "--worthwhile",
    type=float,
    metavar="0.02",
    help="From which change on it is worth it (a third of the outcome's way to its target).",
)
@_WHY
@_PLAN
def to_hypothesis(
    signal: str,
    hypothesis: str | None,
    *,
    outcome: str | None,
    uptake: float,
    worthwhile: float | None,
    why: str,
    file: Path | None,
) -> None:
    """Make a SIGNAL a hypothesis, with the experiment that would test it and its number of people.

    Predicted is the effect times the uptake of the nudge. Without an ID it gets the next one free.
    From which change on it is worth it stays open where neither you nor a target says it.
    """
    from seachange.planning.rules.becoming import as_hypothesis, check_worth
    from seachange.planning.rules.conversion.answers import free_id

    plan, _ = plan_of(file, clock.now().date())
    held = _signal(plan, signal)
    record_id = hypothesis or free_id(plan, "H")
    check_worth(plan, held, why=why)
    aims: dict[str, Any] = {"outcome": outcome, "uptake": uptake, "worthwhile": worthwhile}
    made = as_hypothesis(plan, held, record_id, **aims)
    if file is None:
        from seachange.planning.actions import signals as actions

        actions.become_hypothesis(signal, hypothesis=record_id, by="", why=why, **aims)
    else:
        _write(file, made, new=[each.id for each in made if each.id != signal])
    _tell([each for each in made if each.id != signal])
    _tell_worth(plan.changed(put=made), record_id)


def _wanted(keys: dict[str, Any]) -> Any:
    from seachange.evidence.signals import Wanted

    until = _day(keys.pop("to"), option="--to")
    properties = names_of(keys.pop("properties"))
    return Wanted(
        target=keys.pop("target"),
        within=keys.pop("within"),
        entry=keys.pop("entry"),
        segments=tuple(keys.pop("segments")),
        properties=None
        if properties is None
        else tuple(each for each in properties if each != "none"),
        step=keys.pop("step"),
        since=_day(keys.pop("from_"), option="--from"),
        until=until - timedelta(days=1) if until else None,
    )


def _day(text: str | None, *, option: str = "--by") -> date | None:
    read = moment(text, option=option)
    return read.date() if read else None


def _ended(log: Any) -> date:
    """Return the last whole day of a log: the one before its newest event."""
    newest = _EPOCH + timedelta(microseconds=log.newest or 0)
    return newest.date() - timedelta(days=1)


def _signal(plan: Plan, signal: str) -> BehaviourSignal:
    from seachange.errors import BadPlan
    from seachange.events.documents import nearest
    from seachange.planning.rules.plan.measuring import BehaviourSignal

    held = plan.get(BehaviourSignal, signal)
    if held is None:
        near = nearest(signal, [each.id for each in plan.signals])
        hint = f"Did you mean {near[0]}?" if near else "`seachange signals list` tells which."
        raise BadPlan(f"there is no signal {signal}", remedy=hint)
    return held


def _keep(file: Path | None, made: Sequence[Record], *, why: str) -> None:
    if file is not None:
        _write(file, made)
    elif made:
        from seachange.planning.actions.bulk import take_in

        take_in(made, by="", why=why or "found in a log")


def _write(file: Path, made: Sequence[Record], *, new: Iterable[str] = ()) -> None:
    """Write records into a plan's files; none of those called new over another."""
    from seachange.errors import BadPlan
    from seachange.planning.files.in_place import open_plan_files

    before = open_plan_files(file, clock.now().date())
    taken = next((each for each in new if each in before.plan.by_id), None)
    if taken is not None:
        raise BadPlan(f"the id {taken} is taken", place=str(file), remedy="choose another")
    before.changed(put=made).write_over(before)


def _summary(made: Sequence[Record], *, is_kept: bool) -> str:
    from seachange.planning.rules.plan.measuring import BehaviourSignal, SignalEstimate
    from seachange.report.words import plural

    new = sum(isinstance(each, BehaviourSignal) for each in made)
    cohorts = sum(isinstance(each, SignalEstimate) for each in made) - new
    told = f"{plural(new, 'new signal')}, {cohorts} looked at again"
    if is_kept or not made:
        return f"{told}."
    return f"{told}. Nothing is written yet: say --keep."


def _tell_worth(plan: Plan, record_id: str) -> None:
    """Say what would be worth it, where nobody did; or that less is predicted than that."""
    from seachange.planning.rules.plan.learning import Hypothesis
    from seachange.planning.rules.worth import choices, falls_short

    hypothesis = plan.get(Hypothesis, record_id)
    if hypothesis is None:
        return
    if hypothesis.criteria.smallest_worthwhile is not None:
        short = falls_short(plan, hypothesis)
        if short:
            click.echo(short, err=True)
        return
    click.echo("From which change on is it worth it? Nobody said, so no test settles it.", err=True)
    for each in choices(plan, hypothesis):
        what = f" ({each.what})" if each.what else ""
        people = f"{each.size.people:,} people in each group"
        click.echo(f"  from {each.size.points}{what}: {people}", err=True)


def _check_target(plan: Plan, outcome: str) -> None:
    """Raise Refused for a target that is no share, or lies behind the baseline."""
    from seachange.errors import Refused
    from seachange.planning.rules.invariants.intent import targets_lie_ahead

    for wrong in targets_lie_ahead(plan):
        if wrong.record == outcome:
            raise Refused(
                wrong.says, place="--target", remedy=wrong.remedy, invariant=wrong.invariant
            )


def _tell(made: Sequence[Record]) -> None:
    for each in made:
        click.echo(f"+ {each.kind} {each.id}{f' ({each.state})' if each.state else ''}")
