"""Which column plays which part: what the caller named, what the names suggest, what is left."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from seachange.errors import BadMapping
from seachange.events.documents import nearest

NEEDED = ("actor", "time", "event")
PARTS = (*NEEDED, "id", "account", "received")

# By what columns are usually called, surest names first. Two columns that are equally sure
# are a question to the caller, not a guess.
_GUESSES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "actor": (
        ("actor", "actorid"),
        ("userid", "distinctid", "personid", "casepersonid"),
        ("user", "person", "uid", "username", "useremail", "memberid", "customerid", "clientid"),
        ("member", "customer", "client", "visitorid", "visitor", "student", "studentid", "email"),
        ("anonymousid", "deviceid", "orgresource"),
        ("caseconceptname", "caseid"),
    ),
    "time": (
        ("time", "timestamp", "timetimestamp", "ts", "eventtime", "eventtimestamp", "t"),
        ("occurredat", "happenedat", "datetime", "originaltimestamp", "timecreated"),
        ("createdat", "date", "clienttime", "at", "sentat", "eventdate", "starttimestamp"),
    ),
    "event": (
        ("event", "conceptname"),
        ("eventname", "eventtype", "activity", "activityname"),
        ("action", "actionname", "verb"),
        ("name", "type"),
    ),
    "id": (
        ("id", "eventid", "messageid", "insertid"),
        ("uuid", "eventuuid"),
    ),
    "account": (
        ("account", "accountid", "accountname"),
        ("company", "companyid", "organization", "organizationid", "organisation", "org", "orgid"),
        ("group", "groupid", "workspace", "workspaceid", "tenant", "tenantid", "team", "teamid"),
    ),
    "received": (("received", "receivedat", "receivedtime"), ("ingestedat", "serverreceivedat")),
}


class Named(TypedDict, total=False):
    """What a caller may say about the columns; what is not said is guessed from their names.

    `case` names the property that is the case of each event (an order, a visit); it stays
    a property. `properties` keeps only these besides the parts.
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
    """The settled mapping: the column of each part, and the columns kept as properties."""

    actor: str
    time: str
    event: str
    id: str | None
    account: str | None
    received: str | None
    properties: tuple[str, ...]
    notes: tuple[str, ...] = ()


def settle(there: Sequence[str], named: Named, *, place: str) -> Columns:
    """Decide which of the columns that are there plays which part.

    Raises BadMapping, with the columns and what to say, where a named column is not
    there or a needed part has no column, or several, that it could be.
    """
    said = {part: named[part] for part in PARTS if named.get(part)}
    for part, column in [*said.items(), ("case", named.get("case"))]:
        if column:
            _must_be_there(str(column), there, part=part, place=place)
    for column in named.get("properties") or ():
        _must_be_there(column, there, part="properties", place=place)
    found: dict[str, str | None] = {part: None for part in PARTS}
    found.update({part: str(column) for part, column in said.items()})
    notes = []
    for part in PARTS:
        if part in said or (part in named and part not in NEEDED):
            continue  # named, or refused in so many words: id=None
        free = [c for c in there if c not in found.values()]
        guess = _guess(part, free, there=there, place=place)
        if guess is not None:
            found[part] = guess
            notes.append(f"{part} = {guess} (guessed from its name)")
    kept = named.get("properties")
    own = {column for column in found.values() if column}
    properties = tuple(c for c in there if c not in own) if kept is None else tuple(kept)
    case = named.get("case")
    if case and case not in properties:
        if case in own:
            notes.append(f"case = {case}")
        properties = (*properties, case)
    return Columns(
        actor=str(found["actor"]),
        time=str(found["time"]),
        event=str(found["event"]),
        id=found["id"],
        account=found["account"],
        received=found["received"],
        properties=tuple(dict.fromkeys(properties)),
        notes=tuple(notes),
    )


def _guess(part: str, free: Sequence[str], *, there: Sequence[str], place: str) -> str | None:
    bare = {column: re.sub(r"[^a-z0-9]", "", column.casefold()) for column in free}
    for tier in _GUESSES[part]:
        candidates = [column for column in free if bare[column] in tier]
        if len(candidates) == 1:
            return candidates[0]
        if candidates and part in NEEDED:
            first = min(candidates, key=lambda c: tier.index(bare[c]))
            raise BadMapping(
                f"the {part} could be any of: {', '.join(candidates)}",
                place=place,
                remedy=_say(part, first),
            )
        if candidates:
            return None
    if part in NEEDED:
        raise BadMapping(
            f"no column looks like the {part} of an event; there are: {_shown(there)}",
            place=place,
            remedy=_say(part, "COLUMN"),
        )
    return None


def _must_be_there(column: str, there: Sequence[str], *, part: str, place: str) -> None:
    if column in there:
        return
    near = nearest(column, there)
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise BadMapping(
        f"there is no column {column!r} to be the {part}",
        place=place,
        remedy=f"{hint}There are: {_shown(there)}.",
    )


def _say(part: str, column: str) -> str:
    return f"Say which column it is: --{part} {column}, in Python {part}={column!r}."


def _shown(there: Sequence[str]) -> str:
    return ", ".join(there[:40]) + (f" and {len(there) - 40} more" if len(there) > 40 else "")
