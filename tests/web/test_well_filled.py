"""What nobody means well by, in one field of a form that is otherwise filled in as people do."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from django.db import connection, transaction

from seachange.people.access import Role
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.vocabulary import Kind
from tests.web.blanks import Blank, blanks
from tests.web.conftest import EITHER
from tests.web.test_hostile import HOSTILE, NEVER, post, stored
from tests.web.ways import ABOUT, in_plan, ways

pytestmark = EITHER

# Those of the hostile values that one database takes and the other might not, and what is typed
# where none of them is looked for.
APART = (
    *NEVER,
    "half a letter",
    "list",
    "number",
    "below",
    "beyond",
    "first day",
    "late day",
    "no day",
    "lines",
    "immense",
    "nan",
    "escaped",
    "deep",
    "long",
)


def pages(plan) -> list[str]:
    """Return the addresses of all pages, those about any record for one of every kind."""
    out = []
    of_kinds = {each.kind: each.id for each in plan.records()}
    for way in ways():
        if "GET" not in way.route.methods or (way.is_a_library_s and way.parts):
            continue
        if "kind" in way.parts:
            out += [way.at(kind.value) for kind in Kind]
        elif way.parts and way.address.split("/")[0] not in ABOUT:
            out += [in_plan(way, plan, record) for record in of_kinds.values()]
        else:
            out.append(in_plan(way, plan))
    return sorted(out, key=lambda each: "/new/" in each)  # what is there is filled in already


def forms_met(client, plan) -> list[Blank]:
    """Return each form that is met on a page, once."""
    met: dict[object, Blank] = {}
    for address in pages(plan):
        answer = client.get(address)
        if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
            for blank in blanks(answer.content, address):
                met.setdefault(blank.name, blank)
    return list(met.values())


class Sender:
    """Sends forms, looks where they lead, and takes everything back."""

    def __init__(self, client) -> None:
        self.client, self.before = client, stored()

    def send(self, address, told) -> tuple[int, bool]:
        """Return how a form ended, and whether anything was stored."""
        cookies = dict(self.client.cookies)
        with transaction.atomic():
            answer = post(self.client, address, told)
            status = answer.status_code
            is_stored = stored() != self.before
            if status == 302:
                status = max(status, self.client.get(answer["Location"]).status_code)
            if is_stored:
                connection.check_constraints()
            transaction.set_rollback(True)
        self.client.cookies = SimpleCookie(cookies)
        return status, is_stored

    def ask(self, blank, name, kind) -> list[tuple]:
        """Send a form with one field filled in as nobody does; return what is wrong with it."""
        status, is_stored = self.send(blank.address, blank.but(name, HOSTILE[kind]))
        where = blank.address, name, kind, status
        if status >= 500:
            return [where]
        return [(*where, "stored")] if is_stored and status >= 400 else []


@pytest.mark.nightly
@pytest.mark.parametrize("kind", APART)
def test_one_field_among_others_that_are_well_filled_in_is_no_fault_of_ours(kind, client_as):
    plan, wrong, asked = whole_plan(), [], 0
    for role in (Role.ADMIN, None):
        client = client_as(role)
        met, sender = forms_met(client, plan), Sender(client)
        client.raise_request_exception = False
        wrong += [each for b in met for name in b.fields for each in sender.ask(b, name, kind)]
        asked += sum(len(b.fields) for b in met)
    print(f"{asked} fields asked with {kind}: {len(wrong)} wrong")
    assert wrong == []


@pytest.mark.nightly
def test_what_is_filled_in_by_who_means_well_is_taken(client_as):
    """Else nothing above would ever come as far as a database."""
    client, plan = client_as(Role.ADMIN), whole_plan()
    met, sender = forms_met(client, plan), Sender(client)
    taken = [sender.send(b.address, b.but("id", ""))[1] for b in met]
    assert sum(taken) > 60
