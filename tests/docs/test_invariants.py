"""Tests of the page of the thirty invariants: every row says what the code does."""

from __future__ import annotations

import re

import pytest
from django.apps import apps

from seachange.planning.models.triggers import AT_ROWS, JUDGEMENTS, ROADMAP_EMPTIED
from seachange.planning.rules.invariants.catalogue import INVARIANTS
from tests.planning.rules.invariants.worlds import CASES
from tests.shared import ROOT

PAGE = (ROOT / "docs/concepts/invariants.md").read_text(encoding="utf-8")
ROWS = {
    row[0]: row for row in re.findall(r"^\| (I-\d+) \| (.+?) \| (.+?) \| (.+?) \|$", PAGE, re.M)
}


def held_by(invariant):
    """Return what of the database holds an invariant, as the page words it."""
    suffix = f"_{invariant.replace('-', '_').lower()}"
    models = apps.get_app_config("planning").get_models()
    constraints = [c.name for model in models for c in model._meta.constraints]
    told = [f"`{name}`" for name in constraints if name.endswith(suffix)]
    told += [f"{j.table}: {j.says}" for j in JUDGEMENTS if j.invariant == invariant]
    says = [ROADMAP_EMPTIED, *dict.fromkeys(each.says for each in AT_ROWS)]
    told += [each.split(": ", 1)[1] for each in says if each.startswith(f"{invariant}: ")]
    if invariant == "I-29":  # one trigger a table, which say the same
        told = [each for each in told if "is written once" not in each]
        told.append("what is written once is neither changed nor taken away")
    if invariant == "I-13":
        told.append("a commitment has a deal, and a deal a customer (not null)")
    return told


@pytest.mark.parametrize("invariant", INVARIANTS)
def test_the_page_says_what_the_database_holds(invariant):
    held = re.sub(r"<br>", "\n", ROWS[invariant][2]).splitlines()
    assert held == held_by(invariant)


@pytest.mark.parametrize("invariant", INVARIANTS)
def test_the_page_says_in_which_worlds_an_invariant_is_tried(invariant):
    tried = [case.what for case in CASES if case.invariant == invariant]
    assert ROWS[invariant][3].split("; ") == tried


def test_every_invariant_is_held_by_the_database_too():
    assert all(held_by(invariant) for invariant in INVARIANTS)
