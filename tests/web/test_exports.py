"""Taking along: the table or picture a page shows, to whom it shows it."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import BytesIO, StringIO
from urllib.parse import quote

import pytest
from lxml import etree
from openpyxl import load_workbook

from seachange.people.access import Role
from seachange.planning.actions import records
from seachange.planning.files.reading import read_plan
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.discovery import LearningQuestion
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import Visibility
from seachange.report.pictures.drawing import Drawing
from seachange.report.pictures.files import as_file
from tests.web.conftest import NOW

QUESTIONS = "/records/kind/learning_question/"


def taken(client, address, what, form):
    return client.get(f"/export/?of={quote(address, safe='')}&what={what}&form={form}")


def rows_of(answer):
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_a_table_is_taken_along_as_it_stands_on_its_page(client_as):
    client = client_as(Role.PRODUCT)
    page = client.get(QUESTIONS)
    assert "form=csv" in page.content.decode()
    rows = rows_of(taken(client, QUESTIONS, "questions", "csv"))
    sheet = page.context["page"].sheet.make()
    assert rows[0] == [each.title for each in sheet.columns]
    assert rows[1:] == [[str(cell or "") for cell in row] for row in sheet.rows]
    book = load_workbook(BytesIO(taken(client, QUESTIONS, "questions", "xlsx").content))
    read = [[cell or "" for cell in row] for row in book.worksheets[0].values]
    assert read == rows


def test_what_was_chosen_on_the_page_is_what_is_taken_along(client_as):
    client = client_as(Role.PRODUCT)
    records.create(LearningQuestion(id="Q-zebra", text="zebra?"), by="nadia")
    rows = rows_of(taken(client, f"{QUESTIONS}?words=zebra", "questions", "csv"))
    assert [row[0] for row in rows[1:]] == ["Q-zebra"]


def test_nobody_takes_along_what_they_may_not_see(client_as):
    secret = LearningQuestion(
        id="Q-secret", text="canary", visibility=Visibility.PRIVATE, keeper="priya"
    )
    records.create(secret, by="priya")
    client = client_as(Role.PRODUCT)
    assert "canary" not in taken(client, QUESTIONS, "questions", "csv").content.decode("utf-8-sig")
    assert "canary" not in client.get("/export/plan.yml").content.decode()
    assert "canary" in client_as(Role.ADMIN).get("/export/plan.yml").content.decode()
    asker = client_as(Role.REQUESTER)
    assert taken(asker, "/strategy/", "any", "csv").status_code == 403
    assert asker.get("/export/plan.yml").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "",
        "records/",
        "https://elsewhere.test/",
        "//elsewhere.test/",
        "/export/?of=/",
        "/nowhere/",
        "/records/undo",
        "/static/web/base.css",
        "/" + "x" * 5000,
        "//[",
        "//elsewhere/strategy/",
    ],
)
def test_only_pages_of_ours_are_taken_apart(address, client_as):
    assert taken(client_as(Role.PRODUCT), address, "questions", "csv").status_code == 404


def test_a_page_whose_address_holds_more_than_plain_letters_is_taken_apart(client_as):
    held = Outcome(id="É 1", actor="clients", behaviour="book", baseline=Level(did=1, people=4))
    records.create(held, by="nadia")
    client = client_as(Role.PRODUCT)
    page = client.get(f"/outcomes/{quote('É 1')}/").content.decode()
    offered = unescape(re.search(r'href="(/export/[^"]+csv)"', page)[1])
    assert rows_of(client.get(offered))[1][0] == "Baseline"


def test_what_a_page_does_not_offer_is_not_there(client_as):
    client = client_as(Role.PRODUCT)
    assert taken(client, QUESTIONS, "answers", "csv").status_code == 404
    assert taken(client, QUESTIONS, "questions", "exe").status_code == 404


def test_the_plan_taken_along_is_the_plan(client_as, tmp_path):
    told = client_as(Role.ADMIN).get("/export/plan.yml").content
    file = tmp_path / "plan.yml"
    file.write_bytes(told)
    read, _ = read_plan(file, NOW.date())
    mine = {each.id for each in whole_plan().records()}
    assert {each.id for each in read.records()} == mine


def test_a_picture_is_a_file_of_three_kinds_in_its_own_colours():
    drawing = Drawing(width=100, height=50, title="A line & a <word>")
    drawing.line(0, 0, 100, 50, classes="line")
    drawing.text(10, 20, "books & co")
    svg = as_file(drawing.svg(), "svg")
    read = etree.fromstring(svg)
    assert b"var(--" not in svg
    assert b'fill="#ffffff"' in svg
    assert "".join(read.itertext()).endswith("books & co")
    assert as_file(drawing.svg(), "png").startswith(b"\x89PNG")
    assert as_file(drawing.svg(), "pdf").startswith(b"%PDF")


@pytest.mark.parametrize("address", ["/hypotheses/H1/", "/evidence/", "/outcomes/OC1/"])
def test_all_that_a_page_offers_can_be_taken_along_in_every_form(client_as, address):
    client = client_as(Role.PRODUCT)
    page = client.get(address).content.decode()
    offered = {unescape(each) for each in re.findall(r'href="(/export/\?[^"]+)"', page)}
    begins = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "png": b"\x89PNG", "pdf": b"%PDF"}
    begins["svg"] = b"<svg "
    assert offered
    for link in offered:
        taken_one = client.get(link)
        assert taken_one.status_code == 200, link
        assert taken_one.content.startswith(begins[link.rpartition("=")[2]]), link
