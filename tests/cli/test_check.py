"""Whether a plan is checked from the command line as asked."""

import csv
import json
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from seachange.cli.check import check_command
from seachange.errors import BadQuestion
from seachange.planning.rules.checks.finding import Place
from tests.planning.parley import parley
from tests.planning.rules.checks.worlds import SOUND, changed, gone, put

PLACES = {"KR3": Place("plan.yml", 44, 5)}
SHARE = {"kind": "share", "of": {"event": "join"}, "did": {"event": "meet"}, "within": "7 days"}


def ran(plan, *words):
    """Run the command on a plan that is there already; return its output and exit status."""

    def load(file, as_of):
        return replace(plan, as_of=as_of), PLACES

    words = ["plan.yml", "--as-of", "2026-06-30", *map(str, words)]
    done = CliRunner().invoke(check_command(load), words, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.stdout, done.return_value


def test_errors_are_told_and_stop_a_machine():
    out, status = ran(parley())
    assert "ERROR KR01" in out
    assert "(plan.yml:44)" in out
    assert status == 1


def test_warnings_alone_stop_nobody():
    out, status = ran(changed(put("OC1", owners=())))
    assert "WARNING OC08" in out
    assert status == 0


@pytest.mark.parametrize(("form", "begins"), [("json", "{"), ("sarif", "{"), ("html", "<!doctype")])
def test_a_format_can_be_asked_for(form, begins):
    assert ran(parley(), "--format", form)[0].startswith(begins)


@pytest.mark.parametrize("ending", ["json", "sarif", "html", "txt"])
def test_the_ending_of_the_output_decides_the_format(tmp_path, ending):
    file = tmp_path / f"findings.{ending}"
    out, status = ran(parley(), "-o", file)
    assert status == 1
    assert out == ""
    begins = {"json": "{", "sarif": "{", "html": "<!doctype", "txt": "ERROR"}[ending]
    assert file.read_text(encoding="utf-8").startswith(begins)


def test_settings_turn_checks_off_and_waive_findings(tmp_path):
    file = tmp_path / "settings.yml"
    file.write_text(
        "severities: {OC12: off}\nwaivers:\n"
        "  - {finding: OC01, record: OC1, reason: r, owner: ada, expires: 2026-07-01}\n"
    )
    nobody = changed(put("OC1", actor="", guardrails=()))
    assert ran(nobody)[1] == 1
    out, status = ran(nobody, "--settings", file)
    assert "OC12" not in out
    assert "waived until 2026-07-01: OC01 OC1, by ada" in out
    assert status == 0


def test_settings_that_cannot_be_meant_are_refused_with_their_line(tmp_path):
    file = tmp_path / "settings.yml"
    file.write_text("thresholds:\n  review_day: 9\n")
    with pytest.raises(BadQuestion, match="line 2") as refused:
        ran(SOUND, "--settings", file)
    assert "review_days" in str(refused.value)


def test_the_day_can_be_named():
    assert "as of 2026-06-30" in ran(SOUND)[0]
    assert "OC14" in ran(SOUND, "--as-of", "2026-12-30")[0]


def test_events_are_measured_for_the_checks_that_need_them(tmp_path):
    file = tmp_path / "events.csv"
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["actor", "time", "event"])
        for n in range(20):
            rows.writerow([f"client{n}", f"2026-06-{n + 1:02}T09:00:00Z", "join"])
            rows.writerow([f"client{n}", f"2026-06-{n + 1:02}T10:00:00Z", "meet"])
    unwatched = changed(gone("ME1"), put("M1", question=json.dumps(SHARE)))
    assert "OC14" in ran(unwatched, "--format", "json")[0]
    measured = json.loads(ran(unwatched, "--format", "json", "--events", file)[0])
    assert "OC14" not in {f["id"] for f in measured["findings"]}
    assert measured["unjudged"] == []


def test_all_checks_and_the_schema_can_be_had_without_a_plan():
    def load(file, as_of):
        raise AssertionError("no plan was asked for")

    listed = CliRunner().invoke(check_command(load), ["--list"])
    assert "| RV02 | I |" in listed.stdout
    schema = CliRunner().invoke(check_command(load), ["--schema"])
    assert json.loads(schema.stdout)["title"] == "What seachange check found"


def test_today_is_the_day_unless_another_is_named(monkeypatch):
    days = []

    def load(file, as_of):
        days.append(as_of)
        return SOUND, {}

    CliRunner().invoke(check_command(load), ["plan.yml"], standalone_mode=False)
    assert days[0] >= date(2026, 1, 1)
