"""Whether drivers can be asked of any small log, on any engine, and count entries rightly."""

from __future__ import annotations

import json
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from seachange.events.sources.rows import from_rows
from seachange.measure.answering import driver_counting
from seachange.measure.ask import ask, parse
from tests.measure.driver_worlds import LATE, QUESTION, world
from tests.measure.logs import EPOCH, moments, units, windows, worlds
from tests.measure.questions import breakdowns, populations, rules

FEW = settings(max_examples=max(1, settings.default.max_examples // 8))
AS_OF = EPOCH + timedelta(microseconds=LATE)


@st.composite
def questions(draw):
    """Return questions of any kind of step, success, entry, population and segments."""
    document = {"kind": "drivers", "step": draw(rules()), "within": draw(windows())}
    if draw(st.booleans()):
        document["score"] = {"survey": draw(rules(narrow=True)), "value": "plan"}
        if draw(st.booleans()):
            document["score"]["sent"] = draw(rules(narrow=True))
    else:
        document["target"] = draw(rules())
        if draw(st.booleans()):
            way = [draw(rules()), document.pop("step"), document.pop("target")]
            target = draw(st.sampled_from((3, "any", "last")))
            document |= {"journey": way, "step": draw(st.integers(1, 2)), "target": target}
    document["entry"] = draw(st.sampled_from(("first", "every")))
    document["unit"] = draw(units())
    document["segments"] = draw(st.lists(breakdowns(), max_size=2))
    if draw(st.booleans()):
        document["population"] = draw(populations())
    return {**document, "q": 0.99, "min_odds_ratio": 1.0}


@given(worlds(least=8), questions(), moments())
def test_any_log_has_an_answer_whose_numbers_are_possible(rows, document, as_of):
    log = from_rows(rows)
    answer = ask(document, log, as_of=as_of)
    log.close()
    assert 0 <= answer.successes <= answer.entries
    assert answer.people <= answer.entries
    assert (answer.unknown is None) == (answer.design is not None)
    names = [t.behaviour.label for t in answer.tested if t.behaviour.property is None]
    assert len(names) == len(set(names))
    json.loads(answer.to_json())
    assert parse({k: v for k, v in answer.question.items() if v is not None})


@FEW
@given(rows=worlds(least=8), document=questions(), as_of=moments())
def test_any_answer_is_the_same_on_every_engine(log_on, rows, document, as_of):
    here = from_rows(rows)
    expected = ask(document, here, as_of=as_of).to_dict()
    here.close()
    found = ask(document, log_on(rows), as_of=as_of).to_dict()
    expected.pop("source"), found.pop("source")
    assert found == expected


def test_of_very_many_entries_some_actors_are_read_by_chance(monkeypatch):
    log = from_rows(world(people=900))
    every = ask(QUESTION, log, as_of=AS_OF).design
    monkeypatch.setattr(driver_counting, "MOST_ENTRIES", 300)
    answer = ask(QUESTION, log, as_of=AS_OF)
    log.close()
    assert every.sampled == 1
    assert answer.entries == 900
    assert abs(answer.design.sampled - 1 / 3) < 0.001
    assert 1 / 4 < answer.design.rows / every.rows < 1 / 2
    assert "sampled" in {c.code for c in answer.caveats}


def test_of_very_many_behaviours_the_commonest_are_tested(monkeypatch):
    monkeypatch.setattr(driver_counting, "MOST_BEHAVIOURS", 8)
    monkeypatch.setattr(driver_counting, "SUPPORTED_BEHAVIOURS", 4)
    log = from_rows(world(people=300))
    answer = ask(QUESTION, log, as_of=AS_OF)
    log.close()
    untested = [t for t in answer.tested if t.why.startswith("there are very many")]
    assert len(untested) == 6
