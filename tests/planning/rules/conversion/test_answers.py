"""Answers to the three questions make a hypothesis, and what it needs beside it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadPlan
from seachange.planning.rules.checks.settings import Thresholds
from seachange.planning.rules.checks.survey import Survey
from seachange.planning.rules.conversion.answers import Answers, free_id, records_for
from seachange.planning.rules.conversion.features import likely_outcome, unasked
from seachange.planning.rules.invariants.catalogue import violations
from seachange.planning.rules.invariants.change import dangling
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Idea, Problem
from seachange.planning.rules.plan.intent import DriverLink, Impact, Outcome
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.values import Criteria
from tests.planning.parley import AS_OF, parley

ALL = Answers(
    outcome="members of Bramley Bank log in every day",
    drives="IM2",
    how="one log-in for all they use",
    predicted="4 pp",
    smallest="2 pp",
    by="2026-12-31",
    stop="below 1 pp",
    stop_by="2026-11-30",
)


def survey(plan):
    return Survey(plan, AS_OF, Thresholds())


def made(answers, *, plan=None, feature="OU7"):
    plan = plan or parley()
    about = plan.by_id[feature]
    return records_for(plan, about, answers, read=survey(plan).read, today=AS_OF)


def test_of_the_worked_example_two_outputs_are_asked_about():
    assert [feature.id for feature in unasked(survey(parley()))] == ["OU7", "OU8"]


def test_ideas_are_asked_about_unless_they_are_over_or_became_an_output():
    plan = Plan(
        as_of=AS_OF,
        problems=(Problem(id="P1", outcome="OC1"),),
        ideas=(
            Idea(id="new", problem="P1"),
            Idea(id="killed", state="killed"),
            Idea(id="made"),
            Idea(id="tied"),
        ),
        outputs=(Output(id="OU1", idea="made"), Output(id="OU2", state="removed")),
        hypotheses=(
            Hypothesis(id="H1", idea="tied", outcome="OC1"),
            Hypothesis(id="H2", output="OU1"),  # of what, nobody said
        ),
    )
    assert [feature.id for feature in unasked(survey(plan))] == ["OU1", "new"]
    assert likely_outcome(survey(plan), plan.ideas[0]) == "OC1"
    assert likely_outcome(survey(plan), plan.outputs[0]) == ""


def test_all_answers_make_a_complete_hypothesis_an_outcome_and_its_link():
    outcome, link, hypothesis = made(ALL)
    assert outcome == Outcome(
        id="OC6",
        name="members of Bramley Bank log in every day",
        actor="members of Bramley Bank",
        behaviour="log in every day",
    )
    assert link == DriverLink(id="OC6-IM2", outcome="OC6", impact="IM2")
    assert hypothesis == Hypothesis(
        id="H7",
        state="complete",
        statement="We believe “members of Bramley Bank log in every day” will be achieved if"
        " members of Bramley Bank attain one log-in for all they use with “SSO for Bramley Bank”.",
        output="OU7",
        outcome="OC6",
        criteria=Criteria(
            predicted=0.04,
            smallest_worthwhile=0.02,
            success_on=date(2026, 12, 31),
            kill_state="below 1 pp",
            kill_below=0.01,
            kill_on=date(2026, 11, 30),
        ),
        stated_on=AS_OF,
    )


def test_what_they_make_breaks_no_invariant():
    after = parley().changed(put=made(ALL))
    known = {(each.invariant, each.record) for each in violations(parley())}
    assert {(each.invariant, each.record) for each in violations(after)} <= known
    assert [feature.id for feature in unasked(survey(after))] == ["OU8"]


@pytest.mark.parametrize("said", ["OC3", "oc3", "client or adviser misses a booked meeting"])
def test_an_outcome_of_the_plan_is_picked_by_id_or_by_its_words(said):
    (hypothesis,) = made(replace(Answers(), outcome=said, predicted="5 pp"))
    assert hypothesis.outcome == "OC3"
    assert hypothesis.state == "draft"
    assert hypothesis.criteria.predicted == -0.05  # less of it is wanted


def test_an_idea_s_hypothesis_is_the_idea_s():
    plan = Plan(as_of=AS_OF, ideas=(Idea(id="ID1", text="Tour"),))
    said = Answers(outcome="new clients finish the set-up", drives="Revenue grows")
    impact_first = made(said, plan=plan, feature="ID1")
    outcome, impact, link, hypothesis = impact_first
    assert (hypothesis.idea, hypothesis.output) == ("ID1", None)
    assert impact == Impact(id="IM1", statement="Revenue grows")
    assert (link.outcome, link.impact) == (outcome.id, "IM1")
    assert hypothesis.statement.endswith("will be achieved with “Tour”.")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"outcome": ""}, "no outcome"),
        ({"outcome": "OC9"}, "there is no outcome OC9\nDid you mean OC"),
        ({"outcome": "IM1"}, "IM1 is an impact, not an outcome"),
        ({"outcome": "Launch the redesigned app"}, "reads as an output"),
        ({"outcome": "Raise NPS"}, "reads as an impact"),
        ({"drives": "IM9"}, "there is no impact IM9\nDid you mean IM"),
        ({"drives": "customers click"}, "does not read as a result leaders watch"),
        ({"predicted": "4 %"}, "could be points"),
        ({"predicted": "1 pp"}, "1 pp expected, but worth it only from 2 pp on"),
        ({"by": "June"}, "'June' is no day"),
        ({"stop_by": "2026-02-30"}, "'2026-02-30' is no day"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_refused(changes, said):
    with pytest.raises(BadPlan) as told:
        made(replace(ALL, **changes))
    assert said in str(told.value)


TEXTS = st.text(max_size=12) | st.sampled_from(
    ["OC1", "IM2", "clients log in daily", "fewer clients leave: 9 % → 5 %", "Revenue", "Launch it"]
)
SIZES = st.sampled_from(["", "4 pp", "-4 pp", "0.1", "9 %"]) | st.text(
    "0123456789-+., p%", max_size=6
)
DAYS = st.sampled_from(["", "2026-12-31", "2026-02-30"]) | st.text("0123456789-", max_size=10)


@given(
    st.builds(
        Answers,
        outcome=TEXTS,
        drives=st.just("") | TEXTS,
        how=TEXTS,
        predicted=SIZES,
        smallest=SIZES,
        by=DAYS,
        stop=TEXTS,
        stop_by=DAYS,
        is_insisted=st.booleans(),
    )
)
def test_whatever_is_said_is_refused_or_becomes_part_of_a_whole_plan(answers):
    try:
        records = made(answers)
    except BadPlan:
        return
    after = parley().changed(put=records)
    assert isinstance(records[-1], Hypothesis)
    assert not list(dangling(after))
    assert all(record.id not in parley().by_id for record in records)
    hypothesis = records[-1]
    assert (hypothesis.state == "complete") == hypothesis.criteria.are_complete


def test_somebody_who_insists_is_taken_at_their_word():
    outcome, *_ = made(replace(ALL, outcome="Launch the redesigned app", is_insisted=True))
    assert outcome.name == outcome.behaviour == "Launch the redesigned app"


def test_a_free_id_stands_behind_all_that_are_taken():
    plan = Plan(as_of=AS_OF, outputs=tuple(Output(id=each) for each in ("H2", "H10", "Hx", "H²")))
    assert free_id(plan, "H") == "H11"
    assert free_id(plan, "OC") == "OC1"
