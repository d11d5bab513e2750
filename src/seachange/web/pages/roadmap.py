"""The roadmap as its pages show it: cards at horizons, and the same cards in other orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from seachange.people.access import Role, Viewer
from seachange.planning.actions.conflicts import version_of_plan
from seachange.planning.reads.past import plan_on
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.confidence import confidence_in
from seachange.planning.rules.horizons import end_of, said, span_of
from seachange.planning.rules.paths import reasons
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.discovery import LearningQuestion
from seachange.planning.rules.plan.intent import Outcome, VisionMilestone
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.measuring import JourneyMap, JourneyStep
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import HORIZONS, Kind, RoadmapKind, Source
from seachange.report import words
from seachange.web.pages.paging import Leaf, leaf_of
from seachange.web.pages.standings import Stand, stand_of

LOOKS = ("board", "list", "timeline", "tree", "journey")
# Cards shown in a column of the board, and on a leaf of any other look.
IN_A_COLUMN, ON_A_LEAF = 12, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the roadmap is looked at; all of it stands in the address. Empty is not asked.

    Taken along it is whole: on one leaf.
    """

    look: str = "board"
    kind: str = ""
    team: str = ""
    source: str = ""
    audience: str = ""
    words: str = ""
    on: date | None = None
    horizon: int | None = None
    page: int = 1
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One item: what it is about, why it is there, when it is meant, and how its outcome stands.

    `earned` is the confidence in what it is about: computed, and only for cards that are shown.
    """

    item: RoadmapItem
    subject: Record | None
    text: str
    outcome: Outcome | None
    stand: Stand | None
    teams: tuple[Team, ...]
    when: str
    sure: str
    earned: str
    slips: tuple[str, ...]
    span: tuple[date, date]
    is_dated: bool

    @property
    def is_feature(self) -> bool:
        """Whether it names what we make rather than what is to change."""
        return self.item.item_kind == RoadmapKind.OUTPUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A horizon, with its first cards, how many there are, and the mix of where they come from."""

    months: int
    until: date
    cards: tuple[Card, ...]
    of: int
    mix: tuple[tuple[str, int], ...]
    effort: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cards that belong to the same thing: an outcome, a step, or nothing (`of` is None).

    `within` is what that is a part of: a step's journey.
    """

    of: Record | None
    title: str
    cards: tuple[Card, ...]
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapPage:
    """The roadmap that was asked for; `of` is how many open items there are in all.

    `seen` is the version of the plan that moves are made upon; `leaf` holds the cards of a list,
    `groups` their stretches along something else; `is_dated` is whether any of them has a date.
    """

    asked: Asked
    columns: tuple[Column, ...]
    leaf: Leaf[Card]
    groups: Leaf[Group]
    closed: tuple[Card, ...]
    gone: int
    milestones: tuple[VisionMilestone, ...]
    teams: tuple[Team, ...]
    of: int
    is_dated: bool
    today: date
    may_move: bool
    may_add: bool
    seen: int

    @property
    def bare(self) -> tuple[Group, ...]:
        """What nothing on the roadmap is for."""
        return tuple(each for each in self.groups.things if not each.cards)


def roadmap_page(viewer: Viewer | None, asked: Asked) -> RoadmapPage:
    """Return the roadmap as somebody may see it and asks for it."""
    seen = version_of_plan()
    plan = snapshot(viewer) if asked.on is None else plan_on(viewer, asked.on)
    cards = cards_of(plan, (i for i in plan.roadmap if _is_asked(plan, i, asked)))
    ahead = [card for card in cards if card.item.is_open]
    closed = [card for card in cards if not card.item.is_open]
    groups = leaf_of(_groups(plan, ahead, asked.look), asked.page, size=ON_A_LEAF, weight=_weight)
    leaf = leaf_of(ahead, asked.page, size=len(ahead) if asked.is_whole else ON_A_LEAF)
    role = viewer.role if viewer else Role.REQUESTER
    return RoadmapPage(
        asked=asked,
        columns=tuple(_column(plan, ahead, months) for months in HORIZONS),
        leaf=leaf.made(_shown(plan, leaf.things)) if asked.look in {"list", "timeline"} else leaf,
        groups=groups.made(
            tuple(replace(each, cards=_shown(plan, each.cards)) for each in groups.things)
        ),
        closed=tuple(closed[:IN_A_COLUMN]),
        gone=len(closed),
        milestones=tuple(sorted(plan.milestones, key=lambda m: (m.horizon, m.id))),
        teams=plan.teams,
        of=sum(item.is_open for item in plan.roadmap),
        is_dated=any(card.is_dated or card.slips for card in ahead),
        today=plan.as_of,
        may_move=asked.on is None and may(role, deed=Deed.EDIT, kind=Kind.ROADMAP_ITEM),
        may_add=asked.on is None and may(role, deed=Deed.CREATE, kind=Kind.ROADMAP_ITEM),
        seen=seen,
    )


def cards_of(plan: Plan, items: Iterable[RoadmapItem]) -> list[Card]:
    """Return items as cards, in the order of their horizons and of what is at work first."""
    wanted = sorted(items, key=lambda i: (i.horizon, _TURN.get(i.state, 9), i.id))
    return [_card(plan, item) for item in wanted]


_TURN = {"now": 0, "next": 1, "later": 2}


def _card(plan: Plan, item: RoadmapItem) -> Card:
    subject = plan.by_id.get(item.subject) if item.subject else None
    outcome = outcome_behind(plan, item)
    when = said(item.due, item.precision) if item.due else ""
    return Card(
        item=item,
        subject=subject,
        text=title_of(subject) if subject else item.title or item.name or item.id,
        outcome=outcome if outcome is not subject else None,
        stand=stand_of(plan, outcome) if outcome else None,
        teams=tuple(
            team for each in dict.fromkeys(_owners(plan, item)) if (team := plan.get(Team, each))
        ),
        when=when,
        sure=_sure(item),
        earned="",
        slips=tuple(said(day, item.precision) for day in item.earlier_due),
        span=_span(item, plan.as_of),
        is_dated=item.due is not None or item.earliest is not None,
    )


def outcome_behind(plan: Plan, item: RoadmapItem) -> Outcome | None:
    """Return the outcome an item is for: its own, or the nearest that its subject exists for."""
    if item.outcome:
        return plan.get(Outcome, item.outcome)
    hypothesis = plan.get(Hypothesis, item.hypothesis)
    if hypothesis is not None:
        return plan.get(Outcome, hypothesis.outcome)
    question = plan.get(LearningQuestion, item.question)
    if question is not None and question.outcome:
        return plan.get(Outcome, question.outcome)
    subject = item.subject if item.subject in plan.by_id else None
    found = (step.record for step in reasons(plan, subject)) if subject else ()
    return next((each for each in found if isinstance(each, Outcome)), None)


def _sure(item: RoadmapItem) -> str:
    if item.earliest and item.latest:
        return f"between {item.earliest:%d %b %Y} and {item.latest:%d %b %Y}"
    if item.confidence is not None:
        return f"somebody claims a confidence of {item.confidence:g} of 10"
    return "nobody said how sure the date is" if item.due else ""


def _shown(plan: Plan, cards: Iterable[Card]) -> tuple[Card, ...]:
    return tuple(_with_earned(plan, card) for card in cards)


def _weight(group: Group) -> int:
    return 1 + len(group.cards)


def _with_earned(plan: Plan, card: Card) -> Card:
    """Return a card with the confidence its evidence earns; of some five thousand, those shown."""
    found = confidence_in(plan, card.item)
    return card if found is None else replace(card, earned=f"{found:.1f} of 10")


def _span(item: RoadmapItem, today: date) -> tuple[date, date]:
    if item.earliest and item.latest:
        return item.earliest, item.latest
    if item.due:
        return span_of(item.due, item.precision)
    return end_of(item.horizon - 3, today), end_of(item.horizon, today)


def _is_asked(plan: Plan, item: RoadmapItem, asked: Asked) -> bool:
    tests: tuple[tuple[object, Callable[[], bool]], ...] = (
        (asked.horizon, lambda: item.horizon == asked.horizon),
        (asked.kind, lambda: item.item_kind == asked.kind),
        (asked.source, lambda: item.source == asked.source),
        (asked.audience, lambda: not item.audience or asked.audience in item.audience),
        (asked.team, lambda: asked.team in _owners(plan, item)),
        (asked.words, lambda: asked.words.casefold() in _card(plan, item).text.casefold()),
    )
    return all(holds() for wanted, holds in tests if wanted)


def _owners(plan: Plan, item: RoadmapItem) -> Sequence[str]:
    outcome = outcome_behind(plan, item)
    return (*(outcome.owners if outcome else ()), *((item.team,) if item.team else ()))


def _column(plan: Plan, ahead: Sequence[Card], months: int) -> Column:
    cards = tuple(card for card in ahead if card.item.horizon == months)
    mix = Counter(card.item.source for card in cards)
    efforts = [c.item.effort_weeks for c in cards if c.item.effort_weeks is not None]
    unknown = len(cards) - len(efforts)
    effort = f"{sum(efforts):g} person-weeks" if efforts else ""
    if effort and unknown:
        effort += f", {words.plural(unknown, 'item')} not estimated"
    return Column(
        months=months,
        until=end_of(months, plan.as_of),
        cards=_shown(plan, cards[:IN_A_COLUMN]),
        of=len(cards),
        mix=tuple((_spoken(source), count) for source, count in mix.most_common()),
        effort=effort,
    )


def _spoken(source: Source | None) -> str:
    return f"from {'an ' if source in _VOWELS else 'a '}{source}" if source else "nobody said why"


_VOWELS = {Source.OUTCOME, Source.OBLIGATION}


def _groups(plan: Plan, ahead: Sequence[Card], look: str) -> tuple[Group, ...]:
    """Return the cards along outcomes or along the steps of journeys, those of none at the end."""
    if look not in {"tree", "journey"}:
        return ()
    heads: list[Any] = list(plan.outcomes if look == "tree" else _steps(plan))
    by_head: dict[str | None, list[Card]] = {}
    for card in ahead:
        outcome = card.outcome or (card.subject if isinstance(card.subject, Outcome) else None)
        head = outcome.id if outcome else None
        if look == "journey":
            head = outcome.journey_step if outcome else None
        by_head.setdefault(head, []).append(card)
    none = "Leads to no outcome" if look == "tree" else "At no step of a journey"
    found = [
        Group(
            of=each,
            title=title_of(each) or each.id,
            cards=tuple(by_head.get(each.id, ())),
            within=_journey_of(plan, each),
        )
        for each in heads
    ]
    known = {each.id for each in heads}
    left = [card for head, cards in by_head.items() if head not in known for card in cards]
    return (*found, *((Group(of=None, title=none, cards=tuple(left)),) if left else ()))


def _journey_of(plan: Plan, head: Record) -> str:
    journey = plan.get(JourneyMap, getattr(head, "journey", None))
    return title_of(journey) if journey else ""


def _steps(plan: Plan) -> list[JourneyStep]:
    return sorted(plan.journey_steps, key=lambda step: (step.journey, step.position))
