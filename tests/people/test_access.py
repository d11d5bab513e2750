"""Tests of who may see what: a truth table, and the same by the database."""

from __future__ import annotations

from itertools import product

import pytest

from seachange.people.access import Role, Viewer, Visibility, sees

ADA = Viewer(id="ada", role=Role.PRODUCT, teams=("matching",))
GONE = Viewer(id="ada", role=Role.ADMIN, teams=("matching",), is_active=False)
ROOT = Viewer(id="root", role=Role.ADMIN)
CLIENT = Viewer(id="client", role=Role.REQUESTER)


@pytest.mark.parametrize(
    ("viewer", "visibility", "team", "keeper", "may"),
    [
        (None, Visibility.PUBLIC, None, None, True),
        (None, Visibility.ORGANISATION, None, None, False),
        (GONE, Visibility.PUBLIC, None, None, True),
        (GONE, Visibility.ORGANISATION, None, "ada", False),
        (ADA, Visibility.ORGANISATION, None, None, True),
        (ADA, Visibility.TEAM, "matching", None, True),
        (ADA, Visibility.TEAM, "billing", None, False),
        (ADA, Visibility.TEAM, None, None, False),
        (ADA, Visibility.PRIVATE, "matching", "ben", False),
        (ADA, Visibility.PRIVATE, None, "ada", True),
        (ROOT, Visibility.TEAM, "billing", None, True),
        (ROOT, Visibility.PRIVATE, None, "ada", False),
        (CLIENT, Visibility.ORGANISATION, None, None, False),
        (CLIENT, Visibility.ORGANISATION, None, "client", True),
        (CLIENT, Visibility.PUBLIC, None, None, True),
    ],
)
def test_somebody_sees_what_is_theirs_to_see(viewer, visibility, team, keeper, may):
    assert sees(viewer, visibility=visibility, team=team, keeper=keeper) is may


def test_nobody_sees_more_for_being_let_go():
    for visibility, team, keeper in product(Visibility, (None, "matching"), (None, "ada")):
        let_go = sees(GONE, visibility=visibility, team=team, keeper=keeper)
        assert let_go == sees(None, visibility=visibility, team=team, keeper=keeper)
