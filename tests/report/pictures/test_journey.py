"""The picture of a journey: what stands at a step is said of those who are at it."""

from __future__ import annotations

import re

import pytest

import seachange as sea
from seachange.report.pictures.journey import journey
from tests.story import story

# At day 40 ada and ben have had their 14 days. Dora and eve wait at the first step, fay at the
# second: of each step's leavers those who wait there may still go on, and no others.
STORY = """
ada:  visit@0   sign_up@1d  buy@2d
ben:  visit@1d  sign_up@3d
dora: visit@35d
eve:  visit@36d
fay:  visit@37d sign_up@38d
gil:  visit@2d  look@40d
"""


@pytest.fixture(scope="module")
def drawn():
    """Give `drawn(width)`: the texts of the picture, from left to right or from the top."""
    log = sea.open_log(story(STORY))
    asked = {"kind": "funnel", "steps": ["visit", "sign_up", "buy"], "window": "14 days"}
    answer = log.ask(asked, as_of="2024-02-10")

    def texts(width: float) -> str:
        return " / ".join(re.findall(r">([^<>]+)</text>", journey(answer, width=width)))

    return texts


def test_who_may_still_go_on_is_counted_at_the_step_they_are_at(drawn):
    wide = drawn(960)
    assert "3 left / 2 of them still may" in wide
    assert "2 left / 1 of them still may" in wide


def test_the_narrow_picture_says_the_same(drawn):
    narrow = drawn(390)
    assert "3 went no further (2 still may); next they did" in narrow
    assert "2 went no further (1 still may); next they did" in narrow


def test_the_share_of_the_first_step_is_said_to_be_of_those_who_were_judged(drawn):
    # Three were judged: ada bought, ben and gil did not; six came, and a sixth of six is another.
    assert "33.3 % of all judged" in drawn(960).replace("\u2009", " ").replace("\u202f", " ")
