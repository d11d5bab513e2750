"""A real Chromium on a real server with Parley in it: what it may reach, and what it saw."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, sync_playwright

from tests.browser.houses import ROOT, copied, place_of_its_own, said_by, served

# Every run leaves what it saw here, to be looked at.
SEEN = Path(os.environ.get("SEACHANGE_SCREENSHOTS", ROOT / "screenshots"))
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
# From the narrowest telephone to a screen on the wall.
WIDTHS = (320, 600, 820, 1024, 1920, 3840)
TODAY = "2026-06-30"
AS_PARLEY = {"SEACHANGE_DEMO": "1", "SEACHANGE_TODAY": TODAY}

# Parley's installation, furnished where a process is told to.
FURNISH = """
import os
from pathlib import Path
from seachange.cli.house import furnish
furnish(Path(os.environ["SEACHANGE_DATA"]), database=os.environ["SEACHANGE_DATABASE"])
"""
YEAR = (
    "import sys; from pathlib import Path; from seachange.demo import parley;"
    "parley.write(parley.generate(seed=20260630, scale=1), Path(sys.argv[1]))"
)
INIT = "from seachange.cli.main import main; main(['init'])"
# A small log: who signed up asked at once, and every second one met somebody.
ROWS = ["who,at,what"]
for person in range(200):
    day = f"2026-{1 + person % 5:02}-{1 + person % 20:02}"
    ROWS += [f"p{person},{day}T10:00:00Z,sign_up", f"p{person},{day}T10:05:00Z,ask"]
    ROWS += [f"p{person},{day}T11:00:00Z,meet"] * (person % 2)
# Everybody who came could be watched for long enough.
ROWS.append("p0,2026-06-29T10:00:00Z,ask")


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium; where there is none, tests of pages in a browser are skipped."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("NOT TESTED IN A BROWSER: there is no chromium on this machine")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(
    scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.nightly)]
)
def server(request):
    """The address of the PostgreSQL that plans are kept on; an empty one is SQLite in a folder."""
    return request.getfixturevalue("postgres") if request.param == "postgresql" else ""


@pytest.fixture(scope="session")
def furnished(server, tmp_path_factory):
    """Parley's installation, to be copied."""
    with place_of_its_own(tmp_path_factory.mktemp("furnished") / "house", server) as house:
        house.does(FURNISH)
        yield house


@pytest.fixture(scope="module")
def parley(furnished, tmp_path_factory):
    """The address of a server with Parley in it, for the tests of one file."""
    folder = tmp_path_factory.mktemp("house") / "house"
    with copied(furnished, folder) as house, served(house, **AS_PARLEY) as address:
        yield address


@pytest.fixture(scope="session")
def year(server, tmp_path_factory):
    """Parley's installation with its year of events, to be copied."""
    folder = tmp_path_factory.mktemp("year")
    with place_of_its_own(folder / "house", server) as house:
        house.does(YEAR, str(folder))
        house.does(FURNISH)
        yield house


@pytest.fixture(scope="module")
def measured(year, tmp_path_factory):
    """The address of a server with Parley's plan and events in it, for the tests of one file."""
    folder = tmp_path_factory.mktemp("measured") / "house"
    with copied(year, folder) as house, served(house, **AS_PARLEY) as address:
        yield address


@pytest.fixture
def log_of_events(tmp_path):
    """A small CSV in which half of 200 people who sign up meet somebody."""
    file = tmp_path / "log.csv"
    file.write_text("\n".join(ROWS))
    return file


@pytest.fixture(scope="session")
def installed(server, tmp_path_factory):
    """An installation that was only just set up, to be copied."""
    with place_of_its_own(tmp_path_factory.mktemp("installed") / "house", server) as house:
        house.does(INIT)
        yield house


@pytest.fixture
def begun(installed, tmp_path):
    """The address of an installation that was only just set up, and the code to come in by."""
    with (
        copied(installed, tmp_path / "begun") as house,
        served(house, SEACHANGE_TODAY=TODAY) as address,
    ):
        said = said_by(house).read_text()
        yield address, re.search(r"does:\n\n\s+(\S+)\n", said).group(1)


