"""Whether a plan file is looked at as asked: its tree, the ways through it, what may be shown."""

import pytest

from tests.cli.running import run
from tests.planning.files.test_demonstration import PLAN


def lines(capsys, *words):
    return run(capsys, "plan", *words).out.splitlines()


def test_the_tree_has_each_thing_under_what_it_is_for_and_orphans_last(capsys):
    told = lines(capsys, "tree", PLAN)
    at = {
        line.split()[1]: (n, len(line) - len(line.lstrip())) for n, line in enumerate(told) if line
    }
    assert [at[each][1] for each in ("IM2", "OC4", "H5", "OU5")] == [0, 2, 4, 6]
    assert at["IM2"][0] < at["OC4"][0] < at["H5"][0] < at["OU5"][0]
    # The two that the walk-through calls made without a reason.
    orphans = told[told.index("Hangs in the air, leading to no impact and no vision:") + 1 :]
    assert orphans == ["  output OU7 “SSO for Bramley Bank”", "  output OU8 “app redesign”"]


def test_a_record_tells_why_it_exists_and_what_hangs_on_it(capsys):
    told = lines(capsys, "why", PLAN, "OC3")
    up, down = told.index("Exists for:"), told.index("What hangs on it:")
    assert told[0] == "outcome OC3 “client or adviser misses a booked meeting”"
    assert any("impact IM1 “Client NPS”" in line for line in told[up:down])
    assert any(line.strip().startswith("hypothesis H4") for line in told[down:])
    assert any(line.strip().startswith("output OU4") for line in told[down:])


def test_what_nothing_hangs_on_says_so(capsys):
    told = lines(capsys, "why", PLAN, "RM4")
    assert told[-1] == "  nothing"


def test_a_record_that_is_none_gets_the_nearest(capsys):
    ran = run(capsys, "plan", "why", PLAN, "OC33")
    assert ran.status == 2
    assert "there is no record OC33" in ran.err
    assert "OC3" in ran.err.splitlines()[-1]


def test_what_parties_expect_of_the_same_thing_is_told_the_widest_gulf_first(capsys, tmp_path):
    plan = tmp_path / "plan.yml"
    plan.write_text(
        "outputs: {OU1: {name: SSO}, OU2: {name: slots}, OU3: {name: notes}}\n"
        "expectations:\n"
        "  X1: {party: sales, output: OU1, expected: it works, expected_on: 2026-06-01}\n"
        "  X2: {party: engineering, output: OU1, expected: It works, expected_on: 2026-07-01}\n"
        "  X3: {party: sales, output: OU2, expected: slots, expected_on: 2026-06-01}\n"
        "  X4: {party: support, output: OU2, expected: training, expected_on: 2026-08-01}\n"
        "  X5: {party: support, output: OU3, expected: notes}\n"
    )
    assert lines(capsys, "expectations", plan) == [
        "output OU2 “slots”",
        "  sales: slots, by 2026-06-01",
        "  support: training, by 2026-08-01",
        "  gap: sales and support expect different things, 61 days apart",
        "",
        "output OU1 “SSO”",
        "  sales: it works, by 2026-06-01",
        "  engineering: It works, by 2026-07-01",
        "  gap: sales and engineering 30 days apart",
        "",
        "output OU3 “notes”",
        "  support: notes, on no day",
        "  no gap",
    ]
    assert lines(capsys, "expectations", PLAN) == ["Nobody has said what they expect of anything."]


def test_the_roadmap_to_hand_out_names_no_feature_and_no_date(capsys):
    told = "\n".join(lines(capsys, "roadmap", PLAN))
    assert "- question: which advisers never reply?" in told
    assert "- vision milestone: client talks to someone within one hour" in told
    assert "## Within 9 months\n\nNothing yet." in told
    for feature in ("concierge", "SSO", "redesign", "instant slots", "2026", "OC1", "H2"):
        assert feature not in told


@pytest.mark.parametrize("audience", ["sales", "customer_success"])
def test_an_audience_gets_what_is_for_it(capsys, tmp_path, audience):
    plan = tmp_path / "plan.yml"
    plan.write_text(
        "questions: {Q1: {text: why do they leave?}, Q2: {text: who sells best?}}\n"
        "roadmap:\n"
        "  RM1: {item_kind: question, question: Q1}\n"
        "  RM2: {item_kind: question, question: Q2, audience: [sales]}\n"
    )
    told = "\n".join(lines(capsys, "roadmap", plan, "--audience", audience))
    assert "why do they leave?" in told
    assert ("who sells best?" in told) == (audience == "sales")
