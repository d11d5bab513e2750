"""Why something exists, as chains of sentences up to the vision; and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.driving import driving
from seachange.planning.rules.paths import Step, consequences, reasons
from seachange.planning.rules.plan.intent import DriverLink
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.vocabulary import Kind
from seachange.web.pages.paging import Leaf, leaf_of
from seachange.web.pages.records import found
from seachange.web.pages.strategy import WHY_ORPHAN, link_words

# What one says between a record and what it exists for, by the kinds of both.
JOINTS = {
    (Kind.HYPOTHESIS, Kind.OUTCOME): "it should move",
    (Kind.OUTPUT, Kind.HYPOTHESIS): "it was made to test",
    (Kind.OUTPUT, Kind.IDEA): "it came from",
    (Kind.OUTPUT, Kind.OUTCOME): "it should move",
    (Kind.IDEA, Kind.HYPOTHESIS): "it is tested by",
    (Kind.IDEA, Kind.PROBLEM): "it should solve",
    (Kind.IDEA, Kind.OUTCOME): "it should move",
    (Kind.PROBLEM, Kind.OUTCOME): "it stands in the way of",
    (Kind.DRIVER_LINK, Kind.IMPACT): "it is said to drive",
    (Kind.DRIVER_LINK, Kind.OUTCOME): "it is said to drive",
    (Kind.IMPACT, Kind.VISION): "it brings us nearer to",
    (Kind.MILESTONE, Kind.VISION): "it is on the way to",
    (Kind.KEY_RESULT, Kind.OUTCOME): "it counts",
    (Kind.KEY_RESULT, Kind.OBJECTIVE): "it belongs to",
    (Kind.FEATURE_REQUEST, Kind.OUTPUT): "it asks for",
    (Kind.FEATURE_REQUEST, Kind.PROBLEM): "behind it stands",
    (Kind.FEATURE_REQUEST, Kind.OUTCOME): "it is about",
    (Kind.EVIDENCE, Kind.HYPOTHESIS): "it speaks to",
    (Kind.ASSUMPTION_TEST, Kind.HYPOTHESIS): "it tests",
    (Kind.VERDICT, Kind.HYPOTHESIS): "it says what became of",
}
REASON = frozenset({Kind.VISION, Kind.IMPACT})

# A plan may lead from anywhere to everywhere: so many ways are looked at, and so many told.
MOST_WALKED, MOST_CHAINS = 200, 6
ON_A_LEAF = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of a chain: what one says before it, and what is known of it."""

    joint: str
    record: Record
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPage:
    """A record with each way up from it, and a leaf of what hangs on it, nearest first."""

    record: Record
    chains: tuple[tuple[Link, ...], ...]
    hanging: Leaf[Step]
    is_orphan: bool
    why_it_matters: str


def why_page(viewer: Viewer | None, record_id: str, *, number: int = 1) -> WhyPage:
    """Return why a record exists, as far as somebody may see."""
    plan = snapshot(viewer)
    record = found(plan, record_id)
    up = reasons(plan, record_id)
    leads = record.kind in REASON or any(step.record.kind in REASON for step in up)
    return WhyPage(
        record=record,
        chains=tuple(_chains(plan, record, up)),
        hanging=leaf_of(tuple(consequences(plan, record_id)), number, size=ON_A_LEAF),
        is_orphan=not leads,
        why_it_matters=WHY_ORPHAN.get(record.kind, "Nothing says what it is for."),
    )


def _chains(plan: Plan, start: Record, up: Sequence[Step]) -> Iterator[tuple[Link, ...]]:
    """Walk the ways up, those that reach a result first; one that another tells as well is left."""
    onward = {step.record.id: _next(plan, step.record.id) for step in up}
    onward[start.id] = [step.record for step in up if step.depth == 1]
    ways = list(islice(_ways([start], onward), MOST_WALKED))
    told = [{each.id for each in way} for way in ways]
    whole = [way for way, own in zip(ways, told, strict=True) if not any(own < o for o in told)]
    told_of: set[str] = set()
    for way in sorted(whole, key=_order):
        # One way to each end: the one that says most of what is believed.
        if len(way) > 1 and way[-1].id not in told_of and len(told_of) < MOST_CHAINS:
            told_of.add(way[-1].id)
            yield tuple(_links(plan, way))


def _links(plan: Plan, way: list[Record]) -> Iterator[Link]:
    """Walk the steps of a way; a driver link is what one says between its two ends."""
    says = ""
    for before, after in pairwise(way):
        if isinstance(after, DriverLink):
            says = link_words(driving(plan, after))
            if after is way[-1]:
                yield Link(joint="it is said to drive something", record=after, says=says)
            continue
        joint = JOINTS.get((before.kind, after.kind), "it is for")
        yield Link(joint=joint, record=after, says=says)
        says = ""


def _order(way: list[Record]) -> tuple[bool, bool, int]:
    """What reaches a result comes first, then what says what is believed to happen on the way."""
    is_tested = any(each.kind == Kind.HYPOTHESIS for each in way)
    return way[-1].kind not in REASON, not is_tested, len(way)


def _next(plan: Plan, record_id: str) -> list[Record]:
    return [step.record for step in reasons(plan, record_id) if step.depth == 1]


def _ways(so_far: list[Record], onward: dict[str, list[Record]]) -> Iterator[list[Record]]:
    ahead = [each for each in onward.get(so_far[-1].id, []) if each not in so_far]
    if not ahead:
        yield so_far
    for each in ahead:
        yield from _ways([*so_far, each], onward)
