"""What is handed out of the roadmap, to sellers, leaders and everybody; and what changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from seachange.people.access import Viewer
from seachange.planning.reads.past import Edit, difference
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.handout import SafeHorizon, safe_of
from seachange.planning.rules.invariants.promises import without_yes
from seachange.planning.rules.plan.delivery import OUT, Output
from seachange.planning.rules.plan.intent import Impact, Outcome, Vision
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import Commitment, Customer, Deal
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import Function, Kind, Maturity
from seachange.web.pages.changed import changes_of
from seachange.web.pages.standings import Stand, stand_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise that was given: to whom, and who has not said yes to it, in words."""

    commitment: Commitment
    customer: str
    lacks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForSellers:
    """What sellers may sell today, what they may mention, and what they must not.

    `promised` are the promises that everybody who must keep them has signed; `unsigned` those
    that were given all the same.
    """

    today: tuple[Output, ...]
    promised: tuple[Promise, ...]
    unsigned: tuple[Promise, ...]
    story: tuple[Vision, ...]
    horizons: tuple[SafeHorizon, ...]
    never: tuple[Output, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForLeaders:
    """The impacts with what is said to drive them, and the roadmap's lines at each horizon."""

    impacts: tuple[tuple[Stand, tuple[Stand, ...]], ...]
    horizons: tuple[SafeHorizon, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of the roadmap: what became of which item, when, by whom and why."""

    edit: Edit
    item: RoadmapItem
    title: str
    says: str
    by: Member | None


def for_sellers(viewer: Viewer | None) -> ForSellers:
    """Return what sellers may speak of, as far as somebody may see it."""
    plan = snapshot(viewer)
    facing = [each for each in plan.outputs if each.is_customer_facing]
    today = [each for each in facing if _is_for_sale(each)]
    given = [_promise(plan, each) for each in plan.commitments if each.is_approved]
    return ForSellers(
        today=tuple(sorted(today, key=_newness, reverse=True)),
        promised=tuple(each for each in given if not each.lacks),
        unsigned=tuple(each for each in given if each.lacks),
        story=plan.visions,
        horizons=safe_of(plan, audience=Function.SALES),
        never=tuple(each for each in facing if each not in today and each.state != "removed"),
    )


def _newness(output: Output) -> tuple[str, str]:
    return str(output.released_on or ""), output.id


def _promise(plan: Plan, commitment: Commitment) -> Promise:
    deal = plan.get(Deal, commitment.deal)
    customer = plan.get(Customer, deal.customer) if deal else None
    return Promise(
        commitment=commitment,
        customer=(customer.name or customer.id) if customer else "",
        lacks=without_yes(plan, commitment),
    )


def _is_for_sale(output: Output) -> bool:
    """Tell whether people have it: it is out, and nobody says that it is less than available."""
    is_out = output.state in OUT and output.state != "removed"
    return is_out or output.maturity == Maturity.AVAILABLE


def for_leaders(viewer: Viewer | None) -> ForLeaders:
    """Return impacts and what drives them beside the roadmap, as far as somebody may see it."""
    plan = snapshot(viewer)
    return ForLeaders(
        impacts=tuple((stand_of(plan, each), _driving(plan, each)) for each in plan.impacts),
        horizons=safe_of(plan, audience=Function.LEADERSHIP),
    )


def _driving(plan: Plan, impact: Impact) -> tuple[Stand, ...]:
    links = [e for e in plan.driver_links if e.impact == impact.id and e.state != "refuted"]
    found = (plan.get(Outcome, each.outcome) for each in links)
    return tuple(stand_of(plan, each) for each in found if each is not None)


def for_everybody() -> tuple[SafeHorizon, ...]:
    """Return the roadmap as a stranger may see it: of public records, and no features."""
    return safe_of(snapshot(None))


def changes(viewer: Viewer | None, *, since: date, until: date) -> tuple[Change, ...]:
    """Return what became of the roadmap between two days, the latest first."""
    edits = difference(viewer, since=since, until=until, kind=Kind.ROADMAP_ITEM)
    plan = snapshot(viewer)
    return tuple(_told(plan, edits))[::-1]


def _told(plan: Plan, edits: Iterable[Edit]) -> Iterable[Change]:
    for edit in edits:
        item = edit.after or edit.before
        if isinstance(item, RoadmapItem):
            subject = plan.by_id.get(item.subject) if item.subject else None
            title = (title_of(subject) if subject else "") or item.title or item.name or item.id
            by = plan.get(Member, edit.by)
            yield Change(edit=edit, item=item, title=title, says=_says(plan, edit), by=by)


def _says(plan: Plan, edit: Edit) -> str:
    before, after = edit.before, edit.after
    if not isinstance(before, RoadmapItem):
        months = after.horizon if isinstance(after, RoadmapItem) else 0
        return f"added at {months} months"
    if not isinstance(after, RoadmapItem):
        return "taken off"
    said, told = [], set(_FOLLOWING)
    if before.horizon != after.horizon:
        said.append(f"moved from {before.horizon} to {after.horizon} months")
        told.add("horizon")
    if len(after.earlier_due) > len(before.earlier_due):
        said.append(f"slipped from {after.earlier_due[-1]} to {after.due}")
        told.add("due")
    if before.state != after.state:
        said.append(f"{before.state} became {after.state}")
        told.add("state")
    rest = replace(edit, fields=tuple(name for name in edit.fields if name not in told))
    said += [
        f"{label}: {_clipped(was, is_now)}"
        for label, was, is_now in changes_of(plan, rest, tells_flaws=False)
    ]
    return "; ".join(said) or "looked at again"


def _clipped(was: str, is_now: str) -> str:
    """Return as much of two values as stands in a cell, from a little before where they differ.

    Their record's own history tells all of them.
    """
    begins = 0
    if max(len(was), len(is_now)) > _LONGEST:
        pairs = zip(was, is_now, strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        begins = max(shared - _BEFORE, 0)
    ends = begins + _LONGEST
    cut = (
        f"{'…' if begins else ''}{each[begins:ends].strip()}{'…' if ends < len(each) else ''}"
        for each in (was, is_now)
    )
    return " → ".join(each or "nothing" for each in cut)


_LONGEST, _BEFORE = 120, 40
# What follows from another change, which is told.
_FOLLOWING = ("earlier_due", "changed_on")
