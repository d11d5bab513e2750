"""An answer in one sentence, and its table without what nobody asked for."""

from __future__ import annotations

from seachange.events.sources.rows import from_rows
from seachange.measure.ask import ask
from seachange.report.headline import headline
from seachange.report.sheets import main_sheet
from tests.story import story


def test_a_funnel_of_one_step_says_who_took_it():
    answer = ask({"kind": "funnel", "steps": ["visit"]}, from_rows(story("ada: visit@0")))
    assert headline(answer) == "1 person reached visit."


def test_a_funnel_shows_no_satisfaction_where_no_survey_is_asked():
    log = from_rows(story("ada: visit@0 buy@1h\nben: visit@20d"))
    answer = ask({"kind": "funnel", "steps": ["visit", "buy"]}, log)
    assert "Satisfaction" not in [column.title for column in main_sheet(answer).columns]
