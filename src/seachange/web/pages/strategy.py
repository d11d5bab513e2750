"""The strategy tree as a page shows it: who looks, how near, on which day, with live numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from seachange.errors import BadPlan
from seachange.people.access import Viewer
from seachange.planning.reads.past import plan_on
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.driving import REFUTED, SUPPORTED, Driving, driving
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.intent import DriverLink, Impact, Outcome
from seachange.planning.rules.plan.kept import kept_per_plan
from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.tree import Branch, tree_of
from seachange.planning.rules.vocabulary import Kind, Scale
from seachange.report.words import MINUS, NARROW
from seachange.web.pages.paging import Leaf, leaf_of
from seachange.web.pages.standings import Stand, stand_of

# How many records of the tree stand on a leaf, and how many of those that hang in the air.
ON_A_LEAF, ORPHANS = 80, 40
# How many stand under one at most, and on a leaf in all, where one branch is more than a leaf.
MOST_UNDER, MOST_SHOWN = 40, 240

# What a leader looks at: results, and the few behaviours that drive them.
LEADING = frozenset({Kind.VISION, Kind.IMPACT, Kind.OUTCOME})

SIGNS = {"claimed": "┄", SUPPORTED: "━", REFUTED: "╳"}
WHY_ORPHAN = {
    Kind.OUTCOME: "No link leads from it to an impact: nobody can say which result it would move, "
    "so nobody can weigh it against another.",
    Kind.HYPOTHESIS: "It names no outcome that leads anywhere: were it right, nobody could say "
    "what it is good for.",
    Kind.OUTPUT: "It was made for the sake of making: no hypothesis and no outcome says what it "
    "should change, so it can be finished and still have failed.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown:
    """What an outcome is said to drive, and whether that is claimed, supported or refuted."""

    link: DriverLink
    state: str
    sign: str
    says: str
    outcome: Outcome | None = None

    @property
    def end(self) -> str:
        """The id of what it leads to."""
        return self.link.impact or self.link.driven_outcome or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Twig:
    """A record of the tree: where it stands, what leads from it to what is above, what is under.

    `key` names its place in the tree, for what a browser remembers of it; `is_folded` is whether
    it is closed at first: hypotheses are many. `left_out` is how many more stand under it;
    `is_told` is whether what does was told further up.
    """

    record: Record
    key: str
    stand: Stand | None = None
    link: LinkShown | None = None
    refuted: tuple[LinkShown, ...] = ()
    under: tuple[Twig, ...] = ()
    is_folded: bool = False
    left_out: int = 0
    is_told: bool = False

    @property
    def in_all(self) -> int:
        """How many stand right under it."""
        return len(self.under) + self.left_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """A record that leads to no impact and no vision, and why that matters."""

    record: Record
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How somebody wants to look at the tree; `on` is none for today, `under` names a record."""

    zoom: str = "team"
    team: str = ""
    look: str = "list"
    on: date | None = None
    page: int = 1
    orphans: int = 1
    under: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyPage:
    """A leaf of the tree as asked for, and one of what hangs in the air.

    The tree is all there is, or what stands under the record `top`.
    """

    asked: Asked
    top: Record | None
    leaf: Leaf[Branch]
    twigs: tuple[Twig, ...]
    orphans: Leaf[Orphan]
    teams: tuple[Team, ...]
    is_empty: bool
    may_state: bool


def strategy_page(viewer: Viewer | None, asked: Asked) -> StrategyPage:
    """Return the tree that somebody may see, today or as it stood on a past day."""
    now = snapshot(viewer)
    plan = now if asked.on is None else plan_on(viewer, asked.on)
    tree = _tree_of(plan)
    branches, orphans = tree.branches, tree.orphans
    if asked.zoom == "leader":
        branches = tuple(_leading(branches))
        orphans = tuple(each for each in orphans if each.kind in LEADING)
    if asked.team:
        branches = tuple(_of_team(branches, asked.team))
        orphans = tuple(each for each in orphans if is_of(each, asked.team))
    top = _branch_of(branches, asked.under) if asked.under else None
    if top is not None:
        branches, orphans = top.under, ()
    leaf = leaf_of(branches, asked.page, size=ON_A_LEAF, weight=_weight)
    room = _room(leaf.things)
    in_the_air = [Orphan(record=each, why=WHY_ORPHAN[each.kind]) for each in orphans]
    seen: set[str] = set()
    above = top.record if top else None
    twigs = tuple(
        _twig(plan, each, above=above, key="", seen=seen, room=room) for each in leaf.things
    )
    return StrategyPage(
        asked=asked,
        top=above,
        leaf=leaf,
        twigs=twigs,
        orphans=leaf_of(in_the_air, asked.orphans, size=ORPHANS),
        teams=now.teams,
        is_empty=not (tree.branches or tree.orphans),
        may_state=viewer is not None and may(viewer.role, deed=Deed.CREATE, kind=Kind.IMPACT),
    )


