"""Hypotheses in a browser: found, judged by all evidence, concluded and decided by oneself."""

from __future__ import annotations

import pytest

from seachange.people.access import Role, Visibility
from seachange.planning.actions import records
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.cases import cases
from seachange.planning.rules.plan.learning import Decision, Hypothesis, Verdict
from seachange.report.verdicts import telling


def standing(hypothesis):
    return whole_plan().get(Hypothesis, hypothesis).state


def test_the_list_says_of_each_what_the_command_says(client_as):
    told = client_as(Role.PRODUCT).get("/hypotheses/").content.decode()
    for case in cases(whole_plan()):
        assert case.hypothesis.id in told
        assert f"confidence {case.told.confidence:.1f} of 10" in told


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("state=testing", "H2", "one-tap adviser reply"),
        ("team=Calendar", "H4", "one-tap adviser reply"),
        ("words=SUMMARY", "H6", "one-tap adviser reply"),
        ("outcome=OC1&look=board", "H1", "one-tap adviser reply"),
    ],
)
def test_hypotheses_are_asked_for_in_the_address(asked, shown, hidden, client_as):
    told = client_as(Role.PRODUCT).get(f"/hypotheses/?{asked}").content.decode()
    assert f">{shown}</span>" in told
    assert hidden not in told


def test_what_is_predicted_is_said_in_the_points_it_is_judged_in(client_as):
    told = client_as(Role.PRODUCT).get("/hypotheses/H1/").content.decode().replace("\u202f", " ")
    believed = told.partition("By how much, and when we stop")[2].partition("</dd>")[0]
    for said in ("+6.00 pp", "+3.00 pp", "+2.00 pp"):  # predicted, worth it, to be stopped below
        assert said in told
    assert "0.06" not in believed


@pytest.mark.parametrize("hypothesis", ["H1", "H2", "H3", "H4", "H5", "H6"])
def test_the_page_tells_the_figures_of_the_walk_through(hypothesis, client_as):
    told = client_as(Role.PRODUCT).get(f"/hypotheses/{hypothesis}/").content.decode()
    case = next(iter(cases(whole_plan(), [hypothesis])))
    assert f"{case.told.confidence:.2f} of 10" in told
    assert telling.sentence(case).replace("<", "&lt;").replace("'", "&#x27;") in told


def test_a_verdict_is_given_in_one_s_own_name_and_ends_the_hypothesis(client_as):
    before = standing("H2")
    answer = client_as(Role.PRODUCT).post(
        "/hypotheses/H2/conclude", {"finish": "inconclusive", "reason": "too few"}, follow=True
    )
    assert before == "testing"
    assert standing("H2") == "inconclusive"
    given = whole_plan().get(Verdict, "V-H2")
    assert given.decided_by == "nadia"
    assert given.belief == pytest.approx(0.528, abs=0.001)  # the walk-through's P(θ ≥ δ*)
    assert "sealed" in answer.content.decode()


def test_another_verdict_than_the_evidence_s_needs_a_reason_and_nothing_typed_is_lost(client_as):
    answer = client_as(Role.PRODUCT).post(
        "/hypotheses/H2/conclude", {"finish": "supported", "reason": ""}
    )
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Its evidence says inconclusive" in told
    assert '<option value="supported" selected>' in told
    assert standing("H2") == "testing"


def test_what_follows_is_decided_with_a_reason_and_what_else_was_thought_of(client_as):
    client = client_as(Role.LEADER)
    form = {"choice": "scale", "reason": "it holds", "alternatives": "wait\nmake it cheaper"}
    assert client.post("/hypotheses/H1/decide", form).status_code == 302
    made = whole_plan().get(Decision, "DE-H1")
    assert (made.decided_by, made.alternatives) == ("CEO", ("wait", "make it cheaper"))
    assert "it holds" in client.get("/hypotheses/H1/").content.decode()


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("H2/conclude", {"finish": "won", "reason": ""}),
        ("H1/decide", {"choice": "scale", "reason": ""}),
        ("H1/decide", {"choice": "party", "reason": "why not"}),
    ],
)
def test_what_cannot_be_said_is_told_beside_its_field(address, form, client_as):
    answer = client_as(Role.PRODUCT).post(f"/hypotheses/{address}", form)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()


@pytest.mark.parametrize("role", [Role.SALES, Role.SUPPORT, Role.REQUESTER, None])
def test_who_makes_nothing_concludes_nothing(role, client_as):
    client = client_as(role)
    for address in ("H2/conclude", "H1/decide"):
        status = client.post(f"/hypotheses/{address}", {"finish": "refuted"}).status_code
        assert status in {302, 401, 403}
    assert standing("H2") == "testing"


def test_a_hypothesis_that_one_may_not_see_is_not_there(client_as):
    records.edit("H1", by="", visibility=Visibility.PRIVATE, keeper="CEO")
    for address in ("H1/", "H99/"):
        answer = client_as(Role.PRODUCT).get(f"/hypotheses/{address}")
        assert answer.status_code == 404
        assert "instant slots" not in answer.content.decode()


@pytest.mark.parametrize("score", ["-1e20", "10.5", "3000000000"])
def test_a_score_that_ice_does_not_know_is_refused_where_it_is_typed(score, client_as):
    client = client_as(Role.PRODUCT)
    answer = client.post("/records/H1/edit/", {"effect_score": score})
    assert answer.status_code == 422
    assert "between 0 and 10" in answer.content.decode()
    assert client.get("/hypotheses/H1/").status_code == 200
