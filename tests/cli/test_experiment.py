"""`seachange experiment`: the effect of a change on the command line and in notebooks."""

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

DAY, MINUTE = 86_400, 60
START = 1_704_067_200  # 2024-01-01T00:00Z


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of 1,000 shown the old page 3 of 10 buy, of 1,000 shown the new one 4 of 10, in 20 days."""
    rows = ["user,event,time,page,price"]
    for person in range(2000):
        new, luck = person % 2, (person // 2) % 10
        seen = START + person * 20 * DAY // 2000
        rows.append(f"p{person},seen,{seen},{'new' if new else 'old'},")
        if luck < (4 if new else 3):
            rows.append(f"p{person},buy,{seen + DAY},,{10 + luck}")
        if luck == 9:
            rows.append(f"p{person},complain,{seen + 5 * MINUTE},,")
    rows.append(f"late,seen,{START + 40 * DAY},old,")
    file = tmp_path_factory.mktemp("shop") / "shop.csv"
    file.write_text("\n".join(rows) + "\n")
    return file


def asked(shop: Path, *words: object) -> list[object]:
    """Return the command as one would type it."""
    return [
        *("experiment", "--assigned", "seen", "--variant", "page", "--control", "old"),
        *("--share", "old=1", "--share", "new=1", "--metric", "share:buy", "--within", "7d"),
        *(*words, "--events", shop, "--actor", "user", "--no-cache"),
    ]


def test_a_finished_experiment_says_that_it_is_over_and_what_came_of_it(shop, capsys):
    ran = run(capsys, *asked(shop, "--units", 2000, "--looks", "once"))
    assert ran.status == 0
    assert "The experiment is over: new is better than the control: +10.0\u202fpp" in ran.out
    assert "1 unit too new to judge." in ran.out


def test_what_is_measured_besides_and_must_not_get_worse_stands_below(shop, capsys):
    words = ("--secondary", "mean:buy:price", "--guardrail", "share:complain@+0.05")
    ran = run(capsys, *asked(shop, *words, "--units", 2000, "--looks", "week", "--json"))
    answer = json.loads(ran.out)
    jsonschema.validate(answer, schema())
    (secondary,), (guardrail,) = answer["secondary"], answer["guardrails"]
    assert secondary["estimate"]["value"] == 11.5
    assert secondary["absolute"]["value"] == 0.5
    assert guardrail["absolute"]["value"] == 0
    assert guardrail["verdict"] == "kept"


def test_csv_has_every_effect_with_its_bounds(shop, capsys):
    words = ("--secondary", "frequency:buy", "--guardrail", "share:complain@+0.05")
    ran = run(capsys, *asked(shop, *words, "--units", 2000, "--looks", "once", "--format", "csv"))
    rows = list(csv.DictReader(StringIO(ran.out)))
    assert [row["Role"] for row in rows] == ["metric", "secondary", "guardrail"]
    assert float(rows[0]["Difference"]) == 0.1
    assert float(rows[0]["Difference: low"]) < 0.1 < float(rows[0]["Difference: high"])


def test_a_broken_split_is_a_thing_to_mend(shop, capsys):
    command = asked(shop, "--units", 2000)
    command[command.index("old=1")] = "old=2"
    ran = run(capsys, *command)
    assert ran.status == 2
    assert "Nothing may be read off" in ran.out
    assert "pp" not in ran.out.split("How this was counted")[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--looks", "once"), "--looks: how often one looks is part of a plan"),
        (("--guardrail", "share:complain"), "--guardrail: 'share:complain' is not a guardrail"),
        (("--secondary", "mean:buy"), "--secondary: 'mean:buy' is not a metric"),
        (("--share", "odd"), "--share: 'odd' is not NAME=VALUE"),
    ],
)
def test_a_mistake_names_the_option(shop, capsys, words, said):
    ran = run(capsys, *asked(shop, *words))
    assert ran.status == 2
    assert said in ran.err


def test_a_page_shows_the_effect_the_looks_and_the_split(shop, capsys, tmp_path):
    page = tmp_path / "experiment.html"
    run(capsys, *asked(shop, "--units", 2000, "-o", page))
    written = page.read_text()
    assert "new, look by look" in written
    assert "as planned" in written
    assert written.count("<svg") == 2


def test_a_notebook_draws_it_and_makes_a_frame_of_it(shop):
    log = sea.open_log(shop, actor="user", cache=False)
    metric = {"kind": "share", "did": "buy", "within": "7 days"}
    answer = log.experiment("seen", "page", "old", metric=metric)
    assert "<svg" in answer._repr_svg_()
    assert list(answer.frame()["Variant"]) == ["new"]
    log.close()


def test_a_test_is_planned_by_those_who_come(shop, capsys, tmp_path):
    words = ("experiment", "plan", "--of", "seen", "--metric", "share:buy", "--within", "7d")
    more = ("--change", 0.05, "--over", "14d", "--as-of", "2024-01-21T00:00:00Z")
    source = ("--events", shop, "--actor", "user", "--no-cache")
    ran = run(capsys, *words, *more, *source)
    assert ran.status == 0
    assert "To see a change of 5\u202fpp" in ran.out
    assert "What a test could show" in ran.out
    page = tmp_path / "plan.html"
    run(capsys, *words, *more, *source, "-o", page)
    assert "asked for: 5" in page.read_text()


def test_a_plan_s_json_keeps_to_the_schema(shop, capsys):
    words = ("experiment", "plan", "--of", "seen", "--metric", "duration:buy", "--within", "7d")
    source = ("--events", shop, "--actor", "user", "--no-cache", "--json")
    ran = run(capsys, *words, "--change", 3600, "--looks", 4, *source)
    assert ran.status == 0, ran.err
    jsonschema.validate(json.loads(ran.out), schema())
