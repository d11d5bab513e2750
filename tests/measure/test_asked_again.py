"""The question an answer holds can be copied from it and asked: the answer is the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seachange.errors import BadQuestion
from seachange.events.sources.rows import from_rows
from seachange.measure import ask as door
from seachange.measure.ask import ask, parse
from tests.measure import questions, test_drivers_anywhere
from tests.measure.funnels import funnels
from tests.measure.logs import moments, worlds
from tests.measure.test_rollout import rollouts

ALL = settings.default.max_examples
FEW = settings(max_examples=max(1, ALL // 8) if ALL <= 100 else ALL)

KINDS = {
    **questions.KINDS,
    "funnel": funnels,
    "rollout": rollouts,
    "drivers": test_drivers_anywhere.questions,
    "description": lambda: st.just({"kind": "description"}),
}


def test_every_kind_of_question_is_asked_again_here():
    assert set(KINDS) == set(door.KINDS)


@pytest.mark.parametrize("kind", KINDS)
@given(told=st.data())
def test_a_question_reads_back_from_what_it_writes(kind, told):
    # Compared as text: 5 and 5.0 are equal, and yet two versions of the question.
    written = json.dumps(parse(told.draw(KINDS[kind]())).to_dict(), sort_keys=True)
    assert json.dumps(parse(json.loads(written)).to_dict(), sort_keys=True) == written


@pytest.mark.parametrize("kind", KINDS)
@FEW
@given(told=st.data(), rows=worlds(least=8), as_of=moments())
def test_the_question_of_an_answer_is_answered_the_same(kind, told, rows, as_of):
    log = from_rows(rows)
    answer = json.loads(ask(told.draw(KINDS[kind]()), log, as_of=as_of).to_json())
    again = json.loads(ask(answer["question"], log, as_of=as_of).to_json())
    log.close()
    assert again == answer


def test_null_is_as_good_as_not_said_and_a_key_that_is_needed_is_missed():
    share = {"kind": "share", "of": "visit", "did": "buy", "within": "1 day"}
    assert parse({**share, "by": None, "population": {"did": None}}) == parse(share)
    with pytest.raises(BadQuestion, match="needs `within`"):
        parse({**share, "within": None})
    with pytest.raises(BadQuestion, match="no key 'buy'"):
        parse({**share, "buy": None})
