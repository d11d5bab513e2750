"""What questions look like: every one that is read fits its schema, and strange keys fit none."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from seachange.errors import BadQuestion
from seachange.measure.ask import KINDS, keys_of, parse
from seachange.measure.schema import question_schema
from tests.docs.worked import worked
from tests.house.checkout import ROOT

WORKED = [
    example.question
    for page in sorted((ROOT / "docs" / "concepts").glob("*.md"))
    for example in worked(page)
    if all(fence.kind != "refused" for fence in example.expected)
]
JUDGE = Draft202012Validator(question_schema())


def test_every_worked_question_fits_as_it_is_asked_and_as_its_answer_writes_it_out():
    assert {question["kind"] for question in WORKED} == set(KINDS)
    for question in WORKED:
        JUDGE.validate(question)
        JUDGE.validate(parse(question).to_dict())


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_that_is_not_told_is_refused_by_the_parser_and_fits_no_schema(kind):
    for strange in ("horoscope", "Kind", "$ne", "of ", ""):
        assert strange not in keys_of(kind)
        assert not JUDGE.is_valid({"kind": kind, strange: 1})
        with pytest.raises(BadQuestion, match="has no key"):
            parse({"kind": kind, strange: 1})


@pytest.mark.parametrize("strange", [{}, {"kind": "horoscope"}, {"kind": None}, [], "share", None])
def test_what_is_of_no_kind_fits_no_schema(strange):
    assert not JUDGE.is_valid(strange)
    with pytest.raises(BadQuestion):
        parse(strange)
