"""Every route of the house, and addresses of it in Parley: what the safety tests walk along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

from django.http import QueryDict
from django.urls import URLResolver, get_resolver
from django.utils.datastructures import MultiValueDict

from seachange.planning.rules.vocabulary import Kind
from seachange.web.routing import Door

PART = re.compile(r"<(?:\w+:)?(\w+)>")

# The first word of an address → the kind of record it is about, where that has pages of its own.
ABOUT = {
    "outcomes": Kind.OUTCOME,
    "objectives": Kind.OBJECTIVE,
    "hypotheses": Kind.HYPOTHESIS,
    "tests": Kind.ASSUMPTION_TEST,
    "roadmap": Kind.ROADMAP_ITEM,
    "journeys": Kind.JOURNEY,
    "review": Kind.REVIEW,
    "members": Kind.MEMBER,
}
# What other parts may be: the name of a part → what stands for it.
PARTS = {
    "kind": "outcome",
    "rule": "OU02",
    "to": "sellers",
    "number": "1",
    "pk": "1",
    "key": "0f3a",
    "token": "sc_nobody",
    "step": "J1",
    "result": "KR1",
}


@dataclass(frozen=True)
class Way:
    """A route with the whole of its address."""

    address: str
    door: Door

    @property
    def route(self):
        return self.door.route

    @property
    def is_a_library_s(self) -> bool:
        return self.route.form is None and self.address.startswith("accounts/")

    @property
    def parts(self) -> list[str]:
        return PART.findall(self.address)

    def at(self, *told: str) -> str:
        """Return an address of it, each part as told."""
        address = self.address
        for each in told:
            address = PART.sub(quote(each, safe=""), address, count=1)
        return f"/{address}"


def ways(patterns=None, before="") -> Iterator[Way]:
    """Walk every route there is."""
    for each in patterns if patterns is not None else get_resolver().url_patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from ways(each.url_patterns, address)
        else:
            yield Way(address, each.callback)


def in_plan(way: Way, plan, record: str = "") -> str:
    """Return an address of a way in a plan: about a record, or the first of its kind."""
    about = record or first(plan, ABOUT.get(way.address.split("/")[0], Kind.OUTCOME))
    told = []
    for part in way.parts:
        if part == "step":
            told.append(next((s.id for s in plan.journey_steps if s.journey == about), "J1"))
        elif part == "result":
            told.append(next((r.id for r in plan.key_results if r.objective == about), "KR1"))
        else:
            told.append(PARTS.get(part) or about)
    return way.at(*told)


def first(plan, kind: Kind) -> str:
    """Return the id of the first record of a kind."""
    return next((each.id for each in plan.records() if each.kind == kind), "OC1")


@contextmanager
def asked_for():
    """Note every name that is looked up in an address's query while the block lasts."""
    names: set[str] = set()
    usual, usual_list = MultiValueDict.__getitem__, QueryDict.getlist

    def get(self, name):
        names.add(name) if isinstance(self, QueryDict) else None
        return usual(self, name)

    def getlist(self, name, default=None):
        names.add(name)
        return usual_list(self, name, default)

    MultiValueDict.__getitem__, QueryDict.getlist = get, getlist
    try:
        yield names
    finally:
        MultiValueDict.__getitem__ = usual
        del QueryDict.getlist
