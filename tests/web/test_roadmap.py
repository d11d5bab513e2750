"""The roadmap in a browser: looked at in five ways, moved with a way back, handed out safely."""

from __future__ import annotations

import re
from datetime import date

import pytest

from seachange.people.access import Role, Visibility
from seachange.planning.actions import records, roadmap
from seachange.planning.actions.conflicts import version_of_plan
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import Precision

PRIVATE = "the secret acquisition of Quorn"


def at(item):
    return whole_plan().get(RoadmapItem, item)


@pytest.mark.parametrize("look", ["board", "list", "timeline", "tree", "journey"])
def test_the_same_items_stand_in_every_look(look, client_as):
    told = client_as(Role.PRODUCT).get(f"/roadmap/?look={look}").content.decode()
    for words in ("no missed meetings", "client talks to someone within one hour"):
        assert words in told


def test_an_empty_horizon_says_what_belongs_there(client_as):
    told = client_as(Role.PRODUCT).get("/roadmap/").content.decode()
    assert "Nothing is at 9 months" in told


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("kind=question", "Q3", "no missed meetings"),
        ("source=vision", "one hour", "no missed meetings"),
        ("team=Calendar&look=list", "", "one hour"),
        ("words=MISSED", "no missed meetings", "one hour"),
    ],
)
def test_what_is_asked_for_in_the_address_is_what_is_shown(asked, shown, hidden, client_as):
    told = client_as(Role.PRODUCT).get(f"/roadmap/?{asked}").content.decode()
    told = told.partition('<section class="vision"')[0] + told.partition('id="board"')[2]
    assert shown in told
    assert hidden not in told


@pytest.mark.parametrize("asked", ["look=cube", "kind=feature", "on=yesterday", "on=2031-01-01"])
def test_what_cannot_be_asked_for_is_said_and_the_page_is_still_there(asked, client_as):
    answer = client_as(Role.PRODUCT).get(f"/roadmap/?{asked}")
    assert answer.status_code == 422
    assert "Roadmap" in answer.content.decode()


def test_an_item_is_moved_and_the_page_offers_the_way_back(client_as):
    client = client_as(Role.PRODUCT)
    form = {"to": "9", "why": "after the summer", "seen": version_of_plan()}
    answer = client.post("/roadmap/RM7/move", form, follow=True)
    assert at("RM7").horizon == 9
    assert "Moved to 9 months." in answer.content.decode()
    assert "/records/undo" in answer.content.decode()


def test_what_would_leave_a_horizon_empty_says_what_to_do_and_works_once_that_is_done(client_as):
    """Nothing is at nine months until RM7 goes there; once it is, the roadmap is whole."""
    client = client_as(Role.PRODUCT)
    moved = client.post("/roadmap/RM7/move", {"to": "9"}, follow=True).content.decode()
    change = re.search(r'name="change" value="(\d+)"', moved)[1]
    for address, form, done in (
        ("/records/undo", {"change": change, "next": "/roadmap/"}, "taken back"),
        ("/roadmap/RM7/move", {"to": "12"}, "moved"),
    ):
        refused = client.post(address, form, follow=True).content.decode()
        assert f"It was not {done}: nothing else stands at 9 months" in refused
        assert 'href="/roadmap/new/?horizon=9">Put something there</a>' in refused
        assert at("RM7").horizon == 9
    asked = {"item_kind": "question", "title": "why?", "horizon": "9", "source": "outcome"}
    client.post("/roadmap/new/", asked)
    client.post("/records/undo", {"change": change, "next": "/roadmap/"})
    assert at("RM7").horizon == 6


def test_an_item_that_somebody_else_moved_meanwhile_is_not_moved_over(client_as):
    client, seen = client_as(Role.PRODUCT), version_of_plan()
    roadmap.move_to("RM7", horizon=12, by="")
    answer = client.post("/roadmap/RM7/move", {"to": "9", "seen": seen})
    assert answer.status_code == 409
    assert at("RM7").horizon == 12


