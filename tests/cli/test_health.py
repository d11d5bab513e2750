"""Whether the health of a plan is told from its file, with every figure of the worked example."""

import json

import pytest

from tests.cli.running import run
from tests.planning.files.test_demonstration import PLAN

WORDS = ["plan", "health", PLAN, "--as-of", "2026-06-30", "--days", "181"]
# As printed beside the definitions, in the domain theory §6.
PRINTED = [
    ("H01", (4, 6)), ("H03", (3, 6)), ("H05", (3, 10)), ("H07", (22, 38)), ("H08", (24, 46)),
    ("H09", (22, 46)), ("H11", (5, 8)), ("H19", (2, 4)), ("H20", (3, 5)), ("H23", (3, 4)),
    ("H27", (1, 2)), ("H28", (2, 2)), ("H37", (5, 9)),
]  # fmt: skip


@pytest.fixture
def told(capsys):
    held = json.loads(run(capsys, *WORDS, "--json").out)
    figures = {}
    for figure in held["figures"]:
        figures.setdefault(figure["id"], figure)
    return held, figures


@pytest.mark.parametrize(("figure", "counts"), PRINTED)
def test_a_figure_is_the_printed_one(told, figure, counts):
    held = told[1][figure]
    assert (held.get("count", held.get("amount")), held["of"]) == counts


def test_effort_is_told_by_its_origin_and_progress_by_its_outcome_as_printed(told, capsys):
    held = {each["says"]: each for each in told[0]["details"]}
    origins = {name: held[f"effort by origin: {name}"] for name in ("outcome", "deal", "exec")}
    shares = {name: round(each["share"], 3) for name, each in origins.items()}
    assert shares == {"outcome": 0.522, "deal": 0.261, "exec": 0.217}
    ways = {says[-3:]: round(each["value"], 2) for says, each in held.items() if "value" in each}
    assert ways == {"OC1": 0.54, "OC2": 0.61, "OC3": 0.11, "OC4": 0.77, "OC5": 0.12}
    text = run(capsys, *WORDS).out
    above, _, below = text.partition("H09")
    assert "effort by origin: deal" in above
    assert "12 of 46 person-weeks (26.1 %)" in above
    assert "progress to target: OC5" in below.partition("H22")[0]


def test_every_indicator_is_told_or_says_why_not(told):
    held, figures = told
    assert list(figures) == [f"H{n:02}" for n in range(1, 42)]
    for figure in held["figures"]:
        assert any(key in figure for key in ("count", "amount", "value", "unknown"))


def test_the_trap_its_signs_and_who_leads_come_first(told, capsys):
    held, _ = told
    assert held["build_trap"] == {"health": "healthy", "signs": []}
    assert held["lead"] == "product-led"
    lines = run(capsys, *WORDS).out.splitlines()
    assert lines[:2] == [
        "Build trap: healthy, 0 of 8 signs.",
        "By effort the work is product-led.",
    ]


def test_a_share_is_told_with_its_counts_and_its_interval_from_five_on(capsys):
    text = run(capsys, *WORDS).out
    assert "4 of 6 (67 %) [30, 90]" in text  # Wilson's interval of 4 of 6
    assert "22 of 46 person-weeks (47.8 %)" in text
    assert "3 of 4\n" in text  # too few for a share
    assert "unknown: drift needs the roadmap of four periods" in text


def test_signs_of_the_trap_are_named(capsys, tmp_path):
    plan = tmp_path / "plan.yml"
    plan.write_text(
        "roadmap:\n"
        + "".join(
            f"  RM{n}: {{item_kind: output, output: OU{n}, source: deal}}\n" for n in range(6)
        )
        + "outputs:\n"
        + "".join(
            f"  OU{n}: {{name: thing {n}, origin: deal, effort_weeks: 4, state: released,"
            f" building_started_on: 2026-04-01, released_on: 2026-05-01}}\n"
            for n in range(6)
        )
    )
    text = run(capsys, "plan", "health", plan, "--as-of", "2026-06-30").out
    assert "Build trap: trapped, 6 of 8 signs." in text
    assert "By effort the work is sales-led." in text
    assert "H22: more than half of the roadmap is outputs" in text


def test_it_can_be_kept_in_a_file(capsys, tmp_path):
    file = tmp_path / "health.json"
    assert run(capsys, *WORDS, "--json", "-o", file).out == ""
    assert json.loads(file.read_text(encoding="utf-8"))["days"] == 181
