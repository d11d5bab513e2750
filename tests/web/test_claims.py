"""What is computed is typed nowhere: no form asks for it, and none takes it."""

from __future__ import annotations

import pytest

from seachange.people.access import Role
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.invariants.figures import FIGURES
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.plan.shape import COMPUTED
from seachange.planning.rules.vocabulary import Kind
from seachange.web.forms.records import form_of
from tests.web.ways import ways

# Of parties: what each expects, and how sure they are of that.
CLAIMS = {"claimed_confidence"}


def test_no_form_of_any_kind_or_route_asks_how_sure_the_evidence_makes_us():
    asked = {name for kind in RECORD_TYPES for name in form_of(kind).base_fields}
    asked |= {name for way in ways() if way.route.form for name in way.route.form.base_fields}
    told = {name for name in asked if "confidence" in name or "belief" in name}
    assert told == CLAIMS


def test_every_figure_of_a_verdict_is_computed():
    assert COMPUTED[Kind.VERDICT] == set(FIGURES)


@pytest.mark.parametrize(
    ("address", "told", "status"),
    [
        ("/roadmap/new/", {"item_kind": "question", "title": "why?", "confidence": "7"}, 400),
        ("/records/RM1/edit/", {"confidence": "7"}, 400),
        ("/records/V1/edit/", {"belief": "0.99"}, 400),
        ("/records/new/verdict/", {"hypothesis": "H2", "confidence": "9"}, 400),
    ],
)
def test_who_sends_one_all_the_same_is_refused_and_nothing_is_kept(
    address, told, status, client_as
):
    before = whole_plan()
    answer = client_as(Role.PRODUCT).post(address, told)
    assert answer.status_code == status
    assert whole_plan() == before


def test_a_field_that_is_computed_has_no_form_of_its_own(client_as):
    assert client_as(Role.PRODUCT).get("/records/RM1/edit/?field=confidence").status_code == 404
    whole = client_as(Role.PRODUCT).get("/records/RM1/edit/").content.decode()
    assert 'name="confidence"' not in whole
    assert 'name="earliest"' in whole


def test_a_claim_says_that_it_is_one_and_stands_beside_what_is_earned(client_as):
    client = client_as(Role.PRODUCT)
    form = client.get("/records/H2/edit/?field=claimed_confidence").content.decode()
    assert "Confidence somebody claims" in form
    assert "that is computed, and never typed" in form
    client.post("/records/H2/edit/", {"claimed_confidence": "9"})
    page = client.get("/records/H2/").content.decode()
    assert "Confidence somebody claims" in page
    assert "<p>3.51 of 10</p>" in page
