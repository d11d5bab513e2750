"""Every place of the house as each look and each role sees it: whole, and with no violation."""

from __future__ import annotations

import pytest

from seachange.people.access import Role

pytestmark = pytest.mark.browser

LOOKS = [(False, False), (True, False), (False, True), (True, True)]
# A page of each kind that has one, and what stands beside the places.
PAGES = (
    "/outcomes/OC1/",
    "/outcomes/OC1/baseline/",
    "/outcomes/new/",
    "/journeys/JM1/",
    "/journeys/JM2/",
    "/journeys/JM2/edit/",
    "/journeys/JM2/steps/ST6/",
    "/journeys/draw/",
    "/hypotheses/H1/",
    "/tests/T1/",
    "/objectives/OB1/",
    "/objectives/new/",
    "/roadmap/?look=list",
    "/roadmap/?look=timeline",
    "/roadmap/?look=tree",
    "/roadmap/?look=journey",
    "/roadmap/for/sellers/",
    "/roadmap/for/leaders/",
    "/roadmap/for/everybody/",
    "/roadmap/changes/",
    "/share/",
    "/strategy/?look=picture",
    "/why/OU1/",
    "/records/",
    "/records/OU1/",
    "/records/OU1/edit/",
    "/records/kind/output/",
    "/records/new/hypothesis/",
    "/records/new/assumption_test/",
    "/search/?q=meeting",
    "/mentions/",
    "/events/bring/",
    "/events/description/",
)


@pytest.fixture
def walks(measured, visitor):
    """Give `walks(role, …)`: somebody of this role, and the places they are offered."""

    def comes(role, **look):
        somebody = visitor(measured, **look)
        somebody.looks_through(role)
        places = somebody.page.locator("nav[aria-label=Places] a").evaluate_all(
            "links => links.map(link => [link.textContent, link.getAttribute('href')])"
        )
        return somebody, places

    return comes


@pytest.mark.parametrize(("dark", "narrow"), LOOKS)
def test_every_place_is_whole_in_every_look(walks, dark, narrow):
    somebody, places = walks("product", dark=dark, narrow=narrow)
    assert len(places) > 9
    for name, address in places:
        somebody.page.goto(address)
        somebody.keeps(name)


@pytest.mark.nightly
@pytest.mark.parametrize(("dark", "narrow"), LOOKS)
def test_every_page_is_whole_in_every_look(walks, dark, narrow):
    somebody, _ = walks("product", dark=dark, narrow=narrow)
    for address in PAGES:
        answer = somebody.page.goto(address)
        assert answer.status == 200, address
        somebody.keeps(address)


@pytest.mark.nightly
@pytest.mark.parametrize("role", Role)
def test_every_place_is_whole_for_every_role(walks, role):
    somebody, places = walks(role.value)
    for name, address in places:
        answer = somebody.page.goto(address)
        assert answer.status == 200, address
        somebody.keeps(name)


@pytest.mark.nightly
@pytest.mark.parametrize("role", [Role.ADMIN, Role.PRODUCT, Role.SALES, Role.REQUESTER])
def test_every_page_fits_a_telephone_a_wall_and_paper(walks, role):
    somebody, places = walks(role.value)
    for address in (*(address for _, address in places), *PAGES):
        if somebody.page.goto(address).status == 200:
            somebody.fits(address)


# Puts a word longer than any line behind what people write: names, titles, sentences.
LENGTHENS = """word => {
  const written = "h1, a.record, .says, .names label, li > p:not(.quiet)";
  const texts = [...document.querySelectorAll(`main :is(${written})`)];
  for (const each of texts) if (!each.closest("svg, nav, .unseen")) each.append(` ${word}`);
  return texts.length;
}"""


@pytest.mark.nightly
def test_a_word_longer_than_a_line_is_broken_wherever_it_stands(walks):
    somebody, places = walks("product")
    somebody.page.set_viewport_size({"width": 320, "height": 700})
    for address in (*(address for _, address in places), *PAGES):
        assert somebody.page.goto(address).status == 200
        somebody.page.wait_for_load_state("networkidle")
        assert somebody.page.evaluate(LENGTHENS, "Donaudampfschifffahrt" * 8) > 0
        beyond = somebody.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert beyond <= 0, address


@pytest.mark.parametrize("dark", [False, True])
def test_what_went_wrong_and_what_is_open_is_whole(walks, dark):
    somebody, _ = walks("product", dark=dark, narrow=dark)
    page = somebody.page
    for status, address in ((404, "/records/none/"), (404, "/nowhere/"), (422, "/outcomes/new/")):
        answer = page.goto(address)
        if status == 422:
            with page.expect_response(lambda answer: answer.status == 422):
                page.get_by_role("button", name="Go after it").click()
        else:
            assert answer.status == status
        somebody.keeps(f"{status} {address}")
    page.goto("/")
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette-list [role=option][aria-selected=true]")
    somebody.keeps("palette")
    page.keyboard.press("Escape")
    page.evaluate("document.getElementById('shortcuts').showModal()")
    somebody.keeps("sheet")


def test_a_place_for_others_is_refused_in_so_many_words(walks):
    somebody, _ = walks("requester")
    assert somebody.page.goto("/strategy/").status == 403
    somebody.keeps("403")
