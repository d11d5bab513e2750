"""Tests of opening the database a plan is kept in, from a terminal."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from seachange.server.settings import database

ASK = """
from seachange.cli.kept import open_plan_in_memory
open_plan_in_memory()
from seachange.planning.actions import records
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.intent import Vision
records.create(Vision(id="VI1"), by="")
print(sorted(whole_plan().by_id))
"""


def run(folder, *arguments):
    environment = {
        **os.environ,
        "SEACHANGE_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "seachange.server.settings",
    }
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )


def test_where_there_is_no_plan_verify_says_where_it_looked_for_one(tmp_path):
    told = run(tmp_path / "nowhere", "-m", "seachange", "verify")
    assert told.returncode == 2
    assert "there is no plan here" in told.stderr
    assert "SEACHANGE_DATA" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("words", ["init", "plan import plan.yml --yes"])
def test_where_no_folder_can_be_is_told_in_a_sentence(tmp_path, words):
    (tmp_path / "file").touch()
    plan = tmp_path / "plan.yml"
    plan.write_text("visions: {VI1: {category: advice}}\n")
    named = words.replace("plan.yml", str(plan)).split()
    told = run(tmp_path / "file" / "data", "-m", "seachange", *named)
    assert told.returncode == 2
    assert told.stderr.startswith("seachange: SEACHANGE_DATA: there can be no folder")
    assert "Traceback" not in told.stderr


def test_a_plan_that_was_set_up_is_verified(tmp_path):
    made = "from seachange.cli.kept import open_kept_plan; open_kept_plan(make=True)"
    assert run(tmp_path / "data", "-c", made).returncode == 0
    told = run(tmp_path / "data", "-m", "seachange", "verify")
    assert (told.returncode, told.stderr) == (0, "")
    assert "reads as it was written" in told.stdout


EARLIER = ["UPDATE planning_turn SET refusals = 'of an earlier text'"]
EARLIEST = [
    "DROP TABLE planning_accesstoken",
    "ALTER TABLE planning_turn DROP COLUMN refusals",
    "DELETE FROM django_migrations WHERE app = 'planning' AND name >= '0010_refusals_told'",
]


@pytest.mark.parametrize("was", [EARLIER, EARLIEST], ids=["noted", "from before it was noted"])
def test_a_plan_of_an_earlier_version_is_brought_to_what_this_one_refuses(tmp_path, was):
    """In that text a link's state did not go back to what it was claimed to be."""
    made = "from seachange.cli.kept import open_kept_plan; open_kept_plan(make=True)"
    assert run(tmp_path / "data", "-c", made).returncode == 0
    refusal = "seachange_driverlink_moves_as_it_may_update"
    asked = f"SELECT sql FROM sqlite_master WHERE name = '{refusal}'"
    with closing(sqlite3.connect(tmp_path / "data" / "plan.sqlite3")) as kept:
        (today,) = kept.execute(asked).fetchone()
        kept.execute(f"DROP TRIGGER {refusal}")
        kept.execute(today.replace("('claimed', 'supported', 'refuted')", "('refuted')"))
        assert kept.execute(asked).fetchone() != (today,)
        for statement in was:
            kept.execute(statement)
        kept.commit()
    told = run(tmp_path / "data", "-m", "seachange", "verify")
    assert (told.returncode, told.stderr) == (0, "")
    with closing(sqlite3.connect(tmp_path / "data" / "plan.sqlite3")) as kept:
        assert kept.execute(asked).fetchone() == (today,)


def test_a_plan_in_memory_leaves_nothing_behind(tmp_path):
    told = run(tmp_path / "data", "-c", ASK)
    assert told.stdout.strip() == "['VI1']", told.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("mysql://me@127.0.0.1/plan", "a plan is not kept at mysql://"),
        ("postgresql://me@127.0.0.1", "it names no database"),
        ("postgresql://me@127.0.0.1:five/plan", "Port could not be cast"),
        ("postgresql://me:sesame@127.0.0.1:1/plan", "no tables can be made here: connection"),
        ("postgresql://me@127.0.0.1:1/plan?sslmood=on", 'invalid connection option "sslmood"'),
    ],
)
def test_an_address_where_nothing_can_be_kept_is_told_as_one(address, why, tmp_path, monkeypatch):
    monkeypatch.setenv("SEACHANGE_DATABASE", address)
    told = run(tmp_path / "data", "-m", "seachange", "init")
    assert (told.returncode, told.stdout) == (2, "")
    assert "SEACHANGE_DATABASE" in told.stderr
    assert why in told.stderr
    assert "Traceback" not in told.stderr
    assert "sesame" not in told.stderr


def test_what_stands_behind_the_name_of_a_database_is_handed_to_postgresql():
    told = database(
        "postgresql://a%40b:c%2Fd@host:5433/our%20plan?sslmode=verify-full&options=-c%20x"
    )
    assert told["OPTIONS"] == {
        "sslmode": "verify-full",
        "options": "-c lock_timeout=20s -c x",
        "connect_timeout": "5",
    }
    told = database("postgresql://host/plan?connect_timeout=30")
    assert told["OPTIONS"]["connect_timeout"] == "30"
    told = database("postgresql://a%40b:c%2Fd@host:5433/our%20plan")
    assert [told[each] for each in ("USER", "PASSWORD", "NAME")] == ["a@b", "c/d", "our plan"]
