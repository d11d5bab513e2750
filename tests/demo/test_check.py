"""The demonstration's plan, checked against the demonstration's year of events."""

from __future__ import annotations

import json

import pytest

from seachange.demo.files import write_parquet
from seachange.planning.rules.checks.catalogue import CHECKS
from tests.cli.running import run
from tests.planning.files.test_demonstration import PLAN

NEEDING = [check.id for check in CHECKS if check.needs_events]
# As printed in the walk-through: baseline and latest in percent, the change in points with its
# interval where it is printed, the progress.
STANDS = {
    "OC1": (31.0, 38.6, (7.6, 5.2, 10.0), 0.54),
    "OC2": (52, 66, None, 0.61),
    "OC3": (22.0, 21.1, (-0.9, -3.1, 1.3), 0.11),
    "OC4": (40, 63.1, None, 0.77),
    "OC5": (28, 29, (1.0, -1.6, 3.6), 0.12),
}


@pytest.fixture(scope="module")
def events(parley, tmp_path_factory):
    """The year's events as a file."""
    file = tmp_path_factory.mktemp("year") / "events.parquet"
    write_parquet(parley.log, file)
    return file


def measured(capsys, plan, *words):
    ran = run(capsys, "check", plan, "--as-of", "2026-06-30", "--format", "json", *words)
    told = json.loads(ran.out)
    return told, {each["record"]: each for each in told["measured"]}


def test_outcomes_stand_where_the_walk_through_says(capsys, events):
    _, standing = measured(capsys, PLAN, "--events", events, "--since", "2026-01-01")
    for outcome, (before, now, change, progress) in STANDS.items():
        told = standing[outcome]
        assert (round(100 * told["baseline"], 1), round(100 * told["now"], 1)) == (before, now)
        assert round(told["progress"], 2) == progress
        if change is not None:
            figures = (told["change"], *told["interval"])
            assert tuple(round(100 * each, 1) for each in figures) == change


def test_the_score_of_the_quarter_is_not_shown_to_have_moved(capsys, events):
    _, standing = measured(capsys, PLAN, "--events", events, "--since", "2026-04-01")
    told = standing["IM1"]
    assert (round(told["baseline"], 2), round(told["now"], 2)) == (16.90, 25.65)
    assert [round(told["change"], 2), *(round(end, 2) for end in told["interval"])] == [
        8.75, -1.45, 18.95,
    ]  # fmt: skip


def test_events_add_the_checks_that_need_measurements(capsys, events, tmp_path):
    text = PLAN.read_text(encoding="utf-8")
    start = text.index("measurements:\n")
    unmeasured = tmp_path / "plan.yml"
    unmeasured.write_text(text[:start] + text[text.index("evidence:\n") :], encoding="utf-8")
    without, _ = measured(capsys, unmeasured)
    found = {f["id"] for f in without["findings"]}
    assert without["unjudged"] == NEEDING
    assert "OC14" in found
    assert not {"OC16", "IM06"} & found
    with_them, _ = measured(capsys, unmeasured, "--events", events, "--since", "2026-01-01")
    assert with_them["unjudged"] == []
    assert {f["record"] for f in with_them["findings"] if f["id"] == "OC16"} == {"OC3", "OC5"}
    assert "OC14" not in {f["id"] for f in with_them["findings"]}


def test_text_and_page_tell_what_was_measured(capsys, events, tmp_path):
    words = ["--as-of", "2026-06-30", "--events", events, "--since", "2026-01-01"]
    told = run(capsys, "check", PLAN, *words).out.replace("\u00a0", " ")
    assert told.startswith("Measured from events, 2026-01-01 to 2026-06-30\n")
    assert "1,197 of 3,100 (38.6 %), +7.6 pp [+5.2, +10]" in told
    assert "[−3.1, +1.3]: not shown to move" in told
    page = tmp_path / "page.html"
    run(capsys, "check", PLAN, *words, "-o", page)
    assert "not shown to move" in page.read_text(encoding="utf-8")


def test_a_period_that_ends_before_it_begins_is_refused(capsys, events):
    words = ["--as-of", "2026-06-30", "--events", events, "--since", "2026-07-01"]
    ran = run(capsys, "check", PLAN, *words)
    assert ran.status == 2
    assert "--since" in ran.err
