"""Whether people at a later step are compared with people who began about as long ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from seachange.events.sources.rows import from_rows
from seachange.measure.ask import ask
from tests.measure.driver_worlds import DAY, HOUR

START = 19_700 * DAY
AS_OF = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=START + 90 * DAY)
LATER = {"kind": "drivers", "within": "4 days", "properties": []}
ON_THE_WAY = {**LATER, "journey": ["begin", "enter", "succeed"], "step": 2, "target": 3}
BARE = {**LATER, "step": "enter", "target": "succeed", "exclude": {"event": "begin"}}
IDLE = [f"idle_{n}" for n in range(16)]


def world(people=1200, seed=5):
    """Return rows of people of whom the quick succeed more often, and alone may still `save`.

    Saving does nothing: it is offered in the first days only, as a greeting is.
    """
    chance = Random(seed)
    rows = []

    def tell(actor, event, time):
        rows.append({"actor": actor, "event": event, "time": int(time)})

    for n in range(people):
        actor, begun = f"a{n}", START + chance.random() * 40 * DAY
        is_quick = chance.random() < 0.5
        came = begun + (chance.uniform(0.1, 2.5) if is_quick else chance.uniform(8, 16)) * DAY
        tell(actor, "begin", begun)
        tell(actor, "enter", came)
        ends = came + 4 * DAY
        if chance.random() < (0.7 if is_quick else 0.3):
            ends = came + chance.uniform(0.2, 3.5) * DAY
            tell(actor, "succeed", ends)
        moment = came + chance.uniform(0.1, 4) * HOUR
        while moment < ends:
            tell(actor, chance.choice(IDLE), moment)
            if is_quick and chance.random() < 0.15:
                tell(actor, "save", moment + 1)
            moment += chance.expovariate(1 / 5) * HOUR
    return rows


@pytest.fixture(scope="module")
def log():
    opened = from_rows(world())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def answer(log):
    return ask(ON_THE_WAY, log, as_of=AS_OF)


def test_what_only_the_new_can_do_looks_like_a_booster_unless_the_new_are_compared(log, answer):
    bare = {f.behaviour.label for f in ask(BARE, log, as_of=AS_OF).findings}
    alike = {f.behaviour.label for f in answer.findings}
    assert bare == {"save"}
    assert alike == set()


def test_the_spans_compared_within_are_told(answer):
    (ages,) = answer.design.segments
    # The quick took 2 hours to 60, the others 8 to 16 days; of each span there are many.
    assert set(ages) == {
        "2 to 4 h", "4 to 8 h", "8 to 16 h", "16 to 32 h", "32 to 64 h",
        "128 to 256 h", "256 to 512 h",
    }  # fmt: skip


def test_at_the_first_step_nobody_has_begun_before(log):
    first = {**ON_THE_WAY, "step": 1, "target": 3, "within": "20 days"}
    assert ask(first, log, as_of=AS_OF).design.segments == ()


def test_who_never_began_is_compared_with_such_people():
    rows = [row for row in world(people=200) if row["event"] != "begin"]
    opened = from_rows(rows)
    answer = ask(ON_THE_WAY, opened, as_of=AS_OF)
    opened.close()
    assert answer.design.segments == ((),)


def test_every_engine_parts_them_alike(log_on):
    rows = world(people=120, seed=6)
    wide = {**ON_THE_WAY, "min_odds_ratio": 1.0, "q": 0.99}
    here = from_rows(rows)
    expected = ask(wide, here, as_of=AS_OF).to_dict()
    here.close()
    found = ask(wide, log_on(rows), as_of=AS_OF).to_dict()
    expected.pop("source"), found.pop("source")
    assert found == expected
    assert any(row["log_odds_ratio"] is not None for row in found["tested"])
