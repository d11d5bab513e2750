"""`seachange rollout …`: what a change did that reached people without chance deciding whom."""

from __future__ import annotations

from typing import Any

import click

from seachange.cli.options import answer_options, events_options
from seachange.cli.quick import period_options, put_question, rule_of
from seachange.errors import BadQuestion

_METRIC = "share:buy, frequency:buy, total:buy:price, mean:buy:price"


@click.command()
@click.option("--metric", required=True, metavar="KIND:EVENT", help=f"What is followed: {_METRIC}.")
@click.option("--of", metavar="EVENT", help="Who could: units with this event that day (any).")
@click.option("--within", metavar="1d", default="1d", help="How long they have (1 day).")
@click.option("--better", type=click.Choice(("more", "less")), help="Which way is better.")
@click.option(
    "--released",
    multiple=True,
    required=True,
    metavar="[SEGMENT=]DATE",
    help="The day it came to everybody, or to a segment; once for each.",
)
@click.option("--segment", metavar="PROPERTY", help="Tells the segments apart.")
@click.option(
    "--level",
    type=click.Choice(("event", "actor", "account")),
    default="event",
    help="Whose property it is (event).",
)
@click.option("--control", multiple=True, metavar="VALUE", help="Compare with this one (others).")
@click.option("--worthwhile", type=float, metavar="D", help="Smallest worthwhile change.")
@period_options
@events_options
@answer_options
def rollout(**keys: Any) -> None:
    """What a change did that came to segments, or to all on a day, and how much that proves."""
    of, within, better = keys.pop("of"), keys.pop("within"), keys.pop("better")
    metric = _metric(keys.pop("metric"))
    metric |= {"within": within, **({"of": rule_of(of)} if of else {})}
    metric |= {"better": better} if better else {}
    segment, level = keys.pop("segment"), keys.pop("level")
    put_question(
        "rollout",
        keys,
        metric=metric,
        released=_released(keys.pop("released")),
        segment={level: segment} if segment else None,
        control=list(keys.pop("control")) or None,
        smallest_worthwhile=keys.pop("worthwhile"),
    )


def _metric(text: str) -> dict[str, Any]:
    """Read `share:buy` or `mean:buy:price`."""
    kind, *parts = (part.strip() for part in text.split(":"))
    named = ("did", "value") if kind in ("total", "mean") else ("did",)
    if len(parts) != len(named) or not all(parts):
        raise BadQuestion(f"{text!r} is not a metric", place="--metric", remedy=f"Like {_METRIC}.")
    own: dict[str, Any] = {"kind": kind, "did": rule_of(parts[0])}
    return own | ({"value": parts[1]} if len(parts) > 1 else {})


def _released(given: tuple[str, ...]) -> str | dict[str, str]:
    """Read one date for everybody, or `de=2024-03-01` for each segment."""
    if len(given) == 1 and "=" not in given[0]:
        return given[0]
    days: dict[str, str] = {}
    for text in given:
        name, equals, day = text.rpartition("=")
        if not (name and equals and day):
            raise BadQuestion(
                f"{text!r} is not SEGMENT=DATE",
                place="--released",
                remedy="Write --released de=2024-03-01 --released fr=2024-03-15.",
            )
        if name in days:
            raise BadQuestion(f"{name!r} is released twice", place="--released")
        days[name] = day
    return days