_tree_of = kept_per_plan(tree_of)


def _weight(branch: Branch) -> int:
    return 1 + sum(_weight(each) for each in branch.under)


def _branch_of(branches: Iterable[Branch], record: str) -> Branch:
    """Return the first branch of a record; raise `BadPlan` where there is none."""
    row = list(branches)
    while row:
        for each in row:
            if each.record.id == record:
                return each
        row = [one for each in row for one in each.under]
    raise BadPlan(f"nothing stands under {record}"[:120], remedy="Look at the whole tree.")


def _room(branches: Iterable[Branch]) -> dict[int, int]:
    """Return how many of those under each branch are shown: what is nearer to the top first."""
    row, left, room = list(branches), MOST_SHOWN, {}
    while row:
        for each in row:
            room[id(each)] = min(len(each.under), MOST_UNDER, left)
            left -= room[id(each)]
        row = [one for each in row for one in each.under[: room[id(each)]]]
    return room


def _twig(
    plan: Plan,
    branch: Branch,
    *,
    above: Record | None,
    key: str,
    seen: set[str],
    room: Mapping[int, int],
) -> Twig:
    record = branch.record
    is_folded = record.kind == Kind.HYPOTHESIS
    # What was told further up with all below it is not told again, nor more than one can look at.
    is_told = record.id in seen
    under = () if is_told else branch.under[: room[id(branch)]]
    seen.add(record.id)
    here = f"{key}.{record.id}"
    is_goal = isinstance(record, Impact | Outcome)
    return Twig(
        record=record,
        key=here,
        stand=stand_of(plan, record) if isinstance(record, Impact | Outcome) else None,
        link=_link_between(plan, record, above) if is_goal and above is not None else None,
        refuted=tuple(_shown(plan, each) for each in branch.refuted),
        under=tuple(
            _twig(plan, each, above=record, key=here, seen=seen, room=room) for each in under
        ),
        left_out=len(branch.under) - len(under),
        is_told=is_told,
        is_folded=is_folded,
    )


def _link_between(plan: Plan, lower: Record, upper: Record) -> LinkShown | None:
    for link in plan.of(DriverLink, lower.id):
        if link.outcome == lower.id and upper.id in {link.impact, link.driven_outcome}:
            return _shown(plan, driving(plan, link))
    return None


def _shown(plan: Plan, told: Driving) -> LinkShown:
    state = told.stands
    return LinkShown(
        link=told.link,
        state=state,
        sign=SIGNS.get(state, SIGNS["claimed"]),
        says=link_words(told),
        outcome=plan.get(Outcome, told.link.outcome),
    )


def link_words(told: Driving) -> str:
    """Say what is known of a link: how many experiments, and how far the end moves with it."""
    if not told.trials:
        if told.link.state == "claimed":
            return "claimed: no experiment has tested it"
        return f"{told.link.state}, as it was found: no experiment here has tested it"
    number = len(told.trials)
    tested = f"{told.state} by {number} experiment{'s' if number > 1 else ''}"
    if told.slope is None or told.interval is None:
        return tested
    # Of a share, a unit is all of it; one reads a hundredth of that, a point.
    factor = 1.0 if told.scales[0] is not Scale.RATE or told.scales[1] is Scale.RATE else 0.01
    ends = (factor * told.interval.low, factor * told.interval.high)
    slope = f"{_number(factor * told.slope)} [{_number(ends[0])}, {_number(ends[1])}]"
    unit = f"{NARROW}pp" if told.scales[0] is Scale.RATE else " unit"
    return f"{tested}: {slope} for each{unit}"


def _number(value: float) -> str:
    return f"{value:+.2f}".replace("-", MINUS)


def _leading(branches: Iterable[Branch]) -> Iterator[Branch]:
    for branch in branches:
        if branch.record.kind in LEADING:
            yield replace(branch, under=tuple(_leading(branch.under)))


def _of_team(branches: Iterable[Branch], team: str) -> Iterator[Branch]:
    """Walk what a team works on with all below it, and what that is for."""
    for branch in branches:
        if is_of(branch.record, team):
            yield branch
        else:
            under = tuple(_of_team(branch.under, team))
            if under:
                yield replace(branch, under=under)


def is_of(record: Record, team: str) -> bool:
    """Tell whether a team owns a record, keeps it, or makes it."""
    owners = getattr(record, "owners", ()) or getattr(record, "teams", ())
    return team in {record.team, getattr(record, "made_by", None), *owners}
