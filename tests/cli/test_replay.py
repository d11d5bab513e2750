"""Whether a settled verdict can be weighed again from the command line."""

from __future__ import annotations

import json

import pytest

from seachange.people.guard import writing
from seachange.planning.models.history import Seal
from seachange.planning.models.refusals import set_up, take_down
from tests.cli.running import run
from tests.planning.files.test_demonstration import PLAN


@pytest.fixture
def kept(plan, capsys):
    """Keep the demonstration plan, and run `seachange replay …` beside it."""
    assert plan("import", PLAN, "--as-found", "--yes").status == 0
    return lambda *words: run(capsys, "replay", *words)


def test_a_settled_verdict_comes_out_as_it_was_sealed(kept):
    told = kept("V1")
    assert told.status == 0
    assert told.out.startswith("V1 comes out as it was sealed, byte for byte, from 1")
    assert "given supported on 2026-05-01, on version 1 of H1's criteria" in told.out


def test_what_it_rests_on_can_be_opened(kept):
    held = json.loads(kept("V6", "--show").out)
    assert held["judged"]["finish"] == "refuted"
    assert "T6" in {record["id"] for _, record in held["records"]}


def test_one_that_was_tampered_with_ends_in_an_error(kept, capsys):
    take_down(using="default")
    row = Seal.objects.get(record="V6")
    with writing():
        Seal.objects.filter(record="V6").update(
            evidence=row.evidence.replace('"finish":"refuted"', '"finish":"supported"')
        )
    set_up(using="default")
    told = kept("V6")
    assert told.status == 2
    assert "does not come out as it was sealed" in told.err
    assert 'finish: "supported" as sealed, "refuted" now' in told.err
    assert run(capsys, "verify").status == 2
