"""Long lists come leaf by leaf: all together hold everything once; links keep what was asked."""

from __future__ import annotations

import html
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.people.access import Role
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.checks.run import check
from seachange.web.pages import (
    checks,
    hypotheses,
    library,
    members,
    objectives,
    outcomes,
    record_lists,
    roadmap,
    strategy,
    why,
)
from seachange.web.pages.paging import leaf_of

weights = st.lists(st.integers(1, 9), max_size=40)


@given(weights, st.integers(1, 12))
def test_all_leaves_together_hold_everything_once_in_order(things, size):
    first = leaf_of(things, 1, size=size, weight=lambda each: each)
    leaves = [
        leaf_of(things, number, size=size, weight=lambda each: each)
        for number in range(1, first.leaves + 1)
    ]
    assert [each for leaf in leaves for each in leaf.things] == things
    assert [(leaf.before, leaf.after) for leaf in leaves] == [
        (number - 1 or None, number + 1 if number < len(leaves) else None)
        for number in range(1, len(leaves) + 1)
    ]
    for leaf in leaves:
        assert sum(leaf.things) <= size or len(leaf.things) == 1
        assert things[leaf.first - 1 : leaf.last] == list(leaf.things)


@given(weights, st.integers(-3, 90))
def test_a_leaf_that_is_not_there_is_the_nearest_that_is(things, number):
    leaves = leaf_of(things, 1, size=3).leaves
    assert leaf_of(things, number, size=3).number == min(max(number, 1), leaves)


def leaves_of(client, address):
    """Walk the pages of a list by their own links."""
    while address:
        told = client.get(address)
        assert told.status_code == 200
        text = told.content.decode()
        yield text
        after = re.search(r'<a href="([^"]*)"[^>]*rel="next"', text)
        address = f"{address.partition('?')[0]}{html.unescape(after[1])}" if after else ""


PLACES = [
    ("/hypotheses/", hypotheses, "ON_A_LEAF", r'class="belief"><p class="name">.*?>([^<]*)</span>'),
    ("/hypotheses/?state=testing", hypotheses, "ON_A_LEAF", r'class="belief"><p.*?>([^<]*)</span>'),
    ("/objectives/", objectives, "ON_A_LEAF", r'<section class="[^"]*objective.*?>([^<]*)</span>'),
    ("/checks/?check=RM06", checks, "ON_A_LEAF", r'class="at">(.*?)</p>'),
    ("/roadmap/?look=list", roadmap, "ON_A_LEAF", r'<td class="num">(.*?</td>.*?)</td>'),
    ("/roadmap/?look=list&horizon=3", roadmap, "ON_A_LEAF", r'<td class="num">(.*?</td>.*?)</td>'),
    ("/outcomes/", outcomes, "ON_A_LEAF", r'<li class="card">(.*?)</p>'),
    ("/outcomes/?sort=name", outcomes, "ON_A_LEAF", r'<li class="card">(.*?)</p>'),
    ("/records/kind/team/", record_lists, "ON_A_LEAF", r'<tr><th scope="row">(.*?)</tr>'),
    ("/evidence/", library, "ON_A_LEAF", r'<div class="lesson">\s*<h3>(.*?)</h3>'),
]


@pytest.mark.parametrize(("address", "module", "size", "thing"), PLACES, ids=str)
def test_the_pages_of_a_list_show_what_one_long_page_would(
    address, module, size, thing, client_as, monkeypatch
):
    client = client_as(Role.PRODUCT)
    monkeypatch.setattr(module, size, 1000)
    [whole] = leaves_of(client, address)
    expected = re.findall(thing, whole, re.DOTALL)
    assert expected
    monkeypatch.setattr(module, size, 2)
    pages = [re.findall(thing, text, re.DOTALL) for text in leaves_of(client, address)]
    assert max(map(len, pages)) <= 2
    assert [each for page in pages for each in page] == expected


def test_of_many_findings_the_first_of_every_check_are_shown_and_the_way_to_all(
    client_as, monkeypatch
):
    monkeypatch.setattr(checks, "ON_A_LEAF", 20)
    client = client_as(Role.PRODUCT)
    told = client.get("/checks/?severity=WARNING").content.decode()
    report = check(whole_plan())
    counted = Counter(f.id for f in report.findings if f.severity.name == "WARNING")
    for name, number in counted.items():
        assert f'id="{name}"' in told
        ways = f'href="?severity=WARNING&amp;check={name}">All {number} of {name}</a>'
        assert (ways in told) == (number > checks.FEW)


def test_a_number_that_is_none_is_refused_in_words_and_the_list_is_shown(client_as):
    told = client_as(Role.PRODUCT).get("/hypotheses/?page=first")
    assert told.status_code == 422
    assert b'class="belief"' in told.content


def records_in(text):
    """Return which records the tree of a page holds, and which hang in the air."""
    tree, _, air = text.partition('id="orphans"')
    why = r'aria-label="Why (\S+) exists"'
    return re.findall(why, tree), re.findall(r'<li><p><a[^>]*href="([^"]*)"', air)


