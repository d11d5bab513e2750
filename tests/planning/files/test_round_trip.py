"""A plan written as YAML and read again is the same plan."""

import json
import string
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from seachange.errors import BadPlan
from seachange.planning.files.periods import period, period_text
from seachange.planning.files.reading import parse_plan, read_plan
from seachange.planning.files.taking import beside
from seachange.planning.files.writing import plan_text
from seachange.planning.rules.plan.delivery import Output, Positioning
from seachange.planning.rules.plan.intent import Impact, Outcome
from seachange.planning.rules.plan.measuring import JourneyMap, Metric
from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.plan import COLLECTIONS, Plan
from seachange.planning.rules.plan.promises import Board, Commitment, Customer, Deal, SignOff
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.plan.values import Claim, Lane, Level, MeasurementPlan
from seachange.planning.rules.vocabulary import ActorKind, Function, Maturity, OutputKind
from tests.planning.parley import AS_OF, parley

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
TEXTS |= st.text("ab \n\r\t-#:?\x85\u2028é|>'\"{}[],&*!%@`", max_size=12)
WORDS = st.text(string.ascii_letters + string.digits + "-_./: #&*é", min_size=1, max_size=9)
IDS = WORDS.map(str.strip).filter(bool)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
COUNTS = st.integers(0, 10**9)
SUMS = st.decimals(-(10**9), 10**9, places=2)


