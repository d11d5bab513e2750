"""Any record: its page, changed in place and as a whole, moved, removed and brought back."""

from __future__ import annotations

import re

import pytest

from seachange.people.access import Role
from seachange.planning.actions import records
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.conflicts import version_of
from seachange.planning.reads.snapshot import snapshot, whole_plan
from seachange.planning.rules.judgement import judge
from seachange.planning.rules.plan.discovery import LearningQuestion
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis, HypothesisVersion
from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.seeing import viewer
from seachange.planning.rules.vocabulary import Kind, Visibility
from seachange.report.words import NARROW
from seachange.web.forms.fields import Number
from seachange.web.forms.records import percent_typed
from seachange.web.pages.record_lists import proposed_id

OUTCOME = "/records/OC1/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def told(answer):
    return answer.content.decode()


def held(record):
    return whole_plan().by_id[record]


def test_every_kind_has_a_list_and_a_form_and_every_record_a_page(client_as):
    client = client_as(Role.ADMIN)
    for kind, of in RECORD_TYPES.items():
        assert client.get(f"/records/kind/{kind.value}/").status_code == 200
        assert client.get(f"/records/new/{kind.value}/").status_code == 200
        for record in whole_plan().all(of)[:1]:
            page = client.get(f"/records/{record.id}/")
            assert page.status_code == 200, record
            assert f'data-record="{record.id}"' in told(page)


def test_a_page_tells_what_a_record_points_at_and_what_points_at_it(client_as):
    page = told(client_as(Role.PRODUCT).get(OUTCOME))
    assert 'href="/records/IM1/"' not in page  # by a driver link, not by itself
    assert re.search(r"Driver links.*DL1", page, re.S) or "Driver links" in page
    assert "The operator" in page


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ("V1", ("+4.60 pp", "85 %", "over 99.9 %")),  # 0.046 measured, 0.848 and 1 believed
        ("D1", ("240,000",)),
        ("OC1-IM1", ("OC1 drives IM1", "more of one, more of the other")),
        ("M-OC1", ("holds first meeting within 7 days", "As it is asked")),
    ],
)
def test_figures_stand_as_people_say_them(record, says, client_as):
    page = told(client_as(Role.PRODUCT).get(f"/records/{record}/")).replace(NARROW, " ")
    for each in says:
        assert each in page


def test_what_is_public_but_belongs_to_what_is_not_says_who_sees_it_all_the_same(client_as):
    client = client_as(Role.PRODUCT)
    records.edit("VM1", by="", visibility=Visibility.PUBLIC)
    page = told(client.get("/records/VM1/"))
    assert re.search(r"It belongs to <a[^>]*/records/VI1/.*everybody inside may see", page)
    assert "VM1" not in {each.id for each in snapshot(None).records()}
    records.edit("VI1", by="", visibility=Visibility.PUBLIC)
    assert "nobody else sees this" not in told(client.get("/records/VM1/"))
    assert "VM1" in {each.id for each in snapshot(None).records()}
    # Of all it belongs to, what fewest may see: of H1, which the organisation sees, and its OU1.
    records.edit("E-H1-1", by="", visibility=Visibility.PUBLIC)
    records.edit("OU1", by="", visibility=Visibility.TEAM, team="Product")
    page = told(client.get("/records/E-H1-1/"))
    assert re.search(r"It belongs to <a[^>]*/OU1/.*which one team may see", page)


@pytest.mark.parametrize("kind", ["decision", "verdict", "waiver", "sign_off"])
def test_who_answers_for_a_record_is_filled_in_already(kind, client_as):
    page = told(client_as(Role.ADMIN).get(f"/records/new/{kind}/"))
    assert re.search(r'<option value="priya"[^>]* selected', page)


def test_a_decision_stated_by_its_form_is_of_today_and_keeps_what_is_believed(client_as):
    client = client_as(Role.PRODUCT)
    plan = whole_plan()
    believed = judge(plan, plan.get(Hypothesis, "H2"), as_of=plan.as_of).before
    form = told(client.get("/records/new/decision/?hypothesis=H2&choice=go"))
    day = re.search(r'name="decided_on" value="([0-9-]+)"', form)[1]
    stated = {"hypothesis": "H2", "choice": "go", "reason": "worth it", "decided_by": "nadia"}
    answer = client.post("/records/new/decision/", stated | {"decided_on": day})
    assert answer.status_code == 302
    assert held("H2").belief_at_decision == pytest.approx(believed)
    # What followed from the decision is not offered to be taken back by itself.
    assert "Take it back" not in told(client.get("/records/H2/"))
    records.edit("H2", by="nadia", name="The call")
    assert "Take it back" in told(client.get("/records/H2/"))


