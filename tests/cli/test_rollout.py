"""`seachange rollout`: a roll-out on the command line, on a page, in a study and in notebooks."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import jsonschema
import pytest

import seachange as sea
from seachange.measure.schema import schema
from tests.cli.running import run
from tests.measure.rollout_worlds import day, shop

OWN = ("rollout", "--metric", "share:buy", "--of", "visit")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of forty visitors a day in each of two countries 15 more in a hundred buy after six weeks."""
    rows = shop(days=63, segments=("de", "at"), people=40, released={"de": 42}, effect=0.15, seed=2)
    lines = ["user,event,time,country,price"]
    for row in rows:
        held = row["properties"]
        cells = (row["actor"], row["event"], row["time"] / 1e6)
        lines.append(
            f"{','.join(map(str, cells))},{held.get('country', '')},{held.get('price', '')}"
        )
    file = tmp_path_factory.mktemp("world") / "shop.csv"
    file.write_text("\n".join(lines) + "\n")
    return file


def asked(world: Path, *words: object) -> list[object]:
    """Return the command as one would type it."""
    return [*OWN, *words, "--events", world, "--actor", "user", "--no-cache"]


BESIDE = ("--segment", "country", "--released", f"de={day(42)}")


def test_a_segment_beside_another_says_what_came_with_the_change_and_how_sure_that_is(
    world, capsys
):
    ran = run(capsys, *asked(world, *BESIDE))
    assert ran.status == 0
    assert ran.out.startswith("Better: +")
    assert "beside segments without it (grade B)." in ran.out.splitlines()[0]
    assert "The segments moved alike before the change." in ran.out
    assert "What else could explain it" in ran.out


def test_json_fits_the_schema(world, capsys):
    answer = json.loads(run(capsys, *asked(world, *BESIDE, "--json")).out)
    jsonschema.validate(answer, schema())
    assert (answer["comparison"], answer["grade"]) == ("difference in differences", "B")


def test_csv_holds_what_was_seen_and_expected_day_by_day(world, capsys):
    ran = run(capsys, *asked(world, *BESIDE, "--format", "csv"))
    rows = list(csv.DictReader(StringIO(ran.out)))
    assert len(rows) == 63
    assert [row["Expected"] == "" for row in rows] == [True] * 42 + [False] * 21


def test_a_page_shows_the_lines_and_what_placebos_find(world, tmp_path, capsys):
    page = tmp_path / "rollout.html"
    assert run(capsys, *asked(world, *BESIDE, "--output", page)).status == 0
    said = page.read_text()
    for part in ("Roll-out: did buy within 1 day", f"released {day(42)}", "expected without"):
        assert part in said
    assert "earlier days, and the change" in said


def test_everybody_on_a_day_is_never_above_d_plus(world, capsys):
    ran = run(capsys, *asked(world, "--released", day(21), "--json"))
    answer = json.loads(ran.out)
    assert (answer["comparison"], answer["grade"]) == ("before and after", "D")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--released", "10%"), "a percentage drawn by chance is an experiment"),
        (("--released", "10%"), "seachange experiment"),
        (("--released", "de"), "is not a date"),
        (("--released", "de=2024-01-09", "--released", "at"), "is not SEGMENT=DATE"),
        (("--released", "de=2024-01-09", "--released", "de=2024-01-10"), "released twice"),
        (("--released", "de=2024-01-09"), "which property tells the segments apart"),
        (("--released", "2024-01-09", "--metric", "share"), "is not a metric"),
        (("--released", "dee=2024-01-09", "--segment", "country"), "Nobody judged has country"),
    ],
)
def test_what_is_mistaken_is_said_with_its_option(world, capsys, words, said):
    ran = run(capsys, *asked(world, *words))
    assert ran.status == 2
    assert said in ran.err


METRIC = {"kind": "share", "of": "visit", "did": "buy", "within": "1 day"}

STUDY = f"""
title: What came with the change
questions:
  - id: R1
    name: Meetings at once
    question:
      kind: rollout
      metric: {{kind: share, of: visit, did: buy, within: 1 day}}
      segment: country
      released: {{de: {day(42)}}}
"""


def test_a_notebook_shows_the_same_answer(world, capsys):
    with sea.open_log(world, actor="user", cache=False) as log:
        answer = log.rollout(METRIC, {"de": day(42)}, segment="country")
        assert "(grade B)" in answer._repr_html_()
        assert "<svg" in answer.plot().svg
        assert len(answer.frame()) == 63
    typed = json.loads(run(capsys, *asked(world, *BESIDE, "--json")).out)
    assert typed["effect"] == answer.to_dict()["effect"]


def test_a_study_has_room_for_a_rollout(world, tmp_path, capsys):
    study, page = tmp_path / "study.yml", tmp_path / "page.html"
    study.write_text(STUDY)
    words = ("report", study, "--events", world, "--actor", "user", "--no-cache")
    assert run(capsys, *words, "--output", page).status == 0
    said = page.read_text()
    assert "Meetings at once" in said
    assert "(grade B)" in said
