"""What follows from a plan is worked out once for it, and anew for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread

from seachange.planning.rules.plan.kept import kept_per_plan
from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.plan import Plan

PLAN = Plan(as_of=date(2026, 6, 30), teams=(Team(id="A", name="Apes"),))


def counting():
    asked = []

    @kept_per_plan
    def teams(plan):
        asked.append(plan)
        return len(plan.teams)

    return teams, asked


def test_the_same_plan_is_asked_once_and_an_equal_one_for_itself():
    teams, asked = counting()
    plan = replace(PLAN)
    assert [teams(plan), teams(plan), teams(replace(plan, teams=())), teams(replace(plan))] == [
        1, 1, 0, 1
    ]  # fmt: skip
    assert len(asked) == 3


def test_what_is_kept_changes_nothing_about_the_plan():
    plan = replace(PLAN)
    teams, _ = counting()
    teams(plan)
    assert plan == PLAN
    assert plan.changed() == PLAN


def test_threads_that_ask_at_once_have_it_worked_out_once():
    teams, asked = counting()
    plan, start, found = replace(PLAN), Barrier(8), []

    def ask():
        start.wait()
        found.append(teams(plan))

    threads = [Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [1] * 8
    assert len(asked) == 1
