"""A whole plan written short is the plan that somebody would have written out."""

from dataclasses import replace
from functools import cache

import pytest

from seachange.errors import BadPlan
from seachange.planning.files.in_place import open_plan_files
from seachange.planning.files.reading import parse_plan, read_plan
from seachange.planning.files.writing import plan_text
from seachange.planning.rules.vocabulary import Function
from tests.planning.files.short.small import AS_OF, LONG, SHORT
from tests.planning.files.test_schema import fits


@cache
def records(text):
    return parse_plan(text, AS_OF)[0].by_id


@pytest.mark.parametrize("record_id", sorted(records(LONG)))
def test_each_record_is_what_one_would_have_written_out(record_id):
    assert records(SHORT)[record_id] == records(LONG)[record_id]


def test_no_other_record_comes_of_it():
    assert set(records(SHORT)) == set(records(LONG))


def test_written_out_it_is_read_as_the_same():
    plan = parse_plan(SHORT, AS_OF)[0]
    assert parse_plan(plan_text(plan), AS_OF)[0] == plan


def test_an_editor_knows_every_short_form():
    assert fits(SHORT)


def test_in_several_files_it_is_the_same(tmp_path):
    for n, (name, lines) in enumerate(sections(SHORT)):
        (tmp_path / f"{9 - n} {name}.yml").write_text(lines)
    assert read_plan(tmp_path, AS_OF)[0].by_id == records(SHORT)


def sections(text):
    """Cut a plan into its kinds: (name, lines)."""
    found = []
    for line in text.splitlines(keepends=True):
        if line[0] not in " ":
            found.append([line.split(":")[0], ""])
        found[-1][1] += line
    return found


def test_what_is_given_twice_is_told_with_the_other_file(tmp_path):
    (tmp_path / "a.yml").write_text("outcomes: {OC1: }\nroadmap: {3m: [OC1]}\n")
    (tmp_path / "b.yml").write_text("roadmap: {6m: [OC1]}\n")
    with pytest.raises(BadPlan, match=r"First given in .*a\.yml:2; leave out one of them"):
        read_plan(tmp_path, AS_OF)


@pytest.mark.nightly
@pytest.mark.parametrize("record_id", sorted(records(SHORT)))
def test_any_record_can_be_changed_in_place(tmp_path, record_id):
    file = tmp_path / "plan.yml"
    file.write_text(SHORT)
    before = open_plan_files(file, AS_OF)
    after = before.changed(put=[replace(before.plan.by_id[record_id], name="another")])
    assert after.plan.by_id[record_id].name == "another"
    assert set(after.plan.by_id) == set(before.plan.by_id)


def test_what_did_not_change_stays_short_in_place(tmp_path):
    file = tmp_path / "plan.yml"
    file.write_text(SHORT)
    before = open_plan_files(file, AS_OF)
    after = before.changed(put=[replace(before.plan.by_id["RM-Q1"], horizon=6)])
    assert after.written_out == ("roadmap",)
    (text,) = after.texts.values()
    assert text.startswith(SHORT[: SHORT.index("roadmap:")])
    assert "3m:" not in text


