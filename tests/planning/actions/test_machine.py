"""Random people do random things to a plan: no invariant breaks, no forbidden move succeeds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from typing import ClassVar

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from seachange.errors import SeachangeError
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.seals import verify_chain
from seachange.planning.models.history import History
from seachange.planning.models.mapping import mappings, read_all
from seachange.planning.reads.snapshot import forget, whole_plan
from seachange.planning.rules.invariants.catalogue import unknown_violations, violations
from seachange.planning.rules.plan.delivery import EnablementItem
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.encoding import plain
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.record import linked
from seachange.planning.rules.vocabulary import HORIZONS, Kind, Role, Visibility
from tests.planning.actions.whatever import deed_at_random
from tests.planning.databases import kept_in
from tests.planning.rules.domain import FOR_GOOD, MOVES_ALLOWED, forbidden
from tests.planning.rules.invariants.worlds import (
    BUILT,
    DEAL,
    DRIVES,
    HYPOTHESIS,
    ITEM,
    OUTCOME,
    OUTPUT,
    PROMISE,
    SOLD,
    VERDICT,
    signed,
)

MEMBERS = [Member(id=f"the-{role}", role=role) for role in Role]
# Of everything one that is done, and one a step before each thing that can be done.
AGREED = replace(PROMISE, id="C3", deal="D3")
ALSO = (
    replace(DEAL, id="D3", state="in review"),
    AGREED,
    *signed(AGREED),
    replace(OUTPUT, id="OU2", state="ready"),
    replace(OUTPUT, id="OU3", state="built"),
    replace(OUTCOME, id="OC2", state="baselined"),
    replace(DRIVES, id="DL2", outcome="OC2"),
    replace(HYPOTHESIS, id="H3", state="testing"),
    AssumptionTest(id="T3", hypothesis="H3", state="running"),
    EnablementItem(id="EN1", output="OU2", department="D-cs", state="ready"),
    FeatureRequest(id="R1", asked="SSO", need="one password", state="linked", outcome="OC1"),
    replace(HYPOTHESIS, id="H2", state="draft"),
    replace(HYPOTHESIS, state="supported"),
    replace(DEAL, id="D2", state="open"),
    replace(PROMISE, id="C2", deal="D2", state="proposed"),
    *(replace(ITEM, id=f"RI{months}", horizon=months) for months in HORIZONS),
)
BEGUN = {r.id: r for r in (*BUILT, *SOLD, VERDICT, *MEMBERS, *ALSO)}
# Most deeds by those who may do most, or little would ever happen.
DOERS = ["", *["the-admin", "the-product", "ada", "ben", "cleo", "dan", "boss"] * 2, "nobody"]
DOERS += [member.id for member in MEMBERS]
HELD_BY_THE_HOUSE = {Kind.METRIC_VERSION, Kind.HYPOTHESIS_VERSION}


class Planning(RuleBasedStateMachine):
    """A plan, and everybody at it."""

    address = ""
    tally: ClassVar[Counter] = Counter()

    def __init__(self):
        super().__init__()
        self.kept = kept_in(self.address)
        self.kept.__enter__()
        take_in(BEGUN.values(), by="", why="a start", as_found=True)
        self.plan = whole_plan()
        assert not list(unknown_violations(self.plan))
        self.made = 0
        self.remembered = History.objects.count()

    def teardown(self):
        try:
            self.what_is_kept_is_what_is_there()
        finally:
            self.kept.__exit__(None, None, None)

    def what_is_kept_is_what_is_there(self):
        """The plan in hand, the tables, the history and the chain all say the same."""
        there = {r.id: r for held in mappings() for r in read_all(held.kind)}
        assert there == self.plan.by_id
        last = {row.record: row.after for row in History.objects.order_by("sequence")}
        said = {each: after for each, after in last.items() if after is not None}
        assert said == {r.id: plain(r) for r in there.values()}
        assert not list(verify_chain())

    @rule(seed=st.integers(0, 2**32), by=st.sampled_from(DOERS))
    def do_something(self, seed, by):
        self.made += 1
        random = Random(f"{seed} {self.made}")  # Hypothesis is fond of a seed of nought
        before = self.plan
        try:
            deed, by = deed_at_random(random, before, by, self.made)
        except SeachangeError:  # a record that cannot be built at all
            self.tally["nonsense"] += 1
            return
        refusal = refused(deed)
        if refusal is not None:
            self.tally["refused"] += 1
            # The rules refuse before the tables have to: they are the ones who can say why.
            assert not isinstance(refusal.__cause__, DatabaseError), refusal
            self.nothing_has_changed(random)
            return
        self.plan = whole_plan()
        self.tally[deed.name] += 1
        self.judge(before, by)

    def nothing_has_changed(self, random):
        if random.random() < 0.1:  # what is in hand is not asked every time: it takes long
            forget()
        assert whole_plan().by_id == self.plan.by_id
        assert History.objects.count() == self.remembered

    def judge(self, before, by):
        after = self.plan
        known = {(v.invariant, v.record) for v in violations(before)}
        broken = [v for v in violations(after) if (v.invariant, v.record) not in known]
        assert broken == []
        changed = [
            (old, now)
            for each in before.by_id.keys() | after.by_id.keys()
            if (old := before.by_id.get(each)) != (now := after.by_id.get(each))
        ]
        doer = before.get(Member, by)
        role = doer.role if doer else Role.ADMIN
        assert not by or doer is not None
        is_decided = any(old is None and now.kind is Kind.DECISION for old, now in changed)
        for old, now in changed:
            if not (is_decided and is_belief_alone(old, now)):
                judge_change(old, now, role)
                assert not by or old is None or is_theirs_to_see(doer, old)
            assert not now or all(to in after.by_id for _, to in linked(now))
        self.remembered += len(changed)
        assert History.objects.count() == self.remembered


def refused(deed):
    """Do a deed; return why it was refused, or nothing."""
    try:
        deed.do()
    except SeachangeError as refusal:
        return refusal
    return None


def judge_change(old, now, role):
    """Judge one change by the specification, as it was copied by hand."""
    kind = (now or old).kind
    if old is None:
        if kind not in HELD_BY_THE_HOUSE:
            assert not forbidden(role, "create", kind)
        return
    assert kind not in FOR_GOOD
    if now is None:
        assert not forbidden(role, "remove", kind)
    elif old.state != now.state:
        assert reachable(kind, old.state, now.state)
        assert not forbidden(role, "move", kind)
    else:
        assert not forbidden(role, "edit", kind)


def is_belief_alone(old, now):
    """Tell what is computed as somebody decides (I-27), who may not have said it: a belief."""
    if not isinstance(old, Hypothesis) or now is None or old.belief_at_decision is not None:
        return False
    return replace(old, belief_at_decision=now.belief_at_decision) == now


def is_theirs_to_see(member, record):
    """Tell whether somebody may see a record, by itself, as the specification has it."""
    if record.visibility == Visibility.PUBLIC or record.keeper == member.id:
        return True
    if record.visibility == Visibility.PRIVATE or member.role == Role.REQUESTER:
        return False
    is_in = member.role == Role.ADMIN or record.team in member.teams
    return record.visibility == Visibility.ORGANISATION or is_in


def reachable(kind, before, after):
    """Tell whether moves the specification allows lead there; a file may tell of several."""
    seen, at = {before}, [before]
    while at:
        here = at.pop()
        onward = {to for come, to in MOVES_ALLOWED[kind] if come == here} - seen
        seen |= onward
        at += onward
    return after in seen


def run(address, *, examples, steps):
    machine = type("PlanningThere", (Planning,), {"address": address, "tally": Counter()})
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
    return machine.tally


def test_whoever_does_whatever_the_plan_stays_valid(django_db_blocker):
    with django_db_blocker.unblock():
        run("", examples=min(4, settings.default.max_examples // 2), steps=30)


@pytest.mark.engine
def test_it_stays_valid_in_postgresql_too(django_db_blocker, postgres_tables):
    with django_db_blocker.unblock():
        run(postgres_tables, examples=2, steps=25)


@pytest.mark.nightly
@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgresql", marks=pytest.mark.engine)])
def test_it_stays_valid_for_tens_of_thousands_of_deeds(django_db_blocker, request, where):
    address = request.getfixturevalue("postgres_tables") if where == "postgresql" else ""
    with django_db_blocker.unblock():
        tally = run(address, examples=600, steps=50)
    print(where, sum(tally.values()), "deeds:", dict(tally.most_common()))
    assert sum(tally.values()) > 10_000
