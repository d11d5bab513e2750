"""Signals at a step of a journey: found, kept, and made something of in one act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.conf import settings

from seachange.errors import BadQuestion
from seachange.evidence import signals as found_signals
from seachange.evidence import wishes
from seachange.evidence.models import EventSource
from seachange.evidence.sources import add_file, read_in
from seachange.measure.answering.driver_parts import Behaviour
from seachange.people.access import Role
from seachange.planning.actions import signals as plan_signals
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.measuring import BehaviourSignal, SignalEstimate
from seachange.planning.rules.worth import choices
from seachange.web import jobs, keeping
from seachange.web.pages.journey import is_kept

ROWS = "actor,time,event\nada,2026-01-01T10:00:00Z,sign_up\nada,2026-01-02T10:00:00Z,renewed\n"


@pytest.fixture
def maker(client_as):
    return client_as(Role.PRODUCT)


def test_a_kept_signal_becomes_a_hypothesis_with_its_experiment(maker):
    page = maker.get("/signals/SG1/hypothesis/").content.decode()
    assert "hold a meeting" in page
    before = {each.id for each in whole_plan().all(Hypothesis)}
    answer = maker.post("/signals/SG1/hypothesis/", {"uptake": "20 %"})
    made = {each.id for each in whole_plan().all(Hypothesis)} - before
    assert answer.status_code == 302
    assert len(made) == 1
    assert made.pop() in answer["Location"]


def made_of(maker, **told) -> Hypothesis:
    """State a hypothesis of SG1, and return it."""
    before = {each.id for each in whole_plan().all(Hypothesis)}
    assert maker.post("/signals/SG1/hypothesis/", told).status_code == 302
    (made,) = (each for each in whole_plan().all(Hypothesis) if each.id not in before)
    return made


def test_what_is_worth_it_is_chosen_by_what_each_choice_costs_where_nothing_says_it(maker):
    made = made_of(maker)
    assert made.criteria.smallest_worthwhile is None
    at = f"/hypotheses/{made.id}/"
    page = maker.get(at).content.decode()
    assert "From which change on would it be worth it?" in page
    offered = choices(whole_plan(), made)
    for each in offered:
        what = f": {each.what}" if each.what else ""
        assert f'{each.size.points}{what}</th><td class="num">{each.size.people:,}</td>' in page
    assert offered[-1].size.points == "5 points"
    test = maker.get(f"/tests/T-{made.id}/").content.decode()
    assert test.count("if from here on it were worth it") == len(offered) - 1  # or as predicted
    told = {"criteria-smallest_worthwhile": str(offered[-1].size.change), "next": at}
    assert maker.post(f"/records/{made.id}/edit/", told)["Location"] == at
    assert whole_plan().get(Hypothesis, made.id).criteria.smallest_worthwhile == 0.05
    page = maker.get(at).content.decode()
    assert "From which change on would it be worth it?" not in page
    assert "Less is predicted than would be worth it" in page


def test_who_may_not_change_a_hypothesis_chooses_nothing(maker, client_as):
    made = made_of(maker)
    page = client_as(Role.SALES).get(f"/hypotheses/{made.id}/").content.decode()
    assert "From which change on would it be worth it?" in page
    assert "From here on" not in page


def test_what_is_worth_it_follows_from_the_target_or_is_typed(maker):
    made = made_of(maker, outcome="OC1")
    # OC1 is at 31 % and shall get to 45 %.
    assert made.criteria.smallest_worthwhile == pytest.approx(0.14 / 3, abs=1e-6)
    assert made_of(maker, outcome="OC1", worthwhile="1 %").criteria.smallest_worthwhile == 0.01
    answer = maker.post("/signals/SG1/hypothesis/", {"outcome": "OC1", "worthwhile": "0"})
    assert (answer.status_code, "0.02 for two points" in answer.content.decode()) == (422, True)


def test_a_kept_signal_becomes_an_outcome_with_its_baseline(maker):
    before = {each.id for each in whole_plan().all(Outcome)}
    told = {"target": "80 %", "by": "2026-12-31"}
    answer = maker.post("/signals/SG1/outcome/", told)
    assert answer.status_code == 302
    (made,) = [each for each in whole_plan().all(Outcome) if each.id not in before]
    assert made.target == 0.8
    assert made.baseline is not None


def test_what_was_to_be_left_alone_needs_a_reason_and_nothing_typed_is_lost(maker):
    answer = maker.post("/signals/SG3/hypothesis/", {"uptake": "20 %"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Its stance is to leave it" in page
    assert 'value="20 %"' in page
    assert maker.post("/signals/SG1/hypothesis/", {"uptake": "200 %"}).status_code == 422
    assert maker.get("/signals/nothing/hypothesis/").status_code == 404


@pytest.fixture
def found(parley, monkeypatch):
    """A finding at the first step, as whoever looks at its cohort finds it."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    (parley / "events.csv").write_text(ROWS)
    read_in(add_file("A few", place="events.csv"))
    plan = whole_plan()
    signal = plan.get(BehaviourSignal, "SG1")
    held = next(each for each in plan.signal_estimates if each.signal == "SG1")
    like = {"id": "SG9", "behaviour": "BE9"}
    behaviour = plan.by_id[signal.behaviour]
    found = found_signals.Found(
        behaviour=replace(behaviour, id="BE9", act="hold a meeting", event_rule="meets"),
        signal=replace(signal, **like),
        estimate=replace(held, id=f"SG9-{held.ends}", signal="SG9"),
        is_new=True,
        label="meets",
    )
    looked = found_signals.Look(step=plan.by_id["ST1"], found=(found,))
    monkeypatch.setattr(keeping, "find_signals", lambda *_, **__: [looked])
    return found


