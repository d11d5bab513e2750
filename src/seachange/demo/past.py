"""How Parley's plan came to be what it is: what stood in it on which day, and why it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day on which the plan changed, and why.

    `brings` are the records of today's plan that are put then, by their ids or by the name of
    their collection; `then` is how they read otherwise than today (None: not said yet), and
    holds whole what today's plan does not hold: what has left it, and levels counted meanwhile.
    `takes_away` is what leaves it; `said` are comments: by whom, on what, in which words.
    """

    day: date
    why: str
    brings: tuple[str, ...] = ()
    then: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    takes_away: tuple[str, ...] = ()
    said: tuple[tuple[str, str, str], ...] = ()


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _begun(state: str, *ids: str) -> dict[str, dict[str, Any]]:
    return {each: {"state": state} for each in ids}


NO_BASELINE = {"state": "draft", "baseline": None, "target": None, "by": None}
NO_RESULT = {"analysed_on": None, "control": None, "treatment": None}
NOT_RELEASED = {"released_on": None}
NOT_BEGUN = {"building_started_on": None, "released_on": None}
UNANSWERED = {"choice": None, "reason": "", "reply": "", "problem": None, "outcome": None}

# As `seachange ask` counts each metric's question in the year that seed 20260630 makes, from the
# first of January to the last of March, of those who can be judged at the end of that day.
FIRST_QUARTER = {"starts": "2026-01-01", "ends": "2026-03-31"}
COUNTED = (
    ("OC1", 604, 1806),
    ("OC2", 1072, 1816),
    ("OC3", 340, 1611),
    ("OC4", 80, 127),
    ("OC5", 264, 967),
)
ANSWERED = {"promoters": 186, "passives": 160, "detractors": 96}

