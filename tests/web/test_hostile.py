"""What nobody means well by: in every field of every form, part and query of every address."""

from __future__ import annotations

import random

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from seachange.people.access import Role
from seachange.people.guard import writing
from seachange.planning.models.mapping import mapping
from seachange.planning.models.refusals import set_up, take_down
from seachange.planning.reads.snapshot import stamp_now, whole_plan
from tests.web.conftest import EITHER
from tests.web.ways import asked_for, in_plan, ways

pytestmark = EITHER

# What a field never takes, wherever it is put: refused, and nothing is stored.
NEVER = {
    "nul": "a\x00b",
    "huge": "9" * 30_000,
}
# What is text like any other, or no value of its field: told so, or stored as it is, and inert.
PERHAPS = {
    "half a letter": "a\ud800b",
    "sql": "x'); DROP TABLE planning_outcome; --",
    "script": '"><script>alert(1)</script><img src=x onerror=alert(1)>',
    "object": '{"$ne": ""}',
    "list": '["a", {"b": 1}]',
    "template": "{{ settings.SECRET_KEY }}{% debug %}${7*7}",
    "number": "1e309",
    "below": "-99999999999999999999",
    "beyond": "3000000000",  # what a whole number in PostgreSQL does not hold
    "day": "0000-99-99",
    "first day": "0001-01-01",
    "late day": "9999-12-31",
    "no day": "infinity",
    "path": "../../../../etc/passwd",
    "lines": "a\r\nSet-Cookie: b=c\r\n\r\n<b>",
    "other digits": "١٢٣",
    "backwards": "\u202eabc\u200b",
    "immense": "1e99",
    "nan": "nan",
    "true": "true",
    "format": "%s%n{0.__class__}",
    "escaped": '{"kind": "funnel", "steps": ["a\\u0000b", "\\ud800"]}',
    # What no index of PostgreSQL holds, however it is packed.
    "deep": '{"kind": ' * 2000,
    "long": random.Random(1).randbytes(4000).hex(),
}
HOSTILE = {**NEVER, **PERHAPS}
BY_DAY = ("nul", "sql", "half a letter", "path", "below")  # in parts of addresses
OF_NO_RECORD = ("django_session", "planning_auditline", "usersessions_usersession")


def forms():
    """Every way that takes a form of ours."""
    return [way for way in ways() if way.route.form is not None and not way.is_a_library_s]


def stored() -> list:
    """Return how much is kept in every table, and the name of the plan as it reads."""
    tables = sorted({each._meta.db_table for each in apps.get_models(include_auto_created=True)})
    counts = [f'SELECT count(*) FROM "{each}"' for each in tables if each not in OF_NO_RECORD]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'({count})' for count in counts)}")
        return [stamp_now(), *zip(counts, cursor.fetchone(), strict=True)]


def post(client, address, told):
    """Post what is told, letters by halves and all, as a browser gone wrong would."""
    body = "&".join(f"{_quoted(name)}={_quoted(text)}" for name, text in told)
    return client.post(address, body, content_type="application/x-www-form-urlencoded")


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))


def test_a_field_that_no_form_has_or_that_comes_twice_or_as_a_structure_is_refused(client_as):
    client, plan = client_as(Role.ADMIN), whole_plan()
    before = stored()
    for way in forms():
        address = in_plan(way, plan)
        fields = list(way.route.form.base_fields)
        strange = [[("is_staff", "1")], [("_method", "DELETE")]]
        if fields:
            name = fields[0]
            strange += [[(f"{name}[]", "a")], [(f"{name}[$ne]", "")], [(f"{name}.role", "admin")]]
        for told in strange:
            assert post(client, address, told).status_code == 400, (address, told)
        assert client.post(address, {"a": SimpleUploadedFile("a", b"a")}).status_code == 400
        assert stored() == before, address


def test_a_form_that_comes_as_json_is_an_empty_one(client_as):
    client, plan = client_as(Role.ADMIN), whole_plan()
    for way in forms():
        body = '{"role": {"$ne": ""}, "name": ["a"], "token": 1e999}'
        answer = client.post(in_plan(way, plan), body, content_type="application/json")
        assert answer.status_code < 500, way.address


@pytest.mark.parametrize("kind", NEVER)
def test_what_a_field_never_takes_is_refused_in_every_form_and_nothing_is_stored(kind, client_as):
    client, plan = client_as(Role.ADMIN), whole_plan()
    before = stored()
    for way in forms():
        fields = list(way.route.form.base_fields)
        if not fields or (kind == "huge" and len(fields) > 8):
            continue
        address = in_plan(way, plan)
        answer = post(client, address, [(name, NEVER[kind]) for name in fields])
        assert answer.status_code < 500, address
        assert stored() == before, address


