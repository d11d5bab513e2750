"""Answers on pages: measured beside them, kept, shown, cancelled, counted again."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from django.conf import settings

from seachange.evidence import kept
from seachange.evidence.models import AnswerState, KeptAnswer
from seachange.evidence.reading_back import answer_from
from seachange.evidence.sources import add_file, read_in, source_in_use
from seachange.people.access import Role, Viewer
from seachange.web import jobs
from seachange.web.answers import State, all_shown, shown
from seachange.web.presence import Presence
from seachange.web.rule_counts import rule_count

SHARE = {"kind": "share", "of": "sign_up", "did": "meeting_held", "within": "7 days"}
INSIDER = Viewer(id="nadia", role=Role.PRODUCT)
ROWS = """actor,time,event
ada,2026-01-01T10:00:00Z,sign_up
ada,2026-01-02T10:00:00Z,meeting_held
bo,2026-01-01T10:00:00Z,sign_up
cy,2026-01-20T10:00:00Z,sign_up
"""


@pytest.fixture
def events(parley, monkeypatch):
    """Four events as the source in use; jobs are done at once."""
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)
    (parley / "events.csv").write_text(ROWS)
    return read_in(add_file("A few", place="events.csv"))


@pytest.fixture
def queued(events, monkeypatch):
    """The same, but jobs only wait."""
    told = []
    monkeypatch.setattr(jobs, "enqueue", lambda job, key, lane: told.append(key))
    return told


def test_an_answer_is_measured_once_and_shown_with_its_section(events):
    first = shown(SHARE, INSIDER, title="First meetings")
    assert first.state == State.READY, first
    assert (first.answer["did"], first.answer["people"]) == (1, 2)
    assert first.section.title == "First meetings"
    assert "50" in first.section.headline
    assert shown({**SHARE, "within": "168 hours"}, INSIDER).key == first.key
    assert KeptAnswer.objects.count() == 1


def test_an_answer_read_back_is_the_answer(events):
    answer = shown({"kind": "funnel", "steps": ["sign_up", "meeting_held"]}, INSIDER).answer
    assert answer_from(answer).to_dict() == answer


def test_the_events_are_not_shown_to_whoever_only_asks_for_things(events):
    for viewer in (None, Viewer(id="oliver", role=Role.REQUESTER)):
        assert shown(SHARE, viewer).state == State.NO_EVENTS
    assert not KeptAnswer.objects.exists()


def test_without_events_a_page_says_so(parley):
    assert shown(SHARE, INSIDER).state == State.NO_EVENTS


def test_a_page_never_waits_for_an_answer_and_asks_for_it_once(queued, client_as):
    for _ in range(2):
        assert shown(SHARE, INSIDER).state == State.WAITING
    assert len(queued) == 1
    client = client_as(Role.PRODUCT)
    address = f"/answers/{queued[0]}/"
    waiting = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" in waiting
    assert "<html" not in waiting
    jobs.measure(queued[0])
    assert "How this was counted" in client.get(address).content.decode()


def test_a_question_that_cannot_be_asked_says_why_and_where(events):
    told = shown({**SHARE, "within": "soon"}, INSIDER)
    assert told.state == State.FAILED
    assert "within" in told.why


def test_what_is_cancelled_is_counted_again_only_when_somebody_wants_it(queued, client_as):
    key = shown(SHARE, INSIDER).key
    client = client_as(Role.PRODUCT)
    assert client.post(f"/answers/{key}/cancel", {"next": "/strategy/"})["Location"] == "/strategy/"
    jobs.measure(key)
    assert shown(SHARE, INSIDER).state == State.FAILED
    for elsewhere in ("//elsewhere", "https://elsewhere", "elsewhere"):
        assert client.post(f"/answers/{key}/again", {"next": elsewhere})["Location"] == "/"
    jobs.measure(key)
    assert shown(SHARE, INSIDER).state == State.READY


def test_who_cancels_takes_their_own_wish_away_and_nobody_else_s(queued, client_as):
    key = shown(SHARE, INSIDER).key
    first, second = client_as(Role.PRODUCT), client_as(Role.LEADER)
    assert shown(SHARE, Viewer(id="CEO", role=Role.LEADER)).state == State.WAITING
    told = first.post(f"/answers/{key}/cancel", headers={"HX-Request": "true"}).content.decode()
    assert "goes on for somebody else" in told
    assert "every 1s" not in told
    assert shown(SHARE, INSIDER).state == State.FAILED, "who gave it up is not asked for it anew"
    assert "every 1s" in second.get(f"/answers/{key}/").content.decode()
    assert (
        "every 1s" in first.post(f"/answers/{key}/again", HTTP_HX_REQUEST="true").content.decode()
    )
    for client in (first, second):
        assert KeptAnswer.objects.get(key=key).state == AnswerState.WAITING
        client.post(f"/answers/{key}/cancel")
    assert KeptAnswer.objects.get(key=key).state == AnswerState.CANCELLED
    second.post(f"/answers/{key}/again")
    assert shown(SHARE, INSIDER).state == State.WAITING, "a count begun anew was given up by nobody"


def test_who_has_many_counts_waiting_begins_no_more_until_some_are_done(queued, client_as):
    many = {str(n): {**SHARE, "within": f"{n} days"} for n in range(1, kept.MOST_WAITING + 1)}
    all_shown(many, INSIDER)
    one_more = {**SHARE, "within": "90 days"}
    refused = shown(one_more, INSIDER)
    assert (refused.state, len(queued)) == (State.FAILED, kept.MOST_WAITING)
    assert "20 counts that you asked for are not done yet" in refused.why
    assert "cancel" in refused.remedy
    assert rule_count('sign_up where plan = "x"', INSIDER).why == refused.why
    address = f"/api/answers/?question={quote(json.dumps(one_more))}"
    client = client_as(Role.PRODUCT)
    assert client.get(address).status_code == 429
    assert shown(many["1"], INSIDER).state == State.WAITING, "what was begun is looked at as ever"
    assert client_as(Role.LEADER).get(address).status_code == 202, "others count as before"
    client.post(f"/answers/{queued[0]}/cancel")
    assert shown({**SHARE, "within": "91 days"}, INSIDER).state == State.WAITING
    assert client.post(f"/answers/{queued[0]}/again").status_code == 429


def test_what_is_counted_ahead_of_everybody_holds_nobody_up(queued):
    source = source_in_use()
    for days in range(1, kept.MOST_WAITING + 1):
        question = {**SHARE, "within": f"{days} days"}
        kept.begun(kept.wanted(question, source, kept.EVERYTHING), lane=jobs.LONG)
    assert shown({**SHARE, "within": "90 days"}, INSIDER).state == State.WAITING


def test_a_count_whose_process_ended_is_told_as_failed(queued, monkeypatch):
    key = shown(SHARE, INSIDER).key
    assert kept.claimed(key).state == AnswerState.RUNNING
    monkeypatch.setattr(kept, "SILENCE", kept.SILENCE * -1)
    assert shown(SHARE, INSIDER).state == State.FAILED
    assert kept.again(key)


def test_a_stranger_and_a_requester_see_no_answer(events, client_as):
    key = shown(SHARE, INSIDER).key
    assert client_as(None).get(f"/answers/{key}/").status_code == 302
    assert client_as(Role.REQUESTER).get(f"/answers/{key}/").status_code == 403
    assert client_as(Role.PRODUCT).get(f"/answers/{'0' * 64}/").status_code == 404


def test_many_answers_ask_the_database_as_little_as_one(events):
    questions = {f"q{n}": {**SHARE, "within": f"{n} days"} for n in range(1, 20)}
    all_shown(questions, INSIDER)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        told = all_shown(questions, INSIDER)
    assert {each.state for each in told.values()} == {State.READY}
    assert len(asked) <= 2


def test_whoever_waits_is_told_how_long_such_a_count_took_before(queued):
    first = shown(SHARE, INSIDER)
    assert "for the first time" in first.hint
    KeptAnswer.objects.filter(key=first.key).update(took=7.4)
    assert "about 7.4 s" in shown({**SHARE, "within": "3 days"}, INSIDER).hint


def test_how_long_such_a_count_took_is_not_asked_anew_for_everybody_who_waits(
    queued, django_assert_num_queries
):
    KeptAnswer.objects.filter(key=shown(SHARE, INSIDER).key).update(took=7.4)
    more = {str(days): {**SHARE, "within": f"{days} days"} for days in range(1, 7)}
    all_shown(more, INSIDER)
    with django_assert_num_queries(2):
        all_shown(more, INSIDER)


def test_a_job_waits_in_a_file_until_somebody_takes_it(events, monkeypatch):
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", False)
    told = shown(SHARE, INSIDER)
    assert told.state == State.WAITING
    assert "seachange jobs" in told.why
    queue = jobs.queue_of(jobs.LONG)
    assert len(queue) == 1
    monkeypatch.setattr(settings, "JOBS_AT_ONCE", True)  # no signs of life from another thread
    queue.execute(queue.dequeue())
    assert shown(SHARE, INSIDER).state == State.READY


def test_what_a_process_that_ended_had_begun_is_taken_up_by_the_next(queued, monkeypatch):
    keys = [shown({**SHARE, "within": f"{days} days"}, INSIDER).key for days in (1, 2)]
    kept.claimed(keys[0])
    monkeypatch.setattr(kept, "SILENCE", kept.SILENCE * -1)
    queued.clear()
    jobs.take_up()
    assert sorted(queued) == sorted(keys)


@pytest.mark.parametrize(("somebody", "is_taken_up"), [("nobody", True), ("here", False)])
def test_what_was_just_begun_is_taken_up_where_nobody_else_is_at_work(
    somebody, is_taken_up, queued, monkeypatch
):
    key = shown(SHARE, INSIDER).key
    kept.claimed(key)
    queued.clear()
    monkeypatch.setattr(jobs, "presence", lambda: Presence(somebody))
    jobs.take_up()
    assert (key in queued) is is_taken_up
    assert (kept.claimed(key) is not None) is is_taken_up


def test_old_answers_are_let_go(events, monkeypatch):
    shown(SHARE, INSIDER)
    monkeypatch.setattr(kept, "DAYS_KEPT", -1)
    assert kept.prune() == 1
    assert not KeptAnswer.objects.exists()


def test_many_kinds_of_answers_are_read_back_as_they_were(events):
    for question in (
        {"kind": "duration", "of": "sign_up", "did": "meeting_held"},
        {"kind": "retention", "of": "sign_up", "did": "meeting_held", "period": "week"},
        {"kind": "journey_map"},
        {"kind": "description"},
        {"kind": "drivers", "journey": ["sign_up", "meeting_held"], "step": 1, "within": "7 days"},
    ):
        told = shown(question, INSIDER)
        assert told.state == State.READY, (question, told.why)
        assert answer_from(told.answer).to_dict() == told.answer
