"""What people do besides the journey: visits, looking around, saving, and none of it matters.

How much of it a client does hangs on their intent, and on nothing that happens to them. So it
goes with success, and has no effect on it: the confounders of the story.
"""

from __future__ import annotations

import numpy as np

from seachange.demo.choosing import About, choose, everybody, expit
from seachange.demo.days import (
    DAY,
    HOUR,
    MINUTE,
    OUTAGE,
    SECOND,
    START,
    Floats,
    Mask,
    Moments,
    Whole,
    arrivals,
    awake,
    day,
    day_weights,
    midnights,
    within,
)
from seachange.demo.ledger import VOCABULARY
from seachange.demo.people import ABROAD, END
from seachange.demo.stage import Stage

# What a session is made of, by weight; the outage and the topic change some of it.
ACTS = {
    "browse_advisers": 0.20,
    "view_profile": 0.24,
    "filter_search": 0.13,
    "read_article": 0.14,
    "read_pricing": 0.07,
    "change_settings": 0.05,
    "contact_support": 0.04,
    "error_shown": 0.03,
    "use_calculator": 0.10,
}
SESSIONS_AT_HOME, SESSIONS_ABROAD = 2.1, 0.25
VISITORS = 5000  # who look and never sign up
SHORTLISTS = 0.297  # share of clients at home who save three advisers or more
REDESIGN = day("2026-06-05")
REDESIGN_FINDERS = 0.0035


def live(stage: Stage) -> Mask:
    """Fill the days around the journey; return who saved three advisers or more."""
    _sign_up(stage)
    _sessions(stage)
    _newsletters(stage)
    _visitors(stage)
    return _shortlist(stage)


def _sign_up(stage: Stage) -> None:
    """Write down the visit in which a client signs up."""
    chance, ledger, clients = stage.chance, stage.ledger, stage.clients
    actor, comes = clients.actor, clients.signs_up
    before = chance.uniform(5 * MINUTE, 20 * MINUTE, len(clients)).astype(np.int64)
    visit = clients.start - before
    browse = visit + (0.15 * before).astype(np.int64)
    view = visit + (0.5 * before).astype(np.int64)
    browses = comes & (chance.random(len(clients)) < np.where(clients.at_home, 0.9, 0.35))
    views = comes & (chance.random(len(clients)) < np.where(clients.at_home, 0.75, 0.2))
    ledger.record("visit", actor, visit, only=comes, channel=clients.channel)
    ledger.record("browse_advisers", actor, browse, only=browses)
    ledger.record("view_profile", actor, view, only=views)
    ledger.record(
        "sign_up", actor, clients.start, only=comes, channel=clients.channel, topic=clients.topic
    )


def _sessions(stage: Stage) -> None:
    """Let clients return on days of their own: the keen ones often, some never."""
    chance, clients = stage.chance, stage.clients
    mean = np.where(clients.at_home, SESSIONS_AT_HOME, SESSIONS_ABROAD)
    visits = chance.poisson(mean * np.exp(0.45 * clients.intent - 0.1))
    client = np.repeat(np.arange(len(clients)), visits)
    wait = chance.exponential(13 * DAY, client.size) * np.exp(0.15 * clients.intent[client])
    wait = np.minimum(wait + HOUR, 120 * DAY)
    opens = awake(chance, clients.start[client] + wait.astype(np.int64))
    actor = clients.actor[client]
    app = chance.random(client.size) < expit(0.5 * clients.intent[client])
    stage.ledger.record("open_app", actor, opens, only=app)
    stage.ledger.record("visit", actor, opens, only=~app, channel=clients.channel[client])
    acts = 1 + chance.poisson(1.1, client.size)
    session = np.repeat(np.arange(client.size), acts)
    steps = chance.exponential(80 * SECOND, session.size) + 3 * SECOND
    ends = np.cumsum(steps)
    first = np.repeat(np.cumsum(acts) - acts, acts)
    elapsed = ends - (ends - steps)[first]
    _act(stage, client[session], opens[session] + elapsed.astype(np.int64))


