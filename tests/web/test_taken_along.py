"""Every table of every page can be taken along, whole, as whoever looks sees it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import BytesIO, StringIO
from urllib.parse import quote

import pytest
from django.conf import settings
from openpyxl import load_workbook

from seachange.evidence.sources import add_file, read_in
from seachange.people.access import Role
from seachange.planning.actions import records, share_links
from seachange.planning.models.audit import AuditLine
from seachange.planning.reads.snapshot import snapshot, whole_plan
from seachange.planning.rules.plan.discovery import LearningQuestion
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.seeing import viewer
from seachange.planning.rules.sharing import Shared
from seachange.report.cells import shown
from seachange.report.spreadsheet import columns_and_rows
from seachange.web.exports import Later, made_again
from seachange.web.pages import library, members, roadmap
from seachange.web.tables import TableReader
from tests.web.conftest import CAST
from tests.web.test_outcomes_measured import log
from tests.web.ways import in_plan, ways

PICTURE = re.compile(r'<svg [^>]*class="pic"[^>]*aria-label="([^"]*)"')
SMALL = re.compile(r'<div class="spark">.*?</div>', re.DOTALL)
TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
# An example of how a file has to look, and where one is signed in oneself, are nobody's to take.
NOT_TAKEN = re.compile(r"/events/bring/|/settings/(?!who-may|audit)")
# Pages that look otherwise where the address says so.
BESIDES = (
    "/roadmap/?look=list",
    "/roadmap/?look=timeline",
    "/strategy/?look=picture",
    "/records/kind/learning_question/",
)


@pytest.fixture
def full(parley, monkeypatch):
    """Parley with events that are counted at once, and with a link that was given away."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    (parley / "events.csv").write_text(f"{log()}nobody,no day,signed up\n")
    read_in(add_file("Forty", place="events.csv"))
    share_links.share(Shared.ROADMAP, days=7, by="nadia")


def addresses(role):
    """Return an address of every page there is, in the plan as a role sees it."""
    plan = snapshot(viewer(whole_plan().get(Member, CAST[role])))
    for way in ways():
        is_page = "GET" in way.route.methods and not way.route.name.startswith("export")
        if is_page and not way.is_a_library_s:
            yield in_plan(way, plan)
    yield from BESIDES


def in_full(offered):
    """Return the sheets that are offered, each made."""
    return {
        name: each.make() if isinstance(each, Later) else each
        for name, each in offered.sheets.items()
    }


def said(sheet):
    """Return how often each row stands in a sheet, twice: its cells as a page shows a report's own
    numbers, and as they are where they were read off a page."""
    return [
        Counter(
            letters(
                tell(cell, column.unit) for cell, column in zip(row, sheet.columns, strict=True)
            )
            for row in sheet.rows
        )
        for tell in (
            shown,
            lambda cell, unit: str(cell) if type(cell) is float else shown(cell, unit),
        )
    ]


def read(html):
    """Return how often each row stands in a table of a page."""
    reader = TableReader()
    reader.feed(html)
    rows = zip(reader.rows, reader.is_heading, strict=True)
    return Counter(letters(row) for row, is_heading in rows if not is_heading)


def letters(cells):
    """Return the letters of a row; a number however many noughts it is written with."""
    return "".join(bare(re.sub(r"[\s,]+", "", cell)) for cell in cells if cell.strip())


def bare(cell):
    number = re.fullmatch(r"([+−-]?)(\d+(?:\.\d+)?)", cell)
    return f"{number[1].strip('+').replace('−', '-')}{float(number[2]):g}" if number else cell


def pages(client, role):
    """Walk the pages that have a table: the address, the tables that are read, what is offered."""
    for address in dict.fromkeys(addresses(role)):
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        tables = [read(each) for each in TABLE.findall(answer.content.decode())]
        if tables and not NOT_TAKEN.match(address):
            yield address, tables, made_again(answer.wsgi_request, address, whole=True)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.REQUESTER])
