"""What taking in a file would do is told record by record, field by field."""

from dataclasses import replace

from seachange.planning.files.reading import parse_plan
from seachange.planning.files.taking import beside, differences, left_out
from seachange.planning.files.writing import plan_text
from seachange.planning.rules.plan.intent import Outcome
from tests.planning.parley import AS_OF, parley


def test_nothing_differs_between_a_plan_and_itself():
    assert list(differences(parley(), parley())) == []


def test_each_difference_names_the_record_and_what_changes():
    outcome = parley().get(Outcome, "OC1")
    new = Outcome(id="OC9", name="Clients come back")
    after = parley().changed(put=[replace(outcome, target=0.5), new], without=["KR4"])
    assert [str(each) for each in differences(parley(), after)] == [
        "change outcome OC1\n    target: 0.45 → 0.5",
        "add outcome OC9 “Clients come back”",
        "remove key_result KR4",
    ]


def test_what_a_file_leaves_out_is_named_but_for_what_is_written_once():
    told = parley().changed(without=["KR4", "V1", "S-C1-sales"])
    assert left_out(told, parley()) == ("KR4",)


def test_what_is_known_to_be_broken_stays_known():
    outcome = replace(parley().get(Outcome, "OC1"), breaches=("I-4",))
    kept = parley().changed(put=[outcome])
    silent = parse_plan(plan_text(parley()), AS_OF)[0]
    assert list(differences(kept, beside(silent, kept))) == []
