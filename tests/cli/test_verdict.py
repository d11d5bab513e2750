"""Whether a verdict can be asked for from the command line, with the worked example's figures."""

from __future__ import annotations

import json

import jsonschema
import pytest

from tests.cli.running import run
from tests.planning.files.test_demonstration import PLAN
from tests.planning.rules.test_judgement import PRINTED

WORDS = ["verdict", "--plan", PLAN, "--as-of", "2026-06-30"]


@pytest.fixture
def told(capsys):
    """Give what one hypothesis of the demonstration plan comes out as, in JSON."""

    def look(name):
        (held,) = json.loads(run(capsys, *WORDS, name, "--format", "json").out)["verdicts"]
        return held

    return look


@pytest.mark.parametrize("name", PRINTED)
def test_every_hypothesis_of_the_worked_example_comes_out_as_printed(told, name):
    held = told(name)
    change, before, mean, worth, gain, finish, confidence, ice, again = PRINTED[name]
    (result,) = held["measured"]
    points = [100 * each for each in (result["change"], *result["interval"])]
    assert f"{points[0]:+.2f} {points[1]:.2f} {points[2]:.2f}" == change
    assert f"{held['belief_before']:.3f}".lstrip("0") == before
    assert f"{100 * held['now']['mean']:+.2f}" == mean
    assert f"{held['now']['worthwhile']:.3f}".lstrip("0") == worth
    assert f"{held['now']['positive']:.3f}".removeprefix("0") == gain
    assert held["finish"] == finish
    assert round(held["confidence"], 2) == confidence
    assert held["ice"]["score"] == pytest.approx(ice, abs=0.051)
    assert held["ice_again"]["score"] == pytest.approx(again, abs=0.051)


def test_all_of_them_stand_in_a_table_with_what_to_do_next(capsys):
    lines = run(capsys, *WORDS).out.splitlines()
    assert [line.split()[1] for line in lines[1:7]] == [PRINTED[name][5] for name in PRINTED]
    said = "\n".join(lines)
    # What the review pack is to say, by the domain theory §7.
    assert "H4  Stop by its own rule, or rerun it with 2,841 people in each group" in said
    assert "H2  Go on or rerun it with 3,825 people in each group" in said
    assert all(f"{name}  Scale it" in said for name in ("H1", "H3", "H5"))


def test_one_is_told_whole(capsys):
    said = run(capsys, *WORDS, "H1").out
    for words in (
        "H1 “instant slots on profile moves OC1”: supported",
        "930 of 3,000 (31 %) → 1,068 of 3,000 (35.6 %)",
        "E-H1-3: user evidence, for, quality 0.9, 120 days old (0.63 left)",
        "On record: supported on 1 May 2026 (V1, on version 1 of its criteria).",
    ):
        assert words in said


def test_another_meter_can_be_read(capsys):
    # 0.01 + 0.1 + 3 (data at its cap) + 5 (one test), as the later checklist weighs them
    assert "Confidence  8.11 of 10" in run(capsys, *WORDS, "H1", "--meter", "gilad-late").out


def test_on_an_earlier_day_only_what_was_known_then_counts(capsys):
    said = run(capsys, *WORDS[:-1], "2026-04-01", "H1").out
    assert "Measured    nothing yet" in said
    assert "Test it, the cheapest way first" in said


def test_a_hypothesis_that_is_not_there_is_told_with_those_that_are(capsys):
    ran = run(capsys, *WORDS, "H9")
    assert ran.status == 2
    assert "there is no hypothesis H9" in ran.err
    assert "H1, H2, H3, H4, H5, H6" in ran.err


def test_the_plan_that_is_kept_is_judged_where_no_file_is_named(plan, capsys):
    assert plan("import", PLAN, "--as-found", "--yes").status == 0
    kept = run(capsys, "verdict", "--as-of", "2026-06-30").out
    assert kept == run(capsys, *WORDS).out


def test_a_plan_without_hypotheses_has_nothing_to_judge(plan, capsys):
    assert run(capsys, "verdict").out == "There is no hypothesis to judge.\n"


@pytest.mark.parametrize(("ending", "begins"), [("json", "{"), ("html", "<!doctype"), ("txt", " ")])
def test_the_ending_of_the_output_decides_the_format(capsys, tmp_path, ending, begins):
    file = tmp_path / f"verdicts.{ending}"
    assert run(capsys, *WORDS, "-o", file).out == ""
    assert file.read_text(encoding="utf-8").startswith(begins)


def test_the_json_is_as_its_schema_says(capsys):
    schema = json.loads(run(capsys, "schema", "verdict").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    held = json.loads(run(capsys, *WORDS, "--format", "json").out)
    jsonschema.validate(held, schema)
    assert set(held["verdicts"][0]) == set(schema["$defs"]["verdict"]["properties"])
