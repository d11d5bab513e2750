"""Members, teams and customers that a list names: those of the plan, else new ones."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import count

from seachange.planning.rules.plan.naming import flaw_of_id
from seachange.planning.rules.plan.organisation import Member, Team
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import Customer
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.vocabulary import Kind

_GAPS = re.compile(r"[\W_]+")
_LONGEST_ID = 80
_NOBODY = frozenset({"unassigned", "nobody", "none", "n/a", "-", "–", "tbd", "?"})


class People:
    """Whoever was named so far, each once however often and in whichever case.

    Ids that the list gives to its features (`reserved`) are nobody's.
    """

    def __init__(self, known: Plan, *, reserved: Collection[str] = ()) -> None:
        self._used = {*known.by_id, *reserved}
        self._by_name: dict[tuple[Kind, str], str] = {}
        self.added: dict[str, Record] = {}
        for record in (*known.members, *known.teams, *known.customers):
            names = [record.id, record.name]
            if isinstance(record, Member):
                names.append(record.email)
            for name in filter(None, names):
                self._by_name.setdefault((record.kind, name.casefold()), record.id)

    def member(self, name: str) -> str | None:
        """Return the id of a member by name or address; a new one may see little until told."""
        return self._id(Kind.MEMBER, name)

    def team(self, name: str) -> str | None:
        """Return the id of a team."""
        return self._id(Kind.TEAM, name)

    def customer(self, name: str) -> str | None:
        """Return the id of a customer."""
        return self._id(Kind.CUSTOMER, name)

    def _id(self, kind: Kind, name: str) -> str | None:
        name = " ".join(name.split())
        if not name or name.casefold() in _NOBODY:
            return None
        known = self._by_name.get((kind, name.casefold()))
        if known is None:
            known = self._free(name.partition("@")[0], kind)
            self._used.add(known)
            self._by_name[kind, name.casefold()] = known
            self.added[known] = _made(kind, known, name)
        return known

    def _free(self, name: str, kind: Kind) -> str:
        short = _GAPS.sub("-", name.casefold()).strip("-")[:_LONGEST_ID] or kind.value
        names = (short, f"{short}-{kind.value}", *(f"{short}-{n}" for n in range(2, 10)))
        fit = (each for each in names if each not in self._used and not flaw_of_id(each))
        free = next(fit, None)
        return free or next(each for n in count(10) if (each := f"{short}-{n}") not in self._used)

    def is_used(self, record_id: str) -> bool:
        """Whether anybody, or anything of the plan, goes by this id."""
        return record_id in self._used


def _made(kind: Kind, record_id: str, name: str) -> Record:
    if kind is Kind.MEMBER:
        is_address = "@" in name
        return Member(
            id=record_id, name="" if is_address else name, email=name if is_address else ""
        )
    return Team(id=record_id, name=name) if kind is Kind.TEAM else Customer(id=record_id, name=name)
