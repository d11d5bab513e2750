"""Which rules of a funnel one and the same event can match: seldom any, but it matters.

One event serves one step. Where no event matches two steps' rules that is plain
counting; where some do (`page_view` of any page, and of one) it is Hall's condition:
steps can be served by different events if and only if every group of them has at least
as many events that match any of it. `Meetings` says which groups have to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from seachange.errors import BadQuestion
from seachange.events.rules import Rule
from seachange.measure.questions.funnel import Funnel
from seachange.measure.sql.query import Query, Writer

_MOST_TANGLED = 6


@dataclass(frozen=True)
class Meetings:
    """A funnel's different rules, and which of them some event matches at once.

    `rules` are those of steps, then those of exclusions; `of_step` gives the rule of each
    step (from 0), `of_exclusion` that of each exclusion; each of `masks` has the bits of
    the rules that some event matches together.
    """

    rules: tuple[Rule, ...]
    of_step: tuple[int, ...]
    of_exclusion: tuple[int, ...]
    masks: frozenset[int]

    @classmethod
    def of(cls, question: Funnel, masks: Iterable[int] = ()) -> Meetings:
        """Number a funnel's rules; without `masks` no event matches two of them."""
        steps = list(dict.fromkeys(step.rule for step in question.steps))
        rules = list(dict.fromkeys([*steps, *(e.rule for e in question.exclusions)]))
        met = frozenset(masks) or frozenset(1 << rule for rule in range(len(rules)))
        return cls(
            tuple(rules),
            tuple(rules.index(step.rule) for step in question.steps),
            tuple(rules.index(exclusion.rule) for exclusion in question.exclusions),
            met,
        )

    @property
    def may_meet(self) -> bool:
        """Say whether an event might match two of the rules, so that the log must be asked."""
        return any(a.may_overlap(b) for a, b in combinations(self.rules, 2))

    def meet(self, one: int, other: int) -> bool:
        """Say whether some event matches both rules."""
        both = 1 << one | 1 << other
        return any(mask & both == both for mask in self.masks)

    @cached_property
    def tangles(self) -> tuple[tuple[int, ...], ...]:
        """The rules of steps, parted so that no event matches rules of two parts."""
        parts: list[set[int]] = []
        for rule in dict.fromkeys(self.of_step):
            touched = [part for part in parts if any(self.meet(rule, other) for other in part)]
            parts = [part for part in parts if part not in touched]
            parts.append({rule}.union(*touched))
        return tuple(tuple(sorted(part)) for part in parts)

    def tangle(self, rule: int) -> tuple[int, ...]:
        """Return the part that a step's rule is in."""
        return next(part for part in self.tangles if rule in part)

    def refuse_knots(self) -> None:
        """Refuse a funnel in which too many rules hang together to look at all groups."""
        for part in self.tangles:
            if len(part) > _MOST_TANGLED:
                names = "; ".join(self.rules[rule].label for rule in part)
                raise BadQuestion(
                    f"{len(part)} different steps can be met by the same events ({names}); "
                    f"at most {_MOST_TANGLED} can",
                    place="steps",
                    remedy="Tell them apart by a condition, or ask of fewer of them.",
                    path=("steps",),
                )


def query(meetings: Meetings, writer: Writer) -> Query:
    """Return a query for which rules events match together: one mask a row."""
    bits = " + ".join(
        f"CASE WHEN {writer.rule(rule)} THEN {1 << bit} ELSE 0 END"
        for bit, rule in enumerate(meetings.rules)
    )
    return writer.query(
        f"SELECT DISTINCT mask FROM ({writer.events(extra=f'{bits} AS mask')}) matched "
        "WHERE mask > 0 ORDER BY mask"
    )


def flags(rules: Mapping[int, str]) -> str:
    """Return columns r<n> that are 1 where a condition holds and 0 where it does not.

    None is constant, whatever the condition: ClickHouse works conditions on constants out
    at one place of a text and not at another, and then finds that the two do not agree.
    """
    return ", ".join(
        f"CASE WHEN actor < 0 THEN 2 WHEN {condition} THEN 1 ELSE 0 END AS r{rule}"
        for rule, condition in rules.items()
    )


def groups(rules: Sequence[int]) -> list[tuple[int, ...]]:
    """Return every group of rules that is not empty."""
    sizes = range(1, len(rules) + 1)
    return [group for size in sizes for group in combinations(rules, size)]