@pytest.mark.parametrize("role", [None, *(r for r in Role if r not in {Role.PRODUCT, Role.ADMIN})])
def test_only_product_moves_items(role, client_as):
    answer = client_as(role).post("/roadmap/RM7/move", {"to": "9"})
    assert answer.status_code in {401, 302, 403}
    assert at("RM7").horizon == 6


@pytest.mark.parametrize("to", ["7", "", "nine", "3;drop"])
def test_a_horizon_that_there_is_not_moves_nothing(to, client_as):
    client_as(Role.PRODUCT).post("/roadmap/RM7/move", {"to": to})
    assert at("RM7").horizon == 6


def test_a_date_goes_with_its_item_as_coarse_as_the_horizon_and_the_old_one_is_kept(parley):
    records.edit("RM7", by="", due=date(2026, 12, 15), precision=Precision.MONTH)
    roadmap.move_to("RM7", horizon=12, by="")
    moved = at("RM7")
    assert moved.due == date(2027, 6, 30)  # twelve months from 30 June 2026
    assert moved.precision == Precision.QUARTER  # the finest that check RM05 allows there
    assert moved.earlier_due == (date(2026, 12, 15),)


def test_sellers_see_what_is_out_and_what_they_must_not_promise(client_as):
    told = client_as(Role.SALES).get("/roadmap/for/sellers/").content.decode()
    sell, _, rest = told.partition('id="story"')
    story, _, never = rest.partition('id="never"')
    assert "instant slots on profile" in sell  # released in April
    assert "concierge call on day 2" in never  # being tested
    assert "concierge call on day 2" not in sell + story


def test_a_promise_counts_as_signed_when_everybody_has_signed_it(client_as):
    told = client_as(Role.SALES).get("/roadmap/for/sellers/").content.decode()
    sell, _, never = told.partition('id="never"')
    assert "set-up call within 5 days" in sell  # all four of its board said yes
    assert "SSO live" not in sell  # two of the four never did
    assert "without the yes of customer success and product" in never


def test_what_everybody_may_see_holds_nothing_that_is_not_public(client_as):
    records.edit("RM7", by="", title=PRIVATE)
    client = client_as(Role.LEADER)
    assert PRIVATE in client.get("/roadmap/").content.decode()
    assert PRIVATE not in client.get("/roadmap/for/everybody/").content.decode()


def test_what_changed_is_told_with_who_and_why(client_as):
    roadmap.move_to("RM7", horizon=9, by="nadia", why="after the summer")
    told = client_as(Role.LEADER).get("/roadmap/changes/").content.decode()
    assert "moved from 6 to 9 months" in told
    assert "after the summer" in told


def test_what_changed_of_any_field_is_told_from_what_to_what(client_as):
    item = whole_plan().get(RoadmapItem, "RM7")
    records.edit(
        "RM7",
        by="nadia",
        visibility=Visibility.PUBLIC,
        precision=Precision.DAY,
        title="é" * 500,
        team=None,
    )
    told = client_as(Role.LEADER).get("/roadmap/changes/").content.decode()
    assert f"Who may see it: {item.visibility.value} → public" in told
    assert "Precision: " in told
    assert f" → {'é' * 120}…" in told
    assert "changed:" not in told


def test_of_two_long_texts_it_is_told_where_they_differ(client_as):
    begins = "every month of the year " * 9
    records.edit("RM7", by="nadia", title=begins + "in spring")
    records.edit("RM7", by="nadia", title=begins + "in autumn, and late")
    told = client_as(Role.LEADER).get("/roadmap/changes/").content.decode()
    before, _, after = told.partition("in spring → …")
    assert before.endswith("the year ")
    assert after.partition("<")[0].endswith("of the year in autumn, and late")


def test_a_link_to_what_somebody_may_not_see_is_not_told_where_it_changed(client_as):
    other = next(each.id for each in whole_plan().feature_requests)
    records.edit("RM7", by="nadia", feature_request=other, title="Asked for")
    records.edit("RM7", by="nadia", feature_request=None)
    records.edit(other, by="", visibility=Visibility.PRIVATE, keeper="nadia")
    told = client_as(Role.SALES).get("/roadmap/changes/").content.decode()
    assert "Asked for" in told
    assert other not in told
    assert "Feature request" not in told


