"""Outcomes in a browser: found, read, stated in words that are judged, and gone after."""

from __future__ import annotations

import re

import pytest

from seachange.people.access import Role, Visibility
from seachange.planning.actions import records
from seachange.planning.actions.conflicts import version_of
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.discovery import LearningQuestion
from seachange.planning.rules.plan.intent import DriverLink, Outcome
from seachange.planning.rules.plan.measuring import Metric

STATED = {
    "id": "OC9",
    "actor": "new client",
    "actor_kind": "customer",
    "behaviour": "books a second meeting within 14 days",
    "direction": "more",
    "metric": "M-OC5",
    "starts": "2025-07-01",
    "ends": "2025-12-31",
    "did": "300",
    "people": "1000",
    "target": "45 %",
    "by": "2026-12-31",
    "owners": ["Matching"],
    "impact": "IM1",
    "theory": "who comes back stays",
}


WORDING = {"HX-Request": "true", "HX-Target": "wording"}


def told(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("actor", "behaviour", "text"),
    [
        ("shoppers", "buys within 7 days", "shoppers buy within 7 days"),
        ("new client", "book a meeting", "new client books a meeting"),
        ("people who pay", "reaches “Checkout”", "people who pay reach “Checkout”"),
    ],
)
def test_an_outcome_is_stated_in_a_sentence_that_is_one(actor, behaviour, text, client_as):
    client = client_as(Role.PRODUCT)
    said = {**STATED, "actor": actor, "behaviour": behaviour, "goes_to": "draft"}
    part = client.get("/outcomes/new/", said, headers=WORDING).content.decode()
    assert text in part
    client.post("/outcomes/new/", said)
    assert whole_plan().get(Outcome, "OC9").text == text


def test_what_is_wrong_stands_with_its_field_and_is_no_cell_of_its_own(client_as):
    """Once a list stood in a paragraph, which ends there: it became a field beside the field."""
    client = client_as(Role.PRODUCT)
    said = {**STATED, "behaviour": "", "target": "many", "by": "soon", "goes_to": "active"}
    page = client.post("/outcomes/new/", said).content.decode()
    fields = dict(re.findall(r'<div class="asks"><label for="id_(\w+)">(.*?)</div>', page, re.S))
    for name in ("behaviour", "target", "by"):
        assert f'id="id_{name}_error"' in fields[name]
        assert f"id_{name}_error" in re.search(r'aria-describedby="([^"]*)"', fields[name])[1]
    assert 'id="id_target_helptext"' in fields["target"]
    assert "errorlist" not in fields["actor"]
    assert not re.search(r"<p(?: [^>]*)?>(?:(?!</p>).)*<ul", page, re.S)


# --- the list -------------------------------------------------------------------------------------


def test_what_needs_somebody_first_comes_first(client_as):
    page = told(client_as(Role.PRODUCT).get("/outcomes/"))
    assert page.index("OC3</span>") < page.index("OC4</span>")  # behind, before what is on pace


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ("team=Calendar", "OC3", "OC1"),
        ("q=REPLIES", "OC2", "OC1"),
        ("state=draft", "None is like that", "OC1</span>"),
    ],
)
def test_the_list_holds_what_the_address_asks_for(asked, there, gone, client_as):
    page = told(client_as(Role.SALES).get(f"/outcomes/?{asked}", headers={"HX-Request": "true"}))
    assert there in page
    assert gone not in page
    assert "<html" not in page  # only the rows are sent anew


def test_an_empty_list_teaches_what_an_outcome_is(client_as):
    for outcome in whole_plan().outcomes:
        records.edit(outcome.id, by="", visibility=Visibility.PRIVATE, keeper="lena")
    page = told(client_as(Role.PRODUCT).get("/outcomes/"))
    assert "An outcome is what people do differently" in page
    assert "State the first outcome" in page


@pytest.mark.parametrize("asked", ["sort=moon", "q=%00", "team=%00&sort=id"])
def test_a_list_asked_for_wrongly_is_no_fault_of_ours(asked, client_as):
    assert client_as(Role.PRODUCT).get(f"/outcomes/?{asked}").status_code == 422


# --- one outcome ----------------------------------------------------------------------------------


