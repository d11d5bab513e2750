"""Whether a list of features is asked what it is for, from a file and from a terminal."""

from __future__ import annotations

import os
import pty
import sys
from io import StringIO
from pathlib import Path

import pytest

from seachange.cli.asking import Move, Talk
from seachange.cli.converting import Asking
from seachange.planning.files.answers import to_fill_in
from seachange.planning.files.in_place import open_plan_files
from seachange.planning.files.reading import parse_plan, read_plan
from seachange.planning.rules.checks.settings import Thresholds
from seachange.planning.rules.checks.survey import Survey
from seachange.planning.rules.conversion.answers import Answers
from seachange.planning.rules.conversion.features import unasked
from tests.cli.running import run
from tests.planning.parley import AS_OF

PLAN = """\
# what sales asked for
outputs:
  OU1: {name: SSO}   # for Bramley
  OU2:
    name: App redesign

impacts:
  IM1: {name: Client NPS}
"""
ANSWERS = """\
OU1:
  outcome: members of Bramley Bank log in every day
  drives: IM1
  how: one log-in for all they use
  predicted: 4 pp
  smallest: 2 pp
  by: 2026-12-31
  stop: below 1 pp
  stop_by: 2026-11-30
OU2: skip
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "plan.yml").write_text(PLAN)
    (tmp_path / "answers.yml").write_text(ANSWERS)
    return tmp_path / "plan.yml", tmp_path / "answers.yml"


def test_answers_from_a_file_become_hypotheses_in_the_plan_file(capsys, files):
    plan, answers = files
    done = run(capsys, "plan", "convert", plan, "--answers", answers)
    assert done.status == 0
    assert "add outcome OC1 “members of Bramley Bank log in every day”" in done.out
    assert "still without an answer: OU2\n1 of 2 written." in done.err
    text = plan.read_text()
    assert text.startswith(PLAN)
    read, _ = parse_plan(text, AS_OF)
    assert [(h.output, h.outcome, h.state) for h in read.hypotheses] == [("OU1", "OC1", "complete")]
    assert [(link.outcome, link.impact) for link in read.driver_links] == [("OC1", "IM1")]
    answers.write_text(ANSWERS.replace("OU2: skip", "OU2: {outcome: OC1}"))
    again = run(capsys, "plan", "convert", plan, "--answers", answers)
    assert "answered before, and left as they are: OU1\n1 of 1 written." in again.err
    none_left = run(capsys, "plan", "convert", plan, "--answers", answers)
    assert none_left.out.startswith("Every feature of this plan has a hypothesis")


def test_a_rehearsal_writes_nothing(capsys, files):
    plan, answers = files
    done = run(capsys, "plan", "convert", plan, "--answers", answers, "--dry-run")
    assert "add hypothesis H1" in done.out
    assert "1 of 2 would be written; nothing is." in done.err
    assert plan.read_text() == PLAN


def test_all_that_is_amiss_in_answers_is_told_and_nothing_is_written(capsys, files):
    plan, answers = files
    answers.write_text(
        "OU1:\n  outcome: Launch the redesigned app\n"
        "OU2: {outcome: clients log in, predicted: 4 %}\n"
        "OU3: skip\nOU4: {outcom: x}\nIM1: {outcome: x}\n"
    )
    done = run(capsys, "plan", "convert", plan, "--answers", answers)
    assert done.status == 2
    for said in (
        "line 2, column 12: OU1: “Launch the redesigned app” reads as an output.",
        "line 3, column 16: OU2: '4 %' could be points",
        "line 4, column 1: there is no output or idea 'OU3'",
        "line 6, column 1: there is no output or idea 'IM1'",
    ):
        assert said in done.err
    assert plan.read_text() == PLAN
    answers.write_text("OU1: {outcom: x}\n")
    told = run(capsys, "plan", "convert", plan, "--answers", answers).err
    assert "has no key 'outcom'\nDid you mean outcome?" in told
    answers.write_text("- OU1\n")
    assert "must be a mapping" in run(capsys, "plan", "convert", plan, "--answers", answers).err


def test_a_file_to_fill_in_holds_every_question_and_no_answer(capsys, files):
    plan, answers = files
    done = run(capsys, "plan", "convert", plan, "--questions")
    for said in (
        "# IM1: Client NPS",
        "OU1:  # SSO\n  outcome:    # Which behaviours drive results?",
        "How can we get more of them?",
        "How will we know we are right?",
    ):
        assert said in done.out
    answers.write_text(done.out)
    told = run(capsys, "plan", "convert", plan, "--answers", answers)
    assert told.err.endswith("still without an answer: OU1, OU2\n0 of 2 written.\n")
    assert plan.read_text() == PLAN
    read, _ = parse_plan(PLAN, AS_OF)
    assert to_fill_in(read, unasked(Survey(read, AS_OF, Thresholds()))) == done.out


def test_without_a_terminal_answers_come_from_a_file(capsys, files, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    done = run(capsys, "plan", "convert", files[0])
    assert done.status == 2
    assert "there is no terminal to ask on" in done.err
    assert "--questions" in done.err


# --- the conversation ---------------------------------------------------------------------------


def talked(*lines, answers=None):
    """Answer line by line; return what came of it, what was kept, and all that was told."""
    plan, _ = parse_plan(PLAN, AS_OF)
    typed, told = iter(lines), []

    def ask(question):
        told.append(question)
        return next(typed)

    survey = Survey(plan, AS_OF, Thresholds())
    talk = Talk(plan, survey.read, ask, told.append, answers or Answers())
    move = talk.about(plan.outputs[0])
    assert next(typed, None) is None  # all that was typed was asked for
    return move, talk.answers, "\n".join(told)


WHOLE = ("clients log in daily", "IM1", "one log-in", "4 pp", "2 pp", "", "below 1 pp", "")


def test_three_questions_are_asked_one_after_the_other():
    move, answers, told = talked(*WHOLE)
    assert move is None
    assert answers == Answers(
        outcome="clients log in daily",
        drives="IM1",
        how="one log-in",
        predicted="4 pp",
        smallest="2 pp",
        stop="below 1 pp",
    )
    asked = (
        "1. Which behaviours drive results? Once “SSO” is there, who will do what?",
        "taken as OC1 · who: clients · does what: log in daily · more",
        "IM1: Client NPS",
        "2. How can we get more of them? What do clients attain with “SSO”",
        "3. How will we know we are right? By how much will “clients log in daily” move?",
    )
    places = [told.index(each) for each in asked]
    assert places == sorted(places)


def test_an_output_or_an_impact_is_asked_about_again():
    _, answers, told = talked("Launch the new app", "Raise NPS", *WHOLE)
    assert "“Launch the new app” reads as an output." in told
    assert "Who will do what differently once the new app is live?" in told
    assert "“Raise NPS” reads as an impact." in told
    assert answers.outcome == "clients log in daily"
    assert not answers.is_insisted


@pytest.mark.parametrize("again", ["Launch the new app", "!", "! Launch the new app"])
def test_whoever_insists_is_taken_at_their_word(again):
    _, answers, _ = talked("Launch the new app", again, *WHOLE[1:])
    assert answers.outcome == "Launch the new app"
    assert answers.is_insisted


def test_what_cannot_be_taken_is_asked_again():
    _, answers, told = talked(
        "", "OC7", *WHOLE[:3], "4 %", "4 pp", "6 pp", "2 pp", "June", "2026-06-30", "", ""
    )
    for said in ("no outcome", "'4 %' could be points", "worth it only from", "'June' is no day"):
        assert said in told
    assert (answers.predicted, answers.smallest, answers.by) == ("4 pp", "2 pp", "2026-06-30")


def test_one_can_go_back_and_keep_what_stands():
    _, answers, told = talked(*WHOLE[:2], "back", "back", "members log in daily", "", *WHOLE[2:])
    assert answers.outcome == "members log in daily"
    assert answers.drives == "IM1"
    assert "[clients log in daily] >" in told


@pytest.mark.parametrize("move", list(Move))
def test_one_can_leave_a_feature(move):
    assert talked(move.value)[0] is move
    assert "skip: this feature" in talked("?", move.value)[2]


def test_what_somebody_else_wrote_meanwhile_stays(files, monkeypatch):
    plan, _ = files
    opened = open_plan_files(plan, AS_OF)
    features = unasked(Survey(opened.plan, AS_OF, Thresholds()))
    plan.write_text(f"{PLAN}  IM2: {{name: Revenue}} # from an editor\n")
    monkeypatch.setattr(sys, "stdin", StringIO("\n".join([*WHOLE, "stop", ""])))
    Asking(plan, opened, features, is_rehearsal=False).go()
    read, _ = read_plan(plan, AS_OF)
    assert "# from an editor" in plan.read_text()
    assert [impact.id for impact in read.impacts] == ["IM1", "IM2"]
    assert [hypothesis.output for hypothesis in read.hypotheses] == ["OU1"]


# --- on a terminal ------------------------------------------------------------------------------


def on_a_terminal(words: list[str], lines: list[str]) -> str:
    """Run the command with a terminal of its own, type the lines, and return what it shows."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "seachange", *words])
    os.write(terminal, "".join(f"{line}\n" for line in lines).encode())
    shown = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # the terminal closes with its program
            break
        if not part:
            break
        shown += part
    os.waitpid(child, 0)
    return shown.decode().replace("\r\n", "\n")