def _act(stage: Stage, client: Whole, times: Moments) -> None:
    """Say what is done at each of these moments."""
    names = list(ACTS)
    weights: Floats = np.tile(np.array(list(ACTS.values())), (times.size, 1))
    investing = stage.clients.topic[client] == VOCABULARY["topic"].index("investing")
    weights[investing, names.index("use_calculator")] *= 4
    weights[within(times, OUTAGE), names.index("error_shown")] *= 25
    edges = np.cumsum(weights, axis=1)
    draw = stage.chance.random(times.size) * edges[:, -1]
    act = (draw[:, None] >= edges).sum(axis=1)
    for code, name in enumerate(names):
        stage.ledger.record(name, stage.clients.actor[client], times, only=act == code)


def _newsletters(stage: Stage) -> None:
    """The letter goes out on the first Tuesday of a month; a few clients at home open it."""
    chance, clients = stage.chance, stage.clients
    for tuesday in _first_tuesdays():
        wait = 8 * HOUR + chance.exponential(9 * HOUR, len(clients))
        reads = chance.random(len(clients)) < 0.2 * expit(0.6 * clients.intent)
        recent = within(clients.start, (tuesday - 120 * DAY, tuesday))
        stage.ledger.record(
            "open_newsletter",
            clients.actor,
            awake(chance, tuesday + wait.astype(np.int64)),
            only=reads & recent & clients.at_home,
        )


def _first_tuesdays() -> list[int]:
    days = midnights(START, END)
    tuesdays = days[(days // DAY + 3) % 7 == 1]
    months = tuesdays.astype("datetime64[us]").astype("datetime64[M]")
    _, places = np.unique(months, return_index=True)
    return [int(tuesdays[place]) for place in places]


def _shortlist(stage: Stage) -> Mask:
    """Let the keen at home save three advisers or more in ten days, others one or none."""
    chance, clients = stage.chance, stage.clients
    people = len(clients)
    share = [About(everybody(people), SHORTLISTS)]
    many = choose(chance, 0.55 * clients.intent, share, eligible=clients.at_home)
    few = clients.at_home & (chance.random(people) < 0.25)
    saves = np.where(many, 3 + chance.poisson(0.6, people), few)
    client = np.repeat(np.arange(people), saves)
    spread = np.where(chance.random(client.size) < 0.5, 20 * MINUTE, 9 * DAY)
    wait = MINUTE + (chance.random(client.size) * spread).astype(np.int64)
    times = awake(chance, clients.start[client] + wait)
    stage.ledger.record("save_to_shortlist", clients.actor[client], times)
    return many


def _visitors(stage: Stage) -> None:
    """Let people look around who never sign up; the viral days bring most of them."""
    chance, people = stage.chance, VISITORS * stage.scale
    days = midnights(START, END)
    start = arrivals(chance, people, days=days, weights=day_weights(days, viral=6.0))
    abroad = (start >= ABROAD) & (chance.random(people) < 0.5)
    market = np.where(abroad, chance.integers(1, 4, people), 0).astype(np.int32)
    first = stage.ledger.cast.admit("visitor", market, digits=5)
    actor = np.arange(first, first + people, dtype=np.int32)
    channel = chance.choice(5, size=people, p=[0.4, 0.1, 0.35, 0.05, 0.1]).astype(np.int32)
    stage.ledger.record("visit", actor, start, channel=channel)
    for name, share in (("browse_advisers", 0.55), ("view_profile", 0.25), ("read_pricing", 0.12)):
        wait = (chance.exponential(90 * SECOND, people) + 4 * SECOND).astype(np.int64)
        stage.ledger.record(name, actor, start + wait, only=chance.random(people) < share)


def find_redesign(stage: Stage) -> int:
    """Let a handful of recent clients stumble on the redesigned app nobody told them about.

    Returns how many. They are fewer than 1 % of the clients who came in the 60 days before.
    """
    chance, clients = stage.chance, stage.clients
    recent = within(clients.start, (REDESIGN - 60 * DAY, REDESIGN))
    share = [About(everybody(len(clients)), REDESIGN_FINDERS)]
    finders = choose(chance, clients.intent, share, eligible=recent)
    wait = chance.uniform(0, 24 * DAY, len(clients)).astype(np.int64)
    opened = awake(chance, REDESIGN + wait)
    stage.ledger.record("redesign_opened", clients.actor, opened, only=finders)
    return int(finders.sum())
