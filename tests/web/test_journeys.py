"""Journeys: drawn from what was observed, changed step by step, read as map and funnel in one."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings

from seachange.events.rule_text import rule_from
from seachange.evidence.models import KeptAnswer
from seachange.evidence.sources import add_file, read_in
from seachange.people.access import Role
from seachange.planning.actions import records
from seachange.planning.actions.conflicts import version_of
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.measuring import JourneyMap, JourneyStep
from seachange.web import jobs, rule_counts
from seachange.web.pages.journeys import proposal

ROWS = ["actor,time,event,plan"]
for who in range(30):
    ROWS += [f"p{who},2026-01-{1 + who % 9:02}T10:00:00Z,sign_up,{'pro' if who % 2 else 'free'}"]
    if who % 3:
        ROWS += [f"p{who},2026-01-{1 + who % 9:02}T10:05:00Z,ask,pro"]
    if who % 3 == 1:
        ROWS += [f"p{who},2026-01-{1 + who % 9:02}T10:09:00Z,meet,pro"]


@pytest.fixture
def events(parley, monkeypatch):
    """Thirty people who sign up; twenty ask, ten meet."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    (parley / "events.csv").write_text("\n".join(ROWS))
    return read_in(add_file("A few", place="events.csv"))


@pytest.fixture
def maker(client_as):
    return client_as(Role.PRODUCT)


def steps_of(journey):
    way = [each for each in whole_plan().journey_steps if each.journey == journey]
    return [each.name for each in sorted(way, key=lambda each: each.position)]


def draw(client, **told):
    return client.post("/journeys/draw/", {"name": "The way in", **told})


def drawn(client):
    rules = {"rule_1": "sign_up", "rule_2": "ask where plan = pro", "rule_3": "meet"}
    return draw(client, name_1="Signs up", name_2="Asks", **rules)["Location"].split("/")[2]


def test_the_way_most_people_go_is_proposed(events, maker):
    page = maker.get("/journeys/draw/").content.decode()
    at = [page.index(f'value="{name}"') for name in ("sign_up", "ask", "meet")]
    assert at == sorted(at)


def test_a_drawn_journey_is_its_funnel(events, maker):
    journey = drawn(maker)
    page = maker.get(f"/journeys/{journey}/?within=7 days").content.decode()
    assert steps_of(journey) == ["Signs up", "Asks", "meet"]
    assert "10 of 30 people reached meet" in page
    assert "ask where plan = pro" in page
    assert "What people really did" in page
    assert '<a href="?within=7" aria-current="true">7 days</a>' in page
    assert "10 of 30 people" in maker.get("/journeys/").content.decode()


@pytest.mark.parametrize(("asked", "days"), [("30", 30), ("30 days", 30), ("45", 45), ("", 60)])
def test_a_journey_is_counted_within_as_many_days_as_one_asks_for(events, maker, asked, days):
    journey = drawn(maker)
    page = maker.get(f"/journeys/{journey}/", {"within": asked}).content.decode()
    assert f'required value="{days}"' in page
    asked_of_the_events = KeptAnswer.objects.get(question__kind="funnel").question["window"]
    assert asked_of_the_events == f"{days} days"
    step = whole_plan().of(JourneyStep, journey)[0].id
    held = f"?within={days}" if days != 60 else ""
    assert f'href="/journeys/{journey}/steps/{step}/{held}"' in page
    back = maker.get(f"/journeys/{journey}/steps/{step}/{held}").content.decode()
    assert f'href="/journeys/{journey}/{held}"' in back


@pytest.mark.parametrize("asked", ["0", "-3", "1e3", "999", "soon", "9" * 50, "３０"])
def test_a_window_that_is_none_is_said_and_the_usual_one_shown(events, maker, asked):
    journey = drawn(maker)
    page = maker.get(f"/journeys/{journey}/", {"within": asked}).content.decode()
    assert "Write days from 1 to 366." in page
    assert 'aria-describedby="window-wrong"' in page
    assert 'required value="60"' in page


