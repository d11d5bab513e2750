"""What one can do from anywhere: state, move and change records, and go where work is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import resolve, reverse

from seachange.people.access import Viewer
from seachange.planning.rules.permissions import Deed as May
from seachange.planning.rules.permissions import may
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import HORIZONS, Kind
from seachange.web.pages.field_shown import may_change
from seachange.web.pages.making import address_to_state
from seachange.web.pages.record_lists import may_state
from seachange.web.pages.record_page import moves_of

# What one states most often comes first; the others are found by their name.
STATED_OFTEN = (
    Kind.OUTCOME,
    Kind.HYPOTHESIS,
    Kind.QUESTION,
    Kind.ROADMAP_ITEM,
    Kind.PROBLEM,
    Kind.IDEA,
    Kind.FEATURE_REQUEST,
)

# What is done where: its words, its route and what the route is about.
DOORS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Bring events: upload a file or connect a table", "events_bring", ()),
    ("What is in the events", "events_description", ()),
    ("Draw a journey", "journey_draw", ()),
    ("What changed of the roadmap", "roadmap_changes", ()),
    ("The roadmap for leaders", "roadmap_handed_out", ("leaders",)),
    ("The roadmap for sellers", "roadmap_handed_out", ("sellers",)),
    ("The public roadmap", "roadmap_public", ()),
    ("Hold a review", "reviews", ()),
    ("Share by a link", "shares", ()),
    ("Export the plan as YAML", "export_plan", ()),
    ("Invite somebody, or change a role", "members", ()),
    ("Who may do what", "who_may", ()),
    ("What was done: the audit log", "audit", ()),
    ("Where you were named", "mentions", ()),
)
OF_AN_ACCOUNT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Access tokens for scripts", "tokens", ()),
    ("Change your password", "account_change_password", ()),
    ("Second factor and passkeys", "mfa_index", ()),
    ("Where you are signed in", "sessions", ()),
    ("Sign out", "account_logout", ()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something one can do: what it is called, and where it leads, or what it `sends` where."""

    title: str
    address: str = ""
    to: str = ""
    sends: str = ""
    keys: str = ""
    switches: str = ""


def fits(words: str, title: str, also: str = "") -> bool:
    """Tell whether every word stands in what something is called."""
    told = f"{title} {also}".casefold()
    return all(word in told for word in words.casefold().split())


def deeds_for(viewer: Viewer | None, words: str, *, plan: Plan, on: Record | None) -> list[Deed]:
    """Return what somebody can do that fits words: to the record they look at, or name, first."""
    named = [on, *_named_in(plan, words)] if on else list(_named_in(plan, words))
    about = [deed for record in dict.fromkeys(named) for deed in _of_record(viewer, record)]
    all_deeds = [*about, *_of_stating(viewer, words), *_of_doors(viewer, words), *_of_the_page()]
    return [each for each in all_deeds if fits(words, each.title)]


def _named_in(plan: Plan, words: str) -> Iterator[Record]:
    for word in words.split():
        found = plan.by_id.get(word) or plan.by_id.get(word.upper())
        if found is not None:
            yield found


def _of_record(viewer: Viewer | None, record: Record) -> Iterator[Deed]:
    on = record.id
    if isinstance(record, RoadmapItem) and record.is_open:
        yield from _along_the_horizons(viewer, record)
    for move in moves_of(record, viewer):
        if not move.why_not:
            sends = reverse("record_move", args=[on])
            yield Deed(title=f"Move {on} to {move.to}", to=move.to, sends=sends)
    if may_change(viewer, record):
        yield Deed(title=f"Edit {on}", address=reverse("record_edit", args=[on]), keys="e")
    yield Deed(title=f"History of {on}", address=f"{reverse('record', args=[on])}#history")


def _along_the_horizons(viewer: Viewer | None, item: RoadmapItem) -> Iterator[Deed]:
    if viewer is None or not may(viewer.role, deed=May.EDIT, kind=item.kind):
        return
    sends = reverse("roadmap_move", args=[item.id])
    for months in HORIZONS:
        if months != item.horizon:
            yield Deed(title=f"Move {item.id} to {months} months", to=str(months), sends=sends)


def _of_stating(viewer: Viewer | None, words: str) -> Iterator[Deed]:
    others = [each for each in Kind if each not in STATED_OFTEN] if words.strip() else []
    for each in (*STATED_OFTEN, *others):
        if may_state(viewer, each):
            title = f"New {each.value.replace('_', ' ')}"
            yield Deed(title=title, address=address_to_state(each))


def _of_doors(viewer: Viewer | None, words: str) -> Iterator[Deed]:
    """Walk what is done behind doors that somebody may pass."""
    if not words.strip():
        return
    # In the demonstration nobody has an account of their own.
    for title, route, parts in DOORS if settings.DEMO else (*DOORS, *OF_AN_ACCOUNT):
        address = reverse(route, args=parts)
        if resolve(address).func.route.policy.admits(viewer):
            yield Deed(title=title, address=address)


def _of_the_page() -> Iterator[Deed]:
    yield Deed(title="All records", address=reverse("records"))
    yield Deed(title="Light or dark", switches="theme")
    yield Deed(title="Keyboard shortcuts", switches="shortcuts", keys="?")
