"""`seachange experiment …`: what a change did, and how large a test must be to show it."""

from __future__ import annotations

import re
from typing import Any

import click

from seachange.cli.options import answer_options, events_options
from seachange.cli.quick import period_options, put_question, rule_of, taken
from seachange.errors import BadQuestion

LOOKS = ("day", "week", "month", "once")
_METRIC = "share:buy, frequency:buy, total:buy:price, mean:buy:price, ratio:buy:visit, duration:buy"
_GUARDRAIL = re.compile(r"(?P<metric>.+)@(?P<sign>[+-])(?P<margin>[0-9.]+)\Z")


class Reading(click.Group):
    """A group whose command is `read` where none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take options without a command as those of `read`."""
        if args and args[0].startswith("-") and args[0] not in ctx.help_option_names:
            args = ["read", *args]
        return super().parse_args(ctx, args)


@click.group(cls=Reading)
def experiment() -> None:
    """What a change did, where chance decided who got it."""


@experiment.command("read")
@click.option("--assigned", required=True, metavar="EVENT", help="What says who saw what.")
@click.option("--experiment", "name", metavar="P=VALUE", help="Only those of a property's value.")
@click.option("--variant", required=True, metavar="PROPERTY", help="Names the variant seen.")
@click.option("--control", required=True, metavar="VARIANT", help="What others are compared with.")
@click.option("--share", "shares", multiple=True, metavar="V=N", help="Planned part of a variant.")
@click.option("--metric", required=True, metavar="KIND:EVENT", help=f"What decides: {_METRIC}.")
@click.option("--within", required=True, metavar="7d", help="How long units have.")
@click.option("--of", metavar="EVENT", help="Where their time starts (at the exposure).")
@click.option("--better", type=click.Choice(("more", "less")), help="Which way is better.")
@click.option("--secondary", multiple=True, metavar="KIND:EVENT", help="Measured besides.")
@click.option(
    "--guardrail",
    "guardrails",
    multiple=True,
    metavar="KIND:EVENT@±M",
    help="May rise (+) or fall (-) by no more than M.",
)
@click.option("--units", type=int, metavar="N", help="How many are to be judged, as planned.")
@click.option("--looks", type=click.Choice(LOOKS), help="How often one looks until then (day).")
@click.option("--worthwhile", type=float, metavar="D", help="Smallest worthwhile change.")
@click.option("--covariate", metavar="14d", help="Span before, to see sharper (CUPED).")
@period_options
@events_options
@answer_options
def read_experiment(**keys: Any) -> None:
    """Compare every variant with the control: the effect, and whether it may be believed."""
    within, of, better = keys.pop("within"), keys.pop("of"), keys.pop("better")
    name = keys.pop("name")
    assigned = rule_of(keys.pop("assigned"))
    if name:
        held, value = _pair(name, option="--experiment")
        assigned["where"] = {held: value}
    shares = dict(_pair(text, option="--share") for text in keys.pop("shares"))
    units, looks = keys.pop("units"), keys.pop("looks")
    if looks and units is None:
        raise BadQuestion(
            "how often one looks is part of a plan",
            place="--looks",
            remedy="Say --units N as well: how many are to be judged.",
        )
    start = {"within": within, **({"of": rule_of(of)} if of else {})}
    put_question(
        "experiment",
        keys,
        **taken(keys, "variant", "control", "covariate"),
        assigned=assigned,
        shares={v: _number(n, option="--share") for v, n in shares.items()} or None,
        metric=_metric(keys.pop("metric"), "--metric", start, better=better),
        secondary=[_metric(text, "--secondary", start) for text in keys.pop("secondary")],
        guardrails=[_guardrail(text, start) for text in keys.pop("guardrails")],
        plan={"units": units, **({"looks": looks} if looks else {})} if units else None,
        smallest_worthwhile=keys.pop("worthwhile"),
    )


@experiment.command("plan")
@click.option("--of", required=True, metavar="EVENT", help="How units come in.")
@click.option("--metric", required=True, metavar="KIND:EVENT", help=f"What decides: {_METRIC}.")
@click.option("--within", required=True, metavar="7d", help="How long units have.")
@click.option("--change", required=True, type=float, metavar="D", help="Smallest change to see.")
@click.option("--better", type=click.Choice(("more", "less")), help="Which way is better.")
@click.option("--looks", type=int, metavar="N", help="How often one looks (once).")
@click.option("--power", type=float, help="How often the change is to be found (0.8).")
@click.option("--alpha", type=float, help="How often it may err (0.05).")
@click.option("--taking-part", type=float, metavar="S", help="Share of the units taken in (1).")
@click.option("--treated", type=float, metavar="S", help="Share of those treated (0.5).")
@click.option("--over", metavar="28d", help="Span in which to see who comes (28 days).")
@period_options
@events_options
@answer_options
def plan_experiment(**keys: Any) -> None:
    """Say how many units a test needs, how long that takes, and what shorter ones could show."""
    start = {"within": keys.pop("within")}
    metric = _metric(keys.pop("metric"), "--metric", start, better=keys.pop("better"))
    own = taken(keys, "change", "looks", "power", "alpha", "taking_part", "treated", "over")
    put_question("experiment_plan", keys, of=rule_of(keys.pop("of")), metric=metric, **own)


def _metric(
    text: str, option: str, start: dict[str, Any], *, better: str | None = None
) -> dict[str, Any]:
    """Read `share:buy`, `total:buy:price` or `ratio:buy:visit`."""
    kind, *parts = (part.strip() for part in text.split(":"))
    second = {"total": "value", "mean": "value", "score": "value", "ratio": "over"}.get(kind)
    if len(parts) != (2 if second else 1) or not all(parts):
        raise BadQuestion(f"{text!r} is not a metric", place=option, remedy=f"Like {_METRIC}.")
    own: dict[str, Any] = {"survey" if kind == "score" else "did": rule_of(parts[0])}
    if second:
        own[second] = rule_of(parts[1]) if second == "over" else parts[1]
    return {"kind": kind, **own, **start, **({"better": better} if better else {})}


def _guardrail(text: str, start: dict[str, Any]) -> dict[str, Any]:
    found = _GUARDRAIL.match(text)
    if found is None:
        raise BadQuestion(
            f"{text!r} is not a guardrail",
            place="--guardrail",
            remedy="Write share:complain@+0.02 for what may rise by no more than 2 points.",
        )
    better = "less" if found["sign"] == "+" else "more"
    metric = _metric(found["metric"], "--guardrail", start, better=better)
    return {"metric": metric, "margin": _number(found["margin"], option="--guardrail")}


def _pair(text: str, *, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise BadQuestion(f"{text!r} is not NAME=VALUE", place=option)
    return name, value


def _number(text: str, *, option: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadQuestion(f"{text!r} is not a number", place=option) from None
