"""A planted survey: who is active does more, is happier and answers more often.

People enter, do things for some days, are asked, and some answer with 0 to 10. Most
behaviours go with activity and do nothing; two add to the score and two take from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bench.worlds.simulation import DAY, START

ENTRY, ASKED, ANSWERED, VALUE = "enter", "asked", "rated", "score"
HARMLESS = 20
EFFECTS = {"pleases_1": 0.9, "pleases_2": 0.7, "annoys_1": -0.9, "annoys_2": -0.7}
WITHIN_DAYS = 14

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """A log with a survey in it; `as_of` is when all time is over, in microseconds."""

    log: pa.Table
    as_of: int


def survey(*, people: int, seed: int) -> Surveyed:
    """Draw a log of people who are asked after a while; who answers depends on activity."""
    rng = np.random.default_rng(seed)
    activity = rng.normal(0, 0.7, people)
    pace = np.exp(activity)
    entered = START + (rng.random(people) * 21 * DAY).astype(np.int64)
    asked = rng.uniform(3, 8, people)  # days after the entry
    names = [f"harmless_{k}" for k in range(1, HARMLESS + 1)] + list(EFFECTS)
    rate = np.exp(rng.uniform(np.log(0.03), np.log(0.15), len(names)))
    follows = np.concatenate([rng.uniform(0, 1.2, HARMLESS), np.zeros(len(EFFECTS))])
    first = rng.exponential(1 / (rate * np.exp(activity[:, None] * follows)))
    in_time = first < asked[:, None]
    effect = np.concatenate([np.zeros(HARMLESS), list(EFFECTS.values())])
    happiness = 6.5 + 0.8 * activity + in_time @ effect + rng.normal(0, 1.8, people)
    score = np.clip(np.rint(happiness), 0, 10).astype(np.int64)
    answers = np.flatnonzero(rng.random(people) < 1 / (1 + np.exp(0.2 - 0.6 * activity)))
    views = rng.poisson(2.0 * pace * asked)
    viewer = np.repeat(np.arange(people), views)
    who, which = np.nonzero(in_time)
    everybody = np.arange(people)
    person = np.concatenate([everybody, viewer, who, everybody, answers])
    after = np.concatenate(
        [
            np.zeros(people),
            rng.random(viewer.size) * asked[viewer],
            first[who, which],
            asked,
            asked[answers] + 0.1,
        ]
    )
    events = [ENTRY, "page_view", *names, ASKED, ANSWERED]
    event = np.concatenate(
        [
            np.zeros(people, dtype=np.int64),
            np.ones(viewer.size, dtype=np.int64),
            2 + which,
            np.full(people, len(events) - 2),
            np.full(answers.size, len(events) - 1),
        ]
    )
    value = np.concatenate([np.full(person.size - answers.size, -1), score[answers]])
    time = entered[person] + (after * DAY).astype(np.int64)
    order = np.argsort(time, kind="stable")
    table = pa.table(
        {
            "actor": pa.array([f"a{n}" for n in everybody]).take(pa.array(person[order])),
            "time": pa.array(time[order], pa.timestamp("us", "UTC")),
            "event": pa.array(events).take(pa.array(event[order])),
            VALUE: pa.array(value[order], mask=value[order] < 0),
        }
    )
    # Time to be asked, and as much again to answer.
    return Surveyed(log=table, as_of=START + (21 + 2 * WITHIN_DAYS + 1) * DAY)
