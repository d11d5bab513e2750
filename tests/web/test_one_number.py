"""A number on the page, in the API, taken along, on the console and in a report is one number."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner
from django.conf import settings
from openpyxl import load_workbook

from seachange.cli.main import cli
from seachange.evidence.sources import add_file, read_in
from seachange.people.access import Role
from tests.web.test_outcomes_measured import log

AT = "/outcomes/OC1/"


@pytest.fixture
def page(parley, monkeypatch, client_as):
    """The page of an outcome that is counted from a log, and the browser it was opened in."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    (parley / "events.csv").write_text(log())
    read_in(add_file("Forty", place="events.csv"))
    client = client_as(Role.PRODUCT)
    return client, client.get(AT)


@pytest.fixture
def asked(parley):
    """Give `asked(answer, *how)`: what the console says to the question of an answer."""

    def run(answer, *how):
        question = parley / "question.json"
        question.write_text(json.dumps(answer["question"]))
        log = str(parley / "events.csv")
        told = CliRunner().invoke(cli, ["ask", str(question), "--events", log, *how])
        assert told.exit_code == 0, told.output
        return told.stdout

    return run


def without_source(answer):
    return {name: held for name, held in answer.items() if name != "source"}


def test_page_api_console_and_report_hold_the_same_answer(page, asked):
    client, shown = page
    now = shown.context["page"].measured.now
    told = client.get("/api/outcomes/OC1/").json()
    assert (told["value"], told["interval"]) == (
        now.answer["estimate"]["value"],
        [now.answer["estimate"][end] for end in ("low", "high")],
    )
    console = json.loads(asked(now.answer, "--json"))
    assert without_source(console) == without_source(now.answer)
    assert told["now"]["answer"] == now.answer
    said = f"{now.answer['did']} of {now.answer['actors']} people"
    assert said in shown.content.decode()
    assert now.section.headline in asked(now.answer, "--format", "html")


def test_what_is_taken_along_is_what_the_console_counts(page, asked):
    client, shown = page
    trend = shown.context["page"].measured.trend
    console = json.loads(asked(trend.answer, "--json"))
    assert console["series"] == trend.answer["series"]
    text = client.get("/export/", {"of": AT, "what": "series", "form": "csv"}).content.decode()
    taken = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert taken == list(csv.reader(io.StringIO(asked(trend.answer, "--format", "csv"))))
    book = client.get("/export/", {"of": AT, "what": "series", "form": "xlsx"}).content
    rows = list(load_workbook(io.BytesIO(book)).worksheets[0].iter_rows(values_only=True))
    counted = [row[1:3] for row in rows if isinstance(row[1], int)]
    assert counted == [(int(people), int(did)) for _, people, did, *_ in taken[1:]]
    assert [did for _, did in counted] == [each["did"] for each in console["series"]]
