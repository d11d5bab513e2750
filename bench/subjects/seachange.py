"""Seachange through its own door: whole answers, with intervals and all that travels with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bench.tasks import STEPS, WEEK, Result
from seachange.events.log import EventLog
from seachange.events.sources.open import open_log
from seachange.measure.ask import ask


class Subject:
    """Opens the events as a person would; the staged form is taken from the cache."""

    def __init__(self, events: Path, staged: Path) -> None:
        del staged
        self.log: EventLog = open_log(str(events))

    def _ask(self, **question: Any) -> Any:
        return ask(question, self.log)

    def share(self) -> Result:
        """A share with its interval."""
        answer = self._ask(kind="share", of="visit", did="activate", within="7 days")
        return [answer.people, answer.did]

    def funnel(self) -> Result:
        """A funnel with intervals, median times, pending people and what leavers did next."""
        answer = self._ask(kind="funnel", steps=list(STEPS), window="14 days")
        return [step.reached for step in answer.steps]

    def map(self) -> Result:
        """The observed map of whole lives, with people, cases, medians and positions."""
        answer = self._ask(kind="journey_map", case="actor", keep=1000)
        return {f"{edge.from_}>{edge.to}": edge.count for edge in answer.edges}

    def retention(self) -> Result:
        """Weekly cohorts and 7-day spells; cells that cannot be judged yet are left out."""
        every = {"any_event": True}
        answer = self._ask(kind="retention", of=every, did=every, period="week", days=7, most=12)
        found = {}
        for cohort in answer.cohorts:
            year, week = cohort.period.split("-W")
            monday = date.fromisocalendar(int(year), int(week), 1)
            index = (monday - date(2026, 1, 5)).days * 86_400_000_000 // WEEK
            for spell, people in enumerate(cohort.kept):
                if people:
                    found[f"{index}/{spell}"] = people
        return found