class Visitor:
    """Somebody at a browser: goes places, and keeps what went wrong on the way."""

    def __init__(self, browser, address, *, test, dark=False, narrow=False):
        self.address, self.test = address, test
        self.look = f"{'narrow' if narrow else 'wide'}-{'dark' if dark else 'light'}"
        self.context = browser.new_context(
            base_url=address,
            viewport=NARROW if narrow else WIDE,
            has_touch=narrow,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.faults: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("requestfailed", self._failed)

    def _heard(self, message):
        # Chromium says of every answer of 400 and above that it failed, and htmx of what was
        # asked when somebody went on to another page or typed on; those are judged below.
        judged_below = (
            "Failed to load resource",
            "htmx:afterRequest",
            "htmx:sendAbort",
            "htmx:sendError",
        )
        if message.type == "error" and not message.text.startswith(judged_below):
            self.faults.append(message.text)

    def _asked(self, request):
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.faults.append(f"asked another host: {request.url}")

    def _answered(self, answer):
        if answer.status >= 500:
            self.faults.append(f"{answer.status} at {answer.url}")

    def _failed(self, request):
        # Nobody waits for it on a page that is left, nor for what was found by half of the words.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.failure} at {request.url}")

    def looks_through(self, role):
        """Borrow the eyes of a role."""
        self.page.goto("/")
        token = self.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
        self.context.request.post(
            "/look-through",
            form={"role": role, "csrfmiddlewaretoken": token},
            headers={"Referer": self.address},
        )
        self.page.goto("/")

    def keeps(self, name):
        """Keep a picture of the whole page as it is now, and judge it: axe, errors, width."""
        self._keeps(f"{name}-{self.look}")
        self.judged(name)

    def keeps_every_look(self, name):
        """Keep a page as it is now light and dark, wide and narrow; judge it wide and narrow."""
        before = self.page.viewport_size
        for narrow in (False, True):
            self.page.set_viewport_size(NARROW if narrow else WIDE)
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme=scheme)
                look = f"{'narrow' if narrow else 'wide'}-{scheme}"
                self._keeps(f"{name}-{look}")
                if narrow == (scheme == "dark"):  # what two looks share was judged in one of them
                    self.judged(f"{name}, {look}")
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(before)

    def _keeps(self, name):
        SEEN.mkdir(parents=True, exist_ok=True)
        file = re.sub(r"[^a-z0-9-]+", "-", f"{self.test}-{name}".lower())
        with suppress(Error):
            self.page.screenshot(path=SEEN / f"{file}.png", full_page=True)

    def judged(self, name):
        """Fail on what a page must not do: violations, errors, running over at the side."""
        found = Axe().run(self.page).response["violations"]
        told = [f"{v['id']}: {n['html'][:160]}" for v in found for n in v["nodes"]]
        assert told == [], f"{name} at {self.page.url}"
        assert self.faults == [], f"{name} at {self.page.url}"
        self._does_not_run_over(name)

    def _does_not_run_over(self, name):
        width = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, f"{name} runs over by {width} px"

    def fits(self, name):
        """Fail where a page runs over at the side on any screen there is, or prints its buttons."""
        before = self.page.viewport_size
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self._does_not_run_over(f"{name} at {width}")
        self.page.set_viewport_size(before)
        self.page.emulate_media(media="print")
        pressed = self.page.locator("button, input, select, textarea, nav[aria-label=Places]")
        assert [each.inner_text() for each in pressed.all() if each.is_visible()] == [], name
        self.page.emulate_media(media="screen")


@pytest.fixture
def visitor(chromium, request):
    """Give `visitor(address, dark=…, narrow=…)`: somebody at a browser, gone after the test."""
    came = []

    def comes(address, *, dark=False, narrow=False):
        came.append(Visitor(chromium, address, test=request.node.name, dark=dark, narrow=narrow))
        return came[-1]

    yield comes
    for each in came:
        each.context.close()
