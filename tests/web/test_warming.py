"""What pages need the first time is there before anybody asks for them."""

from __future__ import annotations

import gc

import pytest
from django.db import OperationalError

from seachange.people.access import Role
from seachange.planning.reads.snapshot import forget, snapshot, whole_plan
from seachange.planning.rules.plan.kept import is_kept
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.seeing import viewer
from seachange.server import warming
from seachange.web.pages import checks, hypotheses, library
from seachange.web.shell import places
from tests.planning.databases import at, copied


def test_every_place_was_made_as_most_members_see_it(parley):
    forget()
    nadia = viewer(whole_plan().get(Member, "nadia"))
    assert warming.make_ready() == [each.address for each in places(nadia)]
    plan = snapshot(nadia)
    for work_out in (checks.report_of, hypotheses.judged, library.programme_of):
        assert is_kept(work_out, plan)


def test_who_asks_next_finds_the_plan_read(client_as, django_assert_max_num_queries):
    warming.make_ready()
    client = client_as(Role.PRODUCT)
    client.get("/settings/")
    with django_assert_max_num_queries(12):
        assert client.get("/review/").status_code == 200


def test_where_nobody_is_yet_there_is_nothing_to_make(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), copied("", tmp_path), at("", tmp_path):
        assert warming.make_ready() == []


def test_a_database_that_cannot_be_read_keeps_nobody_from_serving(parley, monkeypatch):
    def fails():
        raise OperationalError("no such table")

    monkeypatch.setattr(warming, "make_ready", fails)
    thread = warming.warm_up()
    thread.join(timeout=30)
    assert not thread.is_alive()


@pytest.fixture(autouse=True)
def thawed():
    """Let waste be found again: other tests count what is held."""
    yield
    gc.unfreeze()