def test_days_the_wrong_way_round_are_told(client_as):
    answer = client_as(Role.LEADER).get("/roadmap/changes/?since=2026-06-30&until=2026-01-01")
    assert answer.status_code == 422
    assert "turn them round" in answer.content.decode()


def test_who_changed_the_roadmap_is_called_by_name(client_as, settings):
    """What was taken in with the demonstration nobody of Parley did."""
    roadmap.move_to("RM1", horizon=9, by="nadia", why="later")
    told = client_as(Role.LEADER).get("/roadmap/changes/").content.decode()
    assert "<td>Nadia Okafor</td>" in told
    assert "<td>the operator</td>" in told
    settings.DEMO = True
    for address in ("/roadmap/changes/", "/records/OC1/"):
        told = client_as(Role.LEADER).get(address).content.decode()
        assert "Seachange (demo)" in told
        assert "he operator<" not in told


@pytest.mark.parametrize("address", ["", "changes/", "for/sellers/", "for/leaders/"])
def test_a_requester_sees_no_page_of_the_roadmap_but_that_for_everybody(address, client_as):
    assert client_as(Role.REQUESTER).get(f"/roadmap/{address}").status_code == 403
    assert client_as(Role.LEADER).get(f"/roadmap/{address}").status_code == 200


def test_a_requester_is_led_to_the_roadmap_for_everybody_and_sees_no_more(client_as):
    oliver = client_as(Role.REQUESTER)
    assert 'href="/roadmap/for/everybody/"' in oliver.get("/").content.decode()
    page = oliver.get("/roadmap/for/everybody/").content.decode()
    assert "Nothing is public yet" in page
    assert "/share/" not in page
    item = next(each for each in whole_plan().roadmap if each.outcome)
    for each in (item.outcome, item.id):
        records.edit(each, by="", visibility=Visibility.PUBLIC)
    page = oliver.get("/roadmap/for/everybody/").content.decode()
    assert "Nothing is public yet" not in page
    assert client_as(None).get("/roadmap/for/everybody/").status_code == 302
    inside = client_as(Role.PRODUCT).get("/roadmap/").content.decode()
    assert 'href="/roadmap/" aria-current' in inside or 'aria-current="page"' in inside


def test_dates_have_columns_where_somebody_gave_one(client_as):
    client = client_as(Role.PRODUCT)
    assert "Meant for" not in client.get("/roadmap/?look=list").content.decode()
    item = whole_plan().roadmap[0]
    records.edit(item.id, by="", due=date(2026, 9, 30), confidence=5.0)
    page = client.get("/roadmap/?look=list").content.decode()
    assert "Meant for" in page
    assert "somebody claims a confidence of 5 of 10" in page


@pytest.mark.parametrize("look", ["board", "list", "timeline", "tree"])
def test_how_sure_a_hypothesis_on_it_is_follows_from_its_evidence(look, client_as):
    """H2 has a confidence of 3.51 in the walk-through (domain theory §7)."""
    (item,) = (each for each in whole_plan().roadmap if each.subject == "H2")
    records.edit(item.id, by="", confidence=9.0)
    page = client_as(Role.PRODUCT).get(f"/roadmap/?look={look}").content.decode()
    assert "3.5 of 10" in page
    told = client_as(Role.PRODUCT).get(f"/records/{item.id}/").content.decode()
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>.*?<p>(.*?)</p>", told, re.DOTALL))
    assert facts["Confidence somebody claims"] == "9"
    assert facts["Confidence its evidence earns"] == "3.51 of 10"


def test_a_public_roadmap_without_lines_says_how_they_get_there(client_as):
    page = client_as(Role.PRODUCT).get("/roadmap/for/everybody/").content.decode()
    assert "Nothing is public yet" in page
