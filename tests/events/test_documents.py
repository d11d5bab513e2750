"""Whether values of a document are read, and refused, with their place and a way out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadQuestion
from seachange.events.documents import Field, micros, nearest, place, spoken


def test_a_place_is_written_as_people_count():
    assert place(("steps", 1, "where", "plan")) == "steps[2].where.plan"
    assert place(()) == ""


def test_a_key_that_is_not_known_is_refused_with_the_nearest():
    with pytest.raises(BadQuestion) as caught:
        Field({"withn": 1}).keys(("within", "of"), what="a share")
    assert caught.value.place == "withn"
    assert caught.value.remedy == "Did you mean within?"


def test_a_key_like_no_other_is_refused_with_those_there_are():
    with pytest.raises(BadQuestion, match="Known: within, of"):
        Field({"zzz": 1}).keys(("within", "of"), what="a share")


@pytest.mark.parametrize("value", [None, "text", 3, ["list"], True])
def test_only_a_mapping_has_keys(value):
    with pytest.raises(BadQuestion, match="a share must be a mapping, not "):
        Field(value).keys(("of",), what="a share")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("7 days", timedelta(days=7)),
        ("14d", timedelta(days=14)),
        ("36 hours", timedelta(hours=36)),
        ("30m", timedelta(minutes=30)),
        ("1.5 hours", timedelta(minutes=90)),
        ("2 Weeks", timedelta(weeks=2)),
        (" 90 sec ", timedelta(seconds=90)),
        ("0.000001 s", timedelta(microseconds=1)),
        (timedelta(days=1), timedelta(days=1)),
    ],
)
def test_a_duration_is_a_number_and_a_unit(written, meant):
    assert Field(written).duration() == meant


@pytest.mark.parametrize(
    "written",
    ["0 days", "-1 day", "7", 7, None, "days", "7 fortnights", "1e9 days", "7 days 2 hours",
     "0.0000001 s", "200 years", "40000 days", "٧ days x", timedelta(0)],
)  # fmt: skip
def test_what_is_no_duration_is_refused(written):
    with pytest.raises(BadQuestion):
        Field(written, ("within",)).duration()


@given(st.timedeltas(timedelta(microseconds=1), timedelta(days=36_500)))
def test_a_duration_reads_back_as_it_is_spoken(span):
    assert Field(spoken(span)).duration() == span


def test_a_duration_is_whole_microseconds():
    assert micros(timedelta(days=1, microseconds=1)) == 86_400_000_001


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-07-01", date(2024, 7, 1)),
        ("2024-07-01T09:00:00Z", datetime(2024, 7, 1, 9, tzinfo=UTC)),
        ("2024-07-01 09:00", datetime.fromisoformat("2024-07-01T09:00")),
        (date(2024, 7, 1), date(2024, 7, 1)),
    ],
)
def test_a_day_or_a_moment_is_written_as_iso_has_it(written, meant):
    assert Field(written).day_or_moment() == meant


@pytest.mark.parametrize(
    "written", ["1.7.2024", "2024-13-01", "2024-02-30", 20240701, None, "0001-01-01", "9999-12-31"]
)
def test_what_is_no_date_is_refused(written):
    with pytest.raises(BadQuestion) as caught:
        Field(written, ("from",)).day_or_moment()
    assert caught.value.place == "from"


@pytest.mark.parametrize("value", [True, 1.5, "1", None, 0])
def test_a_whole_number_is_nothing_else(value):
    with pytest.raises(BadQuestion, match="a whole number from 1 on"):
        Field(value).whole(least=1)


@pytest.mark.parametrize("value", [True, "1", None, float("inf"), float("nan"), 10**400])
def test_a_number_is_finite(value):
    with pytest.raises(BadQuestion):
        Field(value).number()


def test_a_word_is_one_of_those_allowed():
    assert Field("first").one_of(("first", "every")) == "first"
    with pytest.raises(BadQuestion, match="'frist' is not one of: first, every"):
        Field("frist").one_of(("first", "every"))


@pytest.mark.parametrize(
    ("value", "told"), [(" ", "an empty one"), (3, "a number"), ([], "a list")]
)
def test_a_text_says_something(value, told):
    with pytest.raises(BadQuestion, match=f"expected a text, not {told}"):
        Field(value).text()


def test_the_nearest_words_are_those_that_a_slip_is_from():
    known = ["sign_up", "sign_in", "purchase", "Add To Cart"]
    assert nearest("signup", known)[0] == "sign_up"
    assert nearest("add to cart", known) == ["Add To Cart"]
    assert nearest("cart", known) == ["Add To Cart"]
    assert nearest("zzz", known) == []


def test_a_list_is_walked_with_places():
    assert [f.path for f in Field(["a", "b"], ("any",)).items()] == [("any", 0), ("any", 1)]
    with pytest.raises(BadQuestion, match="expected a list, not a text"):
        list(Field("ab").items())