def test_a_single_field_on_a_page_of_its_own_says_which_it_is(client_as):
    client = client_as(Role.PRODUCT)
    alone, in_place = (
        told(client.get("/records/OU1/edit/?field=problem", **how)) for how in ({}, HTMX)
    )
    assert 'class="field editor fields panel"' in alone
    assert 'class="field editor"' in in_place


def test_what_is_predicted_stands_in_points_in_every_version_and_form(client_as):
    """H1 predicts six points and is worth it from three: 0.06 and 0.03 of a share."""
    criteria = held("H1").criteria
    old = HypothesisVersion(id="H1-v7", hypothesis="H1", version=7, criteria=criteria)
    records.create(old, by="")
    client = client_as(Role.PRODUCT)
    for address in ("/records/H1/", "/records/H1-v7/"):
        page = told(client.get(address))
        assert f"+6.00{NARROW}pp" in page
        assert f"+3.00{NARROW}pp" in page
        assert "0.06" not in page
    form = told(client.get("/records/H1/edit/?field=criteria", **HTMX))
    assert 'value="6 %"' in form
    assert 'value="0.06"' not in form


def test_a_form_of_shares_that_is_sent_back_as_it_came_changes_nothing(client_as):
    client = client_as(Role.PRODUCT)
    form = told(client.get("/records/H1/edit/?field=criteria", **HTMX))
    typed = dict(re.findall(r'name="(criteria-\w+)"[^>]* value="([^"]*)"', form))
    seen = re.search(r'name="seen" value="(\d+)"', form)[1]
    before = held("H1")
    client.post("/records/H1/edit/?field=criteria", {**typed, "seen": seen}, **HTMX)
    assert held("H1") == before


@pytest.mark.parametrize("share", [0.022268, 0.06, -0.015, 1e-05, 0.1 + 0.2, 0.55])
def test_a_share_that_is_typed_in_per_cent_is_read_as_the_same_number(share):
    assert Number().clean(percent_typed(share)) == share


def test_one_field_is_changed_where_it_stands(client_as):
    client = client_as(Role.PRODUCT)
    form = told(client.get(f"{OUTCOME}edit/?field=target", **HTMX))
    assert "<html" not in form
    seen = re.search(r'name="seen" value="(\d+)"', form)[1]
    saved = client.post(f"{OUTCOME}edit/?field=target", {"target": "47 %", "seen": seen}, **HTMX)
    assert saved.status_code == 200
    assert held("OC1").target == 0.47
    assert 'data-field="target"' in told(saved)
    assert "47.0" in told(saved)
    assert ">Undo<" in told(saved)


def test_a_field_s_form_that_is_a_page_of_its_own_leads_back_to_where_one_was(client_as):
    client = client_as(Role.PRODUCT)
    at = f"{OUTCOME}edit/?field=target&next=/outcomes/OC1/"
    assert "hx-post=" not in told(client.get(at)).partition('class="field editor')[2]
    assert "hx-post=" in told(client.get(at, **HTMX))
    assert client.post(at, {"target": "47 %"})["Location"] == "/outcomes/OC1/"


def test_a_form_without_scripts_is_answered_by_a_redirect_and_changes_only_what_differs(client_as):
    client = client_as(Role.PRODUCT)
    before = held("OC1")
    data = form_of(client, f"{OUTCOME}edit/") | {"behaviour": "book a second session"}
    answer = client.post(f"{OUTCOME}edit/", data)
    assert answer.status_code == 302
    after = held("OC1")
    assert after.behaviour == "book a second session"
    assert (after.target, after.owners, after.baseline) == (
        before.target,
        before.owners,
        before.baseline,
    )


def test_what_cannot_be_read_is_told_beside_the_field_and_stays_typed(client_as):
    client = client_as(Role.PRODUCT)
    answer = client.post(f"{OUTCOME}edit/?field=target", {"target": "many"}, **HTMX)
    assert answer.status_code == 422
    assert 'value="many"' in told(answer)
    assert held("OC1").target != "many"


