"""Styles and scripts stand where pages ask for them, whole, whoever begins beside a server."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path

import pytest

from seachange import web
from seachange.web.laid_out import NAMES, lay_out


@pytest.fixture
def place(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    return settings.STATIC_ROOT


def sizes(files):
    return {file: file.stat().st_size if file.exists() else None for file in files}


@pytest.mark.nightly
def test_nobody_ever_finds_a_style_half_written_while_another_server_begins(place):
    lay_out()
    whole = sizes(file for file in place.rglob("*") if file.is_file())
    found, is_over = set(), threading.Event()

    def looks():
        while not is_over.is_set():
            found.update(sizes(whole).items() - whole.items())

    looking = threading.Thread(target=looks)
    looking.start()
    lay_out()
    is_over.set()
    looking.join()
    assert found == set()


def test_each_is_there_under_the_name_that_pages_ask_for_and_packed_too(place):
    lay_out()
    names = json.loads((place / NAMES).read_text())["paths"]
    assert "web/shell.css" in names
    assert [each for each in names.values() if not (place / each).is_file()] == []
    assert (place / f"{names['web/shell.css']}.gz").is_file()
    assert list(place.parent.iterdir()) == [place]  # nothing of the making is left


def test_no_script_takes_in_another_which_pages_ask_for_by_another_name_and_would_run_twice():
    scripts = [*Path(web.__file__).parent.rglob("static/**/*.js")]
    assert scripts
    assert [each.name for each in scripts if re.search(r"\bimport\b", each.read_text())] == []
