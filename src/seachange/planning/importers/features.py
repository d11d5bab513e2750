"""Entries of a list as ideas and outputs that no outcome stands behind yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from seachange.planning.importers.days import Unclear, day
from seachange.planning.importers.entries import Entry, Listing, Remark
from seachange.planning.importers.mapping import Columns
from seachange.planning.importers.people import People
from seachange.planning.importers.states import PARTS, STATES, TYPES, kind_of, plain_word
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Idea
from seachange.planning.rules.plan.naming import flaw_of_id
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.states import first_state
from seachange.planning.rules.vocabulary import Kind, Maturity, Origin, OutputKind

_LONGEST_ID = 100
_EFFORT = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)\s*(w|weeks?|pw|person-weeks?|d|days?)?\Z")
_IDEA_DAYS = {"captured_on": "captured_on", "closed_on": "closed_on"}
_OUTPUT_DAYS = {
    "due": "due",
    "started_on": "building_started_on",
    "built_on": "built_on",
    "released_on": "released_on",
}
_BOTH = frozenset({"id", "title", "text", "status", "resolution", "keeper", "effort", "origin"})
_TAKEN = {
    Kind.IDEA: _BOTH | {"originator", "team", "parent", *_IDEA_DAYS},
    Kind.OUTPUT: _BOTH | {"type", "team", "customers", "parent", *_OUTPUT_DAYS},
}
_AFTER = ("released_on", "built_on", "started_on")  # where no state is told, a day tells it
_BY_DAY = {"released_on": "released", "built_on": "built", "started_on": "building"}


class _SetAside(Exception):
    """Why an entry is none of ours, and which field says so."""

    def __init__(self, field_name: str, says: str) -> None:
        self.field = field_name
        super().__init__(says)


@dataclass(slots=True)
class Features:
    """Ideas and outputs while a list is gone through, with the people they name.

    `states` is what a word means here, before what it means everywhere.
    """

    known: Plan
    states: Mapping[str, str]
    is_day_first: bool | None = None
    reserved: frozenset[str] = frozenset()
    records: dict[str, Record] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    there: list[str] = field(default_factory=list)  # ids that the plan has already
    people: People = field(init=False)
    _lost: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)
    _taken_at: dict[str, Entry] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = People(self.known, reserved=self.reserved)

    def take(self, entry: Entry, columns: Columns) -> None:
        """Take one entry, or set it aside and say why."""
        told = {name: entry.cells.get(column, ()) for name, column in columns.of.items()}
        said = next(iter(told.get("id", ())), "")
        if isinstance(self.known.by_id.get(said), Idea | Output):
            self.there.append(said)
            return
        before = len(self.remarks)
        try:
            record = self._record(entry, columns, told)
        except _SetAside as why:
            del self.remarks[before:]  # that a value of it was not understood no longer matters
            column = columns.of.get(why.field, why.field)
            self.remarks.append(Remark(entry.spot, str(why), column, is_set_aside=True))
            return
        self._count_lost(entry, columns, told, record)
        self.records[record.id] = record
        self._taken_at[record.id] = entry

    def count_left(self, listing: Listing, columns: Columns) -> None:
        """Count what stands in the columns that nothing of a plan has a place for."""
        for entry in listing.entries:
            for column in entry.cells:
                if column in columns.left:
                    self._lost.setdefault((column, "no field of a feature"), []).append(entry)

    def _count_lost(
        self,
        entry: Entry,
        columns: Columns,
        told: Mapping[str, tuple[str, ...]],
        record: Record,
    ) -> None:
        taken = _TAKEN[record.kind] | ({"built_on"} if record.state == "killed" else set())
        for name, values in told.items():
            if values and name not in taken:
                why = f"an {record.kind.value} has no such field"
                self._lost.setdefault((columns.of[name], why), []).append(entry)
            elif len(set(values)) > 1 and name != "customers":
                says = f"several values; only {values[0]!r} is taken"
                self.remarks.append(Remark(entry.spot, says, columns.of[name]))

    def told_lost(self) -> Iterator[str]:
        """Tell column by column what was not taken, and of how many."""
        for (column, why), entries in self._lost.items():
            first = f"first in {entries[0].spot}"
            yield f"{column}: {why}; not taken from {len(entries)} of them, {first}"

    def _record(
        self, entry: Entry, columns: Columns, told: Mapping[str, tuple[str, ...]]
    ) -> Record:
        said = {name: values[0] for name, values in told.items() if values}
        title = " ".join(said.get("title", "").split())
        if not title:
            raise _SetAside("title", "empty; a feature needs a name")
        if plain_word(said.get("type", "")) in PARTS:
            raise _SetAside("type", f"{said['type']}: a part of a feature, not one")
        if "parent" in said:
            raise _SetAside("parent", f"a part of {said['parent']}, not a feature")
        state = self._state(entry, columns, said)
        kind = kind_of(state) or Kind.IDEA
        record_id = self._id(said.get("id", ""), kind)
        making = _Making(self, entry, columns, said)
        shared = {"id": record_id, "name": title, "state": state, **making.shared()}
        if kind is Kind.IDEA:
            return Idea(**shared, **making.of_idea(state))
        return Output(**shared, **making.of_output(told.get("customers", ()), state))

    def _id(self, said: str, kind: Kind) -> str:
        if not said:
            return self._next_id("ID" if kind is Kind.IDEA else "OU")
        if len(said) > _LONGEST_ID or "\n" in said:
            raise _SetAside("id", f"an id of one line and at most {_LONGEST_ID} letters")
        if flaw := flaw_of_id(said):
            raise _SetAside("id", f"an id that can stand in an address: {said} {flaw}")
        if said in self.known.by_id:
            raise _SetAside("id", f"{said} is the id of a {self.known.by_id[said].kind} already")
        if said in self._taken_at:
            raise _SetAside("id", f"{said} is given twice, first in {self._taken_at[said].spot}")
        return said

    def _next_id(self, prefix: str) -> str:
        while True:
            self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
            found = f"{prefix}{self._numbers[prefix]}"
            if not self.people.is_used(found):
                return found

    def _state(self, entry: Entry, columns: Columns, said: Mapping[str, str]) -> str:
        word = plain_word(said.get("status", ""))
        resolved = STATES.get(plain_word(said.get("resolution", "")), "")
        if resolved == "killed":
            return resolved  # closed, but not because it was done
        if not word:
            told = next((name for name in _AFTER if name in said), "")
            return _BY_DAY.get(told, first_state(Kind.IDEA))
        state = self.states.get(word) or STATES.get(word)
        if state is None:
            first = first_state(Kind.IDEA)
            says = f"{said['status']!r} says nothing of how far it is; taken as {first}"
            remedy = f'say what it means: --state "{said["status"]}=building"'
            self.remarks.append(Remark(entry.spot, f"{says} ({remedy})", columns.of["status"]))
            return first
        return state


@dataclass(slots=True)
class _Making:
    """The fields of one record from what its entry says."""

    features: Features
    entry: Entry
    columns: Columns
    said: Mapping[str, str]

    def shared(self) -> dict[str, Any]:
        return {
            "text": "\n".join(self.said.get("text", "").splitlines()),
            "keeper": self._member("keeper"),
            "origin": self._origin(),
            "effort_weeks": self._effort(),
        }

    def of_idea(self, state: str) -> dict[str, Any]:
        days = {field: self._day(name) for name, field in _IDEA_DAYS.items()}
        if state == "killed":
            days["closed_on"] = days["closed_on"] or self._day("built_on")
        team = self.features.people.team(self.said.get("team", ""))
        return {"originator": self._member("originator"), "team": team, **days}

    def of_output(self, customers: tuple[str, ...], state: str) -> dict[str, Any]:
        people = self.features.people
        told: dict[str, Any] = {field: self._day(name) for name, field in _OUTPUT_DAYS.items()}
        told["made_by"] = people.team(self.said.get("team", ""))
        named = (people.customer(name) for name in customers)
        told["customers"] = tuple(dict.fromkeys(each for each in named if each))
        told["output_kind"] = self._kind()
        if state == "released":
            told["maturity"] = Maturity.AVAILABLE
        return told

    def _member(self, name: str) -> str | None:
        return self.features.people.member(self.said.get(name, ""))

    def _kind(self) -> OutputKind:
        said = self.said.get("type", "")
        if said and plain_word(said) not in TYPES:
            self._remark("type", f"{said!r} is no kind of output; taken as other")
            return OutputKind.OTHER
        return TYPES.get(plain_word(said), OutputKind.FEATURE)

    def _origin(self) -> Origin:
        said = self.said.get("origin", "")
        words = {each.value: each for each in Origin}
        if said and plain_word(said) not in words:
            self._remark("origin", f"{said!r} is not one of: {', '.join(words)}")
        return words.get(plain_word(said), Origin.TEAM)

    def _effort(self) -> float | None:
        said = self.said.get("effort", "")
        found = _EFFORT.match(said.casefold())
        if said and not found:
            self._remark("effort", f"{said!r} is no number of weeks or days")
        if not found:
            return None
        number = float(found[1].replace(",", "."))
        return number / 5 if (found[2] or "").startswith("d") else number

    def _day(self, name: str) -> date | None:
        if name not in self.said:
            return None
        try:
            return day(self.said[name], is_day_first=self.features.is_day_first)
        except Unclear as why:
            self._remark(name, f"{why}; not taken")
            return None

    def _remark(self, name: str, says: str) -> None:
        self.features.remarks.append(Remark(self.entry.spot, says, self.columns.of[name]))
