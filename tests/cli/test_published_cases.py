"""Published funnels and cohorts through the command line: question files in, JSON out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from seachange.measure.schema import schema
from tests.cli.running import run
from tests.measure.published import Case, cases, funnel


def asked(
    capsys: pytest.CaptureFixture[str], folder: Path, case: Case, question: dict[str, Any]
) -> dict[str, Any]:
    """Write the case's question and events into files, ask, and read the answer."""
    asking, events = folder / "question.yml", folder / "events.ndjson"
    asking.write_text(json.dumps(question))  # JSON is YAML
    events.write_text("".join(f"{json.dumps(event)}\n" for event in case["events"]))
    ran = run(
        capsys, "ask", asking, "--events", events, "--actor", "actor", "--time", "time",
        "--event", "event", "--as-of", "2030-01-01", "--json", "--allow-unseen",
    )  # fmt: skip
    assert ran.status == 0, ran.err
    answer: dict[str, Any] = json.loads(ran.out)
    return answer


def test_every_published_funnel_comes_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for case in cases("funnel"):
        answer = asked(capsys, tmp_path, case, funnel(case))
        wanted = case["expect"]
        found = {"counts": [step["reached"] for step in answer["steps"]]}
        for key, measure in (("avg", "mean"), ("median", "median")):
            name = f"{key}_seconds_from_previous"
            if name in wanted:
                times = [step["seconds_from_previous"] for step in answer["steps"]]
                found[name] = [time and time[measure] for time in times]
        groups = {group["value"]: group["steps"] for group in answer.get("breakdown", [])}
        if "counts_by_value" in wanted:
            found["counts_by_value"] = {
                value: [step["reached"] for step in steps] for value, steps in groups.items()
            }
        assert found == {key: wanted[key] for key in found}, case["id"]


def test_the_published_cohorts_come_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for case in cases("retention"):
        question = {
            "kind": "retention",
            "of": case["target"],
            "did": case["returning"],
            "period": case["period"],
            "mode": "recurring",
            "from": case["cohorts_from"],
        }
        answer = asked(capsys, tmp_path, case, question)
        rows = {cohort["period"]: cohort["kept"] for cohort in answer["cohorts"]}
        for day, wanted in enumerate(case["expect"]["matrix"]):
            kept = rows.get(f"2020-06-{10 + day}", [0] * len(wanted))
            assert kept[: len(wanted)] == wanted


def test_answers_keep_to_the_schema(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for case in cases("funnel")[:5]:
        jsonschema.validate(asked(capsys, tmp_path, case, funnel(case)), schema())
