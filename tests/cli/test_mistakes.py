"""What a person types wrongly is told with its place and its remedy, and nothing breaks."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from tests.cli.running import Ran, run

FUNNEL = ("funnel", "--steps", "visit,sign_up", "--window", "7d")
TWO = ("--steps", "visit,sign_up")
EVENTS = """user,time,event,platform
ada,2024-01-01T00:00:00Z,visit,web
ada,2024-01-02T00:00:00Z,sign_up,web
ben,2024-01-03T00:00:00Z,visit,mobile
cleo,2024-01-20T00:00:00Z,visit,mobile
"""


@pytest.fixture
def events(tmp_path: Path) -> Path:
    """Give a small log that everything works on."""
    file = tmp_path / "events.csv"
    file.write_text(EVENTS)
    return file


def test_a_right_question_is_answered(capsys: pytest.CaptureFixture[str], events: Path) -> None:
    ran = run(capsys, *FUNNEL, "--events", events)
    assert ran.status == 0
    assert "1 of 3 people reached sign_up" in ran.out
    assert "\x1b" not in ran.out


MISTAKES = {
    "missing": (None, "there is no such file"),
    "empty": (b"", "the file is empty"),
    "header only": (b"user,time,event\n", "no"),
    "other columns": (b"a,b\n1,2\n", "--actor"),
    "no times": (b"user,time,event\na,soon,x\nb,later,y\n", "--time"),
    "mixed zones": (
        b"user,time,event\na,2024-01-01T00:00:00Z,x\nb,2024-01-01 00:00:00,x\n",
        "--source-timezone",
    ),
    "binary": (bytes(range(256)) * 40, "not text"),
    "truncated gzip": (gzip.compress(EVENTS.encode() * 99)[:60], "gzip"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_events_that_cannot_be_read_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, mistake: str
) -> None:
    held, said = MISTAKES[mistake]
    file = tmp_path / "given.csv"
    if held is not None:
        file.write_bytes(held)
    refused(run(capsys, *FUNNEL, "--events", file), "given.csv", said)


@pytest.mark.parametrize(
    ("words", "place", "remedy"),
    [
        ((*TWO, "--window", "0d"), "--window", "7 days"),
        ((*TWO, "--window", "soon"), "--window", "7 days"),
        (("--steps", "visit,,sign_up"), "--steps", "--steps visit,buy"),
        ((*TWO, "--from", "2024-02-01", "--to", "2024-01-01"), "--to", "exclusive"),
        ((*TWO, "--timezone", "Europe/Berlim"), "--timezone", "Europe/Berlin"),
        ((*TWO, "--as-of", "soon"), "--as-of", "2024-07-01"),
        ((*TWO, "--actor", "usr"), "usr", "user"),
    ],
)  # fmt: skip
def test_an_option_that_cannot_be_is_named_with_what_to_write(
    capsys: pytest.CaptureFixture[str],
    events: Path,
    words: tuple[str, ...],
    place: str,
    remedy: str,
) -> None:
    refused(run(capsys, "funnel", *words, "--events", events), place, remedy)


def test_a_step_no_event_matches_is_answered_and_told_with_the_nearest(
    capsys: pytest.CaptureFixture[str], events: Path
) -> None:
    ran = run(capsys, "funnel", "--steps", "visit,sgn_up", "--events", events, "--json")
    refused(ran, "steps[2]", "Near: sign_up")
    assert [step["reached"] for step in json.loads(ran.out)["steps"]] == [3, 0]
    allowed = run(capsys, "funnel", "--steps", "visit,sgn_up", "--events", events, "--allow-unseen")
    assert allowed.status == 0


def test_no_mature_entries_are_told_and_not_counted_as_failures(
    capsys: pytest.CaptureFixture[str], events: Path
) -> None:
    words = ("share", "--of", "visit", "--did", "sign_up", "--within", "90d")
    ran = run(capsys, *words, "--events", events, "--json")
    refused(ran, "younger than 90 days", "shorter window")
    assert "unknown" in json.loads(ran.out)["estimate"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("kind: share\nof: {event: visit}\ndid: {evnt: x}\nwithin: 7 days\n", "line 3, column 7"),
        ("kind: share\nof: {event: visit\n", "line 3, column 1"),
        ("kind: sharing\n", "line 1, column 1"),
        ("kind: share\nof: a\ndid: {event: x, where: {a: {'>': b}}}\nwithin: 1d\n", "line 3"),
        ("", "question.yml"),
        ("- just\n- a list\n", "question.yml"),
        ("a: &a [x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(99)), "question.yml"),
    ],
)  # fmt: skip
def test_a_question_file_that_cannot_be_read_names_line_and_column(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, events: Path, text: str, place: str
) -> None:
    asking = tmp_path / "question.yml"
    asking.write_text(text)
    refused(run(capsys, "ask", asking, "--events", events), place)


def test_a_command_that_is_none_gets_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    refused(run(capsys, "funel"), "funnel")


def test_rows_set_aside_are_listed_with_file_row_and_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, events: Path
) -> None:
    events.write_text(f"{EVENTS},2024-01-04T00:00:00Z,visit,web\n")
    listed = tmp_path / "rejected.csv"
    ran = run(capsys, *FUNNEL, "--events", events, "--rejected", listed)
    assert ran.status == 0
    assert "1 of 5 rows" in ran.out
    _, row = listed.read_text().splitlines()
    assert row.startswith(f"{events},6,")


def test_several_files_after_one_option_are_one_log(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, events: Path
) -> None:
    head, *lines = EVENTS.splitlines()
    files = [tmp_path / f"{n}.csv" for n in range(2)]
    for file, part in zip(files, (lines[:2], lines[2:]), strict=True):
        file.write_text("\n".join([head, *part, ""]))
    whole = json.loads(run(capsys, *FUNNEL, "--json", "--events", events).out)
    parts = json.loads(run(capsys, *FUNNEL, "--json", "--events", *files).out)
    assert parts["steps"] == whole["steps"]


@pytest.mark.parametrize("form", ["text", "json", "html", "csv"])
def test_an_answer_goes_into_a_file_by_its_ending(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, events: Path, form: str
) -> None:
    file = tmp_path / f"answer.{'txt' if form == 'text' else form}"
    ran = run(capsys, *FUNNEL, "--events", events, "-o", file)
    told = run(capsys, *FUNNEL, "--events", events, "--format", form)
    assert (ran.status, ran.out) == (0, "")
    assert file.read_text().splitlines() == told.out.splitlines()


def test_a_report_is_no_other_kind_of_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, events: Path
) -> None:
    study = tmp_path / "study.yml"
    study.write_text("journey: {kind: funnel, steps: [visit, sign_up], window: 7 days}\n")
    refused(run(capsys, "report", study, "--events", events, "-o", tmp_path / "r.pdf"), "r.html")
    assert not (tmp_path / "r.pdf").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_one_may_not_read_is_told(capsys: pytest.CaptureFixture[str], events: Path) -> None:
    events.chmod(0)
    refused(run(capsys, *FUNNEL, "--events", events), "events.csv")


def refused(ran: Ran, *said: str) -> None:
    """Hold that something was refused in words, by its place and remedy."""
    assert ran.status == 2, ran
    assert "Traceback" not in ran.err
    for words in said:
        assert words in ran.err
