"""Whether the same question on the same events is answered with the same bytes, always."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys

import pytest

from seachange.events.sources.rows import from_rows
from seachange.measure.ask import KINDS, ask
from tests.measure.logs import DAY, ORIGIN, SECOND
from tests.shared import ROOT

# More than DuckDB gives to one thread, and many of everything: ties, equally large groups.
EVENTS = 125_000
PEOPLE = 9_000

QUESTIONS = {
    "share": [
        {"of": "visit", "did": "buy", "within": "7 days", "trend": "week", "by": "session"},
        {
            "of": "visit",
            "did": "visit",
            "within": "1 day",
            "entry": "every",
            "by": {"actor": "plan"},
        },
    ],
    "frequency": [
        {"did": "buy", "period": "week", "by": "plan"},
        {"did": "buy", "active": "visit", "period": "week", "measure": "share_active"},
    ],
    "duration": [{"of": "visit", "did": "buy", "trend": "week", "by": "plan"}],
    "retention": [
        {"of": "visit", "did": {"any_event": True}, "period": "week", "by": "plan"},
        {"of": "visit", "did": "buy", "period": "week", "days": 7},
        {"of": "visit", "did": "buy", "period": "week", "mode": "recurring"},
    ],
    "funnel": [
        {"steps": ["visit", "sign_up", "buy"], "window": "14 days", "by": "plan", "trend": "week"},
        {"steps": ["visit", "buy", "visit"], "order": "unordered"},
        {"steps": ["visit", "sign_up"], "order": "strict", "exclusions": ["refund"]},
    ],
    "journey_map": [{"keep": 3}, {"case": "actor"}, {"case": {"property": "session"}}],
    "experiment": [
        {
            "assigned": {"event": "sign_up", "where": {"plan": ["free", "pro"]}},
            "variant": "plan",
            "control": "free",
            "metric": {"kind": "frequency", "did": "visit", "within": "7 days"},
            "covariate": "7 days",
            "plan": {"units": 2000, "looks": "week"},
            "secondary": [
                {"kind": "mean", "did": "rated", "value": "points", "within": "14 days"},
                {"kind": "duration", "did": "buy", "within": "14 days"},
            ],
            "guardrails": [
                {
                    "metric": {"kind": "score", "survey": "rated", "value": "points"}
                    | {"within": "14 days"},
                    "margin": 5,
                }
            ],
        }
    ],
    "experiment_plan": [
        {
            "of": "sign_up",
            "metric": {"kind": "frequency", "did": "visit", "within": "7 days"},
            "change": 0.1,
            "looks": 5,
        }
    ],
    "rollout": [
        {
            "metric": {"kind": "share", "of": "visit", "did": "buy", "within": "1 day"},
            "segment": "plan",
            "released": {"pro": "2024-02-01"},
        },
        {
            "metric": {"kind": "mean", "did": "rated", "value": "points", "within": "1 day"},
            "released": "2024-02-01",
        },
    ],
    "drivers": [{"step": "visit", "target": "buy", "within": "7 days"}],
    "description": [{}],
    "score": [{"survey": "rated", "value": "points", "scale": "nps", "trend": "week"}],
}
ASKED = [{"kind": kind, **rest} for kind in KINDS for rest in QUESTIONS[kind]]


def rows(events: int):
    """Return the same events every time, in no order."""
    dice = random.Random(20240101)
    names = ("visit", "visit", "visit", "sign_up", "buy", "refund", "rated")
    found = []
    for n in range(events):
        name = dice.choice(names)
        found.append(
            {
                "actor": f"a{dice.randrange(max(4, events * PEOPLE // EVENTS))}",
                "time": ORIGIN + dice.randrange(40) * DAY + dice.randrange(3600) * SECOND,
                "event": name,
                "properties": {
                    "plan": dice.choice(("free", "pro", "team")),
                    "session": f"s{n % 997}",
                    **({"points": dice.randrange(11)} if name == "rated" else {}),
                },
            }
        )
    return found


@pytest.mark.broad
@pytest.mark.parametrize("many", [(1, 8), pytest.param((1, 2, 8), marks=pytest.mark.nightly)])
def test_the_bytes_do_not_hang_on_the_number_of_threads(many):
    told = rows(EVENTS)
    logs = [from_rows(told, threads=threads) for threads in many]
    for question in ASKED:
        texts = {ask(question, log).to_json() for log in logs}
        assert len(texts) == 1, question
    for log in logs:
        log.close()


def digest() -> str:
    """Return the hash of all answers to a smaller log."""
    log = from_rows(rows(2_000))
    return hashlib.sha256("".join(ask(q, log).to_json() for q in ASKED).encode()).hexdigest()


def test_the_bytes_are_the_same_after_a_restart():
    again = subprocess.run(
        [sys.executable, "-c", "from tests.measure.test_bytes import digest; print(digest())"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"src{os.pathsep}.", "PYTHONHASHSEED": "20240101"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert again.stdout.strip() == digest()


def test_every_kind_of_question_is_asked_here():
    assert set(QUESTIONS) >= set(KINDS)