def test_every_table_of_every_page_is_offered_with_all_its_rows(role, full, client_as):
    client = client_as(role)
    seen = 0
    for address, tables, offered in pages(client, role):
        sheets = [counted for each in in_full(offered).values() for counted in said(each)]
        for table in tables:
            assert any(table <= each for each in sheets), (address, table)
            seen += 1
    assert seen > (25 if role == Role.ADMIN else 1)


def test_every_picture_of_every_page_is_offered(full, client_as):
    """But for the line beside a number, which the page of its outcome draws large."""
    client, seen = client_as(Role.PRODUCT), 0
    for address in dict.fromkeys(addresses(Role.PRODUCT)):
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        drawn = SMALL.sub("", answer.content.decode())
        titles = {found[1] for found in PICTURE.finditer(drawn)}
        offered = made_again(answer.wsgi_request, address).pictures.values()
        assert titles <= {found[1] for svg in offered for found in PICTURE.finditer(svg)}, address
        seen += len(titles)
    assert seen > 5


def test_a_table_is_taken_along_whole_whichever_leaf_of_it_is_shown(full, client_as, monkeypatch):
    for _ in range(3):
        client_as(Role.ADMIN).post("/look-through", {"role": "admin"})
    client = client_as(Role.ADMIN)
    whole = {at: in_full(offered) for at, _, offered in pages(client, Role.ADMIN)}
    for module, name in [(roadmap, "ON_A_LEAF"), (library, "TEAMS"), (members, "ON_A_LEAF")]:
        monkeypatch.setattr(module, name, 1)
    monkeypatch.setattr("seachange.web.views.members.LINES", 1)
    monkeypatch.setattr("seachange.web.pages.record_lists.ON_A_LEAF", 1)
    cut = 0
    for address, tables, offered in pages(client, Role.ADMIN):
        assert in_full(offered) == whole[address], address
        cut += sum(map(Counter.total, tables)) < sum(
            len(sheet.rows) for sheet in whole[address].values()
        )
    assert cut > 4


def test_what_is_taken_along_is_what_the_page_offers_and_nothing_in_it_is_run(full, client_as):
    """Both kinds of file hold every cell of every table, with numbers as numbers."""
    for beginning in ("=", "+", "-", "@", "\t"):
        words = f"{beginning}cmd|'/c calc'!A1"
        question = LearningQuestion(id=f"Q-{ord(beginning)}", text=words, outcome="OC1")
        records.create(question, by="nadia")
    client = client_as(Role.PRODUCT)
    run = 0
    for address, _, offered in pages(client, Role.PRODUCT):
        for what, sheet in in_full(offered).items():
            names, rows = columns_and_rows(sheet)
            files = [taken(client, address, what, form) for form in ("csv", "xlsx")]
            told = list(csv.reader(StringIO(files[0].decode("utf-8-sig"))))
            page = load_workbook(BytesIO(files[1])).worksheets[0]
            assert told == [[written(cell) for cell in row] for row in (names, *rows)], what
            held = [[None if cell == "" else inert(cell) for cell in row] for row in rows]
            book = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
            assert [list(map(rounded, row)) for row in book] == [
                list(map(rounded, row)) for row in held
            ], what
            assert "f" not in {cell.data_type for row in page.rows for cell in row}
            run += sum(cell.startswith("'") for row in told for cell in row)
    assert run >= 5


def taken(client, address, what, form):
    answer = client.get(f"/export/?of={quote(address, safe='')}&what={what}&form={form}")
    assert answer.status_code == 200, (address, what)
    return answer.content


def rounded(cell):
    # A workbook holds sixteen digits.
    return float(f"{cell:.12g}") if isinstance(cell, float) else cell


def written(cell):
    """Return a cell as it stands in a file: a text that would be run, behind an apostrophe."""
    return "" if cell is None else str(inert(cell))


def inert(cell):
    is_run = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t"))
    return f"'{cell}" if is_run else cell


def test_every_line_of_the_audit_log_is_taken_along(full, client_as):
    client = client_as(Role.ADMIN)
    for _ in range(3):
        client.post("/look-through", {"role": "admin"})
    told = taken(client, "/settings/audit/", "what-was-done", "csv").decode()
    assert len(list(csv.reader(StringIO(told)))) - 1 == AuditLine.objects.count() >= 3
