"""Tests of two people at one plan at the same moment: one after the other, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest

from seachange.errors import Conflict, Refused, SeachangeError
from seachange.planning.actions import records
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.commitments import sign
from seachange.planning.actions.conflicts import version_of, version_of_plan
from seachange.planning.actions.seals import verify_chain
from seachange.planning.actions.turns import turn
from seachange.planning.models.history import History, Seal
from seachange.planning.reads.snapshot import forget, whole_plan
from seachange.planning.rules.plan.intent import Vision
from seachange.planning.rules.plan.promises import SignOff
from seachange.planning.rules.vocabulary import Function
from tests.planning.actions.deeds import keep
from tests.planning.databases import at
from tests.planning.rules.invariants.worlds import BUILT, OFFERED

WORLD = {r.id: r for r in (*BUILT, *OFFERED)}
PATIENCE = "300"  # milliseconds to wait for a turn
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def place(committed):
    """A plan that is really committed: the address of its database, and its folder."""
    with at(*committed):
        take_in(WORLD.values(), by="", why="a world", as_found=True)
    return committed


def together(place, *deeds):
    """Let everybody do their deed at the same moment; return what each of them got."""
    barrier, told = Barrier(len(deeds)), {}

    def act(number, deed):
        with at(*place):
            barrier.wait()
            try:
                told[number] = deed()
            except SeachangeError as error:
                told[number] = error

    threads = [Thread(target=act, args=each) for each in enumerate(deeds)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert len(told) == len(deeds)
    return [told[number] for number in range(len(deeds))]


def lost(told):
    return [each for each in told if isinstance(each, SeachangeError)]


def test_of_two_moves_of_one_record_one_is_done(place):
    with at(*place):
        records.create(Vision(id="VI-move"), by="")
    told = together(place, *[lambda: records.move("VI-move", to="live", by="ada")] * 3)
    with at(*place):
        assert whole_plan().by_id["VI-move"].state == "live"
        assert History.objects.filter(record="VI-move", deed="move").count() == 1
    assert [type(each) for each in lost(told)] == [Refused, Refused]


def test_of_two_edits_of_what_both_had_read_one_is_a_conflict_and_says_whose(place):
    with at(*place):
        records.create(Vision(id="VI-seen", name="old"), by="")
        seen = version_of("VI-seen")
    told = together(
        place,
        lambda: records.edit("VI-seen", by="ada", seen=seen, name="hers"),
        lambda: records.edit("VI-seen", by="boss", seen=seen, name="his"),
    )
    (loser,) = lost(told)
    assert isinstance(loser, Conflict)
    with at(*place):
        name = whole_plan().by_id["VI-seen"].name
    winner = {"hers": "ada", "his": "boss"}[name]
    assert f"{winner} changed this since you read it" in str(loser)
    assert f"name: 'old' became {name!r}" in str(loser)


def test_a_move_and_a_removal_of_what_changed_since_are_conflicts(place):
    with at(*place):
        records.create(Vision(id="VI-stale"), by="")
        seen = version_of("VI-stale")
        records.edit("VI-stale", by="ada", name="new")
        with pytest.raises(Conflict):
            records.move("VI-stale", to="live", by="boss", seen=seen)
        with pytest.raises(Conflict):
            records.remove("VI-stale", by="boss", why="old", seen=seen)
        records.move("VI-stale", to="live", by="boss", seen=version_of("VI-stale"))


def test_two_edits_of_different_fields_lose_nobody_s_words(place):
    with at(*place):
        records.create(Vision(id="VI-words"), by="")
    told = together(
        place,
        lambda: records.edit("VI-words", by="ada", category="advice on demand"),
        lambda: records.edit("VI-words", by="boss", statement="help in an hour"),
        lambda: records.edit("VI-words", by="", problem="nobody answers"),
    )
    assert lost(told) == []
    with at(*place):
        vision = whole_plan().by_id["VI-words"]
    said = (vision.category, vision.statement, vision.problem)
    assert said == ("advice on demand", "help in an hour", "nobody answers")


def test_of_two_records_of_one_id_one_is_stated(place):
    told = together(
        place,
        lambda: records.create(Vision(id="VI-one", name="hers"), by="ada"),
        lambda: records.create(Vision(id="VI-one", name="his"), by="boss"),
    )
    assert len(lost(told)) == 1


def test_everybody_signs_at_once_and_the_chain_holds(place):
    def signing(function, who, number):
        sign_off = SignOff(id=f"S{number}-{function}", commitment="C1", function=function)
        return lambda: sign(sign_off, by=who)

    signers = [(Function.SALES, "dan"), (Function.PRODUCT, "ada"), (Function.ENGINEERING, "ben")]
    first = together(place, *[signing(function, who, 1) for function, who in signers])
    assert lost(first) == []
    # The same function twice at once: the later answer supersedes the earlier one.
    again = together(place, *[signing(Function.SALES, "dan", number) for number in (2, 3)])
    assert lost(again) == []
    with at(*place):
        assert not list(verify_chain())
        signed = [s for s in whole_plan().sign_offs if s.function == Function.SALES]
        assert len({s.supersedes for s in signed}) == len(signed) == 3


def test_decisions_at_once_make_one_chain(place):
    with at(*place):
        before = Seal.objects.count()

    def deciding(who):
        return lambda: [keep(name=f"DE-{who}-{number}") for number in range(4)]

    assert lost(together(place, deciding("a"), deciding("b"), deciding("c"))) == []
    with at(*place):
        assert Seal.objects.count() == before + 12
        assert not list(verify_chain())


def test_an_import_and_a_deed_at_once_are_one_after_the_other(place):
    imported = [Vision(id=f"VI-file-{number}") for number in range(60)]
    told = together(
        place,
        lambda: take_in(imported, by="", why="a file"),
        lambda: records.edit("OC1", by="ada", name="during the import"),
        lambda: take_in([Vision(id="VI-file-0", name="by hand")], by="", why="another"),
    )
    assert lost(told) == []
    with at(*place):
        forget()
        plan = whole_plan()
        assert plan.by_id["OC1"].name == "during the import"
        assert all(each.id in plan.by_id for each in imported)
        stated = History.objects.filter(record__startswith="VI-file-", before__isnull=True)
        assert stated.count() == 60


def test_a_file_that_was_read_before_somebody_s_edit_does_not_undo_it(place):
    with at(*place):
        records.create(Vision(id="VI-file", name="as exported"), by="")
        seen, exported = version_of_plan(), whole_plan().by_id["VI-file"]
        records.edit("VI-file", by="ada", name="by hand")
        changed = replace(exported, category="from the file")
        with pytest.raises(Conflict, match="ada changed this since"):
            take_in([changed], by="", why="a file", seen=seen)
        assert whole_plan().by_id["VI-file"].name == "by hand"
        take_in([Vision(id="VI-other")], by="", why="a file", seen=seen)


def test_whoever_waits_too_long_for_their_turn_is_told_so(place):
    def impatient():
        with (
            at(*place, patience=PATIENCE),
            pytest.raises(Conflict, match="somebody else is at work"),
        ):
            records.create(Vision(id="VI-late"), by="")

    with at(*place), turn():
        waiting = Thread(target=impatient)
        waiting.start()
        waiting.join(30)
    with at(*place):
        assert "VI-late" not in whole_plan().by_id


class ThoughtBetter(Exception):
    """Somebody does not end what they began."""


def test_a_plan_is_read_while_somebody_writes_and_reads_as_it_was(place):
    read = []

    def reader():
        with at(*place):
            forget()
            read.append(whole_plan().by_id["OC1"].name)

    with at(*place):
        before = whole_plan().by_id["OC1"].name
        with suppress(ThoughtBetter), turn():
            records.edit("OC1", by="ada", name="not yet")
            reading = Thread(target=reader)
            reading.start()
            reading.join(30)
            raise ThoughtBetter
        assert whole_plan().by_id["OC1"].name == before
    assert read == [before]


SCRIPT = """
import sys
import django; django.setup()
from tests.planning.actions.deeds import keep
for number in range(4):
    keep(name=f"DE-process-{sys.argv[1]}-{number}")
"""


@pytest.mark.nightly
def test_two_processes_make_one_chain_too(place):
    address, folder = place
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "seachange.server.settings",
        "SEACHANGE_DATABASE": address,
        "SEACHANGE_DATA": str(folder),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    running = [
        subprocess.Popen([sys.executable, "-c", SCRIPT, who], env=env, cwd=ROOT)
        for who in ("one", "two")
    ]
    assert [each.wait(120) for each in running] == [0, 0]
    with at(*place):
        forget()
        kept = {each.id for each in whole_plan().decisions}
        assert {f"DE-process-{who}-{n}" for who in ("one", "two") for n in range(4)} <= kept
        assert not list(verify_chain())