def test_what_is_being_counted_comes_into_the_map_and_the_list_by_itself(
    events, maker, monkeypatch
):
    journey = drawn(maker)
    pages = (f"/journeys/{journey}/", "/journeys/")
    assert not any("hx-select" in maker.get(each).content.decode() for each in pages)
    KeptAnswer.objects.all().delete()
    monkeypatch.setattr(jobs, "enqueue", lambda *_, **__: None)
    assert 'hx-select="#counted"' in maker.get(pages[0]).content.decode()
    assert 'hx-select="#journeys"' in maker.get(pages[1]).content.decode()


def test_a_step_s_page_says_what_goes_with_going_on_and_the_last_one_why_not(events, maker):
    journey = drawn(maker)
    first, *_, last = [s.id for s in whole_plan().of(JourneyStep, journey)]
    address = f"/journeys/{journey}/steps"
    assert "What goes with going on" in maker.get(f"{address}/{first}/").content.decode()
    assert "nothing follows it" in maker.get(f"{address}/{last}/").content.decode()
    assert maker.get(f"{address}/ST1/").status_code == 404


def test_a_rule_that_cannot_be_read_says_where_and_nothing_typed_is_lost(maker):
    before = len(whole_plan().journeys)
    answer = draw(maker, name_1="Signs up", rule_1="sign_up where plan")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "character 14" in page
    assert 'value="sign_up where plan"' in page
    assert 'value="Signs up"' in page
    assert draw(maker).status_code == 422
    assert len(whole_plan().journeys) == before


def test_steps_are_added_renamed_moved_and_taken_out(maker):
    journey = drawn(maker)
    at = f"/journeys/{journey}"
    maker.post(f"{at}/steps/add", {"name": "Pays", "rule": "pay or invoice"})
    assert steps_of(journey) == ["Signs up", "Asks", "meet", "Pays"]
    step = {s.name: s.id for s in whole_plan().of(JourneyStep, journey)}
    maker.post(f"{at}/steps/{step['Pays']}/move", {"way": "left"})
    assert steps_of(journey) == ["Signs up", "Asks", "Pays", "meet"]
    maker.post(f"{at}/steps/{step['meet']}/change", {"name": "Meets", "rule": "meet"})
    assert steps_of(journey) == ["Signs up", "Asks", "Pays", "Meets"]
    assert maker.post(f"{at}/steps/{step['Asks']}/remove", {"why": ""}).status_code == 422
    maker.post(f"{at}/steps/{step['Asks']}/remove", {"why": "beside the point"})
    assert steps_of(journey) == ["Signs up", "Pays", "Meets"]
    maker.post(f"{at}/edit/", {"name": "The way to paying"})
    maker.post(f"{at}/live")
    held = whole_plan().get(JourneyMap, journey)
    assert (held.name, held.state) == ("The way to paying", "live")


