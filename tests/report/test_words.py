"""Numbers as people read them."""

from __future__ import annotations

import pytest

from seachange.measure.answers import Estimate, Unknown
from seachange.report import words

THIN = "\u202f"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (0.4, "0.4 s"),
        (59, "59 s"),
        (60, "1 min"),
        (61, "1 min 1 s"),
        (3599, "59 min"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (36 * 3600, "36 h"),
        (293_760, "3.4 days"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(seconds: float, said: str) -> None:
    assert words.span(seconds) == said


def test_a_share_is_told_in_per_cent_with_its_interval() -> None:
    told = words.estimate(Estimate(0.386, 0.369, 0.403, "wilson"), "share")
    assert told == f"38.6{THIN}% [36.9, 40.3]"


def test_a_small_share_keeps_a_digit_that_says_something() -> None:
    assert words.quantity(0.0042, "share") == f"0.42{THIN}%"


def test_an_unknown_is_told_as_its_reason_and_never_as_a_number() -> None:
    assert words.estimate(Unknown("nobody was there"), "share") == "unknown: nobody was there"


def test_a_change_of_a_share_is_told_in_percentage_points_with_its_sign() -> None:
    up = words.change(Estimate(0.076, 0.052, 0.1, "newcombe"), "share")
    down = words.change(Estimate(-0.009, -0.031, 0.013, "newcombe"), "share")
    assert up == f"+7.6{THIN}pp [5.2, 10.0]"
    assert down == f"\u22120.9{THIN}pp [\u22123.1, 1.3]"


def test_how_much_of_the_way_is_done_is_told_in_whole_per_cent() -> None:
    told = [words.progress(done) for done in (0.571, -0.12, 1.3)]
    assert told == [f"57{THIN}%", f"−12{THIN}%", f"130{THIN}%"]


def test_no_number_is_told_as_minus_nothing() -> None:
    assert words.progress(-0.001) == f"0{THIN}%"
    assert words.quantity(-0.0, "share") == f"0.0{THIN}%"
    assert words.quantity(-0.00001, "points") == "0.0"
    assert words.change(Estimate(-0.0001, -0.02, 0.02, "newcombe"), "share").startswith("0.0")


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.5, "0.50"), (0.0501, "0.050"), (0.001, "0.001"), (4e-7, "<0.001"), (0.0, "<0.001")],
)
def test_a_probability_keeps_the_digits_that_matter(p: float, said: str) -> None:
    assert words.chance(p) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(0.3, "0"), (99.6, "100"), (118.4, "120"), (2634, "2,600"), (51_234, "51,000")],
)
def test_a_rough_number_is_told_in_two_digits(number: float, said: str) -> None:
    assert words.around(number) == said


def test_counts_have_their_thousands_parted() -> None:
    assert words.plural(12345, "person", "people") == "12,345 people"
    assert words.plural(1, "entry", "entries") == "1 entry"
