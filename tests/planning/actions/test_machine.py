"""Random people do random things to a plan: no invariant breaks, no forbidden move succeeds."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from seachange.errors import SeachangeError
from seachange.planning.actions import records
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.seals import verify_chain
from seachange.planning.models.history import History
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.invariants.catalogue import violations
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.encoding import plain
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.record import linked
from seachange.planning.rules.states import APPEND_ONLY, MOVES, first_state
from seachange.planning.rules.vocabulary import Kind, Role
from tests.planning.actions.worldly import change_at_random, record_at_random
from tests.planning.databases import kept_in
from tests.planning.rules.invariants.worlds import BUILT, SOLD, VERDICT

MEMBERS = [Member(id=f"the-{role}", role=role) for role in Role]
BEGUN = {r.id: r for r in (*BUILT, *SOLD, VERDICT, *MEMBERS)}
# Most deeds by those who may do most, or little would ever happen.
DOERS = ["", "the-admin", "the-product", "the-product", "nobody", *(m.id for m in MEMBERS)]


class Planning(RuleBasedStateMachine):
    """A plan, and everybody at it."""

    address = ""

    def __init__(self):
        super().__init__()
        self.kept = kept_in(self.address)
        self.kept.__enter__()
        take_in(BEGUN.values(), by="", why="a start", as_found=True)
        self.plan = whole_plan()
        self.made = 0

    def teardown(self):
        try:
            self.what_is_remembered_is_what_there_is()
        finally:
            self.kept.__exit__(None, None, None)

    def what_is_remembered_is_what_there_is(self):
        last = {row.record: row.after for row in History.objects.order_by("sequence")}
        there = {r.id: plain(r) for r in whole_plan().records()}
        assert {each: after for each, after in last.items() if after is not None} == there
        assert not list(verify_chain())

    @rule(random=st.randoms(use_true_random=False), by=st.sampled_from(DOERS))
    def state_something(self, random: Random, by):
        self.made += 1
        self.attempt(
            by,
            lambda: records.create(record_at_random(random, self.plan, f"N{self.made}"), by=by),
        )

    @rule(random=st.randoms(use_true_random=False), by=st.sampled_from(DOERS))
    def edit_something(self, random: Random, by):
        record = random.choice(list(self.plan.records()))
        changes = change_at_random(random, self.plan, record)
        self.attempt(by, lambda: records.edit(record.id, by=by, also=changes))

    @rule(random=st.randoms(use_true_random=False), by=st.sampled_from(DOERS))
    def move_something(self, random: Random, by):
        record = random.choice([r for r in self.plan.records() if r.kind in MOVES])
        to = random.choice(list(MOVES[record.kind]))
        self.attempt(by, lambda: records.move(record.id, to=to, by=by))

    @rule(random=st.randoms(use_true_random=False), by=st.sampled_from(DOERS))
    def move_something_onward(self, random: Random, by):
        ways = [
            (r, to) for r in self.plan.records() for to in MOVES.get(r.kind, {}).get(r.state, ())
        ]
        record, to = random.choice(ways)
        self.attempt(by, lambda: records.move(record.id, to=to, by=by))

    @rule(random=st.randoms(use_true_random=False), by=st.sampled_from(DOERS))
    def remove_something(self, random: Random, by):
        record = random.choice(list(self.plan.records()))
        self.attempt(by, lambda: records.remove(record.id, by=by, why="no use"))

    def attempt(self, by, deed):
        before = self.plan
        try:
            deed()
        except SeachangeError:
            assert whole_plan().by_id == before.by_id
            return
        self.plan = whole_plan()
        self.judge(before, by)

    def judge(self, before, by):
        after = self.plan
        known = {(v.invariant, v.record) for v in violations(before)}
        broken = [v for v in violations(after) if (v.invariant, v.record) not in known]
        assert broken == []
        role = Role.ADMIN if not by else before.get(Member, by).role
        for record_id in before.by_id.keys() | after.by_id.keys():
            old, now = before.by_id.get(record_id), after.by_id.get(record_id)
            if old != now:
                self.judge_change(old, now, role)

    def judge_change(self, old, now, role):
        kind = (now or old).kind
        kept_by_the_house = kind in {Kind.METRIC_VERSION, Kind.HYPOTHESIS_VERSION}
        if old is None:
            assert now.state == first_state(kind)
            assert may(role, deed=Deed.CREATE, kind=kind) or kept_by_the_house
        elif now is None:
            assert kind not in APPEND_ONLY
            assert may(role, deed=Deed.REMOVE, kind=kind)
        else:
            assert kind not in APPEND_ONLY
            if old.state != now.state:
                assert now.state in MOVES[kind][old.state]
                assert may(role, deed=Deed.MOVE, kind=kind)
            else:
                assert may(role, deed=Deed.EDIT, kind=kind)

    @invariant()
    def nothing_points_at_nothing(self):
        for record in self.plan.records():
            assert all(to in self.plan.by_id for _, to in linked(record))


def run(address, *, examples, steps):
    machine = type("PlanningThere", (Planning,), {"address": address})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            # What went wrong is plain from the last deed; shrinking it takes minutes.
            phases=[Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whoever_does_whatever_the_plan_stays_valid(django_db_blocker):
    with django_db_blocker.unblock():
        run("", examples=4, steps=15)


@pytest.mark.engine
def test_it_stays_valid_in_postgresql_too(django_db_blocker, postgres_tables):
    with django_db_blocker.unblock():
        run(postgres_tables, examples=2, steps=12)


@pytest.mark.nightly
def test_it_stays_valid_for_tens_of_thousands_of_deeds(django_db_blocker):
    with django_db_blocker.unblock():
        run("", examples=600, steps=50)


@pytest.mark.nightly
@pytest.mark.engine
def test_it_stays_valid_for_thousands_of_deeds_in_postgresql(django_db_blocker, postgres_tables):
    with django_db_blocker.unblock():
        run(postgres_tables, examples=200, steps=50)
