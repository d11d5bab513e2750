"""Tests and what was learnt from them, in a browser."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest

from seachange.evidence.models import EventSource, SourceState
from seachange.people.access import Role, Visibility
from seachange.planning.actions import records
from seachange.planning.actions.conflicts import version_of
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.learning import (
    Assumption,
    AssumptionTest,
    Evidence,
    Hypothesis,
)
from seachange.planning.rules.programme import programme
from seachange.planning.rules.vocabulary import Bearing, Design
from seachange.report.words import NARROW
from seachange.web.pages import trials
from tests.web.conftest import NOW


@pytest.fixture
def planned(parley):
    """A test that is planned, of a hypothesis that is whole."""
    old = whole_plan().get(Hypothesis, "H1")
    hypothesis = Hypothesis(
        id="H9",
        statement="a call helps",
        outcome="OC1",
        output="OU2",
        criteria=old.criteria,
        guardrails=("G-OC1",),
    )
    records.create(hypothesis, by="")
    records.move("H9", to="complete", by="")
    records.create(AssumptionTest(id="T9", hypothesis="H9", method="fake door"), by="")
    return "T9"


def test_a_test_that_ran_tells_what_the_plan_says_came_of_it(client_as):
    told = client_as(Role.DESIGN).get("/tests/T1/").content.decode()
    assert "930 of 3,000" in told
    assert "1,068 of 3,000" in told


def test_a_test_that_is_planned_is_not_asked_for_its_result(client_as):
    told = client_as(Role.DESIGN).get("/records/new/assumption_test/").content.decode()
    asked, more = told.split("<summary>More</summary>")
    assert 'name="method"' in asked
    assert 'name="correction"' in more
    assert 'name="correction"' not in asked
    for result in ("control_people", "treatment_people", "result_effect", "standard_error"):
        assert f'name="{result}"' not in told
    asked_of_t1 = client_as(Role.DESIGN).get("/records/T1/edit/").content.decode()
    assert 'name="result_effect"' in asked_of_t1


def test_a_planned_test_says_what_is_missing_and_shows_the_cheaper_steps(planned, client_as):
    told = client_as(Role.DESIGN).get(f"/tests/{planned}/").content.decode()
    missing = re.findall(r"missing</span> ([^<]+)</li>", told)
    assert missing == ["It says when it begins and ends", "It names what must be true"]
    assert "Is there a cheaper step?" in told


def test_a_planned_test_says_of_each_number_of_people_what_it_is_for(planned, client_as):
    """H9 has H1's criteria: from 31 %, worth it from 3 points; 3,825 by the worked example."""
    told = client_as(Role.DESIGN).get(f"/tests/{planned}/").content.decode()
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', told)
    cells = {what: re.findall(r"<td[^>]*>(.*?)</td>", row) for what, row in rows}
    start = "31 %, the outcome’s baseline"
    assert cells["the smallest change worth it"] == ["3 points", start, "3,825", "7,650"]
    assert cells["the change predicted"][0] == "6 points"
    assert "looked at once: 80 % of such tests find the change" in told


def test_a_test_of_a_finding_says_which_effect_its_number_is_for(parley, client_as):
    client = client_as(Role.PRODUCT)
    before = {each.id for each in whole_plan().assumption_tests}
    client.post("/signals/SG1/hypothesis/", {"outcome": "OC1", "uptake": "20 %"})
    (test,) = (each for each in whole_plan().assumption_tests if each.id not in before)
    newest = max(
        (e for e in whole_plan().signal_estimates if e.signal == "SG1"), key=lambda e: e.ends
    )
    # Twice the uptake of one in ten leaves twice the change: a quarter of the people.
    each = round(newest.proof_per_arm / 4)
    told = client.get(f"/tests/{test.id}/").content.decode()
    assert "what SG1 goes with, where a nudge moves 20 % to it" in told
    assert f'<td class="num">{each:,}</td><td class="num">{2 * each:,}</td>' in told
    assert f"Planned are {2 * each:,} in both groups together" in told


def test_what_freezes_is_shown_before_a_test_begins(planned, client_as):
    client = client_as(Role.PRODUCT)
    whole = client.get(f"/tests/{planned}/").content.decode()
    assert f'href="/tests/{planned}/start"' in whole
    told = html.unescape(client.get(f"/tests/{planned}/start").content.decode())
    parts = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", told))
    assert parts["Predicted"] == f"+6.00{NARROW}pp"
    assert parts["Smallest change worth it"] == f"+3.00{NARROW}pp"
    assert "within 7 days" in parts["Metric"]
    assert parts["People"] == parts["Begins on"] == "not said"
    assert "It says when it begins and ends" in told
    assert whole_plan().get(AssumptionTest, planned).state == "planned"


