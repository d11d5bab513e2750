"""A funnel by the slow way: try every attempt, and every chain of events it could take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from tests.measure.oracle.calendar import day_of, label, labels, limits
from tests.measure.oracle.entries import Entry, entries, groups
from tests.measure.oracle.reading import Event, asked_at, meets, number_of, read, span

NOTHING = "(nothing since)"
OTHER = "(other)"
Chain = list[Event]


@dataclass(frozen=True)
class Attempt:
    """One start, at one instant: how far it gets (0: not counted), and when it is at each step."""

    depth: int
    at: list[int]


@dataclass(frozen=True)
class Journey:
    """What the best attempt of one who entered came to."""

    entry: Entry
    depth: int
    at: list[int]
    next: str | None
    score: str | None


def funnel(document: dict[str, Any], rows: list[dict[str, Any]], as_of: datetime | None) -> Any:
    """Return the numbers of a funnel's answer, those of statistics left out."""
    at = asked_at(rows, as_of)
    histories = read(rows, at=at, unit=document.get("unit", "actor"))
    rules = document["steps"]
    opening = {"any": rules} if unordered(document) else rules[0]
    found = [
        journey(entry, histories[entry.event.unit], document)
        for entry in entries(document, rows, at=at, rule=opening)
    ]

    def tally(own: list[Journey]) -> list[dict[str, Any]]:
        return steps(document, [j for j in own if j.depth], at=at)

    by_unit = {j.entry.event.unit: j for j in found}
    return {
        "people": sum(mature(j, document, at) for j in found if j.depth),
        "pending": sum(not mature(j, document, at) and 0 < j.depth < len(rules) for j in found),
        "excluded": sum(j.depth == 0 for j in found),
        "steps": tally(found),
        "series": series(document, found, at=at, tally=tally),
        "breakdown": breakdown(document, by_unit, tally) if "by" in document else [],
    }


def unordered(document: dict[str, Any]) -> bool:
    return document.get("order") == "unordered"


def window(document: dict[str, Any]) -> int:
    return span(document.get("window", "14 days"))


def mature(journey: Journey, document: dict[str, Any], at: int) -> bool:
    return journey.entry.event.t + window(document) <= at


# -- one who entered


def journey(entry: Entry, history: list[Event], document: dict[str, Any]) -> Journey:
    """Take the first of the attempts that get furthest."""
    start, end = limits(document)
    opening = document["steps"] if unordered(document) else document["steps"][:1]
    attempt_at = attempt_unordered if unordered(document) else attempt_in_order
    # Events of one instant start one attempt together: nothing says which was the first.
    instants = {
        e.t
        for e in history
        if any(meets(e, rule) for rule in opening)
        and (start is None or e.t >= start)
        and (end is None or e.t < end)
    }
    attempts = [attempt_at(t, history, document) for t in sorted(instants)]
    depth = max(a.depth for a in attempts)
    best = next(a for a in attempts if a.depth == depth)
    if depth == 0:
        return Journey(entry, 0, [], None, None)
    after = following(best, history, document) if depth < len(document["steps"]) else None
    return Journey(entry, depth, best.at, after, score(best, history, document))


def attempt_in_order(t: int, history: list[Event], document: dict[str, Any]) -> Attempt:
    """Try every chain that starts at an instant, in order or strictly."""
    rules, last = document["steps"], t + window(document)
    clean = [
        chain
        for e1 in history
        if e1.t == t and meets(e1, rules[0])
        for chain in chains([e1], history, rules, last)
        if (document.get("order") != "strict" or is_strict(chain, history))
        and is_clean(chain, history, document)
    ]
    furthest = max(map(len, clean))
    at = [min(c[k].t for c in clean if len(c) > k) for k in range(furthest)]
    for rule, first, then in exclusions(document):
        spoilt = any(meets(x, rule) and at[-1] < x.t <= last for x in history)
        if first <= furthest < then and spoilt:
            return Attempt(0, [])
    return Attempt(furthest, at)


def chains(begun: Chain, history: list[Event], rules: list[Any], last: int) -> Iterator[Chain]:
    """Yield every chain of different events that goes on from one, each step at its time."""
    yield begun
    if len(begun) == len(rules):
        return
    for event in history:
        if (
            begun[-1].t <= event.t <= last
            and all(event.seq != e.seq for e in begun)
            and meets(event, rules[len(begun)])
        ):
            yield from chains([*begun, event], history, rules, last)


def is_strict(chain: Chain, history: list[Event]) -> bool:
    """Say whether nothing but the chain lies inside it."""
    own = {e.seq for e in chain}
    return all(e.seq in own for e in history if chain[0].t < e.t < chain[-1].t)


def is_clean(chain: Chain, history: list[Event], document: dict[str, Any]) -> bool:
    """Say whether no event that is excluded, and not the chain's own, lies where it must not."""
    own = {e.seq for e in chain}
    for rule, first, then in exclusions(document):
        if len(chain) < first:
            continue
        foreign = [x.t for x in history if x.seq not in own and meets(x, rule)]
        opened = chain[first - 1].t
        if len(chain) >= then:
            if any(opened < t < chain[then - 1].t for t in foreign):
                return False
        elif any(opened < t <= chain[-1].t for t in foreign):
            return False
    return True


def exclusions(document: dict[str, Any]) -> list[tuple[Any, int, int]]:
    """Return each exclusion's rule and the steps it stands between."""
    found = []
    for exclusion in document.get("exclusions", []):
        rule, between = exclusion, [1, len(document["steps"])]
        if isinstance(exclusion, dict):
            rule = {k: v for k, v in exclusion.items() if k != "between"}
            between = exclusion.get("between", between)
        found.append((rule, *between))
    return found


