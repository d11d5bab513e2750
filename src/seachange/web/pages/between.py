"""How many get from one step of a journey to another: the share an outcome could be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from seachange.events.rule_text import kept_rule, rule_from, text_of
from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.wording.verbs import readings
from seachange.web.pages.journey import way_of

Json = dict[str, Any]

DAYS = (1, 3, 7, 14, 30, 60, 90)
USUAL = 7


@dataclass(frozen=True, slots=True)
class End:
    """A step at either end of the way: its id, name and rule as a line."""

    id: str
    name: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Two steps and a window in days, with the question of the share that gets through."""

    ends: tuple[End, ...]
    entry: End
    goal: End
    days: int

    @property
    def question(self) -> Json:
        """The share of those who came to one step and reached the other in time, by month."""
        return {
            "kind": "share",
            "of": kept(self.entry),
            "did": kept(self.goal),
            "within": f"{self.days} days",
            "trend": "month",
        }

    @property
    def behaviour(self) -> str:
        """What people do, in words to begin with."""
        name = f"{self.goal.name[:1].lower()}{self.goal.name[1:]}"
        if not readings(name.partition(" ")[0]):
            name = f"reaches “{self.goal.name}”"
        return f"{name} within {self.days} day{'' if self.days == 1 else 's'}"

    @property
    def says(self) -> str:
        """What is looked at."""
        return f"From “{self.entry.name}” to “{self.goal.name}” within {self.days} days"


def kept(end: End) -> Json:
    """Return the rule of a step as a question holds it."""
    return rule_from(end.rule).to_dict()


def between(
    viewer: Viewer | None, journey: str, *, entry: str, goal: str, within: str
) -> Between | None:
    """Return two steps of a journey: those asked for, else its first and last; None without two."""
    ends = tuple(
        End(step.id, step.name or step.id, text_of(kept_rule(step.entry_event)))
        for step, rule in way_of(snapshot(viewer), journey)
        if rule
    )
    if len(ends) < 2:
        return None
    by_id = {each.id: each for each in ends}
    days = int(within) if within in {str(each) for each in DAYS} else USUAL
    first, last = by_id.get(entry, ends[0]), by_id.get(goal, ends[-1])
    if ends.index(first) >= ends.index(last):
        first, last = ends[0], ends[-1]
    return Between(ends=ends, entry=first, goal=last, days=days)