def test_a_step_moved_with_a_fragment_keeps_the_focus_on_it(maker):
    journey = drawn(maker)
    step = next(s.id for s in whole_plan().of(JourneyStep, journey) if s.name == "meet")
    at = f"/journeys/{journey}/steps/{step}/move"
    page = maker.post(at, {"way": "left"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "autofocus" in page


def test_two_people_who_change_a_step_lose_nothing(maker):
    journey = drawn(maker)
    step = whole_plan().of(JourneyStep, journey)[0].id
    seen = version_of(step)
    records.edit(step, by="ines", name="Registers")
    told = {"name": "Joins", "rule": "sign_up", "seen": seen}
    answer = maker.post(f"/journeys/{journey}/steps/{step}/change", told)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Registers" in page
    assert 'value="Joins"' in page
    assert whole_plan().get(JourneyStep, step).name == "Registers"


def test_a_step_that_somebody_changed_meanwhile_is_not_taken_out_unread(maker):
    journey = drawn(maker)
    step = whole_plan().of(JourneyStep, journey)[0].id
    at = f"/journeys/{journey}/steps/{step}/remove"
    seen = re.search(r'name="seen" value="(\d+)"', maker.get(at).content.decode())[1]
    records.edit(step, by="ines", how_today="by letter")
    answer = maker.post(at, {"why": "beside the point", "seen": seen})
    assert answer.status_code == 422
    assert "ines changed this since you read it" in answer.content.decode()
    assert step in whole_plan().by_id


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("sign_up", "30 events of 30 people"),
        ("sign_up where plan = pro", "15 events of 15 people"),
        ("ask or meet", "30 events of 20 people"),
        ("sign_upp", "did you mean"),
        ("sign_up where", "Character 14"),
        ("<script>alert(1)</script>", "is not the name of an event"),
    ],
)
def test_while_a_rule_is_typed_one_sees_what_it_picks(events, maker, rule, said):
    page = maker.get("/journeys/rule/", {"rule_2": rule}).content.decode()
    assert said in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("rule", "offered"),
    [
        ("sign_up where plam = pro", {"plan": "sign_up where plan = pro"}),
        # the name of the property stands within the event's, too
        ("sign_up where up = pro or ask", {"plan": "sign_up where plan = pro or ask"}),
        ("any event where plam = pro", {"plan": "any event where plan = pro"}),
        ("meet where plan = pro", {}),
        ("sign_up where plam != pro", {}),  # who has none meets it
        ("sign_up where plam is not set", {}),
        ("sign_up where plan = pro", {}),
        ("sign_upp where plam = pro", {}),  # the name is wrong first
    ],
)
def test_of_a_property_that_events_lack_those_they_have_are_offered(events, maker, rule, offered):
    page = maker.get("/journeys/rule/", {"rule_2": rule}).content.decode()
    assert "is no condition" not in page
    lacks = page.partition("None of these events has")[2]
    assert {name: line for line, name in proposed(lacks)} == offered


def proposed(page):
    """Return what is proposed in a page in place of a rule: the line, and the name in it."""
    found = re.findall(r'data-says="([^"]*)">([^<]*)<', page)
    return [(unescape(line), name) for line, name in found]


def test_what_is_proposed_for_a_name_is_the_rule_with_that_name_alone_changed(events, maker):
    typed = 'sign_upp where "sign_upp" = "a or b" or ask'
    page = maker.get("/journeys/rule/", {"rule_2": typed}).content.decode()
    ((line, name),) = proposed(page)
    assert name == "sign_up"
    assert rule_from(line) == rule_from('sign_up where "sign_upp" = "a or b" or ask')


def test_what_is_wrong_with_a_rule_is_told_once_while_it_is_counted(events, maker, monkeypatch):
    monkeypatch.setattr(rule_counts, "_counting", lambda asked, by: KeptAnswer(state="waiting"))
    page = maker.get("/journeys/rule/", {"rule": "sign_up where plam = pro"}).content.decode()
    whole = page.strip()
    assert "None of these events has" in whole
    assert whole.startswith("<span hx-get=")
    assert 'hx-target="this"' in whole.partition(">")[0]
    open_ones = 0
    for tag in re.finditer(r"</?span", whole):  # the first ends where all ends: nothing is beside
        open_ones += 1 if tag[0] == "<span" else -1
        assert open_ones or whole[tag.end() :] == ">"


def test_a_journey_and_a_step_may_be_called_by_any_id(events, maker):
    records.create(JourneyMap(id="way/in", name="The way in"), by="nadia")
    step = JourneyStep(id="way/in 1.a", journey="way/in", name="Signs up", entry_event="sign_up")
    records.create(step, by="nadia")
    assert "The way in" in maker.get("/journeys/").content.decode()
    for at in ("", "edit/", "outcome/", "steps/way/in%201.a/", "steps/way/in%201.a/remove"):
        assert maker.get(f"/journeys/way/in/{at}").status_code == 200, at
    assert 'hx-target="#counted-1"' in maker.get("/journeys/way/in/edit/").content.decode()
    told = {"name": "Joins", "rule": "sign_up"}
    maker.post("/journeys/way/in/steps/way/in%201.a/change", told)
    assert steps_of("way/in") == ["Joins"]


