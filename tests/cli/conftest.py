"""What tests of commands may ask for: a plan that is kept here, empty at first."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.cli.running import run
from tests.planning.databases import kept_in


@pytest.fixture
def plan(capsys, tmp_path, monkeypatch, django_db_blocker):
    """Run `seachange plan …` beside an empty plan that is kept here."""
    monkeypatch.setattr(settings, "FOLDER", tmp_path / "kept")
    with django_db_blocker.unblock(), kept_in(""):
        yield lambda *words: run(capsys, "plan", *words)
