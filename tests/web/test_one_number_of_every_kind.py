"""Every kind of answer is one object wherever it is met: page, API, exports, console, report."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

import pytest
from click.testing import CliRunner
from django.conf import settings
from openpyxl import load_workbook

import seachange
from seachange.cli.main import cli
from seachange.evidence.sources import add_file, read_in
from seachange.measure.ask import KINDS
from seachange.people.access import Role, Viewer
from seachange.planning.actions import outcomes
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.vocabulary import Scale
from seachange.report.cells import shown as written
from seachange.report.sheets import main_sheet, sheets
from seachange.report.spreadsheet import columns_and_rows
from seachange.web.answers import shown
from seachange.web.exports import of as offered_by
from tests.web.test_taken_along import TABLE, inert, letters, read

NADIA = Viewer(id="nadia", role=Role.PRODUCT)
SHARE = {"kind": "share", "of": "sign_up", "did": "meeting_held", "within": "7 days"}
QUESTIONS = {
    "share": SHARE | {"by": "market", "trend": "month"},
    "frequency": {"kind": "frequency", "did": "meeting_held", "period": "month"},
    "duration": {"kind": "duration", "of": "sign_up", "did": "meeting_held", "by": "market"},
    "score": {"kind": "score", "survey": "answered", "value": "grade", "trend": "month"},
    "funnel": {
        "kind": "funnel",
        "steps": ["sign_up", "asked", "meeting_held"],
        "window": "14 days",
    },
    "journey_map": {"kind": "journey_map", "case": "actor"},
    "retention": {"kind": "retention", "of": "sign_up", "did": "meeting_held", "period": "week"},
    "drivers": {
        "kind": "drivers",
        "step": "sign_up",
        "target": "meeting_held",
        "within": "14 days",
    },
    "experiment": {
        "kind": "experiment",
        "assigned": {"event": "experiment_viewed", "where": {"experiment": "H1"}},
        "variant": "variant",
        "control": "control",
        "metric": {"kind": "share", "did": "meeting_held", "within": "7 days"},
    },
    "experiment_plan": {
        "kind": "experiment_plan",
        "of": "sign_up",
        "metric": {"kind": "share", "did": "meeting_held", "within": "7 days"},
        "change": 0.2,
        "over": "28 days",
    },
    "rollout": {"kind": "rollout", "metric": SHARE, "released": "2026-03-01"},
    "description": {"kind": "description"},
}


def log() -> str:
    """Return what 120 people did in six months: one in two asks, most who do meet."""
    rows = ["actor,time,event,market,variant,grade,experiment"]
    for number in range(120):
        who, market = f"p{number:03}", ("home", "abroad")[number % 3 == 0]
        month, day = 1 + number % 6, 1 + number % 20
        variant = ("control", "treatment")[number % 2]

        def did(event, hour, *, own="", who=who, market=market, at=(month, day)):
            rows.append(f"{who},2026-{at[0]:02}-{at[1]:02}T{hour:02}:00:00Z,{event},{market},{own}")

        did("sign_up", 8, own=",,")
        did("experiment_viewed", 9, own=f"{variant},,H1")
        if number % 2:
            did("asked", 10, own=",,")
        if number % 4 or variant == "treatment":
            did("meeting_held", 11 + number % 9, own=",,")
            did("answered", 21, own=f",{number % 11},")
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """The log as a file, and the same read by somebody with a notebook."""
    file = tmp_path_factory.mktemp("log") / "events.csv"
    file.write_text(log())
    with seachange.open_log(str(file), cache=False) as opened:
        yield file, opened


@pytest.fixture
def events(counted, parley, monkeypatch):
    """The log as the source in use; jobs are done at once."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    (parley / "events.csv").write_bytes(counted[0].read_bytes())
    return read_in(add_file("People", place="events.csv"))


@pytest.fixture
def console(counted, tmp_path):
    """Give `console(question, *how)`: what the console answers."""

    def ask(question, *how):
        file = tmp_path / "question.json"
        file.write_text(json.dumps(question))
        told = CliRunner().invoke(cli, ["ask", str(file), "--events", str(counted[0]), *how])
        assert told.exit_code == 0, told.output
        return told.stdout

    return ask


def plain(answer):
    """Return an answer without where its events came from: a file may have any name."""
    return {name: held for name, held in answer.items() if name != "source"}


def rows_of(sheet):
    return Counter(
        letters(written(cell, each.unit) for cell, each in zip(row, sheet.columns, strict=True))
        for row in sheet.rows
    )


def test_every_kind_of_question_is_met_here():
    assert set(QUESTIONS) == set(KINDS)


