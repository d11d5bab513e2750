"""Which keys of a plan file are short forms: all of them, by where they stand."""

from __future__ import annotations

from collections.abc import Mapping

from seachange.planning.files.short.forms import Section, Top
from seachange.planning.files.short.intent import IMPACTS, OUTCOMES

SECTIONS: Mapping[str, Section] = {
    "impacts": IMPACTS,
    "outcomes": OUTCOMES,
}
TOPS: Mapping[str, Top] = {}
