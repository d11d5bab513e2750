"""Whether the page on the health of a plan lists every indicator and sign there is."""

from datetime import date
from pathlib import Path

from seachange.planning.rules.indicators.build_trap import Sign
from seachange.planning.rules.indicators.health import health
from seachange.planning.rules.indicators.work import Window
from seachange.planning.rules.plan.plan import Plan

PAGE = (Path(__file__).parents[2] / "docs" / "concepts" / "health.md").read_text(encoding="utf-8")
DAY = date(2026, 6, 30)


def test_the_page_lists_every_figure_as_the_command_says_it():
    figures = health(Plan(as_of=DAY), Window(DAY)).figures
    listed = [line for line in PAGE.splitlines() if line.startswith("| H")]
    assert listed == [f"| {f.id} | {f.says} | {f.unit or 'k of n'} |" for f in figures]


def test_the_page_lists_every_sign_of_the_build_trap():
    assert all(f"- {sign.value}\n" in PAGE for sign in Sign)
