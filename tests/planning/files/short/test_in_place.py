"""A file written short is changed in place: what says the same stays, the rest is written out."""

from dataclasses import replace
from datetime import date

import pytest

from seachange.planning.files.in_place import bring_up_to, open_plan_files
from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.values import Level

AS_OF = date(2026, 6, 30)
SHORT = """\
# Why we are here
impacts:
  IM1: {name: NPS, base: 17, sponsor: CEO}  # asked twice a year
outcomes:
  # Who pays
  OC1: {actor: client, behaviour: pays, base: 1/2, owners: [Desk], drives: [IM1], guard: refunds}
  OC2:
    actor: guide
    behaviour: replies  # to anybody
    base: 2/5
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "plan.yml"
    path.write_text(SHORT)
    return path


def test_a_plan_that_says_the_same_leaves_the_file_as_it_is(file):
    assert bring_up_to(file, open_plan_files(file, AS_OF).plan) == ()
    assert file.read_text() == SHORT


def test_what_is_written_short_is_written_out_when_it_changes_and_the_rest_stays(file):
    plan = open_plan_files(file, AS_OF).plan
    changed = plan.changed(put=[replace(plan.by_id["OC2"], baseline=None)])
    assert bring_up_to(file, changed) == ("OC2",)
    text = file.read_text()
    assert open_plan_files(file, AS_OF).plan.by_id == changed.by_id
    assert text.startswith(SHORT[: SHORT.index("  OC2:")])
    assert "base: 2/5" not in text


def test_a_field_beside_short_keys_is_changed_alone(file):
    plan = open_plan_files(file, AS_OF).plan
    told = [replace(plan.by_id["OC1"], name="paying"), replace(plan.by_id["IM1"], target=30)]
    assert bring_up_to(file, plan.changed(put=told)) == ()
    changed = SHORT.replace("OC1: {actor", "OC1: {name: paying, actor")
    changed = changed.replace("sponsor: CEO}", "sponsor: CEO, target: 30}")
    assert sorted(file.read_text()) == sorted(changed)
    assert open_plan_files(file, AS_OF).plan.by_id == plan.changed(put=told).by_id


def test_a_field_keeps_the_short_word_it_is_written_with(tmp_path):
    file = tmp_path / "plan.yml"
    text = (
        "outputs:\n  OU1:\n    effort: 6  # as Lea reckons\n    kind: feature\n"
        "    released: 2026-04-01\n  OU2: {effort: 2, contacts: 3}  # small\n"
        "outcomes:\n  OC1: {base: 1/2}\n"
    )
    file.write_text(text)
    plan = open_plan_files(file, AS_OF).plan
    told = [
        replace(plan.by_id["OU1"], effort_weeks=8, released_on=date(2026, 4, 2)),
        replace(plan.by_id["OU2"], effort_weeks=0.5),
        replace(plan.by_id["OC1"], baseline=Level(did=2, people=3)),
    ]
    assert bring_up_to(file, plan.changed(put=told)) == ()
    changes = [("effort: 6", "effort: 8"), ("04-01", "04-02"), ("effort: 2", "effort: 0.5")]
    for old, new in [*changes, ("1/2", "2/3")]:
        text = text.replace(old, new)
    assert file.read_text() == text


def test_what_was_only_implied_is_written_out_with_what_stood_for_it(file):
    plan = open_plan_files(file, AS_OF).plan
    changed = plan.changed(put=[replace(plan.by_id["G-OC1"], source="billing")], without=["M-OC2"])
    changed = changed.changed(put=[replace(plan.by_id["OC2"], metric=None)])
    assert bring_up_to(file, changed) == ("OC1", "OC2")
    assert open_plan_files(file, AS_OF).plan.by_id == changed.by_id
    assert "  IM1: {name: NPS, base: 17, sponsor: CEO}  # asked twice a year\n" in file.read_text()


def test_another_team_beside_those_that_were_only_named_has_these_written_out_alone(file):
    plan = open_plan_files(file, AS_OF).plan
    changed = plan.changed(put=[Team(id="Door")])
    assert bring_up_to(file, changed) == ("CEO", "Desk")
    assert open_plan_files(file, AS_OF).plan.by_id == changed.by_id
    assert file.read_text().startswith(SHORT)


def test_a_team_that_was_only_named_is_written_out_alone_when_it_changes(file):
    plan = open_plan_files(file, AS_OF).plan
    changed = plan.changed(put=[replace(plan.by_id["Desk"], name="Front desk")])
    assert bring_up_to(file, changed) == ("Desk",)
    assert open_plan_files(file, AS_OF).plan.by_id == changed.by_id
    assert file.read_text().startswith(SHORT)


def test_a_record_put_into_the_file_leaves_what_is_short_as_it_is(file):
    plan = open_plan_files(file, AS_OF).plan
    changed = plan.changed(put=[replace(plan.by_id["OC2"], id="OC3", metric=None)])
    assert bring_up_to(file, changed) == ()
    assert file.read_text().startswith(SHORT)


def test_of_what_hangs_together_only_that_is_written_out(tmp_path):
    file = tmp_path / "plan.yml"
    arms = "control: 930/3000, treatment: 1068/3000, design: ab"
    stays = "  OU2: {name: lamp, effort: 2, contacts: 3}\nideas_closed: {killed_otherwise: [ID1]}\n"
    file.write_text(
        f"hypotheses:\n  H1: {{min_pp: 3, {arms}}}\n"
        "outputs:\n  OU1: {name: bell, effort: 6, hyp: H1, verdict: 2026-05-01}\n" + stays
    )
    plan = open_plan_files(file, AS_OF).plan
    changed = plan.changed(put=[replace(plan.by_id["T-H1"], name="ring")])
    assert bring_up_to(file, changed) == ("H1", "OU1")
    assert open_plan_files(file, AS_OF).plan.by_id == changed.by_id
    assert stays in file.read_text()