def test_what_the_plan_refuses_is_told_and_stays_typed(client_as):
    client = client_as(Role.PRODUCT)
    answer = client.post(f"{OUTCOME}edit/?field=metric", {"metric": "M-none"}, **HTMX)
    assert answer.status_code == 422
    assert "M-none" in told(answer)


def test_parts_that_do_not_fit_together_are_told_where_they_were_typed(client_as):
    typed = {"baseline-did": "5", "baseline-people": "3"}
    answer = client_as(Role.PRODUCT).post(f"{OUTCOME}edit/?field=baseline", typed, **HTMX)
    assert answer.status_code == 422
    assert "<html" not in told(answer)
    assert 'role="alert"' in told(answer)
    assert 'name="baseline-did" value="5"' in told(answer)


def test_two_who_change_the_same_see_both_and_neither_is_lost(client_as):
    client = client_as(Role.PRODUCT)
    seen = version_of("OC1")
    records.edit("OC1", by="", behaviour="book at once")
    mine = {"behaviour": "book within a day", "seen": str(seen)}
    answer = client.post(f"{OUTCOME}edit/?field=behaviour", mine, **HTMX)
    assert answer.status_code == 409
    assert "book at once" in told(answer)
    assert 'value="book within a day"' in told(answer)
    assert held("OC1").behaviour == "book at once"
    again = re.search(r'name="seen" value="(\d+)"', told(answer))[1]
    mine["seen"] = again
    assert client.post(f"{OUTCOME}edit/?field=behaviour", mine, **HTMX).status_code == 200
    assert held("OC1").behaviour == "book within a day"


def test_a_change_is_taken_back_unless_somebody_wrote_over_it(client_as):
    client = client_as(Role.PRODUCT)
    was = held("OC1").behaviour
    client.post(f"{OUTCOME}edit/?field=behaviour", {"behaviour": "book at once"})
    change = version_of("OC1")
    assert client.post("/records/undo", {"change": change}).status_code == 302
    assert held("OC1").behaviour == was
    assert client.post("/records/undo", {"change": change}).status_code == 409
    assert held("OC1").behaviour == was


def test_a_record_is_removed_with_a_reason_and_brought_back(client_as):
    client = client_as(Role.PRODUCT)
    records.create(LearningQuestion(id="Q-new", text="Who comes back?"), by="nadia")
    silent = client.post("/records/Q-new/remove/", {"because": " "})
    assert silent.status_code == 422
    assert "Q-new" in whole_plan().by_id
    assert client.post("/records/Q-new/remove/", {"because": "asked twice"}).status_code == 302
    assert "Q-new" not in whole_plan().by_id
    client.post("/records/undo", {"change": version_of("Q-new")})
    assert held("Q-new").text == "Who comes back?"


def test_a_record_is_stated_with_a_proposed_id_and_values_from_the_address(client_as):
    client = client_as(Role.PRODUCT)
    form = told(client.get("/records/new/learning_question/?outcome=OC1"))
    assert re.search(r'value="OC1" selected', form)
    proposed = re.search(r'name="id" value="([^"]+)"', form)[1]
    answer = client.post(
        "/records/new/learning_question/",
        {"id": proposed, "text": "What keeps them?", "outcome": "OC1"},
    )
    assert answer.status_code == 302
    assert held(proposed).outcome == "OC1"
    again = client.post("/records/new/learning_question/", {"id": proposed, "text": "Other"})
    assert again.status_code == 422
    assert "Other" in told(again)


def test_no_id_is_proposed_that_a_hidden_record_has(parley):
    """Whoever takes what is proposed is never told that it is another's."""
    nadia = viewer(whole_plan().get(Member, "nadia"))
    first = {proposed_id(snapshot(nadia), kind) for kind in RECORD_TYPES}
    hidden = [
        LearningQuestion(id=each, text="?", visibility=Visibility.PRIVATE, keeper="CEO")
        for each in first
    ]
    take_in(whole_plan().changed(put=hidden), by="", why="hidden", as_found=True)
    assert not snapshot(nadia).by_id.keys() & first
    for kind in RECORD_TYPES:
        assert proposed_id(snapshot(nadia), kind) not in whole_plan().by_id, kind


