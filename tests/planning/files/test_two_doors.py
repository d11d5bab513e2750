"""A plan says the same to the check whether it comes from its file or out of the database."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from seachange.errors import SeachangeError
from seachange.planning.actions.bulk import take_in
from seachange.planning.files.reading import parse_plan
from seachange.planning.files.writing import plan_text
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.checks.run import check
from tests.planning.actions.worldly import change_at_random, record_at_random
from tests.planning.databases import kept_in
from tests.planning.parley import AS_OF, parley
from tests.planning.rules.checks.worlds import SOUND


def from_file(plan):
    return parse_plan(plan_text(plan), plan.as_of)[0]


def through_the_database(plan):
    take_in(plan, by="", why="a start", as_found=True)
    return whole_plan(as_of=plan.as_of)


def meddled(plan, random):
    """Change a few records at random, and add a few."""
    for n in range(random.randint(1, 6)):
        try:
            record = random.choice(list(plan.records()))
            if random.random() < 0.7:
                plan = plan.changed(put=[replace(record, **change_at_random(random, plan, record))])
            else:
                plan = plan.changed(put=[record_at_random(random, plan, f"new-{n}")])
        except SeachangeError:
            continue  # nonsense that cannot be said in any plan
    return plan


def test_the_worked_example_is_judged_alike_through_both_doors(each_database):
    plan = from_file(parley())
    kept = through_the_database(plan)
    assert kept.as_of == AS_OF
    assert check(plan).findings == check(kept).findings


def are_judged_alike(plan):
    """Hold the two doors side by side; `None` if the database's door refuses the plan."""
    try:
        kept = through_the_database(plan)
    except SeachangeError:
        return None  # what is refused stands in no database
    return check(plan).findings == check(kept).findings


def test_plans_meddled_with_are_judged_alike_through_both_doors(empty_plan):
    plan = from_file(meddled(SOUND, Random(20260631)))
    assert plan != SOUND
    assert are_judged_alike(plan)


@pytest.mark.nightly
@given(st.randoms(use_true_random=False))
def test_any_plan_is_judged_alike_through_both_doors(django_db_blocker, random):
    try:
        plan = from_file(meddled(SOUND, random))
    except SeachangeError:
        reject()  # what nobody may write, such as the seal of what was decided on
    with django_db_blocker.unblock(), kept_in(""):
        assert are_judged_alike(plan) in {True, None}
