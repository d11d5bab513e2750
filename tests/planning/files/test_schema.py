"""The schema of plan files accepts what is read and refuses what is refused."""

import json

import jsonschema
import pytest
from ruamel.yaml import YAML

from seachange.errors import BadPlan
from seachange.planning.files.reading import parse_plan
from seachange.planning.files.schema import plan_schema
from seachange.planning.files.short.sections import SECTIONS, TOPS
from seachange.planning.files.writing import plan_text
from seachange.planning.rules.plan.plan import COLLECTIONS
from tests.planning.parley import AS_OF, parley

VALIDATOR = jsonschema.Draft202012Validator(plan_schema())


SIGNED = (
    "customers: {B: }\ndeals: {D: {customer: B}}\ncommitments: {C: {deal: D}}\n"
    "sign_offs: {S: {commitment: C"
)


def fits(text):
    """Whether a plan file's text fits the schema, as an editor would see it."""
    tree = YAML(typ="safe", pure=True).load(text)
    return VALIDATOR.is_valid(json.loads(json.dumps(tree, default=str)))


def test_it_is_a_schema_and_knows_every_kind():
    jsonschema.Draft202012Validator.check_schema(plan_schema())
    assert set(plan_schema()["properties"]) == {
        "version",
        *COLLECTIONS.values(),
        *SECTIONS,
        *TOPS,
    }


def test_the_worked_example_fits():
    assert fits(plan_text(parley()))


@pytest.mark.parametrize(
    "text",
    [
        "teams: {T: }",
        "teams: ",
        "customers: {C: }\noutputs: {OU1: {customers: C, output_kind: fix, due: 2026-01-31}}",
        "outcomes: {OC1: {baseline: 1/2, by: ~, target: 0.5, name: 2026}}",
        "outcomes: {OC1: {baseline: {tally: 1/2, period: 2026-Q1}}}",
        "metrics: {M: {question: {kind: share, of: [a, {b: 1}]}}, N: {question: '{}'}}",
        f"{SIGNED}, material: 0123456789abcdef}}}}",
        f"{SIGNED}}}}}",
    ],
)
def test_what_is_read_fits(text):
    parse_plan(text, AS_OF)
    assert fits(text)


@pytest.mark.parametrize(
    "text",
    [
        "outcome: {}",
        "version: 2",
        "teams: [T]",
        "outcomes: {OC1: {behavior: pays}}",
        "outcomes: {OC1: {state: activ}}",
        "outcomes: {OC1: {baseline: many}}",
        "outputs: {OU1: {buyers: 2.5}}",
        "outputs: {OU1: {output_kind: featur}}",
        "outputs: {OU1: {measurement_plan: {hop: x}}}",
        "deals: {D1: {value: 5}}",
        "metrics: {M: {question: [share]}}",
        f"{SIGNED}, material: yes}}}}",
    ],
)
def test_what_is_refused_does_not_fit(text):
    with pytest.raises(BadPlan):
        parse_plan(text, AS_OF)
    assert not fits(text)
