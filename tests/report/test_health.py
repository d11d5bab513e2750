"""Whether the health of a plan's work is told only as far as there is any work."""

from __future__ import annotations

import json
from datetime import date

from seachange.planning.rules.indicators.health import health
from seachange.planning.rules.indicators.work import Window
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.plan import plan_of
from seachange.planning.rules.vocabulary import Origin
from seachange.report.health import document, text

DAY = date(2026, 6, 30)


def counted(*records):
    return health(plan_of(records, as_of=DAY), Window(DAY))


def test_before_anything_was_tried_or_made_there_is_no_trap_and_nobody_leads():
    begun = counted(Outcome(id="OC1"))
    assert text(begun).splitlines()[:3] == [
        "Build trap: unknown, nothing was tried or made yet.",
        "Who leads is unknown: no effort was spent.",
        "",
    ]
    held = json.loads(document(begun))
    assert held["build_trap"] == {"unknown": "nothing was tried or made yet"}
    assert held["lead"] == {"unknown": "no effort was spent"}


def test_work_without_effort_is_judged_and_nobody_leads_it():
    # Nothing was ever shown to work, and nothing is tested: two of the eight signs.
    first, second, *_ = text(counted(Output(id="OU1", origin=Origin.DEAL))).splitlines()
    assert first == "Build trap: watch, 2 of 8 signs."
    assert second == "Who leads is unknown: no effort was spent."
