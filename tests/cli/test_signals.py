"""Whether signals are listed, looked for and acted upon from the command line."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from seachange.planning.files.reading import read_plan
from tests.cli.running import run
from tests.planning.databases import kept_in
from tests.planning.files.test_demonstration import PLAN
from tests.story import story

TODAY = date(2026, 6, 30)
STEPS = """
journeys:
  JM1: {name: The way in, state: live}
journey_steps:
  ST1: {journey: JM1, name: Enters, entry_event: enter}
  ST2: {journey: JM1, name: Succeeds, position: 2, entry_event: succeed}
"""


@pytest.fixture
def plan(tmp_path):
    """A copy of the demonstration's plan, to write into."""
    return shutil.copy(PLAN, tmp_path / "plan.yml")


@pytest.fixture
def kept_here(tmp_path, monkeypatch, django_db_blocker):
    """An empty plan that is kept here."""
    monkeypatch.setattr(settings, "FOLDER", tmp_path / "kept")
    with django_db_blocker.unblock(), kept_in(""):
        yield


@pytest.fixture
def few(tmp_path):
    """A plan with a journey, and a log of four people."""
    rows = story("""
        ada:  enter@0 look@1h succeed@2d
        ben:  enter@0 look@1h
        cleo: enter@0 help@3h look@1d succeed@2d
        dora: enter@0 look@1h late@30d
    """)
    events = tmp_path / "events.csv"
    with events.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["actor", "time", "event"])
        writer.writerows([row["actor"], row["time"], row["event"]] for row in rows)
    written = tmp_path / "plan.yml"
    written.write_text(STEPS, encoding="utf-8")
    return written, events


def records(path):
    return read_plan(path, TODAY)[0].by_id


def test_the_steps_of_a_plan_are_listed_with_their_signals_and_how_they_fared(capsys):
    said = run(capsys, "signals", "list", "--plan", PLAN).out
    for words in (
        "ST1 Signs up",
        "SG2  blocker: miss a booked meeting (replicated, to eliminate, Calendar's)",
        "2025-07-01 to 2025-12-31: goes with −29.3 pp [−41.9, −16.7] of success among 2,900 who",
        "grade C; B wants a test that moves people to it, or away from it",
        "became OC3",
        "SG3  booster: save advisers to a shortlist (new, to leave)",
    ):
        assert words in said
    assert "24.4 % do it" in said  # no line is broken before a unit
    # What might be gained most stands first.
    assert said.index("SG2  ") < said.index("SG1  ") < said.index("SG4  ") < said.index("SG3  ")


def test_less_than_one_success_a_month_is_told_as_at_most_one(capsys, tmp_path):
    plan = tmp_path / "plan.yml"
    plan.write_text(PLAN.read_text("utf-8").replace("addressable: 2.70053", "addressable: 0.3"))
    said = run(capsys, "signals", "list", "--plan", plan).out
    assert "at most one success a month; 39,434" in " ".join(said.split())
    assert " 0 successes" not in said


def test_the_same_stands_in_json(capsys):
    held = json.loads(run(capsys, "signals", "list", "--plan", PLAN, "--json").out)
    first, last = held["steps"]
    assert (first["step"], last["signals"]) == ("ST1", [])
    told = {each["signal"]: each for each in first["signals"]}
    assert (told["SG1"]["kind"], told["SG1"]["status"], told["SG1"]["grade"]) == (
        "booster", "replicated", "C"
    )  # fmt: skip
    assert told["SG1"]["outcomes"] == ["OC1"]
    assert [each["ends"] for each in told["SG1"]["cohorts"]] == ["2025-12-31", "2026-04-01"]


def test_a_signal_becomes_an_outcome_of_the_plan_file(capsys, plan):
    ran = run(capsys, "signals", "to-outcome", "SG5", "--target", "0.2", "--by", "2026-12-31",
              "--plan", plan)  # fmt: skip
    assert ran.out == "+ metric M-OC6 (live)\n+ outcome OC6 (baselined)\n"
    outcome = records(plan)["OC6"]
    assert (outcome.direction, outcome.target, outcome.owners) == ("less", 0.2, ("Calendar",))
    # The newest cohort: 496 of 1,933 who signed up rescheduled.
    assert (outcome.baseline.did, outcome.baseline.people) == (496, 1933)
    assert run(capsys, "check", plan, "--as-of", "2026-06-30").status == 1