MISTAKES = [
    ("outputs: {OU1: {effort: two}}", "effort cannot be 'two'", "Write `effort: 6`."),
    ("outputs: {OU1: {contacts: -1}}", "contacts cannot be '-1'", "Write `contacts: 22`."),
    ("outputs: {OU1: {released: 2026-Q2}}", "released cannot be", "Write `released: 2026-05-01`."),
    ("outputs: {OU1: {hyp: H9}}", "hyp cannot be 'H9'", "a hypothesis of this plan"),
    ("outputs: {OU1: {holdback: 9}}", "holdback cannot be '9'", "Write `holdback: 0.1`."),
    ("outputs: {OU1: {verdict: 2026-05-01}}", "no `hyp:` names it", "verdict: supported"),
    (
        "outputs: {OU1: {verdict: 2026-05-01, hyp: H}}\nhypotheses: {H: {}}",
        "a day alone stands for what the arms of H show",
        "Write `verdict: supported 2026-05-01`.",
    ),
    (
        "outputs: {OU1: {verdict: fine 2026-05-01, hyp: H}}\nhypotheses: {H: {}}",
        "finish cannot be 'fine'",
        "One of: supported",
    ),
    ("outputs: {OU1: {evidence: [rumour]}}", "evidence_class cannot be 'rumour'", "One of:"),
    ("hypotheses: {H: {min_pp: 3 pp}}", "min_pp cannot be '3 pp'", "Write `min_pp: 4`."),
    ("hypotheses: {H: {control: 1/2}}", "two arms", "Write `treatment: 930/3000`"),
    ("hypotheses: {H: {design: guess}}", "design cannot be 'guess'", "Write `design: ab"),
    ("requests: {R: {linked: X}}", "linked cannot be 'X'", "Write `linked: OC3"),
    ("requests: {R: {age_days: old}}", "age_days cannot be 'old'", "Write `age_days: 74`."),
    ("requests: {R: {wishes: x}}", "feature_request R has no key 'wishes'", "Known:"),
    ("requests: {R: soon}", "R must be a mapping of its fields", ""),
    (
        "requests: {R: {asks: x}}\nfeature_requests: {R: }",
        "the id R is given twice",
        "First in line 2",
    ),
    ("requests: [x]", "requests must be a mapping of ids to records, not a list", ""),
    ("vision: soon", "vision cannot be 'soon'", "Write `vision: {category"),
    ("request: {R: }", "a plan has no key 'request'", "Did you mean requests"),
    ("outcomes: {O: {latest: {}}}", "latest cannot be a mapping", "Write `latest: 1197/3100`."),
    ("outcomes: {O: {bass: 1/2}}", "outcome O has no key 'bass'", "Did you mean base"),
    ("deals: {D: {customer: A, value: manyk}}", "value cannot be", "Write `value: 240k`."),
    ("deals: {D: {customer: A, stage: lost it}}", "stage cannot be", "Write `stage: won 2026"),
    ("deals: {D: {customer: A, commitments: [C]}}", "commitments cannot be 'C'", "[C1]"),
    ("commitments: {C: {delivered: 2026-05-29}}", "needs 'deal'", "Add `deal:`."),
    (
        "deals: {D: {customer: A, commitments: [C]}, E: {customer: A}}\n"
        "commitments: {C: {deal: E, delivered: 2026-05-29}}",
        "C says another deal: E",
        "Say it in one place.",
    ),
    (
        "deals: {D: {customer: A, commitments: [C]}}\ncommitments: {C: {signoffs: {boss: yes}}}",
        "there is no function 'boss'",
        "Write `signoffs: {sales: yes",
    ),
    (
        "deals: {D: {customer: A, commitments: [C]}}\n"
        "commitments: {C: {signoffs: {cs: yes, customer_success: no}}}",
        "line 2, column 30: C says what customer_success said twice",
        "Leave one out.",
    ),
    (
        "deals: {D: {customer: A, commitments: [C]}}\ncommitments: {C: {signoffs: {cs: on}}}",
        "cs cannot be 'on'",
        "Write `cs: yes (or yes-if, no, missing)`.",
    ),
    ("requests: {R: {replied: not yet}}", "replied cannot be 'not yet'", "`replied: no`"),
    ("requests: {R: {replied: 12.05.2026}}", "replied cannot be '12", "`replied: 2026-05-01`"),
    ("requests: {R: {replied: 12 May 2026}}", "replied cannot be '12", "`replied: 2026-05-01`"),
    ("hypotheses: {H: {control: 1/2, treatment: }}", "two arms", "Write `treatment: 930/3000`"),
    (
        "hypotheses: {H: {control: 0.3, treatment: 0.4, min_pp: 3}}\n"
        "outputs: {OU1: {verdict: 2026-05-01, hyp: H}}",
        "the arms of H show, and they are no two tallies (k/n), or it says no `min_pp:`",
        "Write `verdict: supported 2026-05-01`.",
    ),
    (
        "outcomes: {A: {base: 1/2, owners: Équipe Zoë}, B: {base: 1/2, owners: [équipe  zoë]}}",
        "column 72: 'équipe  zoë' is the team 'Équipe Zoë' in another spelling",
        "First in plan.yml:1. Write it one way; if they are two, give both in `teams:`.",
    ),
    ("roadmap: {3m: [theme: calm]}", "column 16: 3m takes words, and a colon", '`"theme: calm"`'),
    ("roadmap: {3 months: [OC1]}", "column 11: the roadmap has no key '3 months'", "Write `3m: ["),
    ("objective: {key_results: [OC9]}\noutcomes: {OC1: }", "no outcome 'OC9'", "Did you mean OC1?"),
    ("outcomes: {OC1: {guard: [M-OC2]}}", "there is no metric 'M-OC2'", "Add the metric"),
    ("tests_analysed: [fake door for H9]", "there is no hypothesis 'H9'", "Add the hypothesis"),
    (
        "outputs: {OU6: }\nideas_closed: {killed_by_evidence: [OU66]}",
        "there is no output 'OU66'",
        "Did you mean OU6?",
    ),
    ("outcomes: {O: {base: 1,197/3,100}}", "no key '197/3'", "Write 1197 for 1,197"),
    ("outputs: {O: {effort: 1,5}}", "no key '5'", "and 0.45 for 0,45."),
    ("outputs: {O: {effort: 1, state: killd}}", "no state 'killd'", "Did you mean killed?"),
    (
        "deals: {D: {customer: A, commitments: [C]}}\ncommitments: {C: {outcome: Rejected}}",
        "outcome cannot be 'Rejected'",
        "Write `outcome: rejected; offer",
    ),
    ("roadmap: {3m: [something]}", "3m cannot be 'something'", "Write `3m: [OC1,"),
    ("roadmap: {3m: [], soon: [x]}", "the roadmap has no key 'soon'", "Write `3m:"),
    ("roadmap: {5m: ['theme: x']}", "there is no horizon at 5 months", "3, 6, 9, 12"),
    ("roadmap: {12m: ['vision milestone: x']}", "needs a vision", "Write `vision:"),
    ("roadmap: {3m: ['Q1: a?'], 6m: ['Q1: b?']}", "that id is taken", "First given in line 1"),
    ("vision: {fluent_sellers: most}", "fluent_sellers cannot be", "Write `fluent_sellers: 5/9`."),
    ("vision: {}\nvisions: {VI1: }", "that id is taken", "by an id of its own"),
    ("ideas_closed: {released: 6}", "0 outputs have a day of release", "Write 0"),
    ("ideas_closed: {kept: 6}", "ideas_closed has no key 'kept'", "Write `ideas_closed: {"),
    ("ideas_closed: [6]", "ideas_closed cannot be a list", "Write `ideas_closed: {"),
    ("tests_analysed: {H1: }", "tests_analysed cannot be a mapping", "Write `tests_analysed: ["),
    ("objective: {key_results: {a: b}}", "key_results cannot be a mapping", "[OC1, "),
]


