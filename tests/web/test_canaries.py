"""A record one may not see is met nowhere: no page, search, palette, export, history or error."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from dataclasses import fields, replace
from datetime import date
from importlib.resources import as_file, files

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from seachange import clock
from seachange.cli import house
from seachange.errors import SeachangeError
from seachange.people.access import Role, Visibility
from seachange.planning.actions import share_links
from seachange.planning.actions.accounts import give_account
from seachange.planning.actions.bulk import take_in
from seachange.planning.files.reading import read_plan
from seachange.planning.reads.snapshot import snapshot, whole_plan
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.record import link_fields
from seachange.planning.rules.seeing import viewer
from seachange.planning.rules.sharing import Shared
from seachange.planning.rules.vocabulary import Kind
from tests.planning.databases import at, copied
from tests.web.conftest import CAST, NOW
from tests.web.ways import asked_for, in_plan, ways

CANARY = "yellowfinch"
# Whose eyes may not fall on it; the CEO keeps it.
LOOKING = (Role.PRODUCT, Role.SALES, Role.ADMIN, Role.REQUESTER)
KEEPER = "CEO"
# Who people are is no secret, and without them nobody keeps anything.
NO_SECRET = {Kind.MEMBER, Kind.DEPARTMENT, Kind.TEAM}
PRESSED = {"HX-Request": "true"}


def hidden(record):
    """Return a record as its keeper alone sees it, with the canary in every text that holds it."""
    links = {name for name, _ in link_fields(type(record))}
    for field in fields(record):
        told = getattr(record, field.name)
        if field.name in links | {"id", "state", "kind"} or type(told) is not str or not told:
            continue
        try:
            record = replace(record, **{field.name: f"{CANARY} {told}"})
        except SeachangeError:
            continue
    return replace(record, visibility=Visibility.PRIVATE, keeper=KEEPER)


def with_canaries():
    """Return Parley's plan with one record of every kind hidden, and the ids of those."""
    with as_file(files("seachange.demo") / "plan.yml") as file:
        told, _ = read_plan(file, date.fromisoformat(house.TODAY))
    cast = [
        Member(id=who, name=name, role=Role(role), department=department, teams=teams)
        for who, name, role, department, teams in house.CAST
    ]
    told = told.changed(put=cast)
    of_kind = defaultdict(list)
    for record in told.records():
        of_kind[record.kind].append(record)
    chosen = [hidden(those[-1]) for kind, those in of_kind.items() if kind not in NO_SECRET]
    return told.changed(put=chosen)


@pytest.fixture(scope="module")
def aviary_folder(tmp_path_factory, django_db_blocker):
    """A folder with Parley's plan and a canary in a record of every kind."""
    folder = tmp_path_factory.mktemp("aviary")
    with django_db_blocker.unblock(), copied("", folder), at("", folder):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "now", lambda: NOW)
            take_in(with_canaries(), by="", why="the test begins", as_found=True)
        for role, member in CAST.items():
            account = get_user_model().objects.create_user(role.value, f"{role.value}@parley.test")
            give_account(member, account.pk)
    return folder