def test_a_test_is_begun_and_its_hypothesis_is_frozen(planned, client_as):
    client = client_as(Role.PRODUCT)
    client.post(f"/tests/{planned}/start", agreed(client, planned))
    assert whole_plan().get(AssumptionTest, planned).state == "running"
    assert whole_plan().get(Hypothesis, "H9").state == "testing"
    assert "Frozen since its first test began" in client.get("/hypotheses/H9/").content.decode()


@pytest.mark.parametrize(
    ("record", "change"), [("H9", {"statement": "a call ruins"}), ("T9", {"method": "other"})]
)
def test_what_was_changed_meanwhile_is_not_frozen_unseen(record, change, planned, client_as):
    client = client_as(Role.PRODUCT)
    told = agreed(client, planned)
    records.edit(record, by="", **change)
    answer = client.post(f"/tests/{planned}/start", told)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert whole_plan().get(AssumptionTest, planned).state == "planned"


def test_the_page_of_the_record_leads_to_what_freezes_as_well(planned, client_as):
    answer = client_as(Role.PRODUCT).post(f"/records/{planned}/move", {"to": "running"})
    assert answer["Location"] == f"/tests/{planned}/start"
    assert whole_plan().get(AssumptionTest, planned).state == "planned"


def agreed(client, test):
    """Return what the form of a test's beginning sends."""
    told = client.get(f"/tests/{test}/start").content.decode()
    return dict(re.findall(r'name="(seen|hypothesis_seen)" value="(\d+)"', told))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ('{"kind": "share", "before": 1}', "before: it compares two periods"),
        ("[]", "it is no object"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told_on_the_test_s_own_page(
    question, said, client_as, monkeypatch
):
    plan = whole_plan()
    bad = replace(plan.get(AssumptionTest, "T1"), question=question)
    monkeypatch.setattr(trials, "snapshot", lambda _: plan.changed(put=[bad]))
    answer = client_as(Role.DESIGN).get("/tests/T1/")
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_a_test_that_ended_is_not_begun_again(client_as):
    answer = client_as(Role.PRODUCT).post("/tests/T1/start")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert whole_plan().get(AssumptionTest, "T1").state == "analysed"


@pytest.mark.parametrize("role", [Role.SALES, Role.LEADER, Role.REQUESTER, None])
def test_who_makes_nothing_begins_no_test(role, planned, client_as):
    client = client_as(role)
    for answer in (client.get(f"/tests/{planned}/start"), client.post(f"/tests/{planned}/start")):
        assert answer.status_code in {302, 401, 403}
    assert whole_plan().get(AssumptionTest, planned).state == "planned"


@pytest.fixture
def interview(planned):
    """An interview on two assumptions, one of which was heard to fail; and what else was heard."""
    for name in ("A8", "A9"):
        records.create(Assumption(id=name, hypothesis="H9", text=f"{name} is so"), by="")
    told = {"asked": "How did you find a time?", "held_by": "tomasz", "with_whom": "six of Norfold"}
    records.edit("T9", by="", method="interview", assumptions=("A8", "A9"), **told)
    for record, about, said in (
        ("E8", {"assumption": "A8", "bearing": Bearing.AGAINST}, "five of them rang up"),
        ("E9", {"hypothesis": "H9", "bearing": Bearing.FOR}, "all liked to be called"),
    ):
        seen = Evidence(id=record, assumption_test="T9", text=said, people=6, **about)
        records.create(seen, by="")
    for state in ("mapped", "testing", "fails"):
        records.move("A8", to=state, by="")
    return "T9"


def test_an_interview_says_who_was_asked_what_by_whom(interview, client_as):
    told = client_as(Role.DESIGN).get(f"/tests/{interview}/").content.decode()
    how = told[told.index('id="how"') : told.index('id="seen"')]
    for said in ("How did you find a time?", "six of Norfold", '"id">tomasz</span>'):
        assert said in how


def test_what_was_seen_stands_at_the_assumption_it_is_about(interview, client_as):
    told = client_as(Role.DESIGN).get(f"/tests/{interview}/").content.decode()
    seen = re.split("<h3>", told[told.index('id="seen"') :])
    (failed,) = (each for each in seen if "A8 is so" in each)
    assert "fails</span></h3>" in failed
    assert "five of them rang up" in failed
    assert "against</span>" in failed
    (unseen,) = (each for each in seen if "A9 is so" in each)
    assert "Nothing was seen of it here yet" in unseen
    (besides,) = (each for each in seen if each.startswith("Besides"))
    assert "all liked to be called" in besides


def test_what_was_seen_of_an_assumption_is_written_down_from_there(interview, client_as):
    client = client_as(Role.DESIGN)
    told = client.get(f"/tests/{interview}/").content.decode()
    (way,) = re.findall(r'href="([^"]*assumption=A9[^"]*)"', told)
    form = client.get(way.replace("&amp;", "&")).content.decode()
    assert re.search(r'<option value="A9" selected', form)
    assert re.search(r'<option value="T9" selected', form)


def test_a_test_one_may_not_see_is_not_there(client_as):
    records.edit("T1", by="", visibility=Visibility.PRIVATE, keeper="CEO")
    for test in ("T1", "T99"):
        answer = client_as(Role.PRODUCT).get(f"/tests/{test}/")
        assert answer.status_code == 404
        assert "930" not in answer.content.decode()


def test_the_library_holds_every_verdict_and_finds_them_again(client_as):
    client = client_as(Role.SUPPORT)
    lessons = programme(whole_plan()).lessons
    told = client.get("/evidence/").content.decode()
    assert all(f"{each.case.hypothesis.id}: " in told for each in lessons)
    found = client.get("/evidence/?finish=refuted").content.decode()
    refuted = [each for each in lessons if each.verdict.finish == "refuted"]
    assert 0 < len(refuted) < len(lessons)
    assert f"{len(refuted)} of {len(lessons)} verdicts" in found


def test_a_verdict_that_there_is_not_is_said(client_as):
    assert client_as(Role.SUPPORT).get("/evidence/?finish=won").status_code == 422


def test_a_requester_finds_no_evidence(client_as):
    for address in ("/evidence/", "/tests/T1/", "/hypotheses/"):
        assert client_as(Role.REQUESTER).get(address).status_code == 403


ASKED = """kind: experiment
assigned: {event: test_seen}
variant: variant
control: a
metric: {kind: share, of: sign_up, did: first_meeting, within: 14 days}
"""


def asks(client, question):
    """Put a question in the field of T9, as its page does."""
    return client.post(
        "/records/T9/edit/?field=question",
        {"question": question, "seen": version_of("T9")},
    )


def test_a_question_may_be_typed_as_it_stands_in_a_file(planned, client_as):
    answer = asks(client_as(Role.PRODUCT), ASKED)
    assert answer.status_code == 302, answer.content.decode()
    kept = json.loads(whole_plan().by_id[planned].question)
    assert kept["assigned"] == {"event": "test_seen"}
    assert kept["metric"]["within"] == "14 days"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("kind: experimant\nassigned: [", "line 2"),
        (ASKED.replace("control:", "contrl:"), "contrl"),
    ],
    ids=["it is no YAML", "no log could be asked it"],
)
def test_a_question_that_nobody_could_ask_is_not_kept_as_words(planned, client_as, typed, says):
    answer = asks(client_as(Role.PRODUCT), typed)
    assert answer.status_code == 422
    assert says in html.unescape(answer.content.decode())
    assert whole_plan().by_id[planned].question == ""