def test_a_person_is_asked_stops_and_takes_it_up_again(files):
    plan = Path(files[0])
    first = on_a_terminal(
        ["plan", "convert", str(plan)], [*WHOLE[:6], "below 1 pp", "", "clients stay", "stop"]
    )
    assert "1 of 2 · output OU1 · SSO" in first
    assert "+ hypothesis H1 (draft)" in first
    assert "2 of 2 · output OU2 · App redesign" in first
    assert "Not written, since it is half an answer:\nOU2:\n  outcome: clients stay" in first
    assert "1 of 2 written." in first
    assert plan.read_text().startswith(PLAN)
    second = on_a_terminal(["plan", "convert", str(plan)], ["OC1", *[""] * 6])
    assert "1 of 1 · output OU2" in second
    assert "1 of 1 written." in second
    read, _ = read_plan(plan, AS_OF)
    assert [(h.output, h.outcome) for h in read.hypotheses] == [("OU1", "OC1"), ("OU2", "OC1")]


def test_a_feature_that_was_written_can_be_taken_up_again_at_once(files):
    plan = Path(files[0])
    shown = on_a_terminal(
        ["plan", "convert", str(plan)],
        [*WHOLE, "back", "members log in daily", *[""] * 7, "skip"],
    )
    assert "1 of 2 written." in shown
    read, _ = read_plan(plan, AS_OF)
    assert [outcome.text for outcome in read.outcomes] == ["members log in daily"]
    assert [h.criteria.predicted for h in read.hypotheses] == [0.04]
