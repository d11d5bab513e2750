"""The strategy tree in a browser: what stands under what, how sure that is, and for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from seachange import clock
from seachange.people.access import Role, Visibility
from seachange.planning.actions import records
from seachange.planning.reads.snapshot import whole_plan
from tests.web.conftest import NOW


def told(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_tree_shows_where_each_outcome_stands_and_what_its_link_rests_on(client_as):
    page = told(client_as(Role.PRODUCT).get("/strategy/"))
    assert "38.6" in page
    assert "[36.9, 40.3]" in page
    assert "behind by" in page
    assert "claimed: no experiment has tested it" in page


def test_a_plan_without_results_is_led_to_its_first(client_as, parley):
    for each in (*whole_plan().impacts, *whole_plan().visions):
        records.edit(each.id, by="", visibility=Visibility.PRIVATE, keeper="lena")
    page = told(client_as(Role.PRODUCT).get("/strategy/"))
    assert "Nothing stands at the top yet" in page
    assert "/records/new/impact/?next=/strategy/" in page
    assert "of this team" not in page
    assert "/records/new/impact/" not in told(client_as(Role.SALES).get("/strategy/"))
    assert "of this team" in told(client_as(Role.PRODUCT).get("/strategy/?team=Calendar"))


def test_a_leader_sees_results_and_what_drives_them_first(client_as):
    leader = client_as(Role.LEADER)
    assert "hypothesis" not in told(leader.get("/strategy/"))
    assert "hypothesis" in told(leader.get("/strategy/?zoom=team"))


def test_a_team_sees_its_own_outcomes_and_what_they_are_for(client_as):
    page = told(client_as(Role.PRODUCT).get("/strategy/?team=Calendar"))
    assert "misses a booked meeting" in page
    assert "Client NPS" in page
    assert "completes set-up call" not in page


def test_what_leads_nowhere_hangs_in_the_air_and_says_why_that_matters(client_as):
    page = told(client_as(Role.PRODUCT).get("/strategy/"))
    orphans = page.partition('id="orphans"')[2]
    assert "app redesign" in orphans
    assert "for the sake of making" in orphans


def test_the_picture_has_each_record_once_and_leads_to_it(client_as):
    page = told(client_as(Role.PRODUCT).get("/strategy/?look=picture"))
    picture = page[page.index("<figure") : page.index("</figure>")]
    assert picture.count('class="strong">OC1 ') == 1
    assert "style=" not in picture


def test_the_tree_can_be_seen_as_it_stood(client_as, parley, monkeypatch):
    client = client_as(Role.PRODUCT)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=30))
    records.edit("OC1", by="nadia", name="", actor="somebody else")
    assert "somebody else" in told(client.get("/strategy/"))
    then = told(client.get("/strategy/?on=2026-07-01"))
    assert "new client holds" in then
    assert "somebody else" not in then
    assert "Nothing stood in the plan on 1 January 2026" in told(
        client.get("/strategy/?on=2026-01-01")
    )


@pytest.mark.parametrize("asked", ["on=soon", "on=2999-01-01", "zoom=moon", "look=%00", "team=%00"])
def test_a_look_that_cannot_be_says_so_and_breaks_nothing(asked, client_as):
    answer = client_as(Role.PRODUCT).get(f"/strategy/?{asked}")
    assert answer.status_code == 422
    assert "Strategy" in told(answer)


def test_why_something_exists_is_told_up_to_the_result_it_is_for(client_as):
    page = told(client_as(Role.ENGINEERING).get("/why/OU1/"))
    chain = page[page.index("<ol") : page.index("</ol>")]
    places = [chain.index(f'">{each}</span>') for each in ("OU1", "H1", "OC1", "IM1")]
    assert places == sorted(places)
    assert "It leads to no result" in told(client_as(Role.ENGINEERING).get("/why/OU8/"))


def test_nobody_learns_of_a_record_that_is_hidden_from_them(client_as):
    records.edit("OC1", by="", visibility=Visibility.PRIVATE, keeper="nadia")
    ines = client_as(Role.ENGINEERING)
    assert "new client holds" not in told(ines.get("/strategy/"))
    assert "new client holds" not in told(ines.get("/strategy/?look=picture"))
    for hidden in ("OC1", "never-there"):
        answer = ines.get(f"/why/{hidden}/")
        assert answer.status_code == 404
        assert "new client" not in told(answer)
    assert "new client holds" in told(client_as(Role.PRODUCT).get("/strategy/"))


def test_a_requester_does_not_come_to_the_strategy(client_as):
    requester = client_as(Role.REQUESTER)
    assert requester.get("/strategy/").status_code == 403
    assert requester.get("/why/OC1/").status_code == 404
