"""A record one may not see is met nowhere: no page, search, palette, export, history or error."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter, defaultdict
from contextlib import ExitStack
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from importlib.resources import as_file, files
from typing import get_type_hints

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from seachange import clock
from seachange.cli import house
from seachange.errors import SeachangeError
from seachange.people.access import Role, Visibility
from seachange.planning.actions import share_links
from seachange.planning.actions.bulk import take_in
from seachange.planning.files.reading import read_plan
from seachange.planning.reads.snapshot import snapshot, whole_plan
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.plan.organisation import Member, Waiver
from seachange.planning.rules.plan.record import link_fields
from seachange.planning.rules.seeing import viewer
from seachange.planning.rules.sharing import Shared
from seachange.planning.rules.vocabulary import Kind
from tests.planning.databases import at, copied
from tests.web.conftest import CAST, EITHER, NOW, give_accounts, lived_in
from tests.web.test_tokens import FOR_SCRIPTS
from tests.web.ways import asked_for, in_plan, ways

pytestmark = EITHER

CANARY = "yellowfinch"
PRESSED = {"HX-Request": "true"}
# Who people are is no secret, and without them nobody keeps anything.
NO_SECRET = {Kind.MEMBER, Kind.DEPARTMENT, Kind.TEAM}

# Of what kinds one is hidden first, and let out with other words later.
LET_OUT = (
    Kind.OUTCOME,
    Kind.ROADMAP_ITEM,
    Kind.IDEA,
    Kind.PROBLEM,
    Kind.OUTPUT,
    Kind.FEATURE_REQUEST,
)
WAIVER = Waiver(
    id="WA1",
    rule="OC02",
    record="OC1",
    reason="it is known",
    approver="CEO",
    expires_on=date(2026, 12, 31),
)


@dataclass(frozen=True)
class Level:
    """How far a record is hidden: who sees it, whose eyes may not fall on it, what links show."""

    visibility: Visibility
    keeper: Role
    looking: tuple[Role | None, ...]
    shared: tuple[Shared, ...]
    let_out_to: Visibility
    held_by: dict[str, str]


PRIVATE = Level(
    visibility=Visibility.PRIVATE,
    keeper=Role.LEADER,
    looking=(Role.PRODUCT, Role.SALES, Role.ADMIN, Role.REQUESTER, None),
    shared=tuple(Shared),
    let_out_to=Visibility.ORGANISATION,
    held_by={"keeper": CAST[Role.LEADER]},
)
OF_A_TEAM = Level(
    visibility=Visibility.TEAM,
    keeper=Role.CUSTOMER_SUCCESS,
    looking=(Role.PRODUCT, Role.ENGINEERING, Role.SALES, Role.MARKETING, Role.REQUESTER, None),
    shared=tuple(Shared),
    let_out_to=Visibility.ORGANISATION,
    held_by={"team": "CS"},
)
# What is within the organisation is no customer's, and may be handed out to sellers.
WITHIN = Level(
    visibility=Visibility.ORGANISATION,
    keeper=Role.PRODUCT,
    looking=(Role.REQUESTER, None),
    shared=(Shared.ROADMAP,),
    let_out_to=Visibility.PUBLIC,
    held_by={},
)
LEVELS = {each.visibility.value: each for each in (PRIVATE, OF_A_TEAM, WITHIN)}
BY_NIGHT = [
    pytest.param(level, role, id=f"{level}-{role.value if role else 'stranger'}")
    for level, of in LEVELS.items()
    for role in of.looking
]


def hidden(record, level):
    """Return a record hidden as far as told, with the canary in every text that holds it."""
    links = {name for name, _ in link_fields(type(record))}
    for field in fields(record):
        told = getattr(record, field.name)
        if field.name in links | {"id", "state", "kind"} or type(told) is not str:
            continue
        if not told and field.name != "name":  # a word where there was none might change its sense
            continue
        try:
            record = replace(record, **{field.name: f"{CANARY} {told}"})
        except SeachangeError:
            continue
    held = {"keeper": None, "team": None, **level.held_by}
    return replace(record, visibility=level.visibility, **held)


def like_any(kind, of_kind):
    """Return a record of a kind Parley has none of, hung on the first of what it needs."""
    if kind == Kind.WAIVER:
        return WAIVER
    record_type = RECORD_TYPES[kind]
    required = {each.name for each in fields(record_type) if each.default is MISSING}
    links = [each for each in link_fields(record_type) if each[0] not in {"team", "keeper"}]
    hung = [each for each in links if each[0] in required] or links[:1]
    told = {
        name: of_kind[to[0]][0].id if name in required else (of_kind[to[0]][0].id,)
        for name, to in hung
        if of_kind[to[0]]
    }
    for name, held in told.items():
        hint = get_type_hints(record_type)[name]
        told[name] = held if "tuple" in str(hint) else held[0] if type(held) is tuple else held
    return record_type(id=f"{CANARY[:3]}-{kind.value}", **told)


def with_canaries(level):
    """Return Parley's plan with one record of every kind hidden; and what is let out again.

    Those were hidden and said otherwise once: their histories hold the canary.
    """
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
    for kind in Kind:
        if kind not in of_kind:
            of_kind[kind].append(like_any(kind, of_kind))
    chosen = [hidden(those[-1], level) for kind, those in of_kind.items() if kind not in NO_SECRET]
    let_out = [of_kind[kind][0] for kind in LET_OUT if len(of_kind[kind]) > 1]
    was = [hidden(each, level) for each in let_out]
    return told.changed(put=[*was, *chosen]), let_out


@pytest.fixture(scope="module")
def aviary_houses(tmp_path_factory, django_db_blocker):
    """Give houses with Parley's plan and a canary in a record of every kind, by how far hidden."""
    made = {}
    with ExitStack() as kept:

        def made_once(level, tables):
            if (level, tables) not in made:
                folder = tmp_path_factory.mktemp("aviary")
                with django_db_blocker.unblock():
                    address = kept.enter_context(copied(tables, folder))
                    with at(address, folder):
                        settle(LEVELS[level])
                made[level, tables] = address, folder
            return made[level, tables]

        yield made_once


