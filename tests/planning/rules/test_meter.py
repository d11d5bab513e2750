"""Whether the confidence meter gives its published values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadPlan
from seachange.planning.rules.meter import (
    DIAL,
    GILAD_CALCULATOR,
    GILAD_LATE,
    METHODS,
    PRESETS,
    Combination,
    Meter,
    class_of,
    confidence,
    for_and_against,
)
from seachange.planning.rules.vocabulary import Bearing, EvidenceClass
from tests.planning.rules.walk_through import CASES

E = EvidenceClass


# Printed in the worked example, before and after the experiments.
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("H1", 3.11, 6.11), ("H2", 0.51, 3.51), ("H3", 2.30, 5.30),
        ("H4", 1.60, 6.60), ("H5", 2.50, 5.50), ("H6", 0.15, 3.15),
    ],
)  # fmt: skip
def test_the_worked_example_earns_its_printed_confidence(name, before, after):
    classes = CASES[name].classes
    judged = [each for each in classes if each not in {E.TEST_RESULTS, E.LAUNCH_DATA}]
    assert round(confidence(judged).value, 2) == before
    assert round(confidence(classes).value, 2) == after


def test_the_published_example_of_the_calculator_gives_three_and_a_half():
    assert confidence([E.USER_EVIDENCE] * 3 + [E.ESTIMATE] * 2).value == 3.5


def test_where_the_highest_tier_is_the_ceiling_the_same_example_gives_three():
    told = confidence(
        [E.USER_EVIDENCE] * 3 + [E.ESTIMATE] * 2, combination=Combination.CEILING_OF_TIER
    )
    assert told.value == 3.0


@pytest.mark.parametrize(
    ("evidence_class", "position"),
    list(zip(EvidenceClass, [0.01, 0.03, 0.1, 0.2, 0.5, 1, 2, 3, 7, 10], strict=True)),
)
def test_the_dial_stands_where_the_strongest_piece_puts_it(evidence_class, position):
    weaker = list(EvidenceClass)[: list(EvidenceClass).index(evidence_class) + 1]
    assert confidence(weaker * 3, meter=DIAL).value == position


def test_the_later_checklist_gives_tests_five_and_launches_seven():
    assert confidence([E.TEST_RESULTS], meter=GILAD_LATE).value == 5
    assert confidence([E.LAUNCH_DATA], meter=GILAD_LATE).value == 7


def test_any_number_of_opinions_stays_an_opinion():
    opinions = [E.SELF_CONVICTION, E.PITCH, E.THEMATIC] * 100
    assert confidence(opinions).value == pytest.approx(0.1)


def test_no_evidence_earns_nothing():
    assert confidence([]).value == 0


@pytest.mark.parametrize("meter", PRESETS.values(), ids=lambda meter: meter.name)
@given(
    evidence=st.lists(st.sampled_from(EvidenceClass), max_size=12),
    more=st.sampled_from(EvidenceClass),
)
def test_more_evidence_never_earns_less_and_ten_is_the_most(meter, evidence, more):
    before = confidence(evidence, meter=meter).value
    assert before <= confidence([*evidence, more], meter=meter).value + 1e-12 <= 10 + 1e-9


def test_what_speaks_for_and_what_speaks_against_are_counted_apart():
    sides = for_and_against(
        [
            (E.USER_EVIDENCE, Bearing.FOR),
            (E.TEST_RESULTS, Bearing.AGAINST),
            (E.REVIEW, Bearing.NEITHER),
        ]
    )
    assert (sides.speaking_for.value, sides.speaking_against.value) == (2, 3)


def test_a_meter_without_a_place_for_some_evidence_is_refused():
    with pytest.raises(BadPlan):
        Meter("short", {E.REVIEW: 1.0}, GILAD_CALCULATOR.caps)
    with pytest.raises(BadPlan):
        Meter("tall", dict.fromkeys(E, 11.0), GILAD_CALCULATOR.caps)


def test_a_class_follows_from_the_method():
    assert class_of("fake_door") is E.MARKET_DATA
    assert class_of("interviews", people=3) is E.ANECDOTAL
    assert class_of("interviews", people=20) is E.USER_EVIDENCE
    with pytest.raises(BadPlan):
        class_of("tea leaves")
    assert {stage for stage, _class in METHODS.values()}
