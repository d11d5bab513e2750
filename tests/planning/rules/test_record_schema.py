"""Records as JSON, and the schemas that tell what they look like: neither says more."""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest
from jsonschema import Draft202012Validator

from seachange.errors import BadPlan
from seachange.planning.rules.plan.encoding import RECORD_TYPES, plain
from seachange.planning.rules.plan.organisation import Waiver
from seachange.planning.rules.plan.record_schema import name_of, record_schemas
from seachange.planning.rules.vocabulary import Kind
from tests.planning.actions.worldly import DAY, record_at_random
from tests.planning.parley import parley

SCHEMAS = record_schemas("#/$defs/")


def judge(kind) -> Draft202012Validator:
    schema = {"$ref": f"#/$defs/{name_of(kind)}", "$defs": SCHEMAS}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


JUDGES = {kind: judge(kind) for kind in Kind}


def judged(kind, told) -> list[str]:
    return [f"{kind}: {each.json_path}: {each.message}" for each in JUDGES[kind].iter_errors(told)]


@pytest.fixture(scope="module")
def records():
    """Records of every kind: Parley's, and others at random out of what may be said at all."""
    random, plan = Random(20260630), parley()
    waiver = {"rule": "I-8", "record": "OU1", "reason": "a legal date", "approver": "CEO"}
    out = [*plan.records(), Waiver(id="W1", **waiver, expires_on=DAY)]
    for n in range(1500):
        with suppress(BadPlan):
            out.append(record_at_random(random, plan, f"R{n}"))
    return out


def test_every_schema_is_a_schema():
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)
    assert {name_of(kind) for kind in Kind} <= set(SCHEMAS)


def test_records_are_as_their_schemas_say(records):
    assert {record.kind for record in records} == set(Kind)
    assert [wrong for each in records for wrong in judged(each.kind, plain(each))] == []


@pytest.mark.parametrize("kind", RECORD_TYPES)
def test_a_record_that_says_more_or_other_than_there_is_fits_no_schema(kind, records):
    told = next(plain(each) for each in records if each.kind == kind)
    assert judged(kind, told) == []
    assert judged(kind, {**told, "is_admin": True})
    assert judged(kind, {**told, "id": ""})
    assert judged(kind, {**told, "state": "elsewhere"})
    for name in told:
        assert judged(kind, {**told, name: {"$ne": ""}}), name
        if name in SCHEMAS[name_of(kind)]["required"]:
            assert judged(kind, {key: told[key] for key in told if key != name}), name