def test_no_way_is_proposed_where_nothing_was_observed():
    assert proposal({"nodes": [], "edges": []}) == ()


def test_without_events_a_journey_is_still_drawn_and_read(maker):
    journey = drawn(maker)
    assert "There are no events here yet" in maker.get(f"/journeys/{journey}/").content.decode()


@pytest.mark.parametrize("role", [Role.SALES, Role.LEADER])
def test_who_may_not_draw_looks_and_changes_nothing(client_as, role):
    client = client_as(role)
    page = client.get("/journeys/JM1/").content.decode()
    assert "Edit steps" not in page
    assert client.get("/journeys/JM1/edit/").status_code == 403
    assert client.post("/journeys/JM1/steps/ST1/change", {"name": "x"}).status_code == 403
    assert draw(client).status_code == 403
    assert client_as(Role.REQUESTER).get("/journeys/JM1/").status_code == 403
    assert client.get("/journeys/nothing/").status_code == 404


def test_the_map_has_a_lane_for_each_kind_of_people_and_three_questions_at_each_step(maker):
    records.edit("ST1", by="nadia", trying_to="find somebody to trust", how_today="they ask around")
    page = maker.get("/journeys/JM1/").content.decode()
    assert page.index("Client") < page.index("Adviser")
    assert "hold a meeting" in page
    for told in (page, maker.get("/journeys/JM1/steps/ST1/").content.decode()):
        assert "find somebody to trust" in told
        assert "they ask around" in told


@pytest.fixture
def four(parley):
    """A journey of four steps: looks, asks, meets, renews."""
    records.create(JourneyMap(id="JM9", name="The way"), by="")
    for position, name in enumerate(("Looks", "Asks", "Meets", "Renews"), 1):
        step = JourneyStep(
            id=f"S{position}", name=name, journey="JM9", position=position, entry_event=name.lower()
        )
        records.create(step, by="")
    return "/journeys/JM9/"


@pytest.mark.parametrize(
    ("asked", "pair", "said"),
    [
        ("", ["S1", "S4"], "To begin with these are the first and the last step"),
        ("?entry=S2&goal=S3", ["S2", "S3"], ""),
        ("?entry=S3&goal=S2", ["S2", "S3"], "“Asks” comes before “Meets”: they were turned round."),
        ("?entry=S2&goal=S2", ["S2", "S3"], "“Meets” is taken beside it."),
        ("?entry=S4&goal=S4", ["S3", "S4"], "“Meets” is taken beside it."),
        ("?entry=S4", ["S3", "S4"], "“Meets” is taken beside it."),
    ],
)
def test_the_pair_an_outcome_is_between_is_chosen_and_never_changes_silently(
    asked, pair, said, four, maker
):
    page = maker.get(f"{four}outcome/{asked}").content.decode()
    assert re.findall(r'<option value="(S\d)" selected>', page) == pair
    notes = re.findall(r'<p class="caveat[^>]* role="status">([^<]*)</p>', page)
    assert len(notes) == bool(said)
    assert all(said in each for each in notes)


def test_a_step_without_an_event_that_was_meant_is_named(four, maker):
    records.edit("S2", by="", entry_event="")
    page = maker.get(f"{four}outcome/?entry=S2&goal=S4").content.decode()
    assert "“Asks” has no event yet, so nobody can be counted there." in page


def test_the_window_one_looked_at_goes_along_to_the_outcome(four, maker):
    assert f"{four}outcome/?within=21" in maker.get(f"{four}?within=21").content.decode()
    page = maker.get(f"{four}outcome/?within=21").content.decode()
    assert "<option selected>21</option>" in page


def test_a_step_leads_to_the_outcome_of_getting_there(four, maker, client_as):
    page = maker.get(f"{four}steps/S3/").content.decode()
    assert f"{four}outcome/?entry=S2&amp;goal=S3&amp;within=60" in page
    assert f"{four}outcome/" not in client_as(Role.SUPPORT).get(f"{four}steps/S3/").content.decode()
