"""Tests of the states of records, beside the specification copied by hand."""

from __future__ import annotations

import pytest

from seachange.planning.rules.permissions import MAY, may
from seachange.planning.rules.states import APPEND_ONLY, MOVES, first_state
from seachange.planning.rules.vocabulary import Kind, Role
from tests.planning.rules.domain import BEGINS, FOR_GOOD, MOVES_ALLOWED, forbidden


@pytest.mark.parametrize("kind", Kind)
def test_a_record_goes_where_the_specification_lets_it_and_nowhere_else(kind):
    moves = {(before, to) for before, after in MOVES.get(kind, {}).items() for to in after}
    assert moves == MOVES_ALLOWED.get(kind, set())


@pytest.mark.parametrize("kind", MOVES)
def test_a_record_begins_where_the_specification_says(kind):
    assert first_state(kind) == BEGINS[kind]


def test_what_is_written_once_is_what_the_specification_calls_so():
    assert APPEND_ONLY == FOR_GOOD


@pytest.mark.parametrize("role", Role)
def test_no_role_may_what_the_specification_forbids(role):
    allowed = {
        (deed.value, kind.value)
        for kind, rights in MAY.items()
        for deed in rights
        if may(role, deed=deed, kind=kind) and forbidden(role, deed.value, kind)
    }
    if role == Role.ADMIN:  # whom the rules stop that hold for everybody
        allowed = {(deed, kind) for deed, kind in allowed if Kind(kind) not in FOR_GOOD}
    assert allowed == set()
