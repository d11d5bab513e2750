"""The walk-through of the domain theory, as it stands there, is understood and checked."""

from __future__ import annotations

from collections import defaultdict

import pytest

from seachange.planning.files.reading import parse_plan
from seachange.planning.files.writing import plan_text
from seachange.planning.rules.checks.run import check
from seachange.planning.rules.indicators.health import health
from seachange.planning.rules.indicators.work import Window
from seachange.planning.rules.plan.learning import Verdict
from tests.planning.parley import AS_OF, parley
from tests.planning.rules.checks.test_run import LISTED
from tests.shared import theory


@pytest.fixture(scope="module")
def text():
    """The block of section 7 as it stands there."""
    section = theory("domain.md").read_text(encoding="utf-8").split("\n## 7. ")[1]
    return section.split("```yaml\n")[1].split("```\n")[0]


@pytest.fixture(scope="module")
def plan(text):
    return parse_plan(text, AS_OF)[0]


def found(plan):
    """The ids of checks that found something, each with the records."""
    out = defaultdict(set)
    for finding in check(plan).findings:
        out[finding.id].add(finding.record or "")
    return out


def as_named_here(check_id, record_id):
    """The id that a record of the long plan has when it is implied."""
    if check_id.startswith("TS"):
        return record_id.replace("T", "T-H")
    return {"KR3": "OB1-KR3", "KR4": "OB1-KR4"}.get(record_id, record_id)


# That the promise to the bank is what was built for it stands nowhere in the short text.
@pytest.mark.parametrize("check_id", sorted(LISTED.keys() - {"DL12"}))
def test_it_has_every_finding_that_is_listed_beside_it(plan, check_id):
    listed = {as_named_here(check_id, each) for each in LISTED[check_id]}
    assert listed <= found(plan)[check_id]


def test_with_the_promise_tied_to_what_was_built_the_last_one_is_there(text):
    tied = text.replace("{text: SSO live,", "{text: SSO live, output: OU7,")
    assert found(parse_plan(tied, AS_OF)[0])["DL12"] == {""}


def test_its_last_releases_are_not_yet_late_to_be_measured(plan):
    assert "OU04" not in found(plan)


def test_its_days_of_verdict_stand_for_the_verdicts_beside_it(plan):
    long = {v.hypothesis: v.finish for v in parley().all(Verdict)}
    assert {v.hypothesis: v.finish for v in plan.all(Verdict)} == long


def test_what_it_says_of_outcomes_and_promises_is_what_the_long_plan_says(plan):
    long = parley()
    for each in (*long.impacts, *long.outcomes, *long.commitments):
        mine = plan.by_id[each.id]
        names = ("state", "behaviour", "target", "by", "text", "due", "maturity", "delivered_on")
        for name in names:
            assert getattr(mine, name, None) == getattr(each, name, None), (each.id, name)
    assert {d.id: (d.state, d.value, d.won_on) for d in plan.deals} == {
        d.id: (d.state, d.value, d.won_on) for d in long.deals
    }
    assert {(x.commitment, x.function, x.answer) for x in plan.sign_offs} == {
        (x.commitment, x.function, x.answer) for x in long.sign_offs
    }


# What days of talks, tests and closings are needed for stands nowhere in the short text: H05, H10
# to H14 and what hangs on evidence and on days of building are not among these.
TOLD = ("H01", "H02", "H03", "H04", "H07", "H08", "H09", "H19", "H20", "H21", "H22", "H23", "H27",
        "H28", "H29", "H37")  # fmt: skip


@pytest.fixture(scope="module")
def figures(plan):
    """What the short and the long plan come to: two lists of (id, what it says, value)."""
    counted = (health(each, Window(AS_OF, days=181)).figures for each in (plan, parley()))
    return [[(f.id, f.says, f.value) for f in each] for each in counted]


@pytest.mark.parametrize("figure_id", TOLD)
def test_its_health_is_that_of_the_long_plan(figures, figure_id):
    short, long = ([each for each in told if each[0] == figure_id] for told in figures)
    assert short == long


def test_written_out_it_is_read_as_the_same(plan):
    assert parse_plan(plan_text(plan), AS_OF)[0] == plan
