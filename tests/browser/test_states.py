"""Pages in every state they can be in: empty, waiting, failed, refused, written over."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg
import pytest

from seachange.people.access import Role
from tests.browser.conftest import AS_PARLEY
from tests.browser.houses import SERVE, House, copied, place_of_its_own, served
from tests.browser.waiting import press

pytestmark = pytest.mark.browser

# A house in which there are people, and nothing else.
BARE = """
from seachange.cli.house import CAST
from seachange.cli.kept import open_pages
open_pages()
from seachange.people.access import Role
from seachange.planning.actions.bulk import take_in
from seachange.planning.rules.plan.organisation import Member
people = [Member(id=who, name=name, role=Role(role)) for who, name, role, *_ in CAST]
people += [Member(id="CEO", role=Role.LEADER), Member(id="seller1", role=Role.SALES)]
take_in(people, by="", why="they begin")
"""
# Pages served with nobody who counts beside them.
ALONE = SERVE.replace(
    "from seachange.cli.main",
    "import contextlib; from seachange.cli import jobs; jobs.beside = contextlib.nullcontext;"
    "from seachange.cli.main",
)
EMPTY = (
    "/outcomes/new/",
    "/journeys/draw/",
    "/roadmap/?look=list",
    "/roadmap/?look=journey",
    "/roadmap/for/sellers/",
    "/roadmap/for/leaders/",
    "/roadmap/for/everybody/",
    "/roadmap/changes/",
    "/strategy/?look=picture",
    "/share/",
    "/records/",
    "/records/kind/output/",
    "/records/new/hypothesis/",
    "/search/?q=meeting",
    "/mentions/",
    "/events/bring/",
    "/events/description/",
)


# As a count of replies that failed leaves it.
FAILED = (
    "UPDATE evidence_keptanswer SET state = 'failed', why = 'the disk was full', "
    "remedy = 'Make room, and count again.' WHERE CAST(question AS TEXT) LIKE '%adviser_replied%'"
)


@pytest.fixture(scope="module")
def bare(server, tmp_path_factory):
    """The address of a house with people and nothing else in it."""
    with place_of_its_own(tmp_path_factory.mktemp("bare") / "house", server) as house:
        house.does(BARE, **AS_PARLEY)
        with served(house, **AS_PARLEY) as address:
            yield address


@pytest.fixture(scope="module")
def left_alone(year, tmp_path_factory):
    """The address of Parley with nobody who counts, and one count that failed: of OC2."""
    with copied(year, tmp_path_factory.mktemp("alone") / "house") as house:
        assert rows_written(house, FAILED) > 0
        with served(house, by=ALONE, **AS_PARLEY) as address:
            yield address


def rows_written(house: House, statement: str) -> int:
    """Change what a house keeps past its own words; return how many rows that changed."""
    if house.database:
        with psycopg.connect(house.database) as plan:
            return plan.execute(statement.encode()).rowcount
    with closing(sqlite3.connect(house.folder / "plan.sqlite3")) as plan, plan:
        return plan.execute(statement).rowcount


@pytest.fixture
def somebody(visitor):
    """Give `somebody(address, role, …)`: somebody of this role at their first page."""

    def comes(address, role="product", **look):
        one = visitor(address, **look)
        one.looks_through(role)
        return one

    return comes


def places_of(one):
    return one.page.locator("nav[aria-label=Places] a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )


def test_every_place_of_an_empty_house_is_whole_and_says_what_it_is_for(somebody, bare):
    one = somebody(bare)
    for address in places_of(one):
        assert one.page.goto(address).status == 200
        one.keeps(f"empty {address}")
        words = one.page.locator("main").inner_text().split()
        assert len(words) > 12, address


@pytest.mark.nightly
@pytest.mark.parametrize(("dark", "narrow"), [(True, False), (False, True), (True, True)])
def test_every_page_of_an_empty_house_is_whole_in_every_look(somebody, bare, dark, narrow):
    one = somebody(bare, dark=dark, narrow=narrow)
    for address in (*places_of(one), *EMPTY):
        assert one.page.goto(address).status == 200, address
        one.keeps(f"empty {address}")


@pytest.mark.nightly
@pytest.mark.parametrize("role", Role)
def test_every_place_of_an_empty_house_is_whole_for_every_role(somebody, bare, role):
    one = somebody(bare, role.value)
    for address in places_of(one):
        assert one.page.goto(address).status == 200, address
        one.keeps(f"empty {address}")


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_waited_for_and_what_failed_is_whole(somebody, left_alone, dark):
    one = somebody(left_alone, dark=dark, narrow=dark)
    told = one.page.locator("main")
    one.page.goto("/journeys/JM2/")
    assert "start “seachange jobs”" in told.inner_text()
    one.keeps("waiting")
    one.page.goto("/outcomes/OC2/")
    assert "the disk was full" in told.inner_text()
    one.keeps("failed")


@pytest.mark.parametrize("dark", [False, True])
def test_two_versions_side_by_side_are_whole(somebody, parley, dark):
    mine, theirs = (somebody(parley, role, dark=dark, narrow=dark) for role in ("product", "admin"))
    address = "/objectives/OB1/results/KR3/" if dark else "/records/OU1/edit/"
    field = "text" if dark else "name"
    for one in (mine, theirs):
        one.page.goto(address)
    for one, words in ((theirs, f"theirs {dark}"), (mine, "mine")):
        one.page.locator(f"[name={field}]").first.fill(words)
        if dark:
            one.page.locator("[name=outcome]").select_option("OC3")
        one.page.locator("form button.first").last.click()
        one.page.wait_for_load_state()
    row = mine.page.locator(".over tr", has_text="mine")
    assert row.locator("td").all_inner_texts() == ["mine", f"theirs {dark}"]
    assert mine.page.locator(f"[name={field}]").first.input_value() == "mine"
    mine.keeps("written over")


def test_a_refusal_leads_back_by_one_page_and_no_further(somebody, parley):
    one = somebody(parley)
    for address in ("/outcomes/", "/roadmap/", "/records/OU1/remove/"):
        one.page.goto(address)
    one.context.clear_cookies(name="csrftoken")
    one.page.locator("[name=because]").fill("It was never used.")
    press(one.page, "Remove it")
    one.page.get_by_role("link", name="Go back").click()
    one.page.wait_for_url("**/records/OU1/remove/")
    one.page.wait_for_load_state("networkidle")
    assert one.page.url.endswith("/records/OU1/remove/")


def test_every_field_of_a_whole_form_is_named_in_sight(somebody, parley):
    one = somebody(parley)
    for address in ("/records/OU1/edit/", "/records/new/hypothesis/", "/outcomes/OC1/baseline/"):
        one.page.goto(address)
        labels = one.page.locator("main form label:visible, main form legend:visible")
        unseen = labels.evaluate_all(
            "all => all.filter(each => each.getBoundingClientRect().width < 10)"
            ".map(each => each.textContent)"
        )
        assert labels.count() > 4
        assert unseen == [], address


@pytest.mark.parametrize("dark", [False, True])
def test_a_window_that_is_none_and_a_link_that_is_gone_are_whole(somebody, parley, dark):
    one = somebody(parley, dark=dark, narrow=dark)
    one.page.goto("/journeys/JM1/?within=0")
    one.keeps("no window")
    one.context.clear_cookies()
    assert one.page.goto("/share/gone/").status == 404
    one.keeps("gone")
