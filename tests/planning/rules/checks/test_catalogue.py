"""Whether all checks of the specification are there, worded as it words them, and tested."""

import re
from pathlib import Path

import pytest

from seachange.planning.rules.checks.catalogue import BY_ID, CHECKS
from tests.planning.rules.checks import (
    test_assumption_tests,
    test_deals,
    test_enablement,
    test_evidence,
    test_feature_requests,
    test_hypotheses,
    test_impacts,
    test_journeys,
    test_metrics,
    test_objectives,
    test_outcomes,
    test_outputs,
    test_reviews,
    test_roadmap,
    test_visions,
)

AREAS = (
    test_assumption_tests, test_deals, test_enablement, test_evidence, test_feature_requests,
    test_hypotheses, test_impacts, test_journeys, test_metrics, test_objectives, test_outcomes,
    test_outputs, test_reviews, test_roadmap, test_visions,
)  # fmt: skip
# Id, severity and message of each check, as the domain theory §3.1 has them.
LINES = Path(__file__).with_name("specified.tsv").read_text(encoding="utf-8").splitlines()
SPECIFIED = [tuple(line.split("\t")) for line in LINES]


def test_the_catalogue_holds_just_the_checks_specified_in_their_order():
    assert [c.id for c in CHECKS] == [check_id for check_id, _, _ in SPECIFIED]
    assert len(CHECKS) == 127


@pytest.mark.parametrize(("check_id", "severity", "message"), SPECIFIED, ids=lambda part: part)
def test_a_check_is_as_bad_and_says_what_was_specified(check_id, severity, message):
    assert (BY_ID[check_id].severity.value, BY_ID[check_id].message) == (severity, message)


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.id)
def test_a_check_says_why_in_two_sentences_and_what_to_do(check):
    assert len(re.findall(r"[.!?](?:\s|$)", check.why)) == 2
    assert check.mend.endswith((".", "?"))
    assert check.condition.endswith(".")


def test_every_check_has_a_world_where_it_fires_and_one_where_it_does_not():
    worlds = [world for area in AREAS for world in area.WORLDS]
    assert {world.id for world in worlds} == set(BY_ID)
    assert all(world.broken and world.broken != world.hair for world in worlds)
