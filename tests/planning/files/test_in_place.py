"""Files of a plan are changed in place, whole or not at all, and nobody's words are lost."""

from dataclasses import replace

import pytest

from seachange.errors import BadPlan
from seachange.planning.files.in_place import open_plan_files
from seachange.planning.files.reading import read_plan
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Idea, Problem
from seachange.planning.rules.plan.learning import Hypothesis
from tests.planning.parley import AS_OF


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.yml").write_bytes(b"\xef\xbb\xbfoutputs: {OU1: {name: SSO}}  # all\r\n")
    (tmp_path / "b.yml").write_text("# ideas\nideas:\n  ID1:\n")
    return tmp_path


def test_each_record_is_changed_in_its_own_file(folder):
    before = open_plan_files(folder, AS_OF)
    put = [
        replace(before.plan.outputs[0], name="SSO for all"),
        Idea(id="ID2"),
        Hypothesis(id="H1", idea="ID1"),
        Problem(id="P1"),
    ]
    before.changed(put=put[:2]).changed(put=put[2:3], beside={"H1": "ID1"}).changed(
        put=put[3:]
    ).write_over(before)
    assert (folder / "a.yml").read_bytes() == (
        b"\xef\xbb\xbfoutputs: {OU1: {name: SSO for all}}  # all\r\n\r\nproblems:\r\n  P1: {}\r\n"
    )
    assert (folder / "b.yml").read_text() == (
        "# ideas\nideas:\n  ID1:\n  ID2: {}\n\nhypotheses:\n  H1:\n    idea: ID1\n"
    )
    assert set(read_plan(folder, AS_OF)[0].by_id) == {"OU1", "ID1", "ID2", "H1", "P1"}


def test_what_others_point_at_is_written_first(folder):
    before = open_plan_files(folder, AS_OF)
    put = [Problem(id="P1"), Output(id="OU2", problem="P1"), Idea(id="ID2")]
    beside = {"P1": "ID1", "OU2": "OU1"}
    after = before.changed(put=put, beside=beside)
    names = [str(folder / name) for name in ("b.yml", "a.yml")]
    assert after.writing_order(before) == names
    other_way = [Problem(id="P1"), Idea(id="ID2", problem="P1")]
    after = before.changed(put=other_way, beside={"P1": "OU1", "ID2": "ID1"})
    assert after.writing_order(before) == names[::-1]
    both = [*other_way, Problem(id="P2"), Output(id="OU2", problem="P2")]
    round_ = before.changed(put=both, beside={"P1": "OU1", "P2": "ID1"})
    assert set(round_.writing_order(before)) == set(names)


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(folder):
    before = open_plan_files(folder, AS_OF)
    after = before.changed(put=[Output(id="OU2")])
    (folder / "a.yml").write_text("outputs: {OU1: {name: mine}}\n")
    with pytest.raises(BadPlan, match=r"a\.yml: changed since it was read"):
        after.write_over(before)
    assert (folder / "a.yml").read_text() == "outputs: {OU1: {name: mine}}\n"


def test_what_is_written_as_an_alias_is_not_changed_behind_anybody_s_back(tmp_path):
    file = tmp_path / "plan.yml"
    file.write_text("outputs:\n  OU1: &it {name: x}\n  OU2: *it\n")
    before = open_plan_files(file, AS_OF)
    with pytest.raises(BadPlan, match="line 3: OU2 cannot be changed in place"):
        before.changed(put=[replace(before.plan.outputs[0], buyers=1)])