def test_the_number_that_matters_comes_with_how_sure_it_is_and_what_changed(client_as):
    page = told(client_as(Role.PRODUCT).get("/outcomes/OC1/"))
    for said in ("38.6", "[36.9, 40.3]", "1,197 of 3,100 people", "[5.2, 10.0]", "45.0"):
        assert said in page
    assert "behind by" in page


def test_everything_about_it_stands_on_its_page(client_as):
    page = told(client_as(Role.PRODUCT).get("/outcomes/OC1/"))
    for said in ("H1", "H2", "likely to be worth it", "T1", "G-OC1", "IM1", "ME-OC1"):
        assert said in page


def test_nobody_learns_of_an_outcome_that_is_hidden_from_them(client_as):
    records.edit("OC1", by="", visibility=Visibility.PRIVATE, keeper="nadia")
    ines = client_as(Role.ENGINEERING)
    assert "new client" not in told(ines.get("/outcomes/"))
    for address in ("/outcomes/OC1/", "/outcomes/OC1/baseline/", "/outcomes/NEVER/"):
        answer = ines.get(address)
        assert answer.status_code == 404
        assert "new client" not in told(answer)
    assert ines.post("/outcomes/OC1/close", {"reached": "no", "why": "x"}).status_code == 404
    assert client_as(Role.PRODUCT).get("/outcomes/OC1/").status_code == 200


def test_a_requester_comes_to_no_outcome(client_as):
    requester = client_as(Role.REQUESTER)
    for address in ("/outcomes/", "/outcomes/OC1/", "/outcomes/new/", "/outcomes/OC1/baseline/"):
        assert requester.get(address).status_code == 403
    assert requester.post("/outcomes/new/", STATED).status_code == 403


def test_a_requester_with_a_link_to_a_public_outcome_reads_what_is_public_of_it(client_as):
    """The page of its kind counts events, which are for those inside; the plain one tells it."""
    requester = client_as(Role.REQUESTER)
    records.edit("OC1", by="", visibility=Visibility.PUBLIC)
    answer = requester.get("/outcomes/OC1/", follow=True)
    assert answer.redirect_chain == [("/records/OC1/", 302)]
    assert whole_plan().get(Outcome, "OC1").text in told(answer)
    assert requester.get("/outcomes/OC2/").status_code == 403
    assert requester.get("/outcomes/NO-SUCH/").status_code == 403
    assert requester.post("/outcomes/OC1/close", {"reached": "no", "why": "x"}).status_code == 403
    records.edit("OC1", by="", visibility=Visibility.PRIVATE, keeper="CEO")
    assert requester.get("/outcomes/OC1/").status_code == 403


# --- stating one ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "behaviour", "said"),
    [
        ("", "launch the redesigned app by June", "reads as an output"),
        ("", "grow revenue by 20 %", "reads as an impact"),
        ("new clients", "hold a first meeting within 7 days", "reads as an outcome"),
    ],
)
def test_how_a_goal_reads_is_told_while_it_is_typed(actor, behaviour, said, client_as):
    answer = client_as(Role.PRODUCT).get(
        "/outcomes/new/",
        {"actor": actor, "behaviour": behaviour},
        headers={"HX-Request": "true", "HX-Target": "wording"},
    )
    assert said in told(answer)
    assert "<html" not in told(answer)
    assert "The words that decided" in told(answer)


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        ("reaches “Kauft” within 7 days", "does not say yet who"),
        ("reaches “Report exported” within 7 days", "does not say yet who"),
        ("pays within 7 days", "does not say yet who"),
        ("grows revenue by 20 %", "reads as an impact"),
        ("launches the redesigned app", "reads as an output"),
    ],
)
def test_what_somebody_does_who_is_not_named_yet_is_asked_after_and_not_judged(
    behaviour, said, client_as
):
    answer = client_as(Role.PRODUCT).get("/outcomes/new/", {"behaviour": behaviour})
    assert said in told(answer)
    assert ("Not said yet: who, by when" in told(answer)) == ("within" in behaviour)