PAST: tuple[Moment, ...] = (
    Moment(
        day=date(2025, 10, 6),
        why="the board wants a plan of outcomes: the vision, two results, and what we count",
        brings=_words(
            "departments teams members visions milestones metrics impacts journeys journey_steps "
            "roadmap_views OC1 OC2 RM1 RM7 RM8"
        ),
        then={
            "IM1": NO_BASELINE,
            "IM2": NO_BASELINE,
            "OC1": {**NO_BASELINE, "guardrails": [], "signals": []},
            "OC2": {**NO_BASELINE, "guardrails": [], "signals": []},
            "RM1": {"state": "later", "horizon": 6},
            "RM7": {"horizon": 12},
        },
    ),
    Moment(
        day=date(2026, 1, 7),
        why="baselines of the second half of 2025, and targets for the year",
        brings=_words(
            "impacts behaviours signals outcomes driver_links OB1 KR1 KR2 questions ideas "
            "customers boards RM1 RM2 RM4 RM5"
        ),
        then={
            **{f"OC{n}": {"signals": []} for n in range(1, 6)},
            **{f"ID{n}": {"state": "captured", "closed_on": None} for n in range(1, 12)},
            "RM1": {"state": "next", "horizon": 6},
            "RM2": {"state": "next"},
            "RM4": {"state": "later", "horizon": 6},
            "RM5": {"horizon": 9},
        },
    ),
    Moment(
        day=date(2026, 1, 26),
        why="ideas for the outcomes, each with what it should change and when we stop",
        brings=_words("KR3 KR4 outputs hypotheses OC1 OC2 OC3 R2 R3 D1 ID1 ID2 ID3"),
        then={
            **{f"OU{n}": {"state": "proposed", **NOT_BEGUN} for n in range(1, 9)},
            **_begun("draft", *(f"H{n}" for n in range(1, 7))),
            **_begun("in discovery", "ID1", "ID2", "ID3"),
            **{
                each: {"closed_on": None, "state": "in discovery"} for each in ("ID1", "ID2", "ID3")
            },
            **{each: {"state": "received", "output": None, **UNANSWERED} for each in ("R2", "R3")},
            "D1": {"state": "open", "won_on": None},
        },
    ),
    Moment(
        day=date(2026, 2, 9),
        why="a fake door says that clients want a free time at once",
        brings=_words("T0 H1 H3 OU1 OU3 P1 R1 R4 RM1 RM9"),
        then={
            **_begun("complete", "H3"),
            **_begun("testing", "H1"),
            **{each: {"state": "discovery", **NOT_BEGUN} for each in ("OU1", "OU3")},
            **{each: {"state": "received", **UNANSWERED} for each in ("R1", "R4")},
            "RM1": {"state": "now"},
            "RM9": {
                "kind": "roadmap_item",
                "item_kind": "hypothesis",
                "hypothesis": "H1",
                "state": "now",
                "horizon": 3,
                "source": "outcome",
            },
        },
    ),
    Moment(
        day=date(2026, 3, 2),
        why="Bramley signed: single sign-on is promised, and built",
        brings=_words("D1 C1 S-C1-sales S-C1-engineering OU1 OU3 OU7 R2 R3 ID7 ID8"),
        then={
            "C1": {"state": "approved", "delivered_on": None},
            **{each: {"state": "building", **NOT_RELEASED} for each in ("OU1", "OU3", "OU7")},
            **{each: {"closed_on": None} for each in ("ID7", "ID8")},
        },
    ),
    Moment(
        day=date(2026, 3, 23),
        why="one-tap replies are on trial; slots and the playbook are next",
        brings=_words("T1 T3 T5 H3 H5 OU5 OU6 OU8 R1 R4 RM2 RM10"),
        then={
            "T1": {"state": "planned", **NO_RESULT},
            "T3": {"state": "running", **NO_RESULT},
            "T5": {"state": "planned", **NO_RESULT},
            **_begun("testing", "H3"),
            **_begun("complete", "H5"),
            "OU5": {"state": "ready", **NOT_BEGUN},
            **{each: {"state": "building", **NOT_RELEASED} for each in ("OU6", "OU8")},
            "RM10": {
                "kind": "roadmap_item",
                "item_kind": "hypothesis",
                "hypothesis": "H3",
                "state": "now",
                "horizon": 3,
                "source": "outcome",
            },
        },
        said=(
            (
                "tomasz",
                "OU8",
                "Ten weeks of ours. What should a client do differently once it is there? "
                "@nadia I cannot find an outcome it is for.",
            ),
        ),
    ),
    Moment(
        day=date(2026, 3, 31),
        why="the first quarter, counted from the events",
        then={
            f"ME-{outcome}-Q1": {
                "kind": "measurement",
                "metric": f"M-{outcome}",
                "outcome": outcome,
                "level": {"did": did, "people": people, **FIRST_QUARTER},
            }
            for outcome, did, people in COUNTED
        }
        | {
            "ME-IM1-Q1": {
                "kind": "measurement",
                "metric": "M-NPS",
                "impact": "IM1",
                "level": {**ANSWERED, **FIRST_QUARTER},
            }
        },
    ),
    Moment(
        day=date(2026, 4, 1),
        why="instant slots go to half of the new clients",
        brings=_words("T1 OU1 OU3 OC1 OC2 OC3"),
        then={
            "T1": {"state": "running", **NO_RESULT},
            "OU1": {"state": "released"},
            "OU3": {"state": "built", **NOT_RELEASED},
        },
    ),
    Moment(
        day=date(2026, 4, 22),
        why="replies came: one-tap answers work; the concierge is tried with 600",
        brings=_words("T2 T3 T5 H2 H5 H6 OU2 OU3 OU5 ID2 R5 RM3 RM4"),
        then={
            "T2": {"state": "running", **NO_RESULT},
            "T5": {"state": "running", **NO_RESULT},
            **_begun("testing", "H5"),
            **_begun("complete", "H6"),
            **{each: {"state": "released"} for each in ("OU3", "OU5")},
            "ID2": {"closed_on": None},
            "RM4": {"horizon": 3},
        },
    ),
    Moment(
        day=date(2026, 5, 6),
        why="two verdicts: slots and one-tap replies are worth it, and leave the roadmap",
        brings=_words(
            "T1 T4 T6 H1 H3 H4 H6 OU1 OU3 OU4 ID9 ID10 ID11 D2 C2 D3 C3 RM2 RM5 RM6 RL4 "
            "S-C2-sales S-C2-customer_success S-C2-product S-C2-engineering"
        ),
        then={
            **{each: {"state": "running", **NO_RESULT} for each in ("T4", "T6")},
            **_begun("testing", "H4", "H6"),
            "OU4": {"state": "building", **NOT_RELEASED},
            "C3": {"state": "proposed"},
            "RM6": {"horizon": 9},
            "RL4": {"state": "planned", "share": None, "holdback_share": None},
        },
        takes_away=("RM9", "RM10"),
        said=(
            (
                "nadia",
                "H1",
                "4.6 points more of the new clients meet somebody in their first week. "
                "@ines how soon can everybody have it?",
            ),
            ("ines", "H1", "Two weeks, if we keep an eye on the ratings of meetings (G-OC1)."),
        ),
    ),
    Moment(
        day=date(2026, 6, 8),
        why="the summary moved nothing and is taken out; the playbook works",
        brings=_words(
            "T2 T4 T5 T6 H5 H6 OU4 OU5 OU6 OU7 OU8 C1 C3 S-C3-sales S-C3-customer_success "
            "S-C3-product RL4 RM6 RM7"
        ),
        said=(
            (
                "nadia",
                "H6",
                "A summary alone brings nobody back. What does (Q3) is still open; "
                "@tomasz let us ask ten clients who came back on their own.",
            ),
        ),
    ),
)