def test_a_signal_becomes_a_hypothesis_with_the_people_its_test_needs(capsys, plan):
    ran = run(capsys, "signals", "to-hypothesis", "SG4", "H9", "--plan", plan)
    assert "hypothesis H9 (draft)" in ran.out
    held = records(plan)
    assert held["T-H9"].planned_people == 2 * 28946
    assert held["H9"].criteria.predicted == pytest.approx(0.0113925, abs=1e-6)
    assert held["SG4"].assumption_test == "T-H9"
    # Nobody said how far it shall go: what is worth it stays open, and what each choice costs.
    assert held["H9"].criteria.smallest_worthwhile is None
    assert "From which change on is it worth it?" in ran.err
    assert "(all that is predicted)" in ran.err
    again = run(capsys, "signals", "to-hypothesis", "SG4", "H9", "--plan", plan)
    assert (again.status, "is taken" in again.err) == (2, True)


def test_less_predicted_than_the_outcome_s_target_asks_for_is_said(capsys, plan):
    words = ["signals", "to-hypothesis", "SG4", "H9", "--outcome", "OC1", "--plan", plan]
    ran = run(capsys, *words)
    assert "Less is predicted than would be worth it: 1.14 points, not 4.67 points" in ran.err
    held = records(plan)["H9"]
    assert held.criteria.smallest_worthwhile == pytest.approx(0.14 / 3, abs=1e-6)


def test_somebody_says_from_when_on_it_is_worth_it(capsys, plan):
    words = ["signals", "to-hypothesis", "SG4", "H9", "--outcome", "OC1", "--plan", plan]
    ran = run(capsys, *words, "--worthwhile", "0.01")
    assert (ran.status, "Less is predicted" in ran.err) == (0, False)
    assert records(plan)["H9"].criteria.smallest_worthwhile == 0.01
    ran = run(capsys, *words[:3], "H8", *words[4:], "--worthwhile", "2")
    assert (ran.status, "0.02 for two points" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("target", "said"),
    [("20", "the target of a rate is 20"), ("0.4", "the target 0.4 is above the baseline 0.2566")],
)
def test_a_target_that_cannot_be_one_is_refused_and_nothing_is_written(capsys, plan, target, said):
    before = Path(plan).read_text("utf-8")
    ran = run(capsys, "signals", "to-outcome", "SG5", "--target", target, "--plan", plan)
    assert (ran.status, said in ran.err) == (2, True)
    assert Path(plan).read_text("utf-8") == before


def test_what_is_to_be_left_needs_a_reason(capsys, plan):
    words = ["signals", "to-outcome", "SG3", "--plan", plan]
    ran = run(capsys, *words)
    assert (ran.status, "its stance is to leave it" in ran.err) == (2, True)
    assert "OC6" not in records(plan)
    assert run(capsys, *words, "--why", "asked for by name").status == 0


def test_a_stance_is_taken_with_an_owner(capsys, plan):
    run(capsys, "signals", "stance", "SG3", "encourage", "--owner", "Matching", "--plan", plan)
    held = records(plan)["SG3"]
    assert (held.stance, held.owner) == ("encourage", "Matching")


def test_a_signal_there_is_not_gets_the_nearest(capsys):
    ran = run(capsys, "signals", "to-outcome", "SG22", "--plan", PLAN)
    assert ran.status == 2
    assert "there is no signal SG22" in ran.err
    assert "Did you mean SG2?" in ran.err


def test_too_few_people_are_told_of_and_nothing_is_written(capsys, few):
    plan, events = few
    ran = run(capsys, "signals", "find", "--plan", plan, "--events", events, "--keep")
    assert "ST1 Enters: those who came from 2024-01-01 to" in ran.out
    assert "nothing that goes with success or failure could be shown" in ran.out
    assert "ST2 Succeeds\n  it is the last of its journey" in ran.out
    assert ran.err.endswith("0 new signals, 0 looked at again.\n")
    assert plan.read_text(encoding="utf-8") == STEPS


def test_a_step_that_is_none_is_a_mistake(capsys, few):
    plan, events = few
    ran = run(capsys, "signals", "find", "--plan", plan, "--events", events, "--step", "ST9")
    assert ran.status == 2
    assert "no journey step ST9" in ran.err


def test_a_plan_without_journeys_says_so(capsys, tmp_path):
    empty = tmp_path / "plan.yml"
    empty.write_text("metrics:\n  M1: {}\n", encoding="utf-8")
    assert "no journeys" in run(capsys, "signals", "list", "--plan", empty).out


def test_the_plan_kept_here_is_changed_through_its_own_door(kept_here, capsys):
    run(capsys, "plan", "import", PLAN, "--yes", "--as-found")
    run(capsys, "signals", "stance", "SG3", "encourage", "--owner", "Matching")
    ran = run(capsys, "signals", "to-outcome", "SG5", "OC9")
    assert "outcome OC9 (baselined)" in ran.out
    said = run(capsys, "signals", "list").out
    assert "became OC9" in said
    assert "(new, to encourage, Matching's)" in said
    again = run(capsys, "signals", "to-outcome", "SG5", "OC9")
    assert (again.status, "is taken" in again.err) == (2, True)