def test_the_leaves_of_the_tree_hold_what_the_whole_tree_does(client_as, monkeypatch):
    client = client_as(Role.PRODUCT)
    [whole] = map(records_in, leaves_of(client, "/strategy/?zoom=team"))
    monkeypatch.setattr(strategy, "ON_A_LEAF", 1)
    pages = [records_in(text) for text in leaves_of(client, "/strategy/?zoom=team")]
    assert len(pages) > 1
    assert {each for tree, _ in pages for each in tree} == set(whole[0])
    assert [air for _, air in pages] == [whole[1], *[[]] * (len(pages) - 1)]


def test_a_branch_of_thousands_is_shown_from_its_top_with_the_way_to_all_under_each(
    client_as, monkeypatch
):
    """From one record to the next, all that stands in the tree is met, and no page is large."""
    client = client_as(Role.PRODUCT)
    [whole] = map(records_in, leaves_of(client, "/strategy/?zoom=team"))
    monkeypatch.setattr(strategy, "MOST_UNDER", 2)
    monkeypatch.setattr(strategy, "MOST_SHOWN", 3)
    monkeypatch.setattr(strategy, "ON_A_LEAF", 4)
    met, ahead, asked = set(), ["/strategy/?zoom=team"], set()
    while ahead:
        address = ahead.pop()
        asked.add(address)
        for text in leaves_of(client, address):
            met |= set(records_in(text)[0])
            tree = text[text.index('class="tree"') : text.index("</main>")]
            assert len(records_in(tree)[0]) <= 4 + 3
            ways = re.findall(r'<a href="([^"]*)">Show (?:all|what)', tree)
            more = {f"/strategy/{html.unescape(each)}" for each in ways}
            ahead += sorted(more - asked - set(ahead))
    assert met == set(whole[0])
    assert len(asked) > 5


def test_who_asks_for_what_stands_under_nothing_is_told_so(client_as):
    answer = client_as(Role.PRODUCT).get("/strategy/?under=NOWHERE")
    assert answer.status_code == 422
    assert "the whole tree" in answer.content.decode()


def test_what_hangs_on_a_record_is_told_leaf_by_leaf(client_as, monkeypatch):
    client = client_as(Role.PRODUCT)
    thing = r'<li><a href="[^"]*" class="record"><span class="id">([^<]*)</span>'
    [whole] = leaves_of(client, "/why/OC1/")
    monkeypatch.setattr(why, "ON_A_LEAF", 3)
    pages = [re.findall(thing, text) for text in leaves_of(client, "/why/OC1/")]
    assert max(map(len, pages)) == 3
    assert [each for page in pages for each in page] == re.findall(thing, whole)


def test_members_are_walked_leaf_by_leaf_found_by_words_and_changed_where_they_stand(
    client_as, monkeypatch
):
    client = client_as(Role.ADMIN)
    thing = r'<tr><td><a href="[^"]*" class="record"><span class="id">([^<]*)</span>'
    [whole] = leaves_of(client, "/members/")
    monkeypatch.setattr(members, "ON_A_LEAF", 4)
    pages = [re.findall(thing, text) for text in leaves_of(client, "/members/")]
    assert max(map(len, pages)) == 4
    assert [each for page in pages for each in page] == re.findall(thing, whole)
    assert "nadia" in re.findall(thing, client.get("/members/?words=product").content.decode())
    assert "Nobody here is called so" in client.get("/members/?words=zebra").content.decode()

    number = next(n for n, page in enumerate(pages, start=1) if "nadia" in page)
    here = f"/members/?page={number}"
    assert f'name="next" value="{here}"' in client.get(here).content.decode()
    told = client.post("/members/nadia/role", {"role": "design", "next": here})
    assert told["Location"] == here
    over = client.post("/members/nadia/role", {"role": "sales", "seen": "1"})
    assert over.status_code == 409
    assert "nadia" in re.findall(thing, over.content.decode())
    assert 'href="?page' not in over.content.decode()


def test_what_hangs_in_the_air_is_shown_leaf_by_leaf(client_as, monkeypatch):
    client = client_as(Role.PRODUCT)
    _, air = records_in(client.get("/strategy/").content.decode())
    monkeypatch.setattr(strategy, "ORPHANS", 1)
    shown = [
        records_in(client.get(f"/strategy/?orphans={n}").content.decode())[1]
        for n in range(1, len(air) + 1)
    ]
    assert [each for leaf in shown for each in leaf] == air


def test_a_crowded_column_shows_its_first_cards_and_the_way_to_all_of_them(client_as, monkeypatch):
    client = client_as(Role.PRODUCT)
    counted = Counter(each.horizon for each in whole_plan().roadmap if each.is_open)
    months, number = counted.most_common(1)[0]
    monkeypatch.setattr(roadmap, "IN_A_COLUMN", 1)
    told = client.get("/roadmap/?team=").content.decode()
    assert told.count('data-months="') - told.partition("No longer ahead")[2].count(
        'data-months="'
    ) == len(counted)
    way = re.search(rf'href="([^"]*)">All {number} at {months} months</a>', told)
    rows = client.get(f"/roadmap/{html.unescape(way[1])}").content.decode()
    assert rows.count(f'<td class="num">{months} months</td>') == number
