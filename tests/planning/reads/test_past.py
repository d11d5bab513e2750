"""Tests of the plan as it was: any day, any two days, with who and why."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from seachange import clock
from seachange.errors import BadPlan, Conflict
from seachange.people.access import Role, Viewer
from seachange.planning.actions import records
from seachange.planning.reads.past import difference, history_of, plan_on
from seachange.planning.reads.roadmap import horizons
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import Kind, RoadmapKind, Source, Visibility

ADA = Viewer(id="ada", role=Role.PRODUCT)
CLEO = None
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


@pytest.fixture
def spring(empty_plan, monkeypatch):
    """An item put at 3 months in May, moved to 6 in June, taken out in July."""

    def on(day):
        monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, 1, 9, tzinfo=UTC))

    on(MAY)
    records.create(Member(id="ada", role=Role.PRODUCT), by="")
    item = RoadmapItem(
        id="RI1", item_kind=RoadmapKind.THEME, title="no missed meetings", source=Source.OUTCOME
    )
    records.create(item, by="ada", why="the interviews")
    on(JUNE)
    records.edit("RI1", by="ada", why="others first", horizon=6)
    on(JULY)
    records.remove("RI1", by="ada", why="it is done elsewhere")


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (date(2026, 4, 30), []),
        (MAY, [3]),
        (date(2026, 5, 31), [3]),
        (JUNE, [6]),
        (date(2026, 6, 30), [6]),
        (JULY, []),
    ],
)
def test_the_roadmap_is_told_as_it_stood(spring, day, where):
    told = horizons(ADA, on=day)
    assert [each.months for each in told for _ in each.items] == where


def test_the_difference_of_two_days_says_who_and_why(spring):
    told = difference(ADA, since=MAY, until=date(2026, 6, 30), kind=Kind.ROADMAP_ITEM)
    assert [(e.record, e.fields, e.by, e.why) for e in told] == [
        ("RI1", ("horizon",), "ada", "others first")
    ]


def test_a_plan_and_its_differences_lead_to_the_later_plan(spring):
    before, after = plan_on(ADA, MAY), plan_on(ADA, JUNE)
    changes = difference(ADA, since=MAY, until=JUNE)
    assert before.changed(put=[e.after for e in changes]).by_id == after.by_id


def test_a_record_tells_its_history(spring):
    told = history_of(ADA, "ada")
    assert [(e.deed, e.by) for e in told] == [("create", "")]


def test_two_days_in_the_wrong_order_are_refused(spring):
    with pytest.raises(BadPlan):
        difference(ADA, since=JUNE, until=MAY)


def test_cleo_sees_nothing_of_the_past(spring):
    assert not list(plan_on(CLEO, JUNE).records())
    assert difference(CLEO, since=date(2026, 1, 1), until=JULY) == []
    with pytest.raises(BadPlan):
        history_of(CLEO, "ada")


def test_what_was_hidden_since_stays_hidden_in_the_past(spring):
    records.create(RoadmapItem(id="RI2", source=Source.VISION), by="")
    records.edit("RI2", by="", visibility=Visibility.PRIVATE, keeper="ada")
    ben = Viewer(id="ben", role=Role.ENGINEERING)
    assert "RI2" in plan_on(ADA, JULY).by_id
    assert "RI2" not in plan_on(ben, JULY).by_id
    assert "RI2" not in {e.record for e in difference(ben, since=JUNE, until=JULY)}


@pytest.fixture
def let_out(empty_plan, monkeypatch):
    """An item Ada kept to herself in May, said otherwise and made public in June, moved in July."""

    def on(day):
        monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, 1, 9, tzinfo=UTC))

    on(MAY)
    records.create(Member(id="ada", role=Role.PRODUCT), by="")
    own = {"visibility": Visibility.PRIVATE, "keeper": "ada"}
    item = RoadmapItem(
        id="RI1", item_kind=RoadmapKind.THEME, title="buy Acorn", source=Source.OUTCOME, **own
    )
    records.create(item, by="ada", why="a secret why")
    records.edit("RI1", by="ada", why="dearer than thought", title="buy Acorn in autumn")
    on(JUNE)
    public = {"visibility": Visibility.PUBLIC, "title": "no missed meetings"}
    records.edit("RI1", by="ada", why="Acorn said no", **public)
    on(JULY)
    records.edit("RI1", by="ada", why="others first", horizon=6)


@pytest.mark.parametrize("who", [CLEO, Viewer(id="ben", role=Role.ADMIN)])
def test_what_a_record_read_while_it_was_hidden_is_told_to_nobody_else(let_out, who):
    told = [history_of(who, "RI1"), difference(who, since=date(2026, 4, 1), until=JULY)]
    for edits in told:
        own = [each for each in edits if each.record == "RI1"]
        assert [each.why for each in own] == ["", "others first"]
        assert [each.fields for each in own] == [(), ("horizon",)]
        assert "Acorn" not in repr(own)
        assert own[0].before is None
    assert [each.why for each in history_of(ADA, "RI1")] == [
        "a secret why",
        "dearer than thought",
        "Acorn said no",
        "others first",
    ]


def test_what_became_hidden_and_visible_again_is_told_with_a_gap(let_out):
    records.edit("RI1", by="ada", why="a second thought", visibility=Visibility.PRIVATE)
    records.edit("RI1", by="ada", why="a third", title="buy Birch")
    back = {"visibility": Visibility.PUBLIC, "title": "fewer missed meetings"}
    records.edit("RI1", by="ada", why="a fourth", **back)
    told = history_of(CLEO, "RI1")
    assert "Birch" not in repr(told)
    assert [each.why for each in told] == ["", "others first", ""]


def test_nor_is_it_told_to_who_changes_a_record_they_read_while_it_was_hidden(let_out):
    records.create(Member(id="ben", role=Role.PRODUCT), by="")
    first = history_of(ADA, "RI1")[0].sequence
    with pytest.raises(Conflict) as told:
        records.edit("RI1", by="ben", seen=first, horizon=9)
    assert "title: changed" in str(told.value)
    assert "Acorn" not in str(told.value)
    last = history_of(ADA, "RI1")[-2].sequence
    with pytest.raises(Conflict, match="horizon: .* became 6"):
        records.edit("RI1", by="ben", seen=last, horizon=9)
