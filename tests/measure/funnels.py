"""Random funnels as they stand in files: with every order, exclusions and meeting rules."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.measure.logs import HOUR, MICROSECOND, ORIGIN, Row, units
from tests.measure.questions import DATES, LENGTHS, ZONES, breakdowns, populations

Document = dict[str, Any]

ORDERS = ("ordered", "strict", "unordered")
WINDOWS = ("14 days", "3 days", "2 days", "36 hours", "1 day", "12 hours", "1 second")

# Rules that share events with others, and with the plain names.
TANGLED: tuple[Any, ...] = (
    {"any_event": True},
    {"event": ["visit", "buy"]},
    {"event": "visit", "where": {"platform": "mobile"}},
    {"event": "visit", "where": {"plan": "pro"}},
    {"any": ["sign_up", {"event": "visit", "where": {"platform": "mobile"}}]},
)


def rules() -> st.SearchStrategy[Any]:
    """Return rules of steps and exclusions: plain names mostly, so that much is reached."""
    plain = st.sampled_from(("visit", "visit", "sign_up", "buy"))
    return st.one_of(plain, plain, st.sampled_from(TANGLED))


@dataclass(frozen=True)
class Town:
    """Many small lives in one log, and funnels to ask of them; made by dice from a seed.

    Hypothesis itself likes small worlds best, in which nobody gets anywhere.
    """

    seed: int
    rows: list[Row]
    funnels: list[Document]


def towns(*, homes: int = 20, funnels: int = 8, plain: bool = False) -> st.SearchStrategy[Town]:
    """Return towns of so many homes, and so many funnels that many get far in.

    `plain` funnels have different steps, in order, that share no events, and count actors.
    """

    def town(seed: int) -> Town:
        dice = random.Random(seed)
        rows = [row for home in range(homes) for row in _lives(dice, home)]
        dice.shuffle(rows)
        return Town(seed, rows, [_funnel(dice, plain=plain) for _ in range(funnels)])

    return st.builds(town, st.integers(0, 2**32))


def _lives(dice: random.Random, home: int) -> list[Row]:
    """Return 6 to 11 events of two actors of one account in three days.

    Half-days against windows of half-days put many on the edge, many on one instant.
    """
    instants = [ORIGIN + 12 * half * HOUR for half in range(dice.randint(3, 7))]
    held = ({}, {}, {"platform": "mobile"}, {"plan": "pro"}, {"plan": 10})
    return [
        {
            "actor": f"{dice.choice(('ada', 'ada', 'ada', 'ben'))} {home}",
            "account": f"home {home}",
            "time": dice.choice(instants) + dice.choice((0, 0, 0, 0, MICROSECOND)),
            "event": dice.choice(("visit", "visit", "sign_up", "sign_up", "buy", "refund")),
            "properties": dice.choice(held),
        }
        for _ in range(dice.randint(6, 11))
    ]


def _funnel(dice: random.Random, *, plain: bool = False) -> Document:
    names = ("visit", "sign_up", "buy")
    kind = "plain" if plain else dice.choice(("plain", "plain", "repeated", "tangled"))
    steps: list[Any] = dice.sample(names, 3)[: dice.choice((1, 2, 3, 3, 3))]
    if kind == "plain" and dice.random() < 0.3:
        # Other events of that name are then no step, at the same instants too.
        steps[0] = {"event": steps[0], "where": {"platform": {"not": "mobile"}}}
    if kind != "plain":
        pool = names if kind == "repeated" else (*names, *TANGLED)
        steps = [dice.choice(pool) for _ in range(dice.choice((2, 3, 3, 4)))]
    document: Document = {
        "kind": "funnel",
        "steps": steps,
        "window": dice.choice(("14 days", "2 days", "36 hours", "1 day", "12 hours")),
        "order": "ordered" if plain else dice.choice(ORDERS),
        "unit": "actor" if plain else dice.choice(("actor", "actor", "account")),
    }
    if not plain and len(steps) > 1 and dice.random() < 0.5:
        document["exclusions"] = [
            _excluded(dice, len(steps)) for _ in range(dice.choice((1, 1, 2)))
        ]
    if not plain and dice.random() < 0.2:
        document |= {"survey": dice.choice(("visit", "refund")), "value": "plan"}
    if dice.random() < 0.2:
        document["by"] = dice.choice(("platform", {"actor": "plan", "most": 1}))
    if dice.random() < 0.2:
        document["trend"] = "day"
    if dice.random() < 0.2:
        document["from"] = "2024-01-02"
    if dice.random() < 0.2:
        document["population"] = {"where": {"platform": {"not": "mobile"}}}
    return document


def _excluded(dice: random.Random, steps: int) -> Document:
    rule = dice.choice(("refund", "refund", "refund", "visit", "sign_up", *TANGLED))
    written = {"event": rule} if isinstance(rule, str) else dict(rule)
    if dice.random() < 0.6:
        written["between"] = sorted(dice.sample(range(1, steps + 1), 2))
    return written


@st.composite
def exclusions(draw: st.DrawFn, steps: int) -> Any:
    """Return an exclusion between two steps, or anywhere."""
    rule = draw(st.one_of(st.just("refund"), st.just("refund"), rules()))
    written = {"event": rule} if isinstance(rule, str) else dict(rule)
    if draw(st.booleans()):
        first = draw(st.integers(1, steps - 1))
        written["between"] = [first, draw(st.integers(first + 1, steps))]
    return written


@st.composite
def funnels(draw: st.DrawFn) -> Document:
    """Return a funnel of any kind, with whatever a question may have."""
    steps = draw(st.lists(rules(), min_size=1, max_size=4))
    document: Document = {
        "kind": "funnel",
        "steps": steps,
        "window": draw(st.sampled_from(WINDOWS)),
        "order": draw(st.sampled_from(ORDERS)),
    }
    if len(steps) > 1 and draw(st.booleans()):
        document["exclusions"] = draw(st.lists(exclusions(len(steps)), min_size=1, max_size=2))
    if draw(st.integers(0, 3)) == 0:
        document |= {"survey": draw(st.sampled_from(("visit", "buy"))), "value": "plan"}
    return draw(_placed(document))


@st.composite
def _placed(draw: st.DrawFn, document: Document) -> Document:
    """Add, now and then, a period, a trend, a breakdown and a population."""
    if draw(st.booleans()):
        first, last = sorted(draw(st.sets(st.sampled_from(DATES), min_size=2, max_size=2)))
        bounds = {"from": first, "to": last}
        document |= {key: bounds[key] for key in draw(st.sets(st.sampled_from(("from", "to"))))}
    if draw(st.booleans()):
        document["trend"] = draw(st.sampled_from(LENGTHS))
    if draw(st.booleans()):
        document["by"] = draw(breakdowns())
    if draw(st.booleans()):
        document["population"] = draw(populations())
    return document | {"timezone": draw(st.sampled_from(ZONES)), "unit": draw(units())}