def test_an_outcome_is_stated_measured_and_gone_after_in_one_go(client_as):
    answer = client_as(Role.PRODUCT).post("/outcomes/new/", STATED | {"goes_to": "active"})
    assert (answer.status_code, answer["Location"]) == (302, "/outcomes/OC9/")
    plan = whole_plan()
    outcome = plan.get(Outcome, "OC9")
    assert (outcome.state, outcome.target, outcome.owners) == ("active", 0.45, ("Matching",))
    assert outcome.baseline.level == 0.3
    assert plan.get(DriverLink, "OC9-IM1").theory == "who comes back stays"


def test_a_new_measure_is_a_share_between_two_events(client_as):
    new = STATED | {"metric": "", "of_event": "sign_up", "did_event": "paid", "within_days": "14"}
    client_as(Role.PRODUCT).post("/outcomes/new/", new | {"goes_to": "baselined"})
    plan = whole_plan()
    metric = plan.get(Metric, plan.get(Outcome, "OC9").metric)
    assert '"within": "14 days"' in metric.question
    assert metric.state == "live"


def test_a_new_measure_takes_no_id_that_a_hidden_record_has(client_as):
    for each in ("M-OC9", "OC9-IM1"):
        hidden = LearningQuestion(id=each, text="?", visibility=Visibility.PRIVATE, keeper="CEO")
        records.create(hidden, by="CEO")
    new = STATED | {"metric": "", "of_event": "sign_up", "did_event": "paid", "within_days": "14"}
    answer = client_as(Role.PRODUCT).post("/outcomes/new/", new | {"goes_to": "baselined"})
    assert answer.status_code == 302
    assert whole_plan().get(Outcome, "OC9").metric == "M-OC9-2"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"target": "20 %"}, "below the baseline"),
        ({"target": "soon"}, "Enter a number"),
        ({"impact": ""}, "Which result should it move?"),
        ({"did": "2000"}, "cannot have done it"),
        ({"ends": "2025-01-01"}, "ends before it starts"),
        ({"id": "OC1"}, "is taken"),
        ({"actor": ""}, "This field is required"),
        ({"measure": "on", "ends": ""}, "over which period"),
        ({"by": ""}, "By when?"),
        ({"by": "2025-12-31"}, "Its baseline was counted up to then"),
        ({"by": "2026-06-29"}, "That day is past"),
        ({"ends": "9999-12-31"}, "Give a day between"),
        ({"target": "inf"}, "Enter a number"),
        ({"did": "9" * 400, "people": "9" * 400}, "less than or equal"),
        ({"actor": "a\x00b"}, "Null characters"),
        ({"owners": ["Nobody"]}, "Select a valid choice"),
        ({"metric": "M-NEVER"}, "Select a valid choice"),
        ({"metric": "", "of_event": "sign_up"}, "both events and a window"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(wrong, said, client_as):
    before = whole_plan()
    answer = client_as(Role.PRODUCT).post("/outcomes/new/", STATED | {"goes_to": "active"} | wrong)
    assert answer.status_code == 422
    assert said in told(answer)
    assert "books a second meeting within 14 days" in told(answer)
    assert whole_plan().by_id == before.by_id


def test_a_seller_states_no_outcome(client_as):
    assert client_as(Role.SALES).post("/outcomes/new/", STATED).status_code == 403


def test_who_may_not_define_what_is_counted_chooses_what_there_is(client_as):
    client = client_as(Role.LEADER)
    page = client.get("/outcomes/new/").content.decode()
    assert 'name="metric"' in page
    assert 'name="of_event"' not in page
    assert client.post("/outcomes/new/", STATED | {"goes_to": "active"}).status_code == 302
    assert whole_plan().get(Outcome, "OC9").state == "active"


def test_what_is_refused_for_a_role_keeps_what_was_typed(client_as):
    anew = {"metric": "", "of_event": "sign_up", "did_event": "meeting_held", "within_days": "30"}
    answer = client_as(Role.LEADER).post("/outcomes/new/", STATED | anew | {"goes_to": "active"})
    assert answer.status_code == 422
    assert "To create a metric is not for leader" in told(answer)
    assert "books a second meeting within 14 days" in told(answer)


# --- taking it on ---------------------------------------------------------------------------------


def drafted(client_as):
    client = client_as(Role.PRODUCT)
    client.post("/outcomes/new/", STATED | {"did": "", "people": "", "goes_to": "draft"})
    return client


def test_a_draft_gets_its_baseline_and_then_is_gone_after(client_as):
    client = drafted(client_as)
    level = {"did": "300", "people": "1000", "starts": "2025-07-01", "ends": "2025-12-31"}
    assert "Take the baseline" in told(client.get("/outcomes/OC9/"))
    assert "it has no baseline yet" in told(client.get("/outcomes/OC9/"))
    assert "it has no baseline yet" not in told(client.get("/outcomes/OC1/"))
    client.post("/outcomes/OC9/baseline/", level)
    assert whole_plan().get(Outcome, "OC9").state == "baselined"
    client.post("/outcomes/OC9/pursue", {"why": "now"})
    assert whole_plan().get(Outcome, "OC9").state == "active"
    client.post("/outcomes/OC9/close", {"reached": "no", "why": "it never moved"})
    assert whole_plan().get(Outcome, "OC9").state == "missed"


def test_what_is_lacking_before_it_is_gone_after_is_said_and_led_to(client_as):
    client = client_as(Role.PRODUCT)
    client.post("/outcomes/new/", STATED | {"impact": "", "goes_to": "baselined"})
    page = told(client.get("/outcomes/OC9/"))
    assert "it still needs a result it drives." in page
    assert "/records/new/driver_link/?outcome=OC9&amp;next=/outcomes/OC9/" in page
    assert 'value="OC9" selected' in told(client.get("/records/new/driver_link/?outcome=OC9"))
    assert "/records/new/driver_link/" not in told(client_as(Role.SALES).get("/outcomes/OC9/"))


def test_two_at_one_outcome_lose_nobody_s_words(client_as):
    client = drafted(client_as)
    seen = version_of("OC9")
    records.edit("OC9", by="ines", actor="returning client")
    level = {"did": "300", "people": "1000", "starts": "2025-07-01", "ends": "2025-12-31"}
    answer = client.post("/outcomes/OC9/baseline/", level | {"seen": str(seen)})
    assert answer.status_code == 409
    assert "returning client" in told(answer)
    assert 'value="300"' in told(answer)
    assert whole_plan().get(Outcome, "OC9").state == "draft"


def test_two_who_take_one_baseline_see_both_side_by_side(client_as):
    client = drafted(client_as)
    seen = version_of("OC9")
    level = {"did": "300", "people": "1000", "starts": "2025-07-01", "ends": "2025-12-31"}
    other = client_as(Role.DESIGN).post("/outcomes/OC9/baseline/", level | {"seen": str(seen)})
    assert other.status_code == 302
    mine = level | {"did": "310", "seen": str(seen)}
    answer = client.post("/outcomes/OC9/baseline/", mine)
    assert answer.status_code == 409
    row = told(answer).partition("<tbody>")[2].partition("</tbody>")[0]
    assert "310 of 1,000" in row
    assert "300 of 1,000" in row
    assert 'value="310"' in told(answer)


def test_a_close_without_a_reason_asks_for_one(client_as):
    answer = client_as(Role.PRODUCT).post("/outcomes/OC1/close", {"reached": "yes", "why": ""})
    assert answer.status_code == 422
    assert "This field is required" in told(answer)
    assert whole_plan().get(Outcome, "OC1").state == "active"


@pytest.mark.parametrize("part", ["", "wording", "counted"])
@pytest.mark.parametrize(
    "asked",
    [
        {"did": "9" * 5000, "people": "x", "target": "∞", "by": "\x00"},
        {"starts": "0001-01-01", "ends": "9999-12-31", "metric": "M-OC1"},
        {"owners": "[]", "actor": "<script>alert(1)</script>", "behaviour": "\ud7ff" * 600},
        {"of_event": "'; --", "did_event": "{}", "within_days": "-1", "never": "heard of"},
    ],
)
def test_whatever_stands_in_the_address_of_the_form_is_no_fault_of_ours(asked, part, client_as):
    headers = {"HX-Request": "true", "HX-Target": part} if part else {}
    answer = client_as(Role.PRODUCT).get("/outcomes/new/", asked, headers=headers)
    assert answer.status_code == 200
    assert "<script>alert" not in told(answer)
