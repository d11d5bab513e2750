"""Questions put in a line, without a file: funnel, share, journey-map, retention, score …"""

from __future__ import annotations

from typing import Any

import click

from seachange.cli.answers import answer
from seachange.cli.options import Command, answer_options, events_options, taken_events
from seachange.errors import BadQuestion
from seachange.events.documents import Field

LENGTHS = ("day", "week", "month", "quarter")


def period_options(command: Command) -> Command:
    """Add what every question has: period, zone, unit, breakdown."""
    options = [
        click.option("--from", "from_", metavar="DATE", help="Entries from this date on."),
        click.option("--to", metavar="DATE", help="Entries before this date."),
        click.option("--timezone", metavar="ZONE", help="Zone that days and weeks are cut in."),
        click.option("--unit", type=click.Choice(("actor", "account"))),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _steps(text: str, *, option: str) -> list[Any]:
    """Read `visit,sign_up|register,buy`: a comma parts steps, a bar alternatives."""
    steps = [part.strip() for part in text.split(",")]
    if not all(steps):
        raise BadQuestion("an empty step", place=option, remedy=f"Write {option} visit,buy.")
    return [rule_of(step) for step in steps]


def rule_of(text: str) -> Any:
    """Read `visit` or `sign_up|register`; `*` is any event."""
    names = [name.strip() for name in text.split("|")]
    if names == ["*"]:
        return {"any_event": True}
    return {"event": names[0] if len(names) == 1 else names}


def taken(keys: dict[str, Any], *names: str) -> dict[str, Any]:
    """Take some of a command's keywords out."""
    return {name: keys.pop(name) for name in names}


def put_question(kind: str, keys: dict[str, Any], **own: Any) -> None:
    """Ask a question made of options; a mistake names the option."""
    from seachange.measure.ask import parse

    events = taken_events(keys)
    scope = {
        "from": keys.pop("from_"),
        "to": keys.pop("to"),
        "timezone": keys.pop("timezone"),
        "unit": keys.pop("unit"),
    }
    document = {k: v for k, v in {**own, **scope}.items() if v is not None}
    try:
        question = parse(Field({"kind": kind, **document}))
    except BadQuestion as error:
        raise BadQuestion(
            error.what, place=f"--{error.place}" if error.place else "", remedy=error.remedy
        ) from None
    answer(question, events, keys)


def _parted(command: Command) -> Command:
    """Add what parts an answer: by a property, by period."""
    by = click.option("--by", metavar="PROPERTY", help="Break down by a property.")
    trend = click.option("--trend", type=click.Choice(LENGTHS), help="Also period by period.")
    return by(trend(command))


@click.command()
@click.option("--steps", required=True, metavar="A,B,C", help="Event names; a|b takes either.")
@click.option("--window", metavar="14d", help="Longest time from first to last step (14 days).")
@click.option("--order", type=click.Choice(("ordered", "strict", "unordered")))
@_parted
@period_options
@events_options
@answer_options
def funnel(**keys: Any) -> None:
    """How many get from step to step, how fast, and what those who left did next."""
    own = taken(keys, "window", "order", "by", "trend")
    put_question("funnel", keys, steps=_steps(keys.pop("steps"), option="--steps"), **own)


@click.command()
@click.option("--of", required=True, metavar="EVENT", help="The event that lets people in.")
@click.option("--did", required=True, metavar="EVENT", help="What they then do, or not.")
@click.option("--within", required=True, metavar="7d", help="How long they have.")
@click.option("--entry", type=click.Choice(("first", "every")))
@_parted
@period_options
@events_options
@answer_options
def share(**keys: Any) -> None:
    """Of those who could, who did it in time."""
    own = taken(keys, "within", "entry", "by", "trend")
    put_question("share", keys, of=rule_of(keys.pop("of")), did=rule_of(keys.pop("did")), **own)


@click.command()
@click.option("--did", required=True, metavar="EVENT", help="What is counted.")
@click.option("--active", metavar="EVENT", help="What makes somebody active (any event).")
@click.option("--period", type=click.Choice(LENGTHS), default="week")
@click.option("--measure", type=click.Choice(("per_active", "share_active")))
@period_options
@events_options
@answer_options
def frequency(**keys: Any) -> None:
    """How often active people do it, or which share of them does it at all."""
    own = taken(keys, "period", "measure")
    active = keys.pop("active")
    own["active"] = rule_of(active) if active else None
    put_question("frequency", keys, did=rule_of(keys.pop("did")), **own)


@click.command()
@click.option("--of", required=True, metavar="EVENT", help="Where the time starts.")
@click.option("--did", required=True, metavar="EVENT", help="Where it ends.")
@_parted
@period_options
@events_options
@answer_options
def duration(**keys: Any) -> None:
    """How long it takes until they do it, those still waiting included."""
    own = taken(keys, "by", "trend")
    put_question("duration", keys, of=rule_of(keys.pop("of")), did=rule_of(keys.pop("did")), **own)


@click.command("journey-map")
@click.option("--session-gap", metavar="30m", help="Silence that ends a session (30 minutes).")
@click.option("--by-actor", is_flag=True, help="One case is all that an actor did.")
@click.option("--keep", type=int, metavar="N", help="Show the N most frequent names (12).")
@period_options
@events_options
@answer_options
def journey_map(**keys: Any) -> None:
    """What people did after what, inside sessions, actors or cases (--case COLUMN)."""
    gap, column = keys.pop("session_gap"), keys["column_case"]
    by_actor = keys.pop("by_actor")
    if sum(map(bool, (gap, by_actor, column))) > 1:
        raise BadQuestion("name only one of --session-gap, --by-actor and --case")
    case: Any = {"session_gap": gap} if gap else None
    if by_actor:
        case = "actor"
    elif column:
        case = {"property": column}
    put_question("journey_map", keys, case=case, keep=keys.pop("keep"))


@click.command()
@click.option("--of", required=True, metavar="EVENT", help="What starts a cohort.")
@click.option("--did", default="*", metavar="EVENT", help="What counts as coming back (any).")
@click.option("--period", type=click.Choice(LENGTHS), default="week")
@period_options
@events_options
@answer_options
def retention(**keys: Any) -> None:
    """Who came back, cohort by cohort."""
    own = taken(keys, "period")
    put_question("retention", keys, of=rule_of(keys.pop("of")), did=rule_of(keys.pop("did")), **own)


@click.command()
@click.option("--survey", required=True, metavar="EVENT", help="The event that holds an answer.")
@click.option("--value", required=True, metavar="PROPERTY", help="The property with the number.")
@click.option("--scale", type=click.Choice(("nps", "csat", "mean")), default="nps")
@click.option("--sent", metavar="EVENT", help="The event of being asked, for the response rate.")
@_parted
@period_options
@events_options
@answer_options
def score(**keys: Any) -> None:
    """NPS, CSAT or a mean from survey answers, with the response rate beside it."""
    own = taken(keys, "value", "scale", "by", "trend")
    sent = keys.pop("sent")
    own["sent"] = rule_of(sent) if sent else None
    put_question("score", keys, survey=rule_of(keys.pop("survey")), **own)


@click.command()
@click.option("--step", required=True, metavar="EVENT", help="Where people stand.")
@click.option("--target", metavar="EVENT", help="What they then reach, or not: success.")
@click.option("--journey", metavar="A,B,C", help="The way there; --step and --target are of it.")
@click.option("--within", metavar="7d", help="How long they have (7 days).")
@click.option("--entry", type=click.Choice(("first", "every")))
@click.option(
    "--segment",
    "segments",
    multiple=True,
    metavar="PROPERTY",
    help="Compare people of the same value only; up to three.",
)
@click.option("--behaviours", metavar="A,B", help="Ask about these only (all).")
@click.option("--exclude", metavar="A,B", help="Events that are no behaviours.")
@click.option(
    "--properties",
    metavar="A,B|none",
    help="Properties whose values are looked at below found events (all).",
)
@click.option("--explain", metavar="BEHAVIOUR", help="Show the numbers behind this one.")
@click.option("--survey", metavar="EVENT", help="Success is the number in this event's answer.")
@click.option("--value", metavar="PROPERTY", help="The property with the number.")
@click.option("--sent", metavar="EVENT", help="The event of being asked for it.")
@period_options
@events_options
@answer_options
def drivers(**keys: Any) -> None:
    """Boosters and blockers: what goes with reaching the target, or giving a high score."""
    own = taken(keys, "within", "entry", "explain")
    way = keys.pop("journey")
    own["journey"] = _steps(way, option="--journey") if way else None
    if not way and not keys["target"] and not keys["survey"]:
        raise BadQuestion(
            "nothing to succeed at",
            place="--target",
            remedy="Name the --target, a --journey, or --survey and --value for a score.",
        )
    for name in ("step", "target"):
        own[name] = _place(keys.pop(name), on_journey=bool(way))
    own["segments"] = list(keys.pop("segments")) or None
    own["behaviours"] = names_of(keys.pop("behaviours"))
    properties = names_of(keys.pop("properties"))
    own["properties"] = [] if properties == ["none"] else properties
    excluded = names_of(keys.pop("exclude"))
    own["exclude"] = {"event": excluded} if excluded else None
    own["score"] = _score(taken(keys, "survey", "value", "sent"))
    put_question("drivers", keys, **own)


def _place(text: str | None, *, on_journey: bool) -> Any:
    """Read a step: of a journey its number or name, else the rule of its events."""
    if text is None:
        return None
    if not on_journey:
        return rule_of(text)
    return int(text) if text.isdecimal() else text


def names_of(text: str | None) -> list[str] | None:
    """Read names with commas between them; None where none are given."""
    return [name.strip() for name in text.split(",")] if text else None


def _score(keys: dict[str, Any]) -> dict[str, Any] | None:
    """Read a score to succeed at from --survey, --value and --sent."""
    if not any(keys.values()):
        return None
    if not keys["survey"] or not keys["value"]:
        raise BadQuestion(
            "a score needs both --survey and --value", remedy="Write --survey rated --value stars."
        )
    rules = {name: rule_of(keys[name]) for name in ("survey", "sent") if keys[name]}
    return {**rules, "value": keys["value"]}