def test_nothing_put_into_a_form_is_a_fault_of_ours(client_as):
    """Every form with a few of the values in all its fields; by night every field with each."""
    client, plan = client_as(Role.ADMIN), whole_plan()
    chance = random.Random(20260630)
    for way in forms():
        address = in_plan(way, plan)
        fields = list(way.route.form.base_fields)
        for kind in chance.sample(sorted(PERHAPS), 3) if fields else []:
            answer = post(client, address, [(name, PERHAPS[kind]) for name in fields])
            assert answer.status_code < 500, (address, kind)


@pytest.mark.nightly
@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_put_into_any_field_by_itself_is_a_fault_of_ours(kind, client_as):
    """Asked of every field of every form; all that go wrong are told together."""
    client, plan = client_as(Role.ADMIN), whole_plan()
    client.raise_request_exception = False
    wrong, asked = [], 0
    for way in forms():
        address = in_plan(way, plan)
        for name in way.route.form.base_fields:
            before = stored()
            status = post(client, address, [(name, HOSTILE[kind])]).status_code
            asked += 1
            if status >= 500:
                wrong.append((address, name, status))
            elif (kind in NEVER or status >= 400) and stored() != before:
                wrong.append((address, name, status, "stored"))
    print(f"{asked} fields asked with {kind}: {len(wrong)} wrong")
    assert wrong == []


def test_nothing_asked_in_a_query_is_a_fault_of_ours(client_as):
    client, plan = client_as(Role.ADMIN), whole_plan()
    chance = random.Random(20260630)
    for way in ways():
        if way.is_a_library_s or "GET" not in way.route.methods:
            continue
        address = in_plan(way, plan)
        with asked_for() as names:
            client.get(address)
        for kind in [*chance.sample(sorted(PERHAPS), 3), "nul"] if names else []:
            told = "&".join(f"{_quoted(name)}={_quoted(HOSTILE[kind])}" for name in sorted(names))
            status = client.get(f"{address}?{told}").status_code
            assert status < 500, (address, kind, sorted(names))


@pytest.mark.nightly
@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_asked_by_any_name_in_a_query_is_a_fault_of_ours(kind, client_as):
    client, plan = client_as(Role.ADMIN), whole_plan()
    client.raise_request_exception = False
    before, wrong, asked = stored(), [], 0
    for way in ways():
        if way.is_a_library_s or "GET" not in way.route.methods:
            continue
        address = in_plan(way, plan)
        with asked_for() as names:
            client.get(address)
        for name in sorted(names):
            told = f"{_quoted(name)}={_quoted(HOSTILE[kind][:4000])}"
            asked += 1
            if client.get(f"{address}?{told}").status_code >= 500:
                wrong.append((address, name))
    print(f"{asked} names in queries asked with {kind}: {len(wrong)} wrong")
    assert wrong == []
    assert stored() == before


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=[] if kind in BY_DAY else [pytest.mark.nightly]) for kind in HOSTILE],
)
def test_no_part_of_an_address_is_a_fault_of_ours(kind, client_as):
    client = client_as(Role.ADMIN)
    before = stored()
    for way in ways():
        if way.is_a_library_s or not way.parts:
            continue
        address = way.at(*("~" for _ in way.parts)).replace("~", _quoted(HOSTILE[kind][:4000]))
        for ask in way.route.methods:
            if ask != "HEAD":
                status = client.generic(ask, address).status_code
                assert status in {200, 302, 400, 403, 404, 405, 422}, (ask, address, status)
                assert ask == "GET" or status != 200, address
    assert stored() == before


def test_a_question_that_is_cut_short_fails_no_page(client_as):
    """It may stand there from before such were refused: what reads it must bear that."""
    plan = whole_plan()
    asking = [r for r in plan.records() if (getattr(r, "question", "") or "").startswith("{")]
    take_down(using="default")
    with writing():
        for record in asking:
            rows = mapping(record.kind).model.objects.filter(pk=record.id)
            rows.update(question=f"{record.question} <script>")
    set_up(using="default")
    client = client_as(Role.ADMIN)
    for way in ways():
        if not way.is_a_library_s and "GET" in way.route.methods:
            assert client.get(in_plan(way, plan)).status_code < 500, way.address
    for record in asking:
        assert client.get(f"/records/{record.id}/").status_code < 500, record.id
    for journey in plan.journeys:
        assert client.get(f"/journeys/{journey.id}/").status_code < 500
    for outcome in plan.outcomes:
        assert client.get(f"/outcomes/{outcome.id}/").status_code < 500