def settle(level):
    """Take Parley's plan in with its canaries, and give accounts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        plan, let_out = with_canaries(level)
        take_in(plan, by="", why="it begins", as_found=True)
        seen = {"visibility": level.let_out_to, "keeper": None, "team": None}
        take_in([replace(each, **seen) for each in let_out], by="", why=f"{CANARY}")
    give_accounts()


@pytest.fixture
def aviary(aviary_houses, level, tables, tmp_path, django_db_blocker, monkeypatch):
    """The plan of this level, for one test, on the day Parley lives on; give what is hidden."""
    house = aviary_houses(level, tables)
    with django_db_blocker.unblock(), lived_in(house, tmp_path, monkeypatch):
        yield [each.id for each in whole_plan().records() if CANARY in repr(each)]


def signed_in(role: Role | None) -> Client:
    client = Client()
    if role is not None:
        client.force_login(get_user_model().objects.get(username=role.value))
    return client


class Walk:
    """Answers one after the other: how many there were, and in which the canary sings."""

    def __init__(self, role: Role | None) -> None:
        self.role, self.client = role, signed_in(role)
        self.answers, self.found, self.statuses = 0, [], Counter()

    def get(self, address: str, **more) -> str:
        """Ask for an address and return what is told."""
        return self._heard(address, self.client.get(address, **more))

    def post(self, address: str, told: dict) -> str:
        """Send a form and return what is told; some forms end the session, and it is begun anew."""
        answer = self.client.post(address, told)
        if answer.status_code == 401 and self.role is not None:
            self.client = signed_in(self.role)
        return self._heard(f"POST {address}", answer)

    def _heard(self, asked: str, answer) -> str:
        assert answer.status_code < 500, asked
        told = in_words(answer)
        self.answers += 1
        self.statuses[answer.status_code] += 1
        if CANARY in told:
            self.found.append(asked)
        return told


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


def addresses(role: Role | None, secret: list[str], *, thorough: bool) -> list[str]:
    """Return what to ask: every page, of hidden and open records, with every query it knows."""
    plan = whole_plan()
    seen = snapshot(viewer(plan.get(Member, CAST[role]))) if role else snapshot(None)
    shown = {each.kind: each.id for each in seen.records()}
    let_out = [next(e.id for e in seen.records() if e.kind == k) for k in LET_OUT if k in shown]
    out = []
    for number, way in enumerate(ways()):
        # By day every way leads to a few of them, another few each; by night to all.
        few = [secret[(7 * number + each) % len(secret)] for each in range(2)]
        if way.route.name == "record":
            few += let_out  # whose histories hold it
        records = [*secret, *let_out, *shown.values()] if thorough else few
        if way.is_a_library_s or "GET" not in way.route.methods:
            continue
        if not way.parts:
            out.append(f"/{way.address}")
        elif way.parts == ["kind"]:
            out += [way.at(kind.value) for kind in Kind]
        elif {"record", "item", "journey", "signal"} & set(way.parts):
            out += [in_plan(way, plan, record) for record in records]
        else:
            out += [way.at(*("sellers" for _ in way.parts))]
    return list(dict.fromkeys(out))


@pytest.mark.parametrize("level", LEVELS)
def test_the_canary_is_where_its_keeper_looks(level, aviary):
    """Else not to find it elsewhere would say nothing."""
    kinds = {whole_plan().by_id[each].kind for each in aviary}
    assert kinds == set(Kind) - NO_SECRET
    walk = Walk(LEVELS[level].keeper)
    there = ["/search/?q=yellow", "/export/plan.yml", "/api/records/outcome/", "/roadmap/"]
    for address in there:
        walk.get(address)
    assert walk.found == there


@pytest.mark.parametrize(
    ("level", "role"),
    [
        ("private", None),
        ("private", Role.PRODUCT),
        ("team", Role.SALES),
        ("organisation", Role.REQUESTER),
    ],
)
def test_a_hidden_record_is_met_nowhere(level, role, aviary):
    walk = Walk(role)
    for address in addresses(role, aviary, thorough=False):
        walk.get(address)
    for words in (CANARY[:6], "OC", "*"):
        for more in ("", "&kind=outcome", "&on=2026-06-01"):
            walk.get(f"/search/?q={words}{more}")
            palette = {"HX-Target": "palette-found", **PRESSED}
            walk.get(f"/search/?q={words}{more}", headers=palette)
    assert walk.found == []


@pytest.mark.parametrize(
    ("level", "role"), [("private", Role.PRODUCT), ("organisation", Role.REQUESTER)]
)
def test_not_even_the_id_of_what_is_hidden_is_told_to_who_does_not_ask_for_it(level, role, aviary):
    """On every page without parts, and on pages of what one sees; as a word of its own."""
    walk, plan = Walk(role), snapshot(viewer(whole_plan().get(Member, CAST[role])))
    ids = "|".join(re.escape(each.casefold()) for each in aviary)
    met = re.compile(rf"(?<![\w.:-])({ids})(?![\w.:-]*\w)")
    shown = {each.kind: each.id for each in plan.records()}
    asked = [f"/{way.address}" for way in ways() if "GET" in way.route.methods and not way.parts]
    asked += [f"/api/records/{kind.value}/" for kind in Kind]
    asked += [f"/records/{each}/{more}" for each in shown.values() for more in ("", "edit/")]
    asked += [f"/why/{each}/" for each in shown.values()]
    found = {address: set(met.findall(walk.get(address))) for address in asked}
    assert {address: ids for address, ids in found.items() if ids} == {}
    assert met.search(Walk(LEVELS[level].keeper).get("/api/records/outcome/"))


@pytest.mark.nightly
@pytest.mark.parametrize(("level", "role"), BY_NIGHT)
def test_a_hidden_record_is_met_in_none_of_thousands_of_answers(level, role, aviary):
    """Every page of every record, its parts, its exports in each form, its days, its queries."""
    walk = Walk(role)
    for address in addresses(role, aviary, thorough=True):
        with asked_for() as names:
            told = walk.get(address)
        more = [f"{address}?on=2026-06-01", *exports_of(told)]
        more += [
            f"{address}?{name}={value}" for name in sorted(names) for value in ("OC", aviary[0])
        ]
        for each in more:
            walk.get(each)
        walk.get(address, headers=PRESSED)
    for address in FOR_SCRIPTS:
        walk.get(address, headers={"Accept": "application/json"})
    print(f"{walk.answers} answers to {role or 'a stranger'}: {dict(walk.statuses)}")
    assert walk.found == []
    assert walk.answers > 1000


@pytest.mark.parametrize("level", LEVELS)
def test_a_link_given_away_shows_no_more_than_its_maker_sees(level, aviary):
    """Everything that can be shared, by somebody who may not see what is hidden."""
    maker = viewer(whole_plan().get(Member, CAST[Role.SALES]))
    walk = Walk(None)
    for what in LEVELS[level].shared:
        about = [each.id for each in snapshot(maker).outcomes] if what == Shared.OUTCOME else [""]
        for record in about:
            walk.get(f"/share/{share_links.share(what, record=record, days=7, by=maker.id)}/")
    assert set(walk.statuses) == {200}
    assert walk.found == []


def refusals(walk, secret, role, *, step):
    """Send every form about hidden records, and with hidden ids in every field."""
    plan = whole_plan()
    for number, way in enumerate(ways()):
        if way.route.form is None or way.is_a_library_s:
            continue
        about = secret[number % step :: step] if way.parts else secret[number % len(secret) :][:1]
        for record in about:
            address = in_plan(way, plan, record)
            walk.post(address, {})
            fields = dict.fromkeys(way.route.form.base_fields, record)
            walk.post(address, {**fields, "seen": "0"})
    for kind in Kind:  # an id that is taken, and a link to what is hidden
        for record in secret[::step]:
            walk.post(f"/records/new/{kind.value}/", {"id": record, "name": "a name"})
    seen = snapshot(viewer(plan.get(Member, CAST[role]))) if role else snapshot(None)
    for record in [*seen.records()][:: 4 * step]:  # changed since: both versions side by side
        walk.post(f"/records/{record.id}/edit/", {"name": "other words", "seen": "0"})


@pytest.mark.parametrize(("level", "role"), [("private", Role.PRODUCT), ("team", Role.SALES)])
def test_what_is_refused_does_not_tell_what_is_hidden(level, role, aviary):
    walk = Walk(role)
    refusals(walk, aviary, role, step=23)
    assert walk.found == []


@pytest.mark.nightly
@pytest.mark.parametrize(("level", "role"), BY_NIGHT)
def test_none_of_thousands_of_refusals_tells_what_is_hidden(level, role, aviary):
    walk = Walk(role)
    refusals(walk, aviary, role, step=3)
    print(f"{walk.answers} refusals to {role or 'a stranger'}: {dict(walk.statuses)}")
    assert walk.found == []
    assert walk.answers > 1000