def test_a_finding_is_kept_in_the_name_of_whoever_asked(maker, found):
    at = "/journeys/JM1/steps/ST1/keep"
    assert maker.post(at, {"behaviour": "something else"}).status_code == 302
    assert "SG9" not in whole_plan().by_id
    maker.post(at, {"behaviour": "meets"})
    assert "SG9" in whole_plan().by_id
    page = maker.get("/journeys/JM1/steps/ST1/").content.decode()
    assert "hold a meeting" in page
    assert "not kept</span> something else: nobody could be looked at there" in page
    assert not wishes.waiting()


def test_what_was_found_says_by_itself_that_it_is_kept_once_it_is(maker, found, monkeypatch):
    """The last of the questions whether it is kept brings the findings along, anew."""
    at, asked = "/journeys/JM1/steps/ST1/", {"HX-Request": "true", "HX-Target": "to-keep"}
    monkeypatch.setattr(jobs, "enqueue", lambda *_, **__: None)
    maker.post(f"{at}keep", {"behaviour": "meets"})
    waiting = maker.get(at, headers=asked).content.decode()
    assert 'hx-select="#to-keep" hx-trigger="every 2s"' in waiting
    assert "hx-swap-oob" not in waiting
    keeping.keep(str(wishes.waiting()[0].pk))
    done = maker.get(at, headers=asked).content.decode()
    assert '<div class="keeping" id="found" hx-swap-oob="true">' in done
    for other in ({}, {"HX-Request": "true", "HX-Target": "answer-1"}):
        assert "hx-swap-oob" not in maker.get(at, headers=other).content.decode()


def test_what_others_wrote_while_it_was_counted_keeps_its_ids(maker, found, monkeypatch):
    others = replace(found.behaviour, id="BE9", act="renew", event_rule="renewed")
    signal = replace(found.signal, id="SG9", behaviour="BE9")
    looked = keeping.find_signals()

    def meanwhile(*_, **__):
        plan_signals.keep(signal, estimate=found.estimate, behaviour=others, by="nadia")
        return looked

    monkeypatch.setattr(keeping, "find_signals", meanwhile)
    maker.post("/journeys/JM1/steps/ST1/keep", {"behaviour": "meets"})
    plan = whole_plan()
    (kept,) = [each for each in plan.behaviours if each.event_rule == "meets"]
    assert (kept.id, plan.by_id["BE9"].act) == ("BE10", "renew")
    assert [each.id for each in plan.of(BehaviourSignal, "BE10")] == ["SG10"]
    assert [each.signal for each in plan.of(SignalEstimate, "SG10")] == ["SG10"]


