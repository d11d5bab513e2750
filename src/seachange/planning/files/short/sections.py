"""Which keys of a plan file are short forms: all of them, by where they stand."""

from __future__ import annotations

from collections.abc import Mapping

from seachange.planning.files.short.ahead import OBJECTIVE_TOP, ROADMAP_TOP, VISION_TOP
from seachange.planning.files.short.closing import IDEAS_CLOSED, TESTS_ANALYSED
from seachange.planning.files.short.forms import Section, Top
from seachange.planning.files.short.intent import IMPACTS, OUTCOMES
from seachange.planning.files.short.learning import HYPOTHESES
from seachange.planning.files.short.making import OUTPUTS
from seachange.planning.files.short.promises import COMMITMENTS, DEALS, REQUESTS

SECTIONS: Mapping[str, Section] = {
    "impacts": IMPACTS,
    "outcomes": OUTCOMES,
    "outputs": OUTPUTS,
    "hypotheses": HYPOTHESES,
    "requests": REQUESTS,
    "deals": DEALS,
    "commitments": COMMITMENTS,
}
# Keys at the top that are short as a whole.
TOPS: Mapping[str, Top] = {
    "ideas_closed": IDEAS_CLOSED,
    "tests_analysed": TESTS_ANALYSED,
    "roadmap": ROADMAP_TOP,
    "vision": VISION_TOP,
    "objective": OBJECTIVE_TOP,
}
