"""Real logs and published expectations that stand beside the checkout, where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
EVENTS = ROOT.parent / "shared" / "data"
FACTS = ROOT.parent / "shared" / "facts"
THEORY = ROOT.parent / "shared" / "design"


def real_events(*names: str) -> Path:
    """Return a file of real events (`real_events("ecom", "events.csv.gz")`), or skip the test."""
    return _there(EVENTS.joinpath(*names))


def published(*names: str) -> Path:
    """Return a file of published expectations, or skip the test."""
    return _there(FACTS.joinpath(*names))


def theory(*names: str) -> Path:
    """Return a text that Seachange is built by (`theory("domain.md")`), or skip the test."""
    return _there(THEORY.joinpath(*names))


def _there(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"not here: {Path('..') / path.relative_to(ROOT.parent)}")
    return path