def test_what_somebody_kept_while_it_was_counted_is_not_kept_again(maker, found, monkeypatch):
    looked = keeping.find_signals()

    def meanwhile(*_, **__):
        plan_signals.keep(
            found.signal, estimate=found.estimate, behaviour=found.behaviour, by="nadia"
        )
        return looked

    monkeypatch.setattr(keeping, "find_signals", meanwhile)
    maker.post("/journeys/JM1/steps/ST1/keep", {"behaviour": "meets"})
    assert len([each for each in whole_plan().behaviours if each.event_rule == "meets"]) == 1
    assert (
        "it is kept as a signal already" in maker.get("/journeys/JM1/steps/ST1/").content.decode()
    )


@pytest.mark.parametrize(
    ("seen", "is_one"),
    [
        (Behaviour("ask", "ask"), True),
        (Behaviour("meet (plan pro)", "meet", "plan", "pro"), True),
        (Behaviour("ask (plan pro)", "ask", "plan", "pro"), False),
        (Behaviour("meet", "meet"), False),
        (Behaviour("pay", "pay"), False),
    ],
)
def test_what_the_plan_keeps_is_known_by_its_rule_with_the_property_it_is_about(seen, is_one):
    rules = ("ask", '{"where": {"plan": "pro"}, "event": "meet"}', '{"event": ')
    kept = [SimpleNamespace(behaviour=SimpleNamespace(event_rule=rule)) for rule in rules]
    assert is_kept(seen, kept) is is_one


@pytest.mark.parametrize("role", [Role.SALES, Role.REQUESTER, None])
def test_who_may_not_plan_keeps_nothing_and_makes_nothing_of_it(client_as, role):
    client = client_as(role)
    for address in ("/signals/SG1/hypothesis/", "/journeys/JM1/steps/ST1/keep"):
        assert client.post(address, {"behaviour": "x"}).status_code in {400, 401, 403}
    assert client.get("/signals/SG1/outcome/").status_code in {302, 403}


@pytest.fixture
def kept_at(maker, parley, monkeypatch):
    """Ask for a behaviour to be kept at a step, and give what the step's page says then."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    (parley / "events.csv").write_text(ROWS)
    read_in(add_file("A few", place="events.csv"))

    def asked(behaviour):
        answer = maker.post("/journeys/JM1/steps/ST1/keep", {"behaviour": behaviour})
        return maker.get(answer["Location"]).content.decode()

    return asked


LOOK = {"starts": date(2026, 1, 1), "ends": date(2026, 3, 31)}


@pytest.mark.parametrize(
    ("looked", "said"),
    [
        (LOOK, "those who came from 1 January 2026 to 31 March 2026 do not show it clearly"),
        ({"why": "nobody has had all their time yet"}, "nobody has had all their time yet"),
        (LOOK | {"passed_over": (("meets", "it looks like a step of the journey"),)}, "a step of"),
    ],
)
def test_where_the_cohort_does_not_show_it_the_step_says_why_nothing_is_kept(
    looked, said, kept_at, monkeypatch
):
    step = whole_plan().by_id["ST1"]
    found = found_signals.Look(step=step, **looked)
    monkeypatch.setattr(keeping, "find_signals", lambda *_, **__: [found])
    before = whole_plan().by_id.keys()
    page = kept_at("meets")
    assert "not kept</span> meets: " in page
    assert said in page
    assert "Ask again" in page
    assert whole_plan().by_id.keys() == before


def test_a_refusal_and_a_fault_of_ours_are_told_as_well(kept_at, monkeypatch):
    def refuses(*_, **__):
        raise BadQuestion("the step has no rule", remedy="Give it one")

    monkeypatch.setattr(keeping, "find_signals", refuses)
    assert "the step has no rule" in kept_at("meets")
    monkeypatch.setattr(keeping, "find_signals", lambda *_, **__: 1 / 0)
    assert "a fault of ours stopped the count" in kept_at("meets")
    EventSource.objects.all().delete()
    page = kept_at("meets")
    assert "no events are in use" in page
    assert page.count("not kept</span>") == 1


def test_what_waits_is_told_and_taken_up_by_whoever_comes_to_work(maker, monkeypatch):
    told = []
    monkeypatch.setattr(jobs, "enqueue", lambda job, told_, **_: told.append((job, told_)))
    maker.post("/journeys/JM1/steps/ST1/keep", {"behaviour": "meets"})
    page = maker.get("/journeys/JM1/steps/ST1/").content.decode()
    assert "being counted</span> meets" in page
    assert 'hx-select="#to-keep"' in page
    jobs.take_up()
    assert told[0][0] == "keep"
    assert told == [told[0]] * 2
