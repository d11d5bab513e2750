"""Whether a verdict reads well: the words, the page, the picture, and what they may not do."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from lxml import html

from seachange.planning.rules.cases import cases
from seachange.planning.rules.plan.learning import (
    AssumptionTest,
    Decision,
    Evidence,
    Hypothesis,
    Verdict,
)
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.vocabulary import Bearing, Choice, EvidenceClass, Finish, Scale
from seachange.report.verdicts import telling
from seachange.report.verdicts.believed import believed
from seachange.report.verdicts.page import page
from seachange.report.verdicts.text import text
from tests.planning.parley import parley

HOSTILE = "<script>alert('{{ 7 * 7 }}')</script>"


def case(name, *changes):
    """Return a hypothesis of the worked example judged, after some changes to the plan."""
    (found,) = cases(parley().changed(put=changes), [name])
    return found


def test_a_change_is_told_as_the_metric_moves():
    told = telling.sentence(case("H4"))
    # Fewer missed meetings are better: the gain of 0.94 points is a change of −0.94.
    assert "the change is −0.94 ± " in told
    assert "14\u202f% likely to be worth it, 69\u202f% to be a gain at all" in told


def test_an_effect_too_small_to_matter_is_called_that():
    many = parley().get(AssumptionTest, "T6")
    many = replace(many, control=replace(many.control, did=56_000, people=200_000))
    many = replace(many, treatment=replace(many.treatment, did=56_200, people=200_000))
    found = case("H6", many)
    assert telling.called(found) == "no meaningful effect"


def test_without_criteria_it_asks_for_them():
    bare = parley().get(Hypothesis, "H1")
    bare = replace(bare, criteria=replace(bare.criteria, smallest_worthwhile=None))
    found = case("H1", bare)
    assert telling.called(found) == "cannot be called"
    assert found.advice.says == "Say from which change on it would be worth it."
    assert believed(found) == ""
    assert "cannot be called" in page([found], name="plan.yml")
    assert "cannot be called" in text([found], whole=True)


def test_a_metric_that_is_no_share_is_told_in_its_own_unit():
    metric = replace(parley().get(Metric, "M-OC1"), scale=Scale.DURATION)
    test = replace(parley().get(AssumptionTest, "T1"), control=None, treatment=None)
    test = replace(test, result_effect=4.0, standard_error=1.0)
    hypothesis = parley().get(Hypothesis, "H1")
    criteria = replace(hypothesis.criteria, predicted=5.0, smallest_worthwhile=2.0)
    found = case("H1", metric, test, replace(hypothesis, criteria=criteria))
    # 4 ± 1.96
    assert telling.measured(found.told.measured[0], found) == "+4.00 [2.04, 5.96]"
    assert "pp" not in believed(found)


def test_a_verdict_on_record_that_the_evidence_no_longer_bears_out_is_told():
    recorded = Verdict(
        id="V2", hypothesis="H2", finish=Finish.SUPPORTED, decided_on=date(2026, 6, 1)
    )
    found = case("H2", recorded)
    assert found.agrees is False
    assert telling.standing(found).endswith("The evidence says otherwise today: inconclusive.")


def test_the_verdict_on_record_names_the_version_of_the_criteria_it_judged():
    later = replace(parley().get(Hypothesis, "H1"), version=2)
    assert "on version 1 of its criteria (there is version 2)" in telling.standing(
        case("H1", later)
    )


def test_what_is_set_aside_is_told_with_the_reason():
    lone = replace(parley().get(AssumptionTest, "T1"), guardrails=())
    found = case("H1", lone)
    assert "E-H1-result is set aside: no guardrail was measured" in text([found], whole=True)
    assert "no guardrail was measured" in page([found], name="plan.yml")


def test_what_was_decided_is_told_with_its_reason():
    decided = Decision(
        id="D-H6",
        choice=Choice.REMOVE,
        verdict="V6",
        reason="nobody booked again",
        decided_on=date(2026, 6, 10),
    )
    assert "remove, because nobody booked again" in page([case("H6", decided)], name="plan.yml")


def test_every_step_of_the_arithmetic_can_be_opened():
    told = list(telling.derivation(case("H1")))
    shown = html.fromstring(page([case("H1")], name="plan.yml"))
    assert [each.text_content() for each in shown.xpath("//details/ol/li")] == told
    said = " ".join(told)
    assert "Base rate 0.20" in said
    assert "Judged so, before any measurement: 34\u202f%." in said
    assert "88.5\u202f% of the belief" in said
    assert "all together 6.11 of 10" in said


def test_the_weights_of_results_and_prior_add_up_to_one():
    for found in cases(parley()):
        told = found.told
        of_prior = told.belief.spread**2 / told.prior.spread**2
        assert sum(told.weights) + of_prior == pytest.approx(1.0)


def test_the_odds_of_each_kind_add_up_to_what_was_judged():
    from math import log

    for found in cases(parley()):
        odds = log(0.2 / 0.8) + sum(found.told.leanings.values())
        assert log(found.told.before / (1 - found.told.before)) == pytest.approx(odds)


def test_the_page_works_alone_and_escapes_what_people_wrote():
    hostile = replace(parley().get(Hypothesis, "H1"), statement=HOSTILE)
    source = Evidence(
        id="E-x",
        hypothesis="H1",
        text=HOSTILE,
        source=HOSTILE,
        evidence_class=EvidenceClass.REVIEW,
        bearing=Bearing.AGAINST,
        observed_on=date(2026, 6, 1),
    )
    made = page([case("H1", hostile, source)], name=HOSTILE)
    assert "<script" not in made
    assert not re.search(r"(src|href)=[\"'](?!#)", made)


def test_the_picture_says_what_it_shows_and_fits_a_phone():
    for width in (350, 920):
        drawn = html.fromstring(believed(case("H1"), width=width))
        assert drawn.get("aria-label") == telling.sentence(case("H1"))
        assert drawn.get("width") == str(width)
        for shape in drawn.iter("text", "circle"):
            x = float(shape.get("x") or shape.get("cx"))
            assert 0 <= x <= width


def test_a_programme_without_hypotheses_says_so():
    assert text([], whole=False) == "There is no hypothesis to judge.\n"
    assert "There is no hypothesis to judge." in page([], name="plan.yml")