def attempt_unordered(t: int, history: list[Event], document: dict[str, Any]) -> Attempt:
    """Count how many different steps different events make up, moment by moment."""
    rules, last = document["steps"], t + window(document)
    inside = [e for e in history if t <= e.t <= last]
    at: list[int] = []
    for now in sorted({e.t for e in inside}):
        most = matched([e for e in inside if e.t <= now], rules)
        at += [now] * (most - len(at))
    for rule, first, then in exclusions(document):
        if len(at) >= first:
            until = at[then - 1] if len(at) >= then else last + 1
            for x in history:
                excluded = meets(x, rule) and not any(meets(x, step) for step in rules)
                if excluded and at[first - 1] < x.t < until:
                    return Attempt(1, at[:1])
    return Attempt(len(at), at)


def matched(events: list[Event], rules: list[Any]) -> int:
    """Return the most steps that so many different events can make up."""
    taken: dict[int, Event] = {}

    def serve(event: Event, tried: set[int]) -> bool:
        for step, rule in enumerate(rules):
            if step in tried or not meets(event, rule):
                continue
            tried.add(step)
            if step not in taken or serve(taken[step], tried):
                taken[step] = event
                return True
        return False

    return sum(serve(event, set()) for event in events)


def following(best: Attempt, history: list[Event], document: dict[str, Any]) -> str:
    """Return the name of what happened next, the chain's own events aside."""
    rules, moment = document["steps"], best.at[-1]
    if unordered(document):
        own = last = rules
    else:
        own = [rules[k] for k in range(best.depth) if best.at[k] == moment]
        last = [rules[best.depth - 1]]
    stand = min(e.seq for e in history if e.t == moment and any(meets(e, r) for r in last))
    for event in history:
        if event.order > (moment, stand):
            if event.t == moment and any(meets(event, rule) for rule in own):
                continue
            return event.name
    return NOTHING


def score(best: Attempt, history: list[Event], document: dict[str, Any]) -> str | None:
    """Return the latest number given in the survey since the last step reached."""
    if "survey" not in document:
        return None
    given = [
        e.properties.get(document["value"])
        for e in history
        if e.t >= best.at[-1] and meets(e, document["survey"])
    ]
    numbers = [text for text in given if number_of(text) is not None]
    return numbers[-1] if numbers else None


# -- everybody


def steps(document: dict[str, Any], found: list[Journey], *, at: int) -> list[dict[str, Any]]:
    """Return the numbers of each step."""
    shown = []
    for k in range(1, len(document["steps"]) + 1):
        there = [j for j in found if j.depth >= k]
        waits = [j.at[k - 1] - j.at[k - 2] for j in there] if k > 1 else []
        left = [j for j in there if j.depth == k and k < len(document["steps"])]
        scores = [Fraction(j.score) for j in there if j.depth == k and j.score is not None]
        shown.append(
            {
                "reached": len(there),
                "mature": sum(mature(j, document, at) for j in there),
                "pending": sum(not mature(j, document, at) for j in found if j.depth < k),
                "seconds": spread(waits) if k > 1 else None,
                "next": named(Counter(j.next for j in left)),
                "scores": scores,
            }
        )
    return shown


def spread(waits: list[int]) -> list[float] | None:
    """Return median, mean and quartiles in seconds, ranks between two in proportion."""
    if not waits:
        return None
    ordered = sorted(waits)

    def quantile(quarters: int) -> Fraction:
        rank = Fraction((len(ordered) - 1) * quarters, 4)
        low = ordered[int(rank)]
        high = ordered[min(int(rank) + 1, len(ordered) - 1)]
        return low + (rank - int(rank)) * (high - low)

    mean = Fraction(sum(ordered), len(ordered))
    found = (quantile(2), mean, quantile(1), quantile(3))
    return [float(value / 1_000_000) for value in found]


def named(counts: Counter[str]) -> list[tuple[str, int]]:
    """Return ten names and nothing-at-all, the most people first, then all the others."""
    names = sorted((n for n in counts if n != NOTHING), key=lambda n: (-counts[n], n))
    kept = names[:10] + [NOTHING] * (NOTHING in counts)
    rest = sum(counts[n] for n in names[10:])
    shown = [(n, counts[n]) for n in sorted(kept, key=lambda n: (-counts[n], n))]
    return shown + ([(OTHER, rest)] if rest else [])


def breakdown(document: dict[str, Any], by_unit: dict[str, Journey], tally: Any) -> list[Any]:
    """Return the steps of each group in which anybody is left."""
    shown = groups([j.entry for j in by_unit.values()], document["by"])
    return [
        {"value": value, "steps": tally([by_unit[e.event.unit] for e in own])}
        for value, own in shown.items()
        if any(by_unit[e.event.unit].depth for e in own)
    ]


def series(document: dict[str, Any], found: list[Journey], *, at: int, tally: Any) -> list[Any]:
    """Return the steps of each period from the first entry's on."""
    length, zone = document.get("trend"), document.get("timezone", "UTC")
    kept = [j for j in found if j.depth]
    if length is None or not kept:
        return []
    _, end = limits(document)
    last = at if end is None else min(at, end - 1)
    first = min(j.entry.event.t for j in kept)
    return [
        {
            "period": name,
            "steps": tally(
                [j for j in kept if label(day_of(j.entry.event.t, zone), length) == name]
            ),
        }
        for name in labels(length, first=first, last=last, zone=zone)
    ]
