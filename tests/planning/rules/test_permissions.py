"""Tests of the table of roles and deeds: whole, and as the domain theory wants it."""

from __future__ import annotations

import pytest

from seachange.planning.rules.belonging import within
from seachange.planning.rules.permissions import MAY, Deed, may
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.plan.record import link_fields
from seachange.planning.rules.states import APPEND_ONLY
from seachange.planning.rules.vocabulary import Kind, Role


def test_every_kind_and_every_deed_has_its_roles():
    assert set(MAY) == set(Kind) == set(RECORD_TYPES)
    assert all(set(rights) == set(Deed) for rights in MAY.values())


@pytest.mark.parametrize("kind", Kind)
def test_an_administrator_may_do_everything(kind):
    assert all(may(Role.ADMIN, deed=deed, kind=kind) for deed in Deed)


def test_a_requester_asks_and_expects_and_no_more():
    theirs = {
        (deed, kind) for deed in Deed for kind in Kind if may(Role.REQUESTER, deed=deed, kind=kind)
    }
    assert theirs == {(Deed.CREATE, Kind.FEATURE_REQUEST), (Deed.CREATE, Kind.EXPECTATION)}


@pytest.mark.parametrize("role", [Role.SALES, Role.CUSTOMER_SUCCESS, Role.SUPPORT, Role.MARKETING])
def test_those_who_sell_and_serve_do_not_put_items_on_the_roadmap(role):
    assert not any(may(role, deed=deed, kind=Kind.ROADMAP_ITEM) for deed in Deed)


@pytest.mark.parametrize("kind", sorted(APPEND_ONLY))
def test_what_is_written_once_is_nobody_s_to_change(kind):
    for deed in (Deed.EDIT, Deed.REMOVE):
        assert not any(may(role, deed=deed, kind=kind) for role in set(Role) - {Role.ADMIN})


@pytest.mark.parametrize("kind", RECORD_TYPES)
def test_what_cannot_be_without_another_is_hidden_with_it(kind):
    needed = {
        f.name
        for f in RECORD_TYPES[kind].__dataclass_fields__.values()
        if "to" in f.metadata and f.default is not None and f.default != ()
    }
    assert needed <= set(within(kind))
    assert set(within(kind)) <= {name for name, _ in link_fields(RECORD_TYPES[kind])}