@pytest.mark.parametrize(("text", "what", "how"), MISTAKES)
def test_a_mistake_is_told_at_its_place_with_an_example(text, what, how):
    with pytest.raises(BadPlan) as refused:
        parse_plan(text, AS_OF)
    told = str(refused.value)
    assert what in told
    assert how in told
    assert "plan.yml, line " in told


def test_who_is_asked_to_sign_is_on_the_board_whichever_side_names_the_deal():
    told = records(
        "deals: {D: {customer: A}, E: {customer: A, board: B}}\nboards: {B: }\n"
        "commitments: {C1: {deal: D, signoffs: {sales: yes}}, C3: {deal: E, signoffs: {cs: no}},\n"
        "  C2: {deal: D, signoffs: {cs: missing, sales: No}}}"
    )
    assert (told["D"].board, told["E"].board) == ("B-D", "B")
    assert told["B-D"].functions == (Function.SALES, Function.CUSTOMER_SUCCESS)
    assert told["S-C2-sales"].answer == "no"
    assert "B-E" not in told


def test_what_is_held_back_was_released_when_the_output_was():
    told = records("outputs: {OU1: {holdback: 0.1, released_on: 2026-04-01}}")
    assert told["RL-OU1"].released_on == told["OU1"].released_on


def test_two_arms_are_judged_by_criteria_that_are_written_out_too():
    output = "outputs: {OU1: {verdict: 2026-05-01, hyp: H}}\n"
    arms = "control: 930/3000, treatment: 1068/3000, design: ab"
    long = f"hypotheses: {{H: {{criteria: {{smallest_worthwhile: 0.03}}, {arms}}}}}"
    short = f"hypotheses: {{H: {{min_pp: 3, {arms}}}}}"
    assert records(output + long) == records(output + short)


@pytest.mark.parametrize(("said", "reply"), [("Yes", "yes"), ("off", ""), ("we do so", "we do so")])
def test_a_request_is_replied_to_where_that_is_beyond_doubt(said, reply):
    told = records(f"requests: {{R: {{replied: {said}}}}}")["R"]
    assert told.reply == reply
    assert (told.state == "replied") == bool(reply)


def test_a_key_at_the_top_that_is_to_be_filled_in_says_nothing():
    assert not records("vision:\nobjective:\nroadmap:\nideas_closed:\ntests_analysed:\n")
    assert fits("vision:\nobjective:\nroadmap:\nideas_closed:\ntests_analysed:\n")


def test_a_guardrail_can_be_a_metric_that_a_later_outcome_stands_for():
    told = records("outcomes: {OC1: {guard: M-OC2}, OC2: {base: 1/2}}")
    assert told["OC1"].guardrails == ("M-OC2",)
    assert set(told) == {"OC1", "OC2", "M-OC2"}
