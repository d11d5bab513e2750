"""Whatever is written short: written out it is the same plan, and as it stands nothing changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.planning.files.in_place import bring_up_to, open_plan_files
from seachange.planning.files.reading import parse_plan
from seachange.planning.files.writing import plan_text
from seachange.planning.rules.plan.values import Level

AS_OF = date(2026, 6, 30)
WORDS = st.sampled_from(["pays", "asks again", "leaves: at once", "no", "7 of them", "é—ß", "a #b"])
NAMES = st.sampled_from(["Lea", "CEO", "sales", "no"])
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(date.isoformat)
TALLIES = st.tuples(st.integers(1, 400), st.integers(400, 900)).map(lambda t: f"{t[0]}/{t[1]}")
NPS = st.tuples(*[st.integers(1, 99)] * 3).map(lambda t: "{{P:{}, A: {},D:{}}}".format(*t))
LEVELS = st.one_of(TALLIES, st.just("0.5"), NPS)
OUTCOMES, HYPOTHESES = ("OC1", "OC2"), ("H1", "H2")


def quoted(words):
    return '"' + words + '"'


def fields(**told):
    """A record in braces, each key there or not."""
    keys = {key: st.none() | value for key, value in told.items()}
    return st.fixed_dictionaries(keys).map(
        lambda held: "{" + ", ".join(f"{k}: {v}" for k, v in held.items() if v is not None) + "}"
    )


def lists(*words):
    return st.lists(st.sampled_from(words), unique=True).map(lambda each: f"[{', '.join(each)}]")


IMPACT = fields(
    name=WORDS.map(quoted), base=LEVELS, latest=LEVELS, by=DAYS, target=st.just("0.7"),
    sponsor=NAMES.map(quoted),
)  # fmt: skip
OUTCOME = fields(
    actor=st.sampled_from(["rider", "clerk (employee)"]), behaviour=WORDS.map(quoted),
    base=LEVELS, latest=LEVELS, by=DAYS, target=st.just("0.7"), drives=lists("IM1", "IM2"),
    guard=WORDS.map(quoted), owners=lists("Desk", "Door Team"),
)  # fmt: skip
OUTPUT = fields(
    name=WORDS.map(quoted), effort=st.integers(0, 9), contacts=st.integers(0, 9), released=DAYS,
    holdback=st.just("0.2"), evidence=lists("anecdotal", "review"),
    state=st.sampled_from(["testing", "killed", "building"]),
)  # fmt: skip
HYPOTHESIS = fields(
    outcome=st.sampled_from(OUTCOMES), predicted_pp=st.integers(-9, 9), min_pp=st.integers(-5, 5),
    kill=st.sampled_from(["below +2 pp by 2026-05-15", "less than 1 pp reduction", "never"]),
)  # fmt: skip
REQUEST = fields(
    asks=WORDS.map(quoted), linked=st.sampled_from(OUTCOMES), age_days=st.integers(0, 99),
    replied=st.sampled_from(["yes", "no", "2026-05-01"]), decision=st.sampled_from(["no", "build"]),
    **{"from": NAMES.map(quoted)},
)  # fmt: skip


@st.composite
def plans(draw):
    """A small plan: whatever may be said short, said or not."""
    lines = ["impacts:", *(f"  {each}: {draw(IMPACT)}" for each in ("IM1", "IM2"))]
    lines += ["outcomes:", *(f"  {each}: {draw(OUTCOME)}" for each in OUTCOMES)]
    lines += ["outputs:", f"  OU1: {draw(OUTPUT)}"]
    hypotheses = []
    for each in HYPOTHESES:
        told = draw(HYPOTHESIS)[:-1].removesuffix(", ")
        arms = f"control: {draw(TALLIES)}, treatment: {draw(TALLIES)}, design: ab"
        hypotheses.append(f"  {each}: {told}{', ' * (told != '{')}{arms}}}")
    lines += ["hypotheses:", *hypotheses, "requests:", f"  R1: {draw(REQUEST)}"]
    lines += ["roadmap:", f"  3m: {draw(lists(*OUTCOMES))}", f"  6m: {draw(lists(*HYPOTHESES))}"]
    return "\n".join([*lines, ""])


@given(plans())
def test_written_out_it_is_the_same_plan(text):
    plan = parse_plan(text, AS_OF)[0]
    assert parse_plan(plan_text(plan), AS_OF)[0].by_id == plan.by_id


@pytest.mark.nightly
@given(plans())
def test_where_it_stands_nothing_changes(text):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "plan.yml"
        file.write_text(text, encoding="utf-8")
        assert bring_up_to(file, open_plan_files(file, AS_OF).plan) == ()
        assert file.read_text(encoding="utf-8") == text


@pytest.mark.nightly
@given(plans(), st.data())
def test_any_record_can_be_changed_in_place(text, data):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "plan.yml"
        file.write_text(text, encoding="utf-8")
        before = open_plan_files(file, AS_OF)
        changed = data.draw(st.sampled_from(list(before.plan.records())))
        after = before.changed(put=[replace(changed, name="another")])
        told = {**before.plan.by_id, changed.id: replace(changed, name="another")}
        assert after.plan.by_id == told


# Of each of these a short key is another word, or says more than the field.
FIELDS = [
    ("OU1", "effort_weeks", 3.5),
    ("OU1", "effort_weeks", None),
    ("OU1", "released_on", date(2026, 3, 3)),
    ("OU1", "released_on", None),
    ("OC1", "baseline", Level(did=2, people=3)),
    ("OC2", "baseline", None),
    ("IM1", "baseline", Level(value=0.25)),
    ("R1", "asked", "a bell"),
    ("H1", "outcome", None),
]


@pytest.mark.nightly
@given(plans(), st.lists(st.sampled_from(FIELDS), min_size=1, unique_by=lambda told: told[0]))
def test_any_field_can_be_changed_in_place(text, told):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "plan.yml"
        file.write_text(text, encoding="utf-8")
        before = open_plan_files(file, AS_OF)
        known = before.plan.by_id
        put = [replace(known[each], **{name: held}) for each, name, held in told]
        after = before.changed(put=put)
        assert after.plan.by_id == {**known, **{each.id: each for each in put}}