def test_a_state_moves_along_its_ways_alone(client_as):
    client = client_as(Role.PRODUCT)
    records.create(LearningQuestion(id="Q-new", text="Who comes back?"), by="nadia")
    assert client.post("/records/Q-new/move", {"to": "investigating"}).status_code == 302
    assert held("Q-new").state == "investigating"
    refused = client.post("/records/Q-new/move", {"to": "open", "because": "my words"})
    assert refused.status_code == 422
    assert "my words" in told(refused)


def test_what_somebody_may_not_see_is_nowhere_and_what_they_cannot_see_of_it_stays(client_as):
    secret = LearningQuestion(
        id="Q-secret", text="canary", visibility=Visibility.PRIVATE, keeper="priya"
    )
    records.create(secret, by="priya")
    client = client_as(Role.PRODUCT)
    for address in ("", "edit/", "remove/"):
        assert client.get(f"/records/Q-secret/{address}").status_code == 404
    assert client.post("/records/Q-secret/move", {"to": "investigating"}).status_code == 404
    assert client.post("/records/undo", {"change": version_of("Q-secret")}).status_code == 404
    assert "canary" not in told(client.get("/records/kind/learning_question/"))
    assert "Q-secret" not in told(client.get("/records/choices/?kinds=learning_question&q=Q"))


def test_who_may_not_change_a_record_is_told_so(client_as):
    client = client_as(Role.SALES)
    assert client.get(OUTCOME).status_code == 200
    assert "Change" not in told(client.get(OUTCOME))
    assert client.get(f"{OUTCOME}edit/").status_code == 403
    assert client.post(f"{OUTCOME}edit/", {"target": "1"}).status_code == 403
    assert client.get("/records/new/outcome/").status_code == 403
    assert client_as(Role.REQUESTER).get(OUTCOME).status_code == 404


def test_links_to_what_somebody_cannot_see_stay_when_they_choose_others(client_as):
    from seachange.planning.actions.filling import fill_in
    from seachange.planning.rules.plan.measuring import Metric

    hidden = Metric(id="M-hidden", visibility=Visibility.PRIVATE, keeper="priya")
    records.create(hidden, by="priya")
    before = held("OC1").guardrails
    records.edit("OC1", by="", guardrails=(*before, "M-hidden"))
    fill_in("OC1", {"guardrails": before[:1]}, by="nadia")
    assert held("OC1").guardrails == (*before[:1], "M-hidden")


def form_of(client, address):
    """Read a page's form as a browser would send it."""
    from html.parser import HTMLParser

    class Form(HTMLParser):
        def __init__(self):
            super().__init__()
            self.data, self.area, self.select = {}, None, None

        def handle_starttag(self, tag, attrs):
            named = dict(attrs)
            name = named.get("name")
            if tag == "textarea":
                self.area = name
                self.data.setdefault(name, [""])
            elif tag == "select":
                self.select = name
            elif tag == "option" and self.select:
                if "selected" in named or self.select not in self.data:
                    self.data[self.select] = [named.get("value", "")]
            elif (
                tag == "input" and name and (named.get("type") != "checkbox" or "checked" in named)
            ):
                self.data.setdefault(name, []).append(named.get("value", ""))

        def handle_endtag(self, tag):
            self.area = None if tag == "textarea" else self.area
            self.select = None if tag == "select" else self.select

        def handle_data(self, text):
            if self.area:
                self.data[self.area][0] += text

    reader = Form()
    reader.feed(told(client.get(address)).partition('<form class="field editor')[2])
    return {name: values for name, values in reader.data.items() if name not in {"q", "role"}}


def test_kinds_are_said_in_the_address(client_as):
    assert client_as(Role.ADMIN).get("/records/kind/nonsense/").status_code == 404
    assert Kind("outcome") in set(Kind)


def test_what_a_kind_cannot_be_without_is_asked_for(client_as):
    answer = client_as(Role.PRODUCT).post("/records/new/trend/", {"id": "TR9", "text": "AI"})
    assert answer.status_code == 422
    assert "<details open><summary>More" in answer.content.decode()
    assert "TR9" not in whole_plan().by_id