def test_words_about_what_is_to_be_asked_are_no_question_yet(planned, client_as):
    client = client_as(Role.PRODUCT)
    records.edit(planned, by="", design=Design.RANDOMISED)
    words = "How many book again? Of a kind: Ines knows."
    assert asks(client, words).status_code == 302
    assert whole_plan().by_id[planned].question == words
    told = client.get(f"/tests/{planned}/").content.decode()
    assert "It asks its question of the events" in re.findall(r"missing</span> ([^<]+)</li>", told)


def test_what_names_who_gets_what_is_looked_for_in_the_events_before_it_is_frozen(
    planned, client_as
):
    EventSource.objects.create(
        name="shop",
        state=SourceState.READY,
        told={"names": [["test_seen", 9, 9], ["sign_up", 5, 5]], "kinds": 2},
        added_at=NOW,
        used_at=NOW,
    )
    client = client_as(Role.PRODUCT)
    records.edit(planned, by="", design=Design.RANDOMISED)
    asks(client, ASKED.replace("test_seen", "test_sean"))
    said = "Who gets what: no event is called test_sean yet; is test_seen meant?"
    assert said in client.get(f"/tests/{planned}/").content.decode()
    asks(client, ASKED)
    assert "Who gets what" not in client.get(f"/tests/{planned}/").content.decode()
