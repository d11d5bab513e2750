"""What a record is called that nobody gave a name."""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import date
from typing import Any

import pytest

from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.plan.learning import AssumptionTest, Evidence
from seachange.planning.rules.plan.measuring import Measurement, Metric
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.plan.unnamed import called
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import Bearing, EvidenceClass, Kind


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (Metric(id="M1", numerator="holds a meeting"), "holds a meeting"),
        (AssumptionTest(id="T1", method="comparison", hypothesis="H1"), "comparison for H1"),
        (RoadmapItem(id="RM1", outcome="OC1", horizon=6), "OC1 within 6 months"),
        (
            Evidence(
                id="E1",
                hypothesis="H1",
                evidence_class=EvidenceClass.TEST_RESULTS,
                bearing=Bearing.AGAINST,
            ),
            "test results against H1",
        ),
        (
            Measurement(
                id="ME1",
                metric="M1",
                outcome="OC1",
                level=Level(value=0.3, starts=date(2026, 1, 1), ends=date(2026, 3, 31)),
            ),
            "OC1 from 1 January 2026 to 31 March 2026",
        ),
    ],
)
def test_a_record_without_a_name_is_called_by_what_it_says(record: Record, words: str) -> None:
    assert called(record) == words


def test_a_name_comes_before_everything_else() -> None:
    assert called(Metric(id="M1", name="Met", numerator="holds a meeting")) == "Met"


# Kinds of which no record can say nothing.
FULL = {Kind.DRIVER_LINK, Kind.SIGNAL_ESTIMATE, Kind.WAIVER}


@pytest.mark.parametrize("kind", [each for each in Kind if each not in FULL])
def test_a_record_that_says_nothing_is_called_by_nothing_that_is_not_there(kind: Kind) -> None:
    of = RECORD_TYPES[kind]
    needed: dict[str, Any] = {
        field.name: date(2026, 1, 1) if "date" in str(field.type) else ""
        for field in fields(of)
        if field.default is MISSING and field.default_factory is MISSING
    }
    assert "None" not in called(of(**{**needed, "id": "X1"}))
