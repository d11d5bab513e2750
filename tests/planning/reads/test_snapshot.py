"""Tests of what somebody sees of the plan: by values and by the database, the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.people.access import Role, Viewer, Visibility
from seachange.planning.actions.bulk import take_in
from seachange.planning.models.mapping import mappings
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.belonging import within
from seachange.planning.rules.plan.organisation import Member, Team
from seachange.planning.rules.plan.record import linked
from seachange.planning.rules.seeing import seen_by
from tests.planning.databases import kept_in
from tests.planning.parley import AS_OF, parley

PLAN = parley()
IDS = sorted(PLAN.by_id)
PEOPLE = (Team(id="a-team"), Member(id="ada"), Member(id="ben"))
VIEWERS = [
    None,
    Viewer(id="ada", role=Role.PRODUCT, teams=("a-team",)),
    Viewer(id="ben", role=Role.SALES),
    Viewer(id="root", role=Role.ADMIN),
    Viewer(id="ada", role=Role.REQUESTER),
    Viewer(id="ada", role=Role.ADMIN, is_active=False),
]
scattered = st.dictionaries(st.sampled_from(IDS), st.sampled_from(Visibility), max_size=40)


def world(visibilities):
    put = [
        replace(PLAN.by_id[each], visibility=seen, team="a-team", keeper="ben")
        for each, seen in visibilities.items()
    ]
    return PLAN.changed(put=[*PEOPLE, *put])


@given(scattered, st.sampled_from(VIEWERS))
def test_nobody_sees_what_is_hidden_nor_what_belongs_to_it_nor_its_id(visibilities, viewer):
    plan = world(visibilities)
    seen = seen_by(plan, viewer)
    hidden = plan.by_id.keys() - seen.by_id.keys()
    for record in seen.records():
        assert not {to for _, to in linked(record)} & hidden
        for name in within(record.kind):
            held = getattr(plan.by_id[record.id], name)
            assert held is None or held in seen.by_id


@given(scattered)
def test_who_sees_more_of_the_organisation_loses_nothing_public(visibilities):
    plan = world(visibilities)
    public = seen_by(plan, None).by_id.keys()
    assert all(public <= seen_by(plan, viewer).by_id.keys() for viewer in VIEWERS)


@pytest.mark.parametrize("viewer", VIEWERS, ids=str)
def test_the_tables_show_what_the_rule_shows(each_database, viewer):
    shades = dict(zip(IDS, [*Visibility] * len(IDS), strict=False))
    plan = world(shades)
    take_in(plan, by="", why="a start", as_found=True)
    by_rule = snapshot(viewer, as_of=AS_OF).by_id.keys()
    by_table = {
        pk
        for held in mappings()
        for pk in held.model.objects.visible_to(viewer).values_list("pk", flat=True)
    }
    assert by_table == by_rule


def test_an_empty_plan_is_seen_by_everybody(django_db_blocker):
    with django_db_blocker.unblock(), kept_in(""):
        assert not list(snapshot(None).records())


def test_whoever_sees_the_same_has_the_same_plan_before_them(django_db_blocker):
    shades = dict(zip(IDS, [*Visibility] * len(IDS), strict=False))
    ada, eve, ivo = (
        Viewer(id=name, role=Role.PRODUCT, teams=teams)
        for name, teams in (("ada", ("a-team",)), ("eve", ("a-team",)), ("ivo", ()))
    )
    with django_db_blocker.unblock(), kept_in(""):
        take_in(world(shades), by="", why="a start", as_found=True)
        assert snapshot(ada) is snapshot(eve)
        assert snapshot(ivo).by_id.keys() < snapshot(ada).by_id.keys()
