"""What looks wrong in the tracking of events: names that break off, double or go missing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from statistics import median

from seachange.measure.answers import Caveat
from seachange.measure.counts import NameTotals
from seachange.measure.engines.engine import Row
from seachange.measure.sql.description import DAY

LISTED = 5
EXPECTED = 20
"""So many events expected and none there are no chance: e⁻²⁰ is two in a thousand million."""
_FAR_DAYS = 30
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Days:
    """How many events lie in each UTC day that has any, by days since 1970."""

    events: Mapping[int, int]

    @property
    def first(self) -> int:
        """The first day with an event."""
        return min(self.events)

    @property
    def last(self) -> int:
        """The last day with an event."""
        return max(self.events)

    def bulk(self) -> tuple[int, int]:
        """Return between which days all lies but what is far away from nearly everything.

        Far is further from the middle 98 % of events than these are long, and than 30 days.
        """
        there = sorted(self.events)
        reached = list(accumulate(self.events[day] for day in there))
        low = next(d for d, n in zip(there, reached, strict=True) if n * 100 > reached[-1])
        high = next(d for d, n in zip(there, reached, strict=True) if n * 100 >= reached[-1] * 99)
        reach = max(high - low + 1, _FAR_DAYS)
        near = [day for day in there if low - reach <= day <= high + reach]
        return near[0], near[-1]


def spelt_alike(names: Sequence[NameTotals]) -> Iterator[Caveat]:
    """Tell names that only letter case, blanks and punctuation keep apart."""
    alike: dict[str, list[NameTotals]] = defaultdict(list)
    for name in names:
        alike[re.sub(r"[\W_]+", "", name.name.casefold())].append(name)
    for key, group in sorted(alike.items()):
        if len(group) > 1 and key:
            listed = ", ".join(f"{n.name!r} ({n.events:,})" for n in group)
            yield Caveat(
                "spelt_alike",
                f"These names differ in spelling only: {listed}. If they are one thing, ask for "
                "all of them (`event: [a, b]`) or mend the tracking.",
                "loud",
            )


def at_once(
    times: Sequence[Row], names: Sequence[NameTotals], *, codes: Mapping[str, int]
) -> Iterator[Caveat]:
    """Tell repeated events, and pairs of names that always come together.

    `times` are the rows of `sql.description.at_once`.
    """
    texts = {code: name for name, code in codes.items()}
    events = {n.name: n.events for n in names}
    repeats = [(texts[one], n) for one, other, n in times if other < 0]
    if repeats:
        again = sum(n for _, n in repeats)
        yield Caveat(
            "repeats",
            f"Repeated: {events_of(again)} ({again / sum(events.values()):.2%}) like another of "
            f"the same actor, name and moment, {named(repeats[:LISTED])}. If they were sent "
            "twice, give events an id, by which they count once.",
            "loud" if again * 100 > sum(events.values()) else "note",
        )
    twins = [
        (texts[one], texts[other], n)
        for one, other, n in times
        if other >= 0 and n * 20 >= 19 * min(events[texts[one]], events[texts[other]])
    ]
    for one, other, moments in twins[:LISTED]:
        rarer = min(one, other, key=lambda name: events[name])
        yield Caveat(
            "twins",
            f"{one!r} and {other!r} happen at the same moment {moments:,} times, nearly whenever "
            f"{rarer!r} ({events[rarer]:,} events) does. One deed tracked twice, or an old name "
            "beside its new one? Neither can then be said to lead to the other.",
        )


def coming_and_going(names: Sequence[NameTotals], days: Days) -> Iterator[Caveat]:
    """Tell names that begin or end amid the log though they are frequent while they last."""
    first, last = days.bulk()
    came, went = [], []
    for name in names:
        begin, end = (min(max(t // DAY, first), last) for t in (name.first, name.last))
        rate = name.events / (end - begin + 1)
        if name.events < EXPECTED:  # of so few nobody knows the pace
            continue
        if begin - first >= _WEEK and rate * (begin - first) >= EXPECTED:
            came.append((begin, name))
        if last - end >= _WEEK and rate * (last - end) >= EXPECTED:
            went.append((end, name))
    for end, old in went[:LISTED]:
        heirs = [n.name for begin, n in came if abs(begin - end) <= 1 and n is not old]
        renamed = f"; {' and '.join(map(repr, heirs))} began then. Renamed?" if heirs else "."
        began = min(max(old.first // DAY, first), end)
        rate = old.events / (end - began + 1)
        yield Caveat(
            "vanished",
            f"{old.name!r} ended on {day_of(end)} after {rate:,.1f} events a day{renamed} If the "
            "tracking changed, rates over that day compare nothing.",
            "loud",
        )
    if came:
        listed = ", ".join(f"{n.name!r} on {day_of(begin)}" for begin, n in came[:LISTED])
        more = f" and {len(came) - LISTED:,} more" if len(came) > LISTED else ""
        yield Caveat(
            "appeared",
            f"These names begin amid the log: {listed}{more}. New in the product, or only "
            "tracked since? Before that day nobody could be seen doing them.",
        )


def hardly_any(days: Days) -> Iterator[Caveat]:
    """Tell whole days with hardly any events where the same weekday has many around them."""
    first, last = days.bulk()
    found = []
    for day in range(first + 1, last):
        before = [days.events.get(d, 0) for d in range(day - 28, day, 7) if d > first]
        after = [days.events.get(d, 0) for d in range(day + 7, day + 35, 7) if d < last]
        if not before or not after:
            continue
        # The lesser of the two, so that where a log grows its beginnings are no loss.
        usual, there = min(median(before), median(after)), days.events.get(day, 0)
        if usual >= EXPECTED and there * 4 < usual and (there == 0 or usual >= 2 * EXPECTED):
            found.append(f"{day_of(day)} ({there:,}, usually {usual:,.0f})")
    if found:
        more = f" and {len(found) - LISTED:,} more" if len(found) > LISTED else ""
        yield Caveat(
            "hardly_any",
            f"{len(found):,} day{'s have' if len(found) > 1 else ' has'} hardly any events: "
            f"{', '.join(found[:LISTED])}{more}. Lost events, an outage, or a holiday; a rate "
            "over lost events is wrong.",
            "loud",
        )


def named(rows: Sequence[tuple[str, int]]) -> str:
    """List names or actors with their events."""
    return ", ".join(f"{who!r} ({n:,})" for who, n in rows)


def events_of(n: int) -> str:
    """Write so many events."""
    return f"{n:,} event{'' if n == 1 else 's'}"


def actors_of(n: int) -> str:
    """Write so many actors."""
    return f"{n:,} actor{'' if n == 1 else 's'}"


def day_of(day: int) -> str:
    """Return the date of a day counted since 1970."""
    return (date(1970, 1, 1) + timedelta(days=int(day))).isoformat()


def week_of(day: int) -> str:
    """Return the ISO week of a day counted since 1970."""
    year, week, _ = (date(1970, 1, 1) + timedelta(days=int(day))).isocalendar()
    return f"{year}-W{week:02d}"
