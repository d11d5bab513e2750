"""What first pages are made of: numbers, what to do next, lists; and whose things are whose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.web.pages.checks import report_of
from seachange.web.pages.outcomes import SETTLED, Row, by_urgency, rows_of
from seachange.web.pages.standings import Stand
from seachange.web.pages.strategy import is_of
from seachange.web.shell import address_of

MOST_NEXT, MOST_LINES, MOST_ROWS = 8, 12, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """One thing to do: what, about which record, and why; `tone` as of a chip."""

    says: str
    record: Record | None = None
    why: str = ""
    chip: str = ""
    tone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A record in a list, with what is to be said of it; or only the words."""

    says: str
    record: Record | None = None
    chip: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A list with its title, and what to say where it is empty."""

    title: str
    lines: tuple[Line, ...]
    empty: str
    address: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStep:
    """A step on the way to a first number."""

    says: str
    why: str
    address: str
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """A first page: numbers first, then what to do next, then lists.

    `lead` says what one looks at; `tells_first` is whether the lists are what one comes for, and
    stand before the numbers; `asks` is whether one may ask for something right here.
    """

    lead: str
    impacts: tuple[Stand, ...] = ()
    rows: tuple[Row, ...] = ()
    next: tuple[Next, ...] = ()
    sections: tuple[Section, ...] = ()
    first_steps: tuple[FirstStep, ...] = ()
    no_next: str = "Nothing waits for you."
    tells_first: bool = False
    asks: bool = False

    @property
    def is_long(self) -> bool:
        """Whether there is so much to do that the lists are better off beside it."""
        return not self.rows or len(self.next) > len(self.rows)

    def beginning_with(self, steps: tuple[FirstStep, ...]) -> HomePage:
        """Return the page with the steps of a new installation before it."""
        return replace(self, first_steps=steps)


def is_mine(record: Record, viewer: Viewer) -> bool:
    """Tell whether a record is somebody's: their team's, or in their own keeping."""
    own = {record.keeper, *(getattr(record, name, None) for name in ("owner", "seller", "sponsor"))}
    return viewer.id in own or any(is_of(record, team) for team in viewer.teams)


def outcomes_of(plan: Plan, viewer: Viewer) -> tuple[list[Outcome], bool]:
    """Return the open outcomes that are somebody's, and whether they are; else all open ones."""
    open_ones = [each for each in plan.outcomes if each.state not in SETTLED]
    own = [each for each in open_ones if is_mine(each, viewer)]
    return (own, True) if own else (open_ones, False)


def urgent(plan: Plan, outcomes: Iterable[Outcome]) -> tuple[Row, ...]:
    """Return the outcomes that need somebody most, with where they stand."""
    return tuple(sorted(rows_of(plan, outcomes), key=by_urgency)[:MOST_ROWS])


def findings(viewer: Viewer, about: Iterable[str]) -> Iterator[Next]:
    """Walk what the checks find at some records, the worst first; each check is told once."""
    plan, wanted = snapshot(viewer), set(about)
    order = {severity: place for place, severity in enumerate(Severity)}
    found = [each for each in report_of(plan).findings if each.record in wanted]
    alike = Counter(each.id for each in found)
    told: set[str] = set()
    for each in sorted(found, key=lambda finding: order[finding.severity]):
        if each.id in told:
            continue
        told.add(each.id)
        others = alike[each.id] - 1
        more = f" The same at {others} more." if others else ""
        yield Next(
            says=f"{each.message}{more}",
            record=plan.by_id.get(each.record),
            why=each.mend,
            chip=each.severity.word,
            address=f"{address_of('checks')}?check={each.id}",
            tone="bad" if each.severity is Severity.ERROR else "warn",
        )
