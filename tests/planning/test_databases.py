"""Whether the tables tests are given are those our migrations would make today."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.house.checkout import PACKAGE
from tests.planning.databases import rooms


def test_tables_kept_from_an_earlier_run_are_made_anew_when_any_app_of_ours_changes():
    homes = {Path(app.path) for app in apps.get_app_configs() if app.name.startswith("seachange.")}
    assert PACKAGE / "evidence" in homes
    assert homes <= set(rooms())


def test_no_migration_is_left_to_a_test_which_holds_a_transaction_open(empty_plan):
    loaded = MigrationExecutor(connection)
    assert loaded.migration_plan(loaded.loader.graph.leaf_nodes()) == []
