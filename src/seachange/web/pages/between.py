"""How many get from one step of a journey to another: the share an outcome could be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from seachange.events.rule_text import kept_rule, rule_from, text_of
from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.wording.verbs import readings
from seachange.report import words
from seachange.web.pages.journey import LONGEST, way_of

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
    """Two steps and a window in days, with the question of the share that gets through.

    `notes` say where these are not what was asked for, or that nothing was.
    """

    ends: tuple[End, ...]
    entry: End
    goal: End
    days: int
    notes: tuple[str, ...] = ()

    @property
    def windows(self) -> tuple[int, ...]:
        """The windows to choose from, in days: the usual ones, and that which was asked for."""
        return tuple(sorted({*DAYS, self.days}))

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
        days = words.plural(self.days, "day")
        return f"From “{self.entry.name}” to “{self.goal.name}” within {days}"


def kept(end: End) -> Json:
    """Return the rule of a step as a question holds it."""
    return rule_from(end.rule).to_dict()


def between(
    viewer: Viewer | None, journey: str, *, entry: str, goal: str, within: str
) -> Between | None:
    """Return two steps of a journey and a window; None where no two of its steps are counted.

    They are those asked for. Where these are none that one goes between, `notes` say what stands
    in their place, and why: what is meant never changes silently.
    """
    way = way_of(snapshot(viewer), journey)
    ends = tuple(
        End(step.id, step.name or step.id, text_of(kept_rule(step.entry_event)))
        for step, rule in way
        if rule
    )
    if len(ends) < 2:
        return None
    by_id = {each.id: each for each in ends}
    uncounted = [
        step.name or step.id for step, rule in way if not rule and step.id in {entry, goal}
    ]
    first, last = by_id.get(entry, ends[0]), by_id.get(goal, ends[-1])
    notes = [f"“{name}” has no event yet, so nobody can be counted there." for name in uncounted]
    first, last, turned = _in_order(ends, first, last)
    notes += [turned] if turned else []
    if not (entry or goal):
        notes.append(
            "To begin with these are the first and the last step that are counted; choose any two."
        )
    return Between(ends=ends, entry=first, goal=last, days=_days(within), notes=tuple(notes))


def _in_order(ends: tuple[End, ...], first: End, last: End) -> tuple[End, End, str]:
    """Return two steps in the order of their journey, and what had to be changed for that."""
    start, stop = ends.index(first), ends.index(last)
    if start < stop:
        return first, last, ""
    if start > stop:
        said = f"“{last.name}” comes before “{first.name}”: they were turned round."
        return last, first, said
    is_last = stop + 1 == len(ends)
    first, last = (ends[stop - 1], first) if is_last else (first, ends[stop + 1])
    other = first if is_last else last
    return first, last, f"From a step to itself nobody goes: “{other.name}” is taken beside it."


def _days(within: str) -> int:
    days = int(within) if within.isascii() and within.isdigit() and len(within) < 4 else 0
    return days if 1 <= days <= LONGEST else USUAL
