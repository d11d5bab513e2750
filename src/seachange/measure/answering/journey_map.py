"""From a journey map's counts to its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from seachange.events.documents import nearest, spoken
from seachange.measure.answering.asked import Asked, log_caveats, unseen
from seachange.measure.answers import Answer, Caveat, Unknown
from seachange.measure.counts import FollowCount, MapCounts, NameCount
from seachange.measure.engines.journey_map import count
from seachange.measure.questions.journey_map import JourneyMap, Property, Sessions
from seachange.measure.sql import journey_map as sql
from seachange.measure.statistics.quantiles import HALF, quantile

_LOUD_SHARE = 0.01
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Node:
    """An event name: its events, the people who did it, the cases it is in, starts and ends.

    `position` is where it mostly stands in its cases, 0 first and 1 last (the median over
    its events); `layer` its rank by that, from 0, for a layout from left to right.
    """

    name: str
    events: int
    people: int
    cases: int
    starts: int
    ends: int
    position: float
    layer: int


@dataclass(frozen=True, slots=True)
class Edge:
    """How often `to` came right after `from` in a case, for how many people, and how soon."""

    from_: str
    to: str
    count: int
    people: int
    median_seconds: float


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the map leaves out: names, their events, and follows that lead from or to them."""

    names: int
    events: int
    follows: int


@dataclass(frozen=True, kw_only=True)
class JourneyMapAnswer(Answer):
    """What people did after what: names and the follows between them, most frequent first.

    `cases` and `events` are those of the whole question; `hidden` says what of it is not
    shown. `people` did any event of a case.
    """

    kind: ClassVar[str] = "journey_map"

    cases: int
    events: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    hidden: Hidden


def answer(question: JourneyMap, asked: Asked) -> JourneyMapAnswer:
    """Count which event followed which."""
    texts = {code: name for name, code in asked.log.names.items()}
    counts = count(
        question,
        asked.engine,
        write=partial(asked.writer, question),
        choose=partial(_most_frequent, texts=texts, keep=question.keep),
    )
    hidden = _hidden(counts)
    return JourneyMapAnswer(
        **asked.frame(question),
        people=counts.people,
        pending=0,
        cases=counts.cases,
        events=sum(counts.events.values()),
        nodes=_nodes(counts, texts),
        edges=_edges(counts, texts),
        hidden=hidden,
        caveats=tuple(_caveats(question, asked, counts, hidden)),
        derivation=tuple(_derivation(question, hidden)),
    )


def _most_frequent(
    events: Mapping[int, int], *, texts: Mapping[int, str], keep: int | None
) -> list[int]:
    """Return the names to show, most frequent first; equally frequent ones by their texts."""
    return sorted(events, key=lambda name: (-events[name], texts[name]))[:keep]


def _nodes(counts: MapCounts, texts: Mapping[int, str]) -> tuple[Node, ...]:
    positions = [_position(n) for n in counts.names]
    layers = {position: layer for layer, position in enumerate(sorted(set(positions)))}
    return tuple(
        Node(
            texts[n.name],
            n.events,
            n.people,
            n.cases,
            n.starts,
            n.ends,
            position,
            layers[position],
        )
        for n, position in zip(counts.names, positions, strict=True)
    )


def _position(name: NameCount) -> float:
    """Return the median step; the middle for a name that only ever stood alone."""
    middle = quantile(name.steps, share=HALF)
    return 0.5 if isinstance(middle, Unknown) else float(middle / sql.STEPS)


def _edges(counts: MapCounts, texts: Mapping[int, str]) -> tuple[Edge, ...]:
    def order(f: FollowCount) -> tuple[int, str, str]:
        return -f.count, texts[f.before], texts[f.after]

    return tuple(
        Edge(texts[f.before], texts[f.after], f.count, f.people, f.micros / _SECOND)
        for f in sorted(counts.follows, key=order)
    )


def _hidden(counts: MapCounts) -> Hidden:
    events = sum(counts.events.values())
    return Hidden(
        names=len(counts.events) - len(counts.names),
        events=events - sum(n.events for n in counts.names),
        # Every event but the first of a case follows another.
        follows=events - counts.cases - sum(f.count for f in counts.follows),
    )


def _caveats(
    question: JourneyMap, asked: Asked, counts: MapCounts, hidden: Hidden
) -> Iterator[Caveat]:
    yield from unseen(asked.log, question.rules, scope=question.scope)
    events = sum(counts.events.values())
    if isinstance(question.case, Property):
        yield from _of_property(question, question.case.name, asked, counts)
    elif not events:
        yield Caveat("no_entries", "No event lies in this period and population.", "wrong")
    if hidden.names:
        yield Caveat(
            "trimmed",
            f"Shown are the {len(counts.names):,} most frequent of {len(counts.events):,} names. "
            f"The other {hidden.names:,}, with {hidden.events:,} of {events:,} events "
            f"({hidden.events / events:.1%}), and the {hidden.follows:,} follows from or to "
            "them are not shown.",
        )
    yield from log_caveats(asked.log)


def _of_property(
    question: JourneyMap, name: str, asked: Asked, counts: MapCounts
) -> Iterator[Caveat]:
    """Say what there is to know where a property says which events belong together."""
    known = asked.log.properties
    if name not in known:
        near = nearest(name, known) or sorted(known)[:8]
        yield Caveat(
            "unseen_property",
            f"case: no property of the log is called {name!r}. "
            f"Near, or there: {', '.join(near) or 'none at all'}.",
            "wrong",
        )
        return
    events = sum(counts.events.values())
    ((left_out,),) = asked.rows(sql.left_out(question, asked.writer(question)))
    ((shared,),) = asked.rows(sql.shared(question, asked.writer(question)))
    if not events:
        text = f"No event with a {name} lies in this period and population."
        yield Caveat("no_entries", text, "wrong")
    if left_out:
        share = left_out / (left_out + events)
        yield Caveat(
            "without_case",
            f"{left_out:,} of {left_out + events:,} events ({share:.1%}) have no {name} "
            "and are in no case.",
            "loud" if share > _LOUD_SHARE else "note",
        )
    if shared:
        yield Caveat(
            "shared_cases",
            f"{shared:,} of {counts.cases:,} cases hold events of several "
            f"{question.scope.unit}s, taken in one order.",
        )


def _derivation(question: JourneyMap, hidden: Hidden) -> Iterator[str]:
    unit, case = question.scope.unit, question.case
    if isinstance(case, Sessions):
        yield (
            f"Case: a session, the events of one {unit} up to a silence longer than "
            f"{spoken(case.gap)}."
        )
    elif isinstance(case, Property):
        yield f"Case: all events with one value of {case.name}, whoever did them."
    else:
        yield f"Case: all events of one {unit} in the period."
    yield (
        "Follows: each event and the next one of its case, in order of time and, at the same "
        "time, of arrival; a name may follow itself."
    )
    if hidden.names:
        yield (
            "Follows were formed before rare names were left out: an event not shown parts "
            "its neighbours."
        )
    yield "Time between: the exact median. Position: the median place between first and last."
