"""Outcomes whose number is counted from the events themselves, without anybody waiting for it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from django.conf import settings

from seachange.evidence.sources import add_file, read_in
from seachange.people.access import Role, Visibility
from seachange.planning.actions import records
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.values import Level
from seachange.web import jobs
from seachange.web.pages import counts
from tests.web.test_outcomes import STATED, told

TESTS = count()

# Of forty who signed up in 2026, every other held a meeting within two days; those from the web
# all did. Two signed up before the year began, and count for the baseline's time alone.
SIGNED = [("old", "2025-12-03"), ("older", "2025-12-04")]
SIGNED += [(f"p{i:02}", f"2026-0{1 + i % 4}-0{1 + i % 9}") for i in range(40)]


def log() -> str:
    rows = ["actor,time,event,market,platform,room,plan"]
    for number, (who, day) in enumerate(SIGNED):
        platform, plan = ("phone", "web")[number % 2 == 0], ("free", "pro", "team")[number % 3]
        rows.append(f"{who},{day}T10:00:00Z,sign_up,home,{platform},,{plan}")
        if number % 2 == 0:
            room = "large" if number % 4 else "small"
            rows.append(f"{who},{day}T20:00:00Z,meeting_held,home,{platform},{room},")
    rows.append("somebody,2026-06-29T10:00:00Z,looked_around,home,web,,")
    return "\n".join(rows) + "\n"


@pytest.fixture
def events(parley, monkeypatch):
    """The log as the source in use; jobs are done at once.

    Each test has a log of its own: what was found of one is remembered, and rolled back nowhere.
    """
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    (parley / "events.csv").write_text(log().replace("somebody", f"somebody{next(TESTS)}"))
    return read_in(add_file("Forty", place="events.csv"))


def test_the_number_is_counted_from_the_events_since_the_baseline(client_as, events):
    page = told(client_as(Role.PRODUCT).get("/outcomes/OC1/"))
    number = page[page.index('id="number"') : page.index("Month by month")]
    assert "20 of 40 people" in number
    assert "Counted from the events" in number
    # 50 % after 31 % of 2,900: Newcombe's interval of the difference leaves nothing.
    assert "towards its target" in number


def test_its_months_and_how_it_was_counted_stand_below(client_as, events):
    page = told(client_as(Role.PRODUCT).get("/outcomes/OC1/"))
    for said in ("2026-01", "2026-04", "baseline 31.0", "target 45.0", "How this was counted"):
        assert said in page


def test_its_people_are_parted_by_a_property_of_the_events(client_as, events):
    client = client_as(Role.PRODUCT)
    assert "<option>platform</option>" in told(client.get("/outcomes/OC1/"))
    page = told(client.get("/outcomes/OC1/?by=platform"))
    parted = page[page.index("By platform, since 1 January 2026") :]
    assert "web" in parted
    assert "phone" in parted


def test_only_what_those_who_come_have_is_offered_to_part_them_by(client_as, events):
    page = told(client_as(Role.PRODUCT).get("/outcomes/OC1/"))
    offered = re.findall(r"<option[^>]*>(\w+)</option>", page[page.index('id="by"') :])
    # All who sign up have both; two values are sooner read than three. A room is told of a
    # meeting alone, and of the market everybody has the same.
    assert offered == ["nothing", "platform", "plan"]


def test_a_property_that_parts_nobody_says_why(client_as, events):
    client = client_as(Role.PRODUCT)
    page = told(client.get("/outcomes/OC1/?by=market"))
    assert "Everybody who was counted came with the same “market”: home." in page
    page = told(client.get("/outcomes/OC1/?by=colour"))
    assert "Nobody who was counted came with “colour”" in page


def test_from_which_day_on_the_number_is_counted_and_how_stand_beneath_it(client_as, events):
    page = told(client_as(Role.PRODUCT).get("/outcomes/OC1/"))
    number = page[page.index('id="number"') : page.index("Month by month")]
    assert "since 1 January 2026 up to" in number
    assert "How this number was counted" in number
    assert "until 7 days after it" in number


def test_by_what_its_people_can_be_parted_comes_in_by_itself(client_as, events, monkeypatch):
    client, queued = client_as(Role.PRODUCT), []
    monkeypatch.setattr(jobs, "enqueue", lambda _, key, **__: queued.append(key))
    first = told(client.get("/outcomes/OC1/"))
    part = first[first.index('id="parted"') :]
    assert 'hx-select="#parted" hx-trigger="every 2s"' in part.partition(">")[0]
    assert "being looked up in the events" in part
    assert "<select" not in part.partition("</section>")[0]
    for key in queued:
        jobs.measure(key)
    again = told(client.get("/outcomes/OC1/", headers={"HX-Request": "true"}))
    part = again[again.index('id="parted"') :]
    assert "hx-get" not in part.partition(">")[0]
    assert "<option>platform</option>" in part


def test_where_nobody_who_came_since_can_be_judged_all_are_parted(client_as, events):
    held = whole_plan().get(Outcome, "OC1")
    late = replace(held.baseline, ends=date(2026, 6, 20))
    records.edit("OC1", by="", baseline=late)
    page = told(client_as(Role.PRODUCT).get("/outcomes/OC1/?by=platform"))
    parted = page[page.index("By platform, of all who ever came") :]
    # Forty-two signed up: of the 21 from the web every one held a meeting, of the others none.
    assert "100.0" in parted
    assert "too new to judge" not in parted.partition("</section>")[0]


@pytest.mark.parametrize("by", ["never_seen", "%00", "a" * 300, "%F0%9F%90%8C", "event; DROP"])
def test_a_property_that_is_not_there_breaks_nothing(by, client_as, events):
    assert client_as(Role.PRODUCT).get(f"/outcomes/OC1/?by={by}").status_code == 200


def test_while_it_is_counted_the_plan_s_own_number_stands_there(client_as, events, monkeypatch):
    monkeypatch.setattr(jobs, "enqueue", lambda *_, **__: None)
    client = client_as(Role.PRODUCT)
    page = told(client.get("/outcomes/OC1/"))
    assert "Being counted from the events" in page
    assert "1,197 of 3,100 people" in page
    number = client.get("/outcomes/OC1/", headers={"HX-Request": "true", "HX-Target": "number"})
    assert "every 2s" in told(number)
    assert "<html" not in told(number)


def test_a_baseline_is_counted_rather_than_typed(client_as, events):
    new = {
        "metric": "",
        "of_event": "sign_up",
        "did_event": "meeting_held",
        "within_days": "7",
        "measure": "on",
        "did": "",
        "people": "",
        "starts": "2026-01-01",
        "ends": "2026-04-30",
        "target": "75 %",
    }
    client = client_as(Role.PRODUCT)
    asked = {**STATED, **new}
    seen = client.get(
        "/outcomes/new/", asked, headers={"HX-Request": "true", "HX-Target": "counted"}
    )
    assert "20 of 40 people" in told(seen)
    # A measure that is not kept yet is stated first; its baseline is counted with it.
    answer = client.post("/outcomes/new/", asked | {"goes_to": "active"})
    assert answer.status_code == 302, told(answer)
    base = whole_plan().get(Outcome, "OC9").baseline
    assert (base.did, base.people) == (20, 40)


def test_what_is_still_being_counted_loses_nothing_that_was_written(client_as, events, monkeypatch):
    monkeypatch.setattr(jobs, "enqueue", lambda *_, **__: None)
    asked = STATED | {"metric": "M-OC1", "measure": "on", "did": "", "people": ""}
    answer = client_as(Role.PRODUCT).post("/outcomes/new/", asked | {"goes_to": "active"})
    assert answer.status_code == 422
    assert "still being counted" in told(answer)
    assert "books a second meeting within 14 days" in told(answer)
    assert whole_plan().get(Outcome, "OC9") is None


@pytest.fixture
def unmeasured(events):
    """An outcome of which nobody wrote a measurement down, its baseline aside."""
    like = whole_plan().get(Outcome, "OC1")
    level = Level(did=31, people=100, starts=date(2025, 7, 1), ends=date(2025, 12, 31))
    made = Outcome(id="OC9", actor="clients", behaviour="hold a meeting", metric=like.metric)
    records.create(replace(made, baseline=level, target=0.6, by=date(2026, 12, 31)), by="nadia")
    return "OC9"


def test_what_was_counted_stands_wherever_an_outcome_does_that_nobody_measured(
    unmeasured, client_as, monkeypatch
):
    monkeypatch.setattr(counts, "HOLDS_FOR", 0.0)
    client = client_as(Role.PRODUCT)
    assert "not measured yet" in told(client.get("/outcomes/?q=OC9"))
    own = client.get("/outcomes/OC9/").context["page"].measured.stand
    listed = client.get("/outcomes/?q=OC9").context["page"].leaf.things[0].stand
    assert listed == own
    assert (listed.value, listed.counted) == (0.5, "20 of 40 people")
    page = told(client.get("/outcomes/?q=OC9"))
    assert "50.0" in page
    assert "towards its target" in page
    given = client.get("/api/outcomes/").json()["outcomes"]
    told_of = next(each for each in given if each["outcome"]["id"] == unmeasured)
    one = client.get("/api/outcomes/OC9/").json()
    assert told_of == {name: one[name] for name in told_of}


def test_what_was_counted_goes_before_what_was_written_down_in_lists_as_on_its_own_page(
    events, client_as, monkeypatch
):
    monkeypatch.setattr(counts, "HOLDS_FOR", 0.0)
    client = client_as(Role.PRODUCT)
    # The plan's 1,197 of 3,100 stand there until the forty are counted, which nobody asks for.
    assert "38.6" in told(client.get("/outcomes/?q=OC1"))
    listed = client.get("/outcomes/?q=OC1").context["page"].leaf.things[0].stand
    own = client.get("/outcomes/OC1/").context["page"].measured.stand
    assert listed == own
    assert (listed.value, listed.counted) == (0.5, "20 of 40 people")
    given = client.get("/api/outcomes/").json()["outcomes"]
    one = client.get("/api/outcomes/OC1/").json()
    told_of = next(each for each in given if each["outcome"]["id"] == "OC1")
    assert told_of == {name: one[name] for name in told_of}


def test_of_a_day_that_is_past_the_plan_s_own_number_is_told(events, client_as, monkeypatch):
    monkeypatch.setattr(counts, "HOLDS_FOR", 0.0)
    client_as(Role.PRODUCT).get("/outcomes/OC1/")
    now = whole_plan()
    assert "OC1" in counts.counted_of(now)
    assert counts.counted_of(replace(now, as_of=date(2026, 6, 1))) == {}


def test_what_pages_usually_ask_is_begun_behind_what_somebody_waits_for(
    events, client_as, monkeypatch
):
    asked, fresh = [], counts._Held()
    monkeypatch.setattr(counts, "_held", lambda _: fresh)
    monkeypatch.setattr(jobs, "enqueue", lambda job, _, **how: asked.append((job, how)))
    client = client_as(Role.PRODUCT)
    client.get("/outcomes/")
    client.get("/outcomes/")
    assert asked.count(("ahead", {})) == 1
    jobs.ahead("")
    behind = [how for job, how in asked if job == "measure"]
    assert behind
    assert {how["priority"] for how in behind} == {jobs.BEHIND}


def test_that_nothing_was_counted_asks_the_database_once_for_all(
    unmeasured, client_as, django_assert_max_num_queries
):
    client = client_as(Role.PRODUCT)
    client.get("/outcomes/")
    with django_assert_max_num_queries(8):
        client.get("/outcomes/")


# --- impacts --------------------------------------------------------------------------------------


@pytest.fixture
def scored(parley, monkeypatch):
    """Answers to a survey: of five in spring, three would recommend us and one would not.

    In winter, a quarter before the events end, somebody else was angry.
    """
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    rows = ["actor,time,event,market,score"]
    for number, score in enumerate((10, 9, 9, 7, 3)):
        rows.append(f"p{number},2026-04-0{1 + number}T10:00:00Z,nps_answered,home,{score}")
    rows.append("p9,2026-01-20T10:00:00Z,nps_answered,home,0")
    rows.append("somebody,2026-06-29T10:00:00Z,looked_around,home,")
    (parley / "events.csv").write_text("\n".join(rows) + "\n")
    return read_in(add_file("Five", place="events.csv"))


def test_the_page_of_an_impact_tells_where_it_stands_and_how_that_was_counted(client_as, scored):
    page = told(client_as(Role.LEADER).get("/records/IM1/"))
    number = page[page.index('id="number"') : page.index('id="says"')]
    assert "40.0" in number  # (3 - 1) / 5
    assert "since 30 March 2026 up to 29 June 2026" in number  # a quarter, as its baseline was
    assert "How this number was counted" in number
    assert "target 30" in number


def test_whoever_asks_for_things_sees_no_number_of_an_impact(client_as, scored):
    records.edit("IM1", by="", visibility=Visibility.PUBLIC)
    answer = client_as(Role.REQUESTER).get("/records/IM1/")
    assert answer.status_code == 200
    assert 'id="number"' not in told(answer)


def test_now_is_as_long_as_the_baseline_was_and_reaches_back_for_those_who_are_awaited(
    client_as, events
):
    held = whole_plan().get(Outcome, "OC1")
    quarter = replace(held.baseline, starts=date(2025, 10, 1), ends=date(2025, 12, 31))
    records.edit("OC1", by="", baseline=quarter)
    page = told(client_as(Role.PRODUCT).get("/outcomes/OC1/"))
    number = page[page.index('id="number"') : page.index("Month by month")]
    # The events end on 29 June: three months before that, and the seven days of waiting.
    assert "since 23 March 2026" in number
    assert "of 10 people" in number  # those of April
    asks(
        whole_plan().get(Metric, "M-OC1"), from_=None, to=None
    )  # as a copied question says nothing
    page = told(client_as(Role.PRODUCT).get("/outcomes/OC1/"))
    assert (
        number.partition("<details")[0]
        == page[page.index('id="number"') :].partition("<details")[0]
    )


def asks(metric, **more):
    """Have a metric ask the same with more said."""
    question = json.dumps(json.loads(metric.question) | {k.strip("_"): v for k, v in more.items()})
    records.edit(metric.id, by="", question=question, version=metric.version + 1, why="as copied")


@pytest.mark.nightly
def test_a_metric_told_in_prose_breaks_no_page_though_there_are_events(client_as, events):
    metric = whole_plan().get(Metric, "M-OC1")
    prose = {"question": "How many of them meet?", "version": metric.version + 1}
    records.edit(metric.id, by="", why="in our own words", **prose)
    client = client_as(Role.PRODUCT)
    pages = ("/", "/outcomes/", "/outcomes/OC1/", "/strategy/", "/api/outcomes/")
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)


def test_where_nobody_came_lately_it_is_said_and_the_plan_tells_what_it_knows(client_as, events):
    held = whole_plan().get(Outcome, "OC1")
    month = replace(held.baseline, starts=date(2025, 12, 1), ends=date(2025, 12, 31))
    records.edit("OC1", by="", baseline=month)
    page = told(client_as(Role.PRODUCT).get("/outcomes/OC1/"))
    number = page[page.index('id="number"') :].partition("</section>")[0]
    assert "From the plan, as measured up to 30 June 2026" in number
    assert "since 23 May 2026" in number
