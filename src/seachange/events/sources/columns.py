"""Which column plays which part: what the caller named, what the names suggest, what is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from seachange.errors import BadMapping
from seachange.events.documents import nearest
from seachange.events.sources.times import MOMENT

NEEDED = ("actor", "time", "event")
PARTS = (*NEEDED, "id", "account", "received")

# More than these are no properties but ids in the place of names. The first ones are kept,
# which in NDJSON are the most frequent.
MOST_PROPERTIES = 500

# By what columns are usually called, surest names first. Two columns that are equally sure
# are a question to the caller, not a guess.
_GUESSES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "actor": (
        ("actor", "actorid"),
        ("userid", "distinctid", "personid"),
        ("user", "person", "uid", "username", "useremail", "memberid", "customerid", "clientid"),
        ("member", "customer", "client", "visitorid", "visitor", "student", "studentid", "email"),
        ("caseconceptname",),
        ("orgresource", "anonymousid", "deviceid"),
        ("caseid", "case"),
    ),
    "time": (
        ("time", "timestamp", "timetimestamp", "ts", "eventtime", "eventtimestamp"),
        ("occurredat", "happenedat", "datetime", "originaltimestamp", "timecreated"),
        ("createdat", "date", "clienttime", "sentat", "eventdate", "starttimestamp"),
    ),
    "event": (
        ("event", "conceptname"),
        ("eventname", "eventtype", "activity", "activityname"),
        ("action", "actionname", "verb"),
        ("name",),
        ("type",),
    ),
    "id": (("eventid", "messageid", "insertid"), ("id",), ("uuid", "eventuuid")),
    "account": (
        ("account", "accountid", "accountname"),
        ("company", "companyid", "organization", "organizationid", "organisation", "org", "orgid"),
        ("group", "groupid", "workspace", "workspaceid", "tenant", "tenantid"),
    ),
    "received": (("received", "receivedat", "receivedtime"), ("ingestedat", "serverreceivedat")),
}


class Named(TypedDict, total=False):
    """What a caller may say about the columns; what is not said is guessed from their names.

    None leaves a part to the guess; an empty text says that no column plays it. `case`
    names the property that is the case of each event (an order, a visit); it stays a
    property. `properties` keeps only these besides the parts.
    """

    actor: str | None
    time: str | None
    event: str | None
    id: str | None
    account: str | None
    received: str | None
    case: str | None
    properties: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Columns:
    """The settled mapping: the column of each part, and the columns kept as properties.

    `guessed` are the parts that nobody named.
    """

    actor: str
    time: str
    event: str
    id: str | None
    account: str | None
    received: str | None
    properties: tuple[str, ...]
    guessed: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def used(self) -> frozenset[str]:
        """Every column that has to be read."""
        parts = (self.actor, self.time, self.event, self.id, self.account, self.received)
        return frozenset(column for column in (*parts, *self.properties) if column)


def settle(
    there: Sequence[str],
    named: Named,
    *,
    place: str,
    timed: Callable[[], Sequence[str]] = tuple,
) -> Columns:
    """Decide which of the columns that are there plays which part.

    `timed` looks for columns that hold times; it is asked where no name suggests one.
    Raises BadMapping, with the columns and what to say, where a named column is not
    there or a needed part has no column, or several, that it could be.
    """
    wishes = _wishes(named)
    _must_all_be_there(named, there, place=place)
    found = {part: column for part, column in wishes.items() if column}
    notes: list[str] = []
    guessed = []
    for part in PARTS:
        if wishes.get(part) is not None and (wishes[part] or part not in NEEDED):
            continue
        free = [column for column in there if column not in found.values()]
        likely = _likely(part, free) or (list(timed()) if part == "time" else [])
        if len(likely) == 1:
            found[part] = likely[0]
            guessed.append(part)
            if likely[0] != part:
                notes.append(f"{part} = {likely[0]} (guessed)")
        elif part in NEEDED:
            raise _undecided(part, likely, there, place=place)
    kept, left = _kept(there, named, own=set(found.values()))
    if left:
        notes.append(
            f"{MOST_PROPERTIES} of {MOST_PROPERTIES + left:,} properties are kept; "
            "name those you need as properties"
        )
    if named.get("case"):
        notes.append(f"case = {named.get('case')}")
    return Columns(
        actor=found["actor"],
        time=found["time"],
        event=found["event"],
        id=found.get("id"),
        account=found.get("account"),
        received=found.get("received"),
        properties=kept,
        guessed=frozenset(guessed),
        notes=tuple(notes),
    )


def guesses(
    there: Sequence[str], *, timed: Callable[[], Sequence[str]] = tuple
) -> dict[str, tuple[str, ...]]:
    """Return, for each part, the columns that could play it; a sure guess takes its column."""
    free, likely = list(there), {}
    for part in PARTS:
        found = _likely(part, free) or (list(timed()) if part == "time" else [])
        likely[part] = tuple(found)
        if len(found) == 1 and found[0] in free:
            free.remove(found[0])
    return likely


def _wishes(named: Named) -> dict[str, str | None]:
    return {
        "actor": named.get("actor"),
        "time": named.get("time"),
        "event": named.get("event"),
        "id": named.get("id"),
        "account": named.get("account"),
        "received": named.get("received"),
    }


def _must_all_be_there(named: Named, there: Sequence[str], *, place: str) -> None:
    asked = [*_wishes(named).items(), ("case", named.get("case"))]
    asked += [("properties", column) for column in named.get("properties") or ()]
    for part, column in asked:
        if not column or column in there:
            continue
        near = nearest(column, there)
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        what = "a property" if part == "properties" else f"the {part}"
        raise BadMapping(
            f"there is no column {column!r} to be {what}",
            place=place,
            remedy=f"{hint}There are: {_shown(there)}.",
        )


def _likely(part: str, free: Sequence[str]) -> list[str]:
    """Return the columns with the surest name that any of them has for this part."""
    bare = {column: re.sub(r"[^a-z0-9]", "", column.casefold()) for column in free}
    for tier in _GUESSES[part]:
        likely = [column for column in free if bare[column] in tier]
        if likely:
            return likely
    return []


def _undecided(part: str, likely: Sequence[str], there: Sequence[str], *, place: str) -> BadMapping:
    what = "name" if part == "event" else part
    column = likely[0] if likely else "COLUMN"
    say = f"Say which column it is: --{part} {column}, in Python {part}={column!r}."
    if likely:
        return BadMapping(
            f"the {what} of an event could be any of: {_shown(likely)}", place=place, remedy=say
        )
    headless = any(re.match(MOMENT, name) for name in there)
    return BadMapping(
        f"no column looks like the {what} of an event; there are: {_shown(there)}",
        place=place,
        remedy="The first line must name the columns: is it missing?" if headless else say,
    )


def _kept(there: Sequence[str], named: Named, *, own: set[str]) -> tuple[tuple[str, ...], int]:
    """Return the properties and how many were left out.

    Kept are those named, or whatever plays no part; and the case, always.
    """
    chosen, left = named.get("properties"), 0
    if chosen is None:
        free = [column for column in there if column not in own]
        chosen, left = free[:MOST_PROPERTIES], max(len(free) - MOST_PROPERTIES, 0)
    case = named.get("case")
    return tuple(dict.fromkeys([*chosen, *([case] if case else [])])), left


def _shown(columns: Iterable[str]) -> str:
    """List columns for a message: not too many, none too long, nothing a terminal obeys."""
    listed = [c if c.isprintable() and len(c) < 60 else repr(c[:40]) + "…" for c in columns]
    more = f" and {len(listed) - 40} more" if len(listed) > 40 else ""
    return ", ".join(listed[:40]) + more