@pytest.fixture
def aviary(aviary_folder, django_db_blocker, monkeypatch):
    """The plan as it is in this folder, on the day Parley lives on."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr("django.conf.settings.FOLDER", aviary_folder)
    with django_db_blocker.unblock(), at("", aviary_folder):
        yield


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=role.value))
    return client


def in_words(answer) -> str:
    """Return all an answer says: its headers, and its body, unpacked if it is packed."""
    body = answer.getvalue() if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return f"{answer.headers}\n{body.decode('utf-8', 'replace')}".casefold()


def exports_of(told: str) -> list[str]:
    """Return the addresses a page offers its tables and pictures at."""
    return [way.replace("&amp;", "&") for way in re.findall(r'href="(/export/\?[^"]*)"', told)]


def addresses(role: Role, *, thorough: bool) -> list[str]:
    """Return what to ask: every page, of hidden and open records, with every query it knows."""
    plan = whole_plan()
    secret = [each.id for each in plan.records() if each.keeper == KEEPER]
    seen = snapshot(viewer(plan.get(Member, CAST[role])))
    shown = {each.kind: each.id for each in seen.records()}
    out = []
    for number, way in enumerate(ways()):
        # By day every way leads to a few of them, another few each; by night to all.
        few = [secret[(7 * number + each) % len(secret)] for each in range(2)]
        records = [*secret, *shown.values()] if thorough else few
        if way.is_a_library_s or "GET" not in way.route.methods:
            continue
        if not way.parts:
            out.append(f"/{way.address}")
        elif way.parts == ["kind"]:
            out += [way.at(kind.value) for kind in Kind]
        elif {"record", "item", "journey"} & set(way.parts):
            out += [in_plan(way, plan, record) for record in records]
        else:
            out += [way.at(*("sellers" for _ in way.parts))]
    return list(dict.fromkeys(out))


def met(client, address: str, **asked) -> list[str]:
    """Return the address if what is answered there has the canary in it."""
    answer = client.get(address, **asked)
    assert answer.status_code < 500, address
    return [address] if CANARY in in_words(answer) else []


def test_the_canary_is_where_its_keeper_looks(aviary):
    """Else not to find it elsewhere would say nothing."""
    plan = whole_plan()
    secret = [each for each in plan.records() if each.keeper == KEEPER]
    assert len({each.kind for each in secret}) > 30
    client = signed_in(Role.LEADER)
    found = [a for a in ("/search/?q=" + CANARY, "/export/plan.yml") if met(client, a)]
    assert found == ["/search/?q=" + CANARY, "/export/plan.yml"]


@pytest.mark.parametrize("role", [None, Role.PRODUCT, Role.REQUESTER])
def test_a_hidden_record_is_met_nowhere(role, aviary):
    client = Client() if role is None else signed_in(role)
    found = []
    for address in addresses(role or Role.REQUESTER, thorough=False):
        found += met(client, address)
    for words in (CANARY, CANARY[:5], "OC", "*"):
        for more in ("", "&kind=outcome", "&on=2026-06-01"):
            found += met(client, f"/search/?q={words}{more}")
            palette = {"HX-Target": "palette-found", **PRESSED}
            found += met(client, f"/search/?q={words}{more}", headers=palette)
    assert [each for each in found if not each.startswith("/search/?q=yell")] == []


@pytest.mark.nightly
@pytest.mark.parametrize("role", LOOKING)
def test_a_hidden_record_is_met_in_none_of_thousands_of_answers(role, aviary):
    """Every page of every record, its parts, its exports in each form, its days, its queries."""
    client, found, asked = signed_in(role), [], 0
    for address in addresses(role, thorough=True):
        with asked_for() as names:
            answer = client.get(address)
        told = in_words(answer)
        found += [address] if CANARY in told else []
        more = [f"{address}?on=2026-06-01", *exports_of(told)]
        more += [f"{address}?{name}=OC" for name in sorted(names)]
        for each in more:
            found += met(client, each)
        found += met(client, address, headers=PRESSED)
        asked += 2 + len(more)
    assert found == []
    assert asked > 2000


def test_a_link_given_away_shows_no_more_than_its_maker_sees(aviary):
    for what in (Shared.ROADMAP, Shared.SELLERS):
        token = share_links.share(what, days=7, by="nadia")
        assert met(Client(), f"/share/{token}/") == []


def test_what_is_refused_does_not_tell_what_is_hidden(aviary):
    client, plan = signed_in(Role.PRODUCT), whole_plan()
    secret = [each.id for each in plan.records() if each.keeper == KEEPER]
    for way in ways():
        if way.route.form is None or way.is_a_library_s or not way.parts:
            continue
        for record in secret[:: 1 + len(secret) // 2]:
            answer = client.post(in_plan(way, plan, record), {})
            assert answer.status_code < 500, way.address
            assert CANARY not in in_words(answer), (way.address, record)
