"""Every place of the house as each look shows it: nothing violated, nothing run over."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

LOOKS = [(False, False), (True, False), (False, True), (True, True)]


@pytest.mark.parametrize(("dark", "narrow"), LOOKS)
def test_every_place_is_whole_in_every_look(parley, visitor, dark, narrow):
    somebody = visitor(parley, dark=dark, narrow=narrow)
    somebody.looks_through("product")
    places = somebody.page.locator("nav[aria-label=Places] a").evaluate_all(
        "links => links.map(link => [link.textContent, link.getAttribute('href')])"
    )
    assert len(places) > 1
    for name, address in places:
        somebody.page.goto(address)
        somebody.keeps(name)
