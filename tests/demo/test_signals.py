"""The signals in Parley's plan are those that its events tell."""

from datetime import date
from pathlib import Path

import pytest

from seachange.demo.files import write_parquet
from seachange.events.sources.open import open_log
from seachange.evidence.signals import Wanted, look, records
from seachange.planning.files.reading import read_plan
from seachange.planning.rules.plan.measuring import SignalEstimate
from seachange.planning.rules.signals import cohorts_of, standing
from seachange.planning.rules.vocabulary import SignalStatus

PLAN = Path(__file__).parents[2] / "src" / "seachange" / "demo" / "plan.yml"
AS_OF = date(2026, 6, 30)
WANTED = {
    "within": "90 days",
    "segments": ("topic",),
    "properties": ("by", "channel", "platform", "via"),
}
PLANTED = {"meeting_held", "meeting_missed", "meeting_rescheduled", "reply_received"}


@pytest.fixture(scope="module")
def plan():
    return read_plan(PLAN, AS_OF)[0]


@pytest.fixture(scope="module")
def log(parley, tmp_path_factory):
    file = tmp_path_factory.mktemp("parley") / "events.parquet"
    write_parquet(parley.log, file)
    opened = open_log(str(file), cache=False)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def found(plan, log):
    """The plan without its signals, after both cohorts were asked again."""
    bare = plan.changed(
        without=[
            record.id
            for kind in (plan.behaviours, plan.signals, plan.signal_estimates)
            for record in kind
        ],
    )
    first = Wanted(since=date(2025, 7, 1), until=date(2025, 12, 31), **WANTED)
    for wanted in (first, Wanted(**WANTED)):
        made = [r for each in look(bare, log, as_of=AS_OF, wanted=wanted) for r in records(each)]
        bare = bare.changed(put=made)
    return bare


def test_they_come_out_of_the_events_to_the_last_digit(plan, found):
    stated = {
        plan.by_id[signal.behaviour].event_rule: cohorts_of(plan, signal) for signal in plan.signals
    }
    for signal in found.signals:
        event = found.by_id[signal.behaviour].event_rule
        for one, other in zip(cohorts_of(found, signal), stated.pop(event), strict=True):
            assert _counts(one) == _counts(other)
            assert _effect(one) == pytest.approx(_effect(other), rel=1e-4)
    assert stated == {}


def test_what_was_planted_is_shown_again_and_what_only_seems_so_is_not(found):
    status = {
        found.by_id[signal.behaviour].event_rule: standing(found, signal).status
        for signal in found.signals
    }
    assert {event for event, each in status.items() if each is SignalStatus.REPLICATED} == PLANTED


def _effect(estimate: SignalEstimate):
    return (estimate.effect, estimate.low, estimate.high, estimate.e_value)


def _counts(estimate: SignalEstimate):
    return (
        estimate.starts,
        estimate.ends,
        estimate.entries,
        estimate.people,
        estimate.doing,
        estimate.succeeding,
        estimate.definition,
    )