@st.composite
def levels(draw):
    starts, ends = sorted([draw(DAYS), draw(DAYS)])
    did, people = sorted([draw(COUNTS), draw(COUNTS)])
    told = {
        "value": NUMBERS,
        "did": st.just(did),
        "promoters": COUNTS,
        "starts": st.just(starts),
        "ends": st.just(ends),
        "version": COUNTS,
    }
    level = {name: draw(how) for name, how in told.items() if draw(st.booleans())}
    return Level(**level, **({"people": people} if "did" in level else {}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | NUMBERS | TEXTS,
    lambda held: st.lists(held, max_size=3) | st.dictionaries(TEXTS, held, max_size=3),
    max_leaves=8,
)
QUESTIONS = st.dictionaries(TEXTS, JSON, max_size=4).map(json.dumps) | TEXTS


@st.composite
def plans(draw):
    outcome, impact, output, customer, deal, team, talk, metric, promise, signed = draw(
        st.lists(IDS, min_size=10, max_size=10, unique=True)
    )
    claims = st.builds(Claim, text=TEXTS, maturity=st.none() | st.sampled_from(Maturity))
    return Plan(
        as_of=AS_OF,
        teams=(Team(id=team, name=draw(TEXTS), is_product_team=draw(st.booleans())),),
        customers=(Customer(id=customer, segment=draw(TEXTS)),),
        metrics=(Metric(id=metric, question=draw(QUESTIONS)),),
        commitments=(Commitment(id=promise, deal=deal, text=draw(TEXTS)),),
        sign_offs=(
            SignOff(id=signed, commitment=promise, material=draw(st.sampled_from(["", "0" * 16]))),
        ),
        impacts=(Impact(id=impact, statement=draw(TEXTS), baseline=draw(levels())),),
        outcomes=(
            Outcome(
                id=outcome,
                actor=draw(TEXTS),
                actor_kind=draw(st.sampled_from(ActorKind)),
                baseline=draw(st.none() | levels()),
                target=draw(st.none() | NUMBERS),
                by=draw(st.none() | DAYS),
                owners=draw(st.sampled_from([(), (team,)])),
            ),
        ),
        outputs=(
            Output(
                id=output,
                customers=draw(st.sampled_from([(), (customer,)])),
                measurement_plan=draw(st.builds(MeasurementPlan, hope=TEXTS, metric=TEXTS)),
                buyers=draw(st.none() | COUNTS),
            ),
        ),
        deals=(Deal(id=deal, customer=customer, value=draw(st.none() | SUMS)),),
        positionings=(Positioning(id=talk, claims=tuple(draw(st.lists(claims, max_size=3)))),),
    )


def test_parley_comes_back_as_it_was():
    assert parse_plan(plan_text(parley()), AS_OF)[0] == parley()


@given(plans())
def test_any_plan_comes_back_as_it_was(plan):
    assert parse_plan(plan_text(plan), AS_OF)[0] == plan


def test_what_is_written_is_the_same_each_time():
    text = plan_text(parley())
    assert plan_text(parse_plan(text, AS_OF)[0]) == text


def test_any_reader_of_yaml_sees_the_same_kinds_and_ids():
    seen = YAML(typ="safe", pure=True).load(plan_text(parley()))
    assert seen.pop("version") == 1
    for name in COLLECTIONS.values():
        assert list(seen.get(name, {})) == [record.id for record in getattr(parley(), name)]


def test_what_goes_without_saying_is_left_out():
    plan = Plan(as_of=AS_OF, teams=(Team(id="T"),), outcomes=(Outcome(id="OC1", actor="client"),))
    assert plan_text(plan) == (
        "version: 1\n\nteams:\n  T: {}\n\noutcomes:\n  OC1:\n    actor: client\n"
    )


def test_parts_lists_and_words_are_read_as_the_fields_say():
    plan, _ = parse_plan(
        """
        customers: {Bramley: }
        boards: {B1: {functions: [sales, product]}}
        deals: {D1: {customer: Bramley, value: 240000.50, board: B1}}
        journeys: {J1: {lanes: [{actor: client}, {actor: adviser, actor_kind: employee}]}}
        outputs:
          OU1: {output_kind: fix, customers: Bramley, is_risky: yes, effort_weeks: 2}
        roadmap: {RM1: {horizon: 6, earlier_due: [2026-01-31], name: 2026}}
        """,
        AS_OF,
    )
    assert plan == Plan(
        as_of=AS_OF,
        customers=(Customer(id="Bramley"),),
        boards=(Board(id="B1", functions=(Function.SALES, Function.PRODUCT)),),
        deals=(Deal(id="D1", customer="Bramley", value=Decimal("240000.50"), board="B1"),),
        journeys=(
            JourneyMap(
                id="J1",
                lanes=(
                    Lane(actor="client"),
                    Lane(actor="adviser", actor_kind=ActorKind.EMPLOYEE),
                ),
            ),
        ),
        outputs=(
            Output(
                id="OU1",
                output_kind=OutputKind.FIX,
                customers=("Bramley",),
                is_risky=True,
                effort_weeks=2.0,
            ),
        ),
        roadmap=(RoadmapItem(id="RM1", horizon=6, earlier_due=(date(2026, 1, 31),), name="2026"),),
    )


def test_a_question_is_written_as_nested_yaml_and_read_from_either():
    question = {"kind": "share", "of": {"event": "join"}, "within": "7 days", "last": [1, 2.5]}
    plan = Plan(as_of=AS_OF, metrics=(Metric(id="M1", question=json.dumps(question)),))
    text = plan_text(plan)
    assert text.partition("  M1:\n")[2] == (
        "    question:\n      kind: share\n      of:\n        event: join\n"
        "      within: 7 days\n      last: [1, 2.5]\n"
    )
    old = {"metrics": {"M1": {"question": json.dumps(question, indent=1)}}}
    assert parse_plan(json.dumps(old), AS_OF)[0] == parse_plan(text, AS_OF)[0] == plan


PROMISED = """
customers: {Bramley: }
deals: {D1: {customer: Bramley}}
commitments: {C1: {deal: D1, text: SSO}}
sign_offs: {S1: {commitment: C1, function: sales%s}}
"""


def test_a_signature_written_by_hand_is_for_the_promise_as_it_reads():
    plan, _ = parse_plan(PROMISED % "", AS_OF)
    assert plan.sign_offs[0].material == plan.commitments[0].material
    before = parse_plan(PROMISED % ", material: 0123456789abcdef", AS_OF)[0]
    assert before.sign_offs[0].material == "0123456789abcdef"
    with pytest.raises(BadPlan, match="line 5, column 61: material cannot be 'yes'"):
        parse_plan(PROMISED % ", material: yes", AS_OF)


def test_a_file_without_fingerprints_renews_no_signature():
    kept, _ = parse_plan(PROMISED % "", AS_OF)
    told, _ = parse_plan((PROMISED % "").replace("SSO", "SSO by May"), AS_OF)
    change = beside(told, kept)
    assert change.sign_offs == kept.sign_offs
    assert change.commitments[0].material != change.sign_offs[0].material


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("899/2900", Level(did=899, people=2900)),
        ("0.96", Level(value=0.96)),
        (
            "{tally: 1/4, period: 2026-Q2}",
            Level(did=1, people=4, starts=date(2026, 4, 1), ends=AS_OF),
        ),
        (
            "{promoters: 168, passives: 155, detractors: 97}",
            Level(promoters=168, passives=155, detractors=97),
        ),
    ],
)
def test_a_level_may_be_written_the_short_way(written, level):
    plan, _ = parse_plan(f"outcomes: {{OC1: {{baseline: {written}}}}}", AS_OF)
    assert plan.outcomes[0].baseline == level


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2026-H2", ("2026-07-01", "2026-12-31")),
        ("2025-Q4", ("2025-10-01", "2025-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
    ],
)
def test_a_period_has_a_name(name, days):
    first, last = map(date.fromisoformat, days)
    assert period(name) == (first, last)
    assert period_text(first, last) == name


@given(DAYS, DAYS)
def test_a_period_s_name_means_that_period(one, other):
    starts, ends = sorted([one, other])
    named = period_text(starts, ends)
    assert named is None or period(named) == (starts, ends)


def test_a_folder_of_files_is_one_plan(tmp_path):
    (tmp_path / "deals").mkdir()
    (tmp_path / "a.yml").write_text("outcomes: {OC1: {actor: client}}\n")
    (tmp_path / "b.yaml").write_text("outcomes:\n  OC2: {actor: adviser}\n")
    (tmp_path / "deals" / "c.json").write_text('{"problems": {"P1": {"outcome": "OC1"}}}')
    (tmp_path / "notes.txt").write_text("not a plan")
    plan, places = read_plan(tmp_path, AS_OF)
    assert [record.id for record in plan.records()] == ["OC1", "OC2", "P1"]
    assert (places["OC2"].file, places["OC2"].line, places["OC2"].column) == (
        str(tmp_path / "b.yaml"), 2, 3,
    )  # fmt: skip


def test_every_record_has_its_place():
    plan, places = parse_plan(plan_text(parley()), AS_OF)
    lines = plan_text(parley()).splitlines()
    assert set(places) == set(plan.by_id)
    for record, place in places.items():
        assert lines[place.line - 1].strip().startswith(f"{record}:")
