"""Parley's six experiments, asked through the same door as any log's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from seachange.demo.files import write_parquet
from seachange.demo.parley import Parley
from seachange.events.log import EventLog
from seachange.events.sources.open import open_log
from seachange.measure.answering.experiment_parts import ExperimentAnswer
from seachange.measure.answers import Estimate
from seachange.measure.ask import ask
from seachange.measure.statistics.proportions import difference_of

STUDY = Path(__file__).parents[2] / "src" / "seachange" / "demo" / "study.yml"
AS_OF = datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)

# The walk-through's table: counts of control and treatment, the difference in percentage points.
COMPUTED = {
    "H1": ((930, 3000), (1068, 3000), "+4.60 [2.22, 6.98]"),
    "H2": ((96, 300), (117, 300), "+7.00 [-0.65, 14.54]"),
    "H3": ((312, 600), (396, 600), "+14.00 [8.45, 19.43]"),
    "H4": ((88, 400), (756, 3600), "-1.00 [-5.51, 3.02]"),
    "H6": ((560, 2000), (584, 2000), "+1.20 [-1.60, 4.00]"),
}


@pytest.fixture(scope="module")
def log(parley: Parley, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EventLog]:
    file: Path = tmp_path_factory.mktemp("parley") / "events.parquet"
    write_parquet(parley.log, file)
    opened = open_log(file, cache=False)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", COMPUTED)
def test_an_experiment_comes_out_as_the_walk_through_computed_it(parley, log, name):
    control, treatment, difference = COMPUTED[name]
    question = parley.truth["experiments"][name]["question"]
    units = {"control": control[1], "treatment": treatment[1]}
    answer = ask(
        question | {"shares": units, "plan": {"units": sum(units.values()), "looks": "once"}},
        log,
        as_of=AS_OF,
    )
    assert isinstance(answer, ExperimentAnswer)
    assert [v.people for v in answer.variants] == [control[1], treatment[1]]
    assert [v.estimate.value for v in answer.variants] == [c / n for c, n in (control, treatment)]
    (effect,) = answer.effects
    assert isinstance(effect.absolute, Estimate)
    assert points(effect.absolute) == difference
    assert answer.stop
    assert answer.sample_ratio.ok


def test_before_and_after_is_no_experiment_and_is_told_as_the_change_it_is(parley, log):
    question = parley.truth["experiments"]["H5"]["question"]
    answer = ask(question | {"plan": {"units": 250, "looks": "once"}}, log, as_of=AS_OF)
    assert isinstance(answer, ExperimentAnswer)
    # All of the first weeks are of one variant: chance gave nothing to anybody.
    assert answer.verdict == "hidden"
    assert not answer.sample_ratio.ok
    shares = ask(question["metric"] | {"by": {"account": "variant"}}, log, as_of=AS_OF)
    before, after = (g for g in shares.breakdown if g.value in ("pre", "post"))
    before, after = (before, after) if before.value == "pre" else (after, before)
    assert (before.did, before.people, after.did, after.people) == (48, 120, 82, 130)
    change = difference_of(after.estimate, minus=before.estimate)
    assert points(change) == "+23.08 [10.70, 34.49]"


@pytest.mark.parametrize("name", ["H1", "H4", "H6"])
def test_the_study_asks_the_experiments_as_they_are_told(parley, name):
    study = YAML(typ="safe", pure=True).load(STUDY)
    (asked,) = (item["question"] for item in study["questions"] if item["id"] == name)
    told = parley.truth["experiments"][name]["question"]
    assert {key: asked[key] for key in told if key != "metric"} == {
        key: value for key, value in told.items() if key != "metric"
    }
    measured = {key: asked["metric"][key] for key in ("kind", "of", "did", "within")}
    assert measured == {key: told["metric"][key] for key in measured}
    control, treatment, _ = COMPUTED[name]
    assert asked["plan"]["units"] == control[1] + treatment[1]


def points(estimate: Estimate) -> str:
    """Write a difference in percentage points, to the digits that were printed."""
    found = [100 * x for x in (estimate.value, estimate.low, estimate.high)]
    return "{:+.2f} [{:.2f}, {:.2f}]".format(*found)