def test_one_is_led_back_to_where_one_was_and_to_no_other_host(client_as):
    client = client_as(Role.PRODUCT)
    asked = {"/strategy/": "/strategy/", "//evil.test/": OUTCOME, "https://evil.test": OUTCOME}
    asked |= {"nan": OUTCOME, "/a\nb": OUTCOME}
    for at, (onward, led) in enumerate(asked.items()):
        data = {"name": f"name {at}", "next": onward}
        answer = client.post(f"{OUTCOME}edit/", data)
        assert answer["Location"] in {led, "/outcomes/OC1/"}


def test_what_changed_meanwhile_names_no_record_one_may_not_see(client_as):
    from seachange.planning.rules.plan.measuring import Metric

    hidden = Metric(id="M-hidden", visibility=Visibility.PRIVATE, keeper="priya")
    records.create(hidden, by="priya")
    seen = version_of("OC1")
    records.edit("OC1", by="", guardrails=(*held("OC1").guardrails, "M-hidden"))
    client = client_as(Role.PRODUCT)
    for answer in (
        client.post(f"{OUTCOME}move", {"to": "abandoned", "seen": seen}),
        client.post(f"{OUTCOME}remove/", {"because": "x", "seen": seen}),
        client.post(f"{OUTCOME}edit/?field=name", {"name": "x", "seen": seen}, **HTMX),
        client.post("/records/undo", {"change": seen}),
        client.get(OUTCOME),
    ):
        assert "M-hidden" not in told(answer), answer.request


def test_a_page_and_its_part_are_told_apart_by_whoever_keeps_them(client_as):
    assert "HX-Request" in client_as(Role.PRODUCT).get(OUTCOME)["Vary"]


def test_many_records_are_shown_a_page_at_a_time_and_taken_along_whole(client_as):
    from seachange.planning.actions.bulk import take_in

    made = [LearningQuestion(id=f"QQ{i:03}", text=f"question {i}") for i in range(120)]
    take_in(made, by="", why="a world of many")
    client = client_as(Role.PRODUCT)
    first = told(client.get("/records/kind/learning_question/?words=QQ"))
    last = told(client.get("/records/kind/learning_question/?words=QQ&page=2"))
    assert ("QQ000" in first, "QQ119" in first) == (True, False)
    assert ("QQ000" in last, "QQ119" in last) == (False, True)
    beyond = told(client.get("/records/kind/learning_question/?words=QQ&page=99"))
    assert "QQ119" in beyond
    whole = "%2Frecords%2Fkind%2Flearning_question%2F%3Fwords%3DQQ"
    file = client.get(f"/export/?of={whole}&what=questions&form=csv").content.decode()
    assert file.count("QQ") == 120


def test_a_way_back_is_offered_where_there_is_one(client_as):
    client = client_as(Role.PRODUCT)
    made = client.post(
        "/records/new/learning_question/", {"id": "Q-new", "text": "Who?"}, follow=True
    )
    assert ">Undo<" in told(made)
    onward = client.post("/records/Q-new/move", {"to": "investigating"}, follow=True)
    assert "Now investigating" in told(onward)
    assert ">Undo<" not in told(onward)
    item = held("RM7")
    there = "next" if item.state != "next" else "later"
    back = client.post(f"/records/{item.id}/move", {"to": there}, follow=True)
    assert ">Undo<" in told(back)
    seller = client_as(Role.SALES)
    idea = seller.post("/records/new/idea/", {"id": "ID-new", "text": "More"}, follow=True)
    assert "ID-new is stated" in told(idea)
    assert ">Undo<" not in told(idea)


def test_what_is_written_once_says_so(client_as):
    client = client_as(Role.PRODUCT)
    verdict = whole_plan().verdicts[0].id
    assert "written once" in told(client.get(f"/records/{verdict}/"))
    refused = client.get(f"/records/{verdict}/edit/")
    assert refused.status_code == 403
    assert "State a new one" in told(refused)


def test_a_form_begins_with_what_holds_if_nobody_says_otherwise(client_as):
    client = client_as(Role.ENGINEERING)
    form = client.get("/records/new/assumption_test/?hypothesis=H2").context["form"]
    shown = {name: form[name].value() for name in form.fields}
    told = {name: value for name, value in shown.items() if value not in (None, "", [])}
    sent = dict.fromkeys(shown, "") | told | {"id": "T70"}
    stated = client.post("/records/new/assumption_test/", sent)
    assert stated.status_code == 302
    assert whole_plan().get(AssumptionTest, "T70") == AssumptionTest(id="T70", hypothesis="H2")