@pytest.mark.parametrize("kind", QUESTIONS)
def test_an_answer_is_one_object_behind_every_door(
    kind, events, client_as, console, counted, tmp_path
):
    client, question = client_as(Role.PRODUCT), QUESTIONS[kind]
    asked = {"question": json.dumps(question)}
    notebook = counted[1].ask(question)
    expected = plain(json.loads(notebook.to_json()))
    assert plain(client.get("/api/answers/", asked).json()["answer"]) == expected
    assert plain(json.loads(console(question, "--json"))) == expected
    assert plain(json.loads(console(expected["question"], "--json"))) == expected

    at = f"/answers/{shown(question, NADIA).key}/"
    page = client.get(at)
    pages = {"page": page.content.decode(), "console": console(question, "--format", "html")}
    pages["report"], in_report = reported(counted[0], question, tmp_path)
    assert plain(in_report) == expected
    for door, html in pages.items():
        tables = [read(each) for each in TABLE.findall(html)]
        assert page.context["shown"].section.headline in html, door
        assert "Estimate(" not in html, door
        for sheet in page.context["shown"].section.sheets:
            assert any(rows_of(sheet) <= table for table in tables), (door, sheet.title)
    taken_along(client, at, page, notebook, console(question, "--format", "csv"))


def reported(file, question, folder):
    """Return what a report on a question shows, and the answer that it writes down."""
    study, out, answers = folder / "study.json", folder / "out.html", folder / "answers.json"
    study.write_text(json.dumps({"questions": [{"id": "asked", "question": question}]}))
    how = ["--events", str(file), "-o", str(out), "--json", str(answers)]
    told = CliRunner().invoke(cli, ["report", str(study), *how])
    assert told.exit_code == 0, told.output
    return out.read_text(), json.loads(answers.read_text())["questions"]["asked"]


def taken_along(client, at, page, notebook, on_console):
    """Hold every table that is taken along to the answer's own, in both kinds of file."""
    of_answer = {each.title: each for each in (*sheets(notebook), main_sheet(notebook))}
    on_console = list(csv.reader(io.StringIO(on_console)))
    for what, sheet in offered_by(page.wsgi_request).sheets.items():
        names, rows = columns_and_rows(of_answer.get(sheet.title, sheet))
        ways = [{"of": at, "what": what, "form": form} for form in ("csv", "xlsx")]
        text, book = (client.get("/export/", way).content for way in ways)
        told = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
        assert told == [[as_text(cell) for cell in row] for row in (names, *rows)]
        if sheet.title == main_sheet(notebook).title:
            assert told == on_console
        lines = load_workbook(io.BytesIO(book)).worksheets[0].iter_rows(min_row=2, values_only=True)
        for line, row in zip(lines, rows, strict=True):
            assert numbers(line) == pytest.approx(numbers(row), rel=1e-12)


def as_text(cell):
    return "" if cell is None else str(inert(cell))


def numbers(row):
    return [float(cell) for cell in row if isinstance(cell, int | float)]


MEASURES = {
    "share": (SHARE, "7 days", "rate"),
    "frequency": (QUESTIONS["frequency"], "30 days", "frequency"),
    "duration": (
        {"kind": "duration", "of": "sign_up", "did": "meeting_held"},
        "7 days",
        "duration",
    ),
    "score": ({"kind": "score", "survey": "answered", "value": "grade"}, "7 days", "nps"),
}


@pytest.mark.parametrize("kind", MEASURES)
def test_the_page_of_an_outcome_holds_what_the_console_counts(kind, events, client_as, console):
    question, window, scale = MEASURES[kind]
    metric = Metric(
        id="M-X",
        numerator="meets",
        denominator="who signed up",
        window=window,
        source="events",
        scale=Scale(scale),
        question=json.dumps(question),
    )
    outcomes.state(
        Outcome(id="OC-X", actor="people", behaviour="meet", metric="M-X"), metric=metric, by=""
    )
    client = client_as(Role.PRODUCT)
    held = client.get("/outcomes/OC-X/").context["page"].measured
    api = client.get("/api/outcomes/OC-X/").json()
    assert held.is_live
    assert api["now"]["answer"] == held.now.answer
    assert api["value"] == held.now.answer["estimate"]["value"]
    for told in filter(None, (held.now, held.trend)):
        assert plain(json.loads(console(told.answer["question"], "--json"))) == plain(told.answer)
    assert held.now.section.headline in client.get("/outcomes/OC-X/").content.decode()


def test_the_pages_of_journeys_and_tests_hold_what_the_console_counts(events, client_as, console):
    client = client_as(Role.PRODUCT)
    way = {"name_1": "Signs up", "name_2": "Asks", "name_3": "Meets"}
    rules = {"rule_1": "sign_up", "rule_2": "asked", "rule_3": "meeting_held"}
    client.post("/journeys/draw/", {"name": "The way in", **way, **rules})
    journey = max(each.id for each in whole_plan().journeys)
    seen = client.get(f"/journeys/{journey}/").context["shown"]
    first = seen.steps[0].step.id
    step = client.get(f"/journeys/{journey}/steps/{first}/").context["step"]
    trial = client.get("/tests/T1/").context["page"]
    for told in (seen.funnel, seen.observed, step.drivers, trial.result):
        assert plain(json.loads(console(told.answer["question"], "--json"))) == plain(told.answer)
