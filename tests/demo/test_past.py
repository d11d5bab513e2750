"""The levels that stand in Parley's past are those its year of events tells."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from seachange.cli.house import parley_told
from seachange.demo.files import write_parquet
from seachange.demo.past import ANSWERED, COUNTED
from seachange.events.sources.open import open_log
from seachange.measure.ask import ask
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.record import document_in

END = datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC)
QUARTER = {"from": date(2026, 1, 1).isoformat(), "to": date(2026, 4, 1).isoformat()}


@pytest.fixture(scope="module")
def answered(parley, tmp_path_factory):
    """Ask the question of one of the plan's metrics of the first quarter, at its end."""
    file: Path = tmp_path_factory.mktemp("parley") / "events.parquet"
    write_parquet(parley.log, file)
    log, told = open_log(file, cache=False), parley_told()

    def first_quarter(metric):
        question = document_in(told.get(Metric, metric).question)
        return ask({**question, **QUARTER}, log, as_of=END).to_dict()

    yield first_quarter
    log.close()


@pytest.mark.parametrize(("outcome", "did", "people"), COUNTED)
def test_a_level_of_the_first_quarter_is_what_the_events_say(answered, outcome, did, people):
    answer = answered(f"M-{outcome}")
    assert answer["did"] == did
    assert answer["estimate"]["value"] == pytest.approx(did / people, abs=1e-12)


def test_the_score_of_the_first_quarter_is_what_was_answered(answered):
    answer = answered("M-NPS")
    assert {name: answer[name] for name in ANSWERED} == ANSWERED
