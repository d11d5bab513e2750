"""The report in a real Chromium: whole at every width, light and dark, and needing nobody."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from seachange.events.sources.rows import from_rows
from seachange.events.yaml_files import parse_document
from seachange.report.page import study_page
from seachange.report.study import measure, parse_study
from tests.story import story

pytestmark = [pytest.mark.browser, pytest.mark.nightly]

LONG = "an_event_called_as_trackers_call_them_" * 4
STUDY = f"""
title: {"Donaudampfschifffahrt" * 5}
journey: {{kind: funnel, steps: [visit, {LONG}, buy], window: 7 days}}
questions:
  - id: A
    name: {LONG}
    question: {{kind: share, of: visit, did: {LONG}, within: 7 days, trend: week, by: plan}}
    baseline: {{value: 0.3}}
    target: {{value: 0.9, by: 2024-12-31}}
  - id: B
    name: Unknown
    question: {{kind: share, of: {{event: visit, where: {{plan: nope}}}}, did: buy, within: 1 day}}
  - {{id: C, name: Map, question: {{kind: journey_map}}}}
  - {{id: D, name: Back, question: {{kind: retention, of: visit, did: buy, period: week}}}}
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The file of a report on names that are longer than a line."""
    tale = "\n".join(
        f"p{n}: visit@{n}d{{plan={'x' * 60}{n % 3}}}" + f" {LONG}@{n}d1h buy@{n}d2h" * (n % 2)
        for n in range(40)
    )
    measured = measure(parse_document(STUDY, parse_study, name="study.yml"), from_rows(story(tale)))
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(study_page(measured), encoding="utf-8")
    return file


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_report_is_whole_and_asks_nobody(chromium, report, width, dark):
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
    )
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    for fold in page.query_selector_all("details"):
        fold.evaluate("each => each.open = true")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert asked == [report.as_uri()]
    context.close()
