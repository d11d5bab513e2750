"""Scripts written into every text of the plan: none of them runs, and none is even tried."""

from __future__ import annotations

import pytest

from tests.browser.conftest import AS_PARLEY
from tests.browser.houses import copied, served

pytestmark = [pytest.mark.browser, pytest.mark.nightly]

SPREAD = """
from seachange.cli.kept import open_pages
open_pages()
from dataclasses import fields, replace
from itertools import count
from seachange.errors import SeachangeError
from seachange.planning.actions.bulk import take_in
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.record import link_fields

DEED = "window.hit=1"
HOSTILE = [
    f"<script>{DEED}</script>", f"<img src=x onerror={DEED}>", f"<svg onload={DEED}>",
    f'"><script>{DEED}</script>', f"' onfocus='{DEED}' autofocus x='", f'" onmouseover="{DEED}',
    f"</title><script>{DEED}</script>", f"</textarea><script>{DEED}</script>",
    f"javascript:{DEED}", f"<a href='javascript:{DEED}'>x</a>",
    f"<iframe srcdoc='<script>parent.{DEED}</script>'>",
    f"</script><script>{DEED}</script>", f"]]><script>{DEED}</script>", "{{ 7|add:7 }}{% debug %}",
    f"<details open ontoggle={DEED}>", f"<math><mi xlink:href='javascript:{DEED}'>",
    f"<style>@import 'javascript:{DEED}';*{{color:red}}</style>",
    f"<base href='//elsewhere.test/'>",
    f"<meta http-equiv=refresh content='0;url=javascript:{DEED}'>",
    f"<form action='//elsewhere.test'><button>",
]
turn, done = count(), 0
for record in list(whole_plan().records()):
    links = {name for name, _ in link_fields(type(record))} | {"id", "state", "kind", "breaches"}
    for field in fields(record):
        told = getattr(record, field.name)
        if field.name in links or type(told) is not str or not (told or field.name == "name"):
            continue
        try:
            worse = replace(record, **{field.name: f"{told} {HOSTILE[next(turn) % len(HOSTILE)]}"})
            take_in([worse], by="", why="hostile", as_found=True)
        except SeachangeError:
            continue
        record, done = worse, done + 1
print(done)
"""


@pytest.fixture(scope="module")
def infested(furnished, tmp_path_factory):
    """The address of a server whose plan has a script in every text that may be changed."""
    folder = tmp_path_factory.mktemp("infested") / "house"
    with copied(furnished, folder) as house:
        assert int(house.does(SPREAD, **AS_PARLEY)) > 250
        with served(house, **AS_PARLEY) as address:
            yield address


@pytest.mark.parametrize("role", ["product", "sales", "leader"])
def test_no_script_in_any_text_runs_on_any_page(role, infested, visitor):
    one = visitor(infested)
    page = one.page
    one.faults.clear()
    page.on("dialog", lambda dialog: one.faults.append(dialog.message))
    one.looks_through(role)
    waiting, seen = ["/", "/search/?q=script", "/roadmap/?look=timeline"], set()
    while waiting and len(seen) < 120:
        address = waiting.pop(0)
        seen.add(address)
        page.goto(address)
        assert page.evaluate("window.hit") is None, address
        assert one.faults == [], address
        found = page.eval_on_selector_all(
            "main a[href^='/'], nav a[href^='/']", "all => all.map(a => a.getAttribute('href'))"
        )
        new = {way.split("#")[0] for way in found if not way.startswith("/export/")}
        waiting += sorted(new - seen - set(waiting))
    assert len(seen) > 60
