"""Whether an answer as text is safe to print and says truly where the rest of it is."""

from __future__ import annotations

import pytest

from seachange.events.sources.rows import from_rows
from seachange.measure.answers import Answer
from seachange.measure.ask import ask
from seachange.report.page import answer_page
from seachange.report.pictures.choose import picture
from seachange.report.pictures.files import as_file
from seachange.report.sheets import main_sheet, sheets
from seachange.report.text import text
from tests.report.drivers_made import drivers
from tests.story import story

STEERING = ["\x1b[31mred\x1b[0m", "a\rb", "\u202eevil", "\x9b2J", "two\nlines", "nul\x07"]


@pytest.fixture(scope="module")
def strange() -> Answer:
    """Give the map of a log whose names would steer a terminal."""
    rows = [{"actor": "ada", "event": name, "time": n} for n, name in enumerate(STEERING)]
    return ask({"kind": "journey_map", "keep": "all"}, from_rows(rows))


def test_nothing_that_somebody_called_an_event_steers_a_terminal(strange: Answer) -> None:
    told = text(strange)
    assert not set(told) & set("\x1b\r\x9b\x07\u202e")
    assert "␛[31mred␛[0m" in told
    assert "two␊lines" in told
    assert "\x1b[1m" in text(strange, colours=True)


def test_nothing_that_somebody_called_a_step_steers_a_terminal() -> None:
    made = drivers(step="\x1b[2Jin", target="\u202eout")
    told = text(made)
    assert not set(told) & set("\x1b\u202e")
    assert "of them reached “\ufffdout”" in told


def test_a_picture_of_such_names_is_still_a_picture(strange: Answer) -> None:
    assert as_file(picture(strange), "png").startswith(b"\x89PNG")
    assert "\x1b" not in answer_page(strange).partition("<svg")[2].partition("</svg>")[0]


def test_a_name_as_long_as_a_book_does_not_fill_the_terminal() -> None:
    rows = [
        {"actor": "ada", "event": name, "time": n} for n, name in enumerate(("x" * 50_000, "y"))
    ]
    told = text(ask({"kind": "journey_map"}, from_rows(rows)))
    assert len(told) < 10_000
    assert "xxx…" in told


def test_what_a_cut_table_says_of_the_rest_is_so() -> None:
    tale = " ".join(f"e{n}@{n}" for n in range(70))
    answer = ask({"kind": "journey_map", "keep": "all"}, from_rows(story(f"ada: {tale}")))
    nodes, edges = sheets(answer)
    assert main_sheet(answer) == nodes
    cut = [line.strip() for line in text(answer).splitlines() if "more rows" in line]
    assert cut == [
        f"… {len(nodes.rows) - 60} more rows; --format csv has them all",
        f"… {len(edges.rows) - 60} more rows; --format json has them all",
    ]
