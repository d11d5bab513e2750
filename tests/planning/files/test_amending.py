"""A plan file is changed where its records changed, and stays as it is everywhere else."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from seachange.planning.files.amending import amended
from seachange.planning.files.reading import parse_plan
from seachange.planning.files.writing import plan_text
from seachange.planning.rules.plan.delivery import Output, Positioning
from seachange.planning.rules.plan.discovery import Idea, Problem
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.values import Criteria, Level
from tests.planning.files.test_round_trip import NUMBERS, TEXTS, levels, plans
from tests.planning.parley import AS_OF, parley

TEXT = """\
# our plan
version: 1   # of the shape

outputs:     # what we make
  OU1: {name: SSO, buyers: 3}   # for Bramley
  OU2:
    name:   'App redesign'   # a wish
    # nobody knows why
    text: >
      folded
      text

    effort_weeks: 3

  # later
  OU3:

hypotheses:
  H1:
    output: OU1
    criteria:   # as agreed
      predicted: 0.05   # from the fake door
      smallest_worthwhile: 0.02

# the end
"""


def read(text):
    return {record.id: record for record in parse_plan(text, AS_OF)[0].records()}


def test_what_changed_is_changed_and_remarks_stay():
    was = read(TEXT)
    put = [
        replace(was["OU1"], buyers=4, text="one\ntwo"),
        replace(was["OU2"], name="Redesign", text="new", effort_weeks=None),
        replace(was["OU3"], name="ideas: many"),
        replace(was["H1"], criteria=Criteria(predicted=0.06, kill_state="too slow")),
        Hypothesis(id="H2", output="OU2", outcome="OC1"),
        Outcome(id="OC1", actor="client"),
    ]
    text = amended(TEXT, was, put=put)
    assert text == (
        TEXT.replace("buyers: 3}", 'text: "one\\ntwo", buyers: 4}')
        .replace("name:   'App redesign'", "name: Redesign")
        .replace("text: >\n      folded\n      text\n\n    effort_weeks: 3\n", "text: new\n")
        .replace("  OU3:\n", "  OU3:\n    name: 'ideas: many'\n")
        .replace("predicted: 0.05", "predicted: 0.06")
        .replace("      smallest_worthwhile: 0.02\n", "      kill_state: too slow\n")
        .replace("\n\n# the end", "\n  H2:\n    output: OU2\n    outcome: OC1\n\n# the end")
        + "\noutcomes:\n  OC1:\n    actor: client\n"
    )
    assert read(text) == {**was, **{each.id: each for each in put}}


def test_line_ends_of_other_systems_stay():
    text = TEXT.replace("\n", "\r\n")
    was = read(text)
    put = [replace(was["OU2"], text="a\nb", buyers=1), Problem(id="P1", statement="x")]
    found = amended(text, was, put=put)
    assert "\n" not in found.replace("\r\n", "")
    assert read(found) == {**was, **{each.id: each for each in put}}


def test_json_stays_json():
    text = json.dumps({"version": 1, "outputs": {"OU1": {"name": "SSO", "due": "2026-05-01"}}})
    was = read(text)
    put = [
        replace(was["OU1"], name='"quoted"\x85'),
        Output(id="OU2"),
        Problem(id="P1", statement="é\n"),
    ]
    found = amended(text, was, put=put)
    assert list(json.loads(found)) == ["version", "outputs", "problems"]
    assert read(found) == {**was, **{each.id: each for each in put}}


@pytest.mark.parametrize(
    "text",
    [
        "outputs:\n",
        "outputs: {}\n",
        "outputs: ~ # none yet",
        "outputs:",
        "outputs: {OU9: {name: x},}",
        "{outputs: {}}",
        "{}",
        "version: 1\n...\n",
        "%YAML 1.2\n---\nversion: 1\n",
        "outputs:\n    OU9:\n          name: x",
        "outputs:\n  OU9: &it {name: x}\nideas: {ID9: *it}\n",
    ],
)
def test_a_record_finds_its_place_in_any_shape(text):
    was = read(text)
    put = [Output(id="OU1", name="one", text="a\nb"), Output(id="OU2")]
    assert read(amended(text, was, put=put)) == {**was, **{each.id: each for each in put}}


def test_records_can_be_taken_out():
    was = read(TEXT)
    text = amended(TEXT, was, without={"H1", "OU2"})
    assert list(read(text)) == ["OU1", "OU3"]
    assert "# later" in text
    flow = "outputs: {OU1: {buyers: 1}, OU2: , OU3: {name: x} }\n"
    tight = "{outputs: {OU1: , OU2: x}, ideas: {ID1: }}".replace("x", "{}")
    assert set(read(amended(tight, read(tight), without={"OU2"}))) == {"OU1", "ID1"}
    for gone in (["OU1"], ["OU2"], ["OU3"], ["OU1", "OU3"], ["OU1", "OU2", "OU3"]):
        left = read(amended(flow, read(flow), without=set(gone)))
        assert set(left) == {"OU1", "OU2", "OU3"} - set(gone)


def test_a_level_written_the_long_way_is_written_anew():
    text = "outcomes:\n  OC1:\n    baseline: {did: 1, people: 4} # small\n"
    was = read(text)
    put = replace(was["OC1"], baseline=Level(did=2, people=5))
    found = amended(text, was, put=[put])
    assert "baseline: 2/5 # small" in found
    assert read(found) == {"OC1": put}


def test_nothing_changed_is_nothing_written():
    text = plan_text(parley())
    assert amended(text, read(text), put=parley().records()) == text


def with_remarks(text, draw):
    """The same plan with remarks and empty lines between its records, and other line ends."""
    lines = []
    for number, line in enumerate(text.split("\n")):
        is_key = line.endswith(":") and len(line) - len(line.lstrip()) in (0, 2)
        if is_key and draw(st.booleans()):
            lines += ["", f"  # remark {number}"]
        lines.append(f"{line}  # behind {number}" if is_key and draw(st.booleans()) else line)
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


@st.composite
def changes(draw):
    plan = draw(plans())
    text = plan_text(plan)
    if draw(st.integers(0, 3)):
        text = with_remarks(text, draw)
    else:
        tree = YAML(typ="safe", pure=True).load(text)
        text = json.dumps(tree, default=str, indent=draw(st.none() | st.just(2)))
    outcome, output, promise = plan.outcomes[0], plan.outputs[0], plan.commitments[0]
    put = [
        replace(outcome, actor=draw(TEXTS), baseline=draw(st.none() | levels())),
        replace(output, name=draw(TEXTS), effort_weeks=draw(st.none() | NUMBERS)),
        replace(promise, text=draw(TEXTS)),
        Idea(id="an idea", text=draw(TEXTS)),
        Problem(id="a new one", statement=draw(TEXTS), outcome=outcome.id),
        Output(id="another", text=draw(TEXTS)),
    ]
    gone = draw(st.sampled_from([(), ("metric",), ("metric", "positioning")]))
    put += [Metric(id="a measure"), Positioning(id="a claim")]
    return text, [each for each in put if draw(st.booleans())], gone


@given(changes())
def test_any_change_is_read_back_and_no_remark_is_lost(change):
    text, put, gone = change
    was = read(text)
    without = {each.id for each in was.values() if each.kind in gone}
    found = amended(text, was, put=put, without=without)
    expected = {**was, **{each.id: each for each in put}}
    assert read(found) == {each: one for each, one in expected.items() if each not in without}
    if not without:
        remarks = [line.partition("#")[2] for line in text.splitlines() if "  # remark" in line]
        assert all(remark in found for remark in remarks)


def test_a_field_finds_its_place_among_the_others():
    text = "outcomes:\n  # the first\n  OC1:\n    # above\n    target: 0.5\n    by: 2026-01-31\n"
    was = read(text)
    put = replace(was["OC1"], actor="client", behaviour="pays", by=None, product=None)
    assert amended(text, was, put=[put]) == (
        "outcomes:\n  # the first\n  OC1:\n    # above\n    actor: client\n    behaviour: pays\n"
        "    target: 0.5\n"
    )
    flow = "outcomes: {OC1: {target: 0.5, by: 2026-01-31}}\n"
    assert amended(flow, was, put=[put]) == (
        "outcomes: {OC1: {actor: client, behaviour: pays, target: 0.5}}\n"
    )


def test_a_new_kind_stands_behind_what_is_added_to_the_last():
    text = "ideas:\n  ID1:\n"
    put = [Problem(id="P1"), Idea(id="ID2", problem="P1")]
    assert amended(text, read(text), put=put) == (
        "ideas:\n  ID1:\n  ID2:\n    problem: P1\n\nproblems:\n  P1: {}\n"
    )
    flow = "{ideas: {ID1: }}"
    assert set(read(amended(flow, read(flow), put=put))) == {"ID1", "ID2", "P1"}


@pytest.mark.parametrize(
    ("text", "without", "expected"),
    [
        ("ideas: {A: {name: a}, B: } # x\n", "B", "ideas: {A: {name: a}, N: {} } # x\n"),
        ("ideas: {A: , B: {}} # x\n", "B", "ideas: {A: , N: {} } # x\n"),
        ("ideas: {A: , B: {}} # x\n", "AB", "ideas: {N: {}} # x\n"),
        ('{"ideas": {"A": {}}}', "A", '{"ideas": {"N": {}}}'),
        ("ideas:\n  A:\n  # b\n  B:\n", "AB", "ideas:\n  N: {}\n  # b\n"),
        ("ideas:\n  A:\n  # b\n  B:\n", "B", "ideas:\n  A:\n  N: {}\n  # b\n"),
    ],
)
def test_one_comes_and_others_go(text, without, expected):
    assert amended(text, read(text), put=[Idea(id="N")], without=set(without)) == expected
    assert read(expected).keys() == (read(text).keys() | {"N"}) - set(without)
