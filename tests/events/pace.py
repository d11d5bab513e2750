"""How many examples a law is held to: fewer where each one writes files, more at night."""

from __future__ import annotations

from hypothesis import settings


def examples(count: int) -> settings:
    """Return settings for so many examples a hundred of the profile's own."""
    return settings(max_examples=max(1, count * settings().max_examples // 100))
