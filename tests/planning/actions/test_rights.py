"""Tests of the matrix of roles and deeds, as the actions keep to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seachange.errors import NotAllowed, Refused, SeachangeError
from seachange.planning.actions import records
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.door import Change, carry_out
from seachange.planning.actions.rights import check_rights
from seachange.planning.rules.permissions import SPEAKS_FOR, Deed, may
from seachange.planning.rules.plan.delivery import EnablementItem
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.plan.intent import Outcome, Vision
from seachange.planning.rules.plan.learning import Decision, Hypothesis, HypothesisVersion, Verdict
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.organisation import Member, Waiver
from seachange.planning.rules.plan.plan import plan_of
from seachange.planning.rules.plan.promises import SignOff
from seachange.planning.rules.states import MOVES
from seachange.planning.rules.vocabulary import Kind, Role, Visibility
from tests.planning.parley import AS_OF, parley
from tests.planning.rules.invariants.worlds import BUILT, CASES, PROMISE, SOLD
from tests.planning.signalled import SIGNALLED

ALL_ROLES = [Member(id=f"the-{role}", role=role) for role in Role]


def examples():
    """Return a record of every kind, with what it points at beside it."""
    plans = [
        parley(),
        plan_of(SIGNALLED, as_of=AS_OF),
        *(case.world for case in CASES),
        *(case.broken for case in CASES),
    ]
    found = {}
    for plan in plans:
        for record in plan.records():
            found.setdefault(record.kind, (record, plan))
    for kind, record_type in RECORD_TYPES.items():
        if kind not in found:
            needed = {
                f.name: "x"
                for f in record_type.__dataclass_fields__.values()
                if "to" in f.metadata and f.default is not None and f.default != ()
            }
            found[kind] = (record_type(id="new", **needed), plan_of([], as_of=AS_OF))
    return found


EXAMPLES = examples()


def changed(record, deed):
    if deed == Deed.EDIT:
        return replace(record, name="otherwise")
    states = list(MOVES.get(record.kind, {}))
    other = next((state for state in states if state != record.state), None)
    return replace(record, state=other) if other else None


@pytest.mark.parametrize("kind", Kind)
def test_each_role_does_what_the_matrix_says_and_no_more(kind):
    record, plan = EXAMPLES[kind]
    record = replace(record, state="")  # as its kind begins
    seen = [replace(each, visibility=Visibility.PUBLIC) for each in plan.records()]
    world = plan.changed(put=[*seen, *ALL_ROLES])
    for role in Role:
        mine = in_the_name_of(role, replace(record, visibility=Visibility.PUBLIC))
        after = world.changed(put=[mine])
        before = world.changed(without=[record.id])
        told = {Deed.CREATE: (before, after), Deed.REMOVE: (after, before)}
        for deed in (Deed.EDIT, Deed.MOVE):
            otherwise = changed(mine, deed)
            if otherwise is not None:
                told[deed] = (after, after.changed(put=[otherwise]))
        for deed, (was, becomes) in told.items():
            allowed = is_allowed(was, becomes, by=f"the-{role}")
            assert allowed == may(role, deed=deed, kind=kind), (role, deed)


def in_the_name_of(role, record):
    if isinstance(record, Verdict | Decision):
        return replace(record, decided_by=f"the-{role}")
    if isinstance(record, Waiver):
        return replace(record, approver=f"the-{role}")
    if isinstance(record, SignOff):
        function = SPEAKS_FOR.get(role, record.function)
        return replace(record, member=f"the-{role}", function=function)
    return record


def is_allowed(before, after, *, by):
    try:
        check_rights(before, after, by=by)
    except NotAllowed:
        return False
    return True


def test_what_somebody_may_not_see_is_not_there_for_them(empty_plan):
    secret = Vision(id="VI1", visibility=Visibility.PRIVATE, keeper="boss", name="the sale")
    people = (Member(id="boss", role=Role.LEADER), Member(id="ada", role=Role.PRODUCT))
    carry_out(Change(by="", deed="take in", put=(*people, secret)))
    with pytest.raises(NotAllowed, match="there is no record VI1"):
        carry_out(Change(by="ada", deed="edit", put=(replace(secret, name="x"),)))


def test_nobody_links_to_what_they_may_not_see(empty_plan):
    secret = Metric(id="M1", visibility=Visibility.PRIVATE, keeper="boss")
    people = (Member(id="boss", role=Role.LEADER), Member(id="ada", role=Role.PRODUCT))
    told = Outcome(id="OC1", metric="M1", visibility=Visibility.PUBLIC)
    carry_out(Change(by="", deed="take in", put=(*people, secret, told)))
    told = []
    for metric in ("M1", "M2"):
        with pytest.raises(Refused) as refusal:
            records.create(Outcome(id="OC2", metric=metric), by="ada")
        told.append(str(refusal.value).replace(metric, "it"))
    assert told[0] == told[1]
    # What stood there before she came stays: she edits the rest.
    assert records.edit("OC1", by="ada", name="x").by_id["OC1"].metric == "M1"


def test_only_an_administrator_takes_something_in_as_it_was_found(empty_plan):
    people = (Member(id="root", role=Role.ADMIN), Member(id="ada", role=Role.PRODUCT))
    carry_out(Change(by="", deed="take in", put=people))
    broken = Outcome(id="OC1", state="active")
    with pytest.raises(NotAllowed, match="as it was found"):
        carry_out(Change(by="ada", deed="take in", put=(broken,), as_found=True))
    after = carry_out(Change(by="root", deed="take in", put=(broken,), as_found=True))
    assert "I-1" in after.by_id["OC1"].breaches


@pytest.mark.parametrize("change", [{"role": Role.PRODUCT}, {"is_active": False}, None])
def test_nobody_takes_their_own_role_or_leave_away_by_whatever_form(change, empty_plan):
    root = Member(id="root", role=Role.ADMIN)
    carry_out(Change(by="", deed="take in", put=(root, replace(root, id="other"))))
    mine = {"put": (replace(root, **change),)} if change else {"without": ("root",)}
    with pytest.raises(NotAllowed, match="for another administrator"):
        carry_out(Change(by="root", deed="edit", **mine))
    carry_out(Change(by="root", deed="edit", put=(replace(root, name="Ada", email="a@b.c"),)))
    carry_out(Change(by="other", deed="edit", **mine))


def test_what_somebody_may_not_move_they_do_not_bring_in_moved(empty_plan):
    carry_out(Change(by="", deed="take in", put=(Member(id="dan", role=Role.SALES),)))
    request = FeatureRequest(id="R1", asked="SSO", state="linked")
    with pytest.raises(NotAllowed, match="to move a feature request"):
        carry_out(Change(by="dan", deed="take in", put=(request,)))


def test_a_move_does_not_carry_in_what_its_doer_may_not_edit(empty_plan):
    waiting = replace(PROMISE, state="feasibility known")
    world = {r.id: r for r in (*SOLD, waiting)}
    world["D1"] = replace(world["D1"], state="in review")
    carry_out(Change(by="", deed="take in", put=tuple(world.values()), as_found=True))
    with pytest.raises(NotAllowed):
        carry_out(
            Change(by="ada", deed="move", put=(replace(waiting, state="rejected", text="less"),))
        )
    carry_out(Change(by="ada", deed="move", put=(replace(waiting, state="rejected"),)))


def test_nobody_decides_or_signs_in_another_s_name(empty_plan):
    people = (Member(id="boss", role=Role.LEADER), Member(id="ada", role=Role.PRODUCT))
    carry_out(Change(by="", deed="take in", put=people))
    with pytest.raises(NotAllowed, match="own name"):
        carry_out(Change(by="ada", deed="decide", put=(Decision(id="DE1", decided_by="boss"),)))


def test_nobody_says_for_another_that_they_have_what_they_need(empty_plan):
    item = EnablementItem(id="EN1", output="OU1", department="D-cs", state="ready")
    take_in((*BUILT, item), by="", why="a world", as_found=True)
    with pytest.raises(NotAllowed, match="cleo has not said so"):
        records.move("EN1", to="verified", by="ada", verified_by="cleo")
    records.move("EN1", to="verified", by="cleo", verified_by="cleo")


def test_nobody_gives_leave_in_another_s_name(empty_plan):
    people = (Member(id="boss", role=Role.LEADER), Member(id="chief", role=Role.LEADER))
    carry_out(Change(by="", deed="take in", put=people))
    waiver = Waiver(id="W1", rule="I-8", record="OU1", reason="a spike", approver="boss",
                    expires_on=AS_OF)  # fmt: skip
    with pytest.raises(NotAllowed, match="own name"):
        records.create(waiver, by="chief")
    records.create(waiver, by="boss")
    with pytest.raises(NotAllowed, match="own name"):
        records.edit("W1", by="chief", reason="another spike")


@pytest.mark.parametrize("role", [Role.REQUESTER, Role.SALES])
def test_nobody_writes_a_version_that_never_was(empty_plan, role):
    goalposts = HypothesisVersion(id="H1.v2", hypothesis="H1", version=2)
    people = (Member(id="eve", role=role), Hypothesis(id="H1"))
    carry_out(Change(by="", deed="take in", put=people))
    with pytest.raises(NotAllowed):
        carry_out(Change(by="eve", deed="create", put=(goalposts,)))


def test_a_member_who_left_does_nothing(empty_plan):
    carry_out(
        Change(by="", deed="take in", put=(Member(id="ada", role=Role.ADMIN, is_active=False),))
    )
    with pytest.raises(SeachangeError):
        carry_out(Change(by="ada", deed="create", put=(Outcome(id="OC1"), Hypothesis(id="H1"))))


def test_an_administrator_touches_nothing_that_somebody_keeps_in_private(empty_plan):
    secret = Vision(id="VI1", visibility=Visibility.PRIVATE, keeper="boss", name="the sale")
    people = (Member(id="boss", role=Role.LEADER), Member(id="root", role=Role.ADMIN))
    carry_out(Change(by="", deed="take in", put=(*people, secret)))
    with pytest.raises(NotAllowed, match="there is no record VI1"):
        records.remove("VI1", by="root", why="curious")


@pytest.mark.parametrize("shade", [Visibility.TEAM, Visibility.PRIVATE])
def test_what_is_for_somebody_alone_names_them(empty_plan, shade):
    with pytest.raises(Refused, match="alone, and names none"):
        records.create(Vision(id="VI1", visibility=shade), by="")
