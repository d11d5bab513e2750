"""Whether drivers tell of real and made-up logs what is known of them."""

from __future__ import annotations

import csv
import gzip
from datetime import UTC, datetime

import pytest

from seachange.demo.effects import EFFECTS
from seachange.demo.parley import generate, write
from seachange.demo.truth import CONFOUNDERS, CONSEQUENCES
from seachange.events.sources.open import open_log
from seachange.events.sources.rows import from_rows
from seachange.measure.answering.driver_parts import BLOCKER, BOOSTER, NOT_ENOUGH
from seachange.measure.ask import ask
from tests.shared import real_events

JOURNEY = ["catalog", "add_to_cart", "cart", "shipping_details", "payment_details", "purchase"]
PARLEY = {"event": "sign_up", "where": {"market": "home"}}


def kinds(answer):
    return {f.behaviour.label: f.kind for f in answer.findings}


def verdict(answer, name):
    (own,) = [t for t in answer.tested if t.behaviour.label == name]
    return own


# -- The shop: see its SOURCE.md for what was planted


@pytest.fixture(scope="module")
def shop():
    log = open_log(
        real_events("ecom", "events.csv.gz"), actor="user_id", time="timestamp", event="event"
    )
    yield log
    log.close()


def test_among_people_as_far_along_a_payment_error_is_a_strong_blocker(shop):
    answer = ask(
        {
            "kind": "drivers",
            "journey": JOURNEY,
            "step": "add_to_cart",
            "target": "last",
            "within": "7 days",
            "entry": "every",
            "behaviours": ["payment_error"],
        },
        shop,
    )
    (finding,) = answer.findings
    assert (finding.behaviour.label, finding.kind) == ("payment_error", BLOCKER)
    assert finding.effect.high < 0
    assert finding.odds_ratio.value < 0.5


def test_over_all_sessions_nothing_that_goes_wrong_looks_as_if_it_helped(shop):
    answer = ask(
        {
            "kind": "drivers",
            "step": {"any_event": True},
            "target": "purchase",
            "within": "2 hours",
            "entry": "every",
        },
        shop,
    )
    assert answer.entries > 3_500
    assert not {"checkout_bug", "payment_error", "error_page"} & set(kinds(answer))
    assert verdict(answer, "checkout_bug").verdict == NOT_ENOUGH


def test_a_bug_that_some_two_dozen_met_is_told_as_too_little_where_it_lowers_the_base(shop):
    def bought(platform):
        people = {"where": {"platform": platform}}
        period = {"from": "2024-04-09", "to": "2024-05-10"}
        document = {"step": "add_to_cart", "target": "purchase", "within": "2 hours"}
        return ask(
            {"kind": "drivers", "entry": "every", "population": people, **document, **period}, shop
        )

    mobile, desktop = bought("mobile"), bought("desktop")
    assert mobile.base.high < desktop.base.value
    bug = verdict(mobile, "checkout_bug")
    assert bug.verdict == NOT_ENOUGH
    assert bug.why == "25 entries did it before success; 30 are needed"


BUG = {"from": "2024-04-09", "to": "2024-05-10"}


def test_in_the_weeks_of_the_bug_buying_falls_on_mobile_alone(shop):
    def bought(period):
        share = {"kind": "share", "of": "shipping_details", "did": "purchase", "entry": "every"}
        answer = ask({**share, "within": "2 hours", "by": "platform", **period}, shop)
        return {group.value: group.estimate for group in answer.breakdown}

    before, then = bought({"to": BUG["from"]}), bought(BUG)
    assert then["mobile"].high < then["desktop"].low
    assert before["mobile"].low < before["desktop"].value < before["mobile"].high


def test_below_the_event_the_platform_is_told_apart_and_that_there_are_too_few_to_tell(shop):
    question = {"kind": "drivers", "step": "add_to_cart", "target": "purchase", "entry": "every"}
    answer = ask({**question, "within": "7 days", "properties": ["platform"], **BUG}, shop)
    assert kinds(answer)["shipping_details"] == BOOSTER
    mobile, desktop = (
        verdict(answer, f"shipping_details (platform {name})") for name in ("mobile", "desktop")
    )
    # Who goes on to shipping buys on a desktop, and not on mobile; thirty would tell.
    assert max(mobile.people, desktop.people) < 30
    assert mobile.successes / mobile.people < desktop.successes / desktop.people / 2
    assert desktop.log_odds_ratio > 1 > mobile.log_odds_ratio
    assert mobile.verdict == desktop.verdict == NOT_ENOUGH


# -- The course: whoever turned out a high achiever


def test_a_course_of_130_mostly_tells_too_little():
    events, students = (real_events("moodle", name) for name in ("events.csv.gz", "students.csv"))
    with open(students, encoding="utf-8", newline="") as file:
        high = [s["user"] for s in csv.DictReader(file) if s["achieving_group"].startswith("High")]
    with gzip.open(events, "rt", encoding="utf-8", newline="") as file:
        rows = [
            {"actor": e["user"], "time": _moment(e["time"]), "event": e["action"]}
            for e in csv.DictReader(file)
        ]
    end = max(row["time"] for row in rows)
    rows += [{"actor": user, "time": end, "event": "achieves highly"} for user in high]
    log = from_rows(rows)
    answer = ask(
        {
            "kind": "drivers",
            "step": {"any_event": True},
            "target": "achieves highly",
            "within": "49 days",
        },
        log,
        as_of=datetime(2020, 1, 1, tzinfo=UTC),
    )
    log.close()
    assert (answer.entries, len(high)) == (130, 65)
    assert {c.code for c in answer.caveats} >= {"uncalibrated"}
    untold = [t for t in answer.tested if t.verdict != "finding"]
    assert len(untold) > len(answer.findings)
    assert all(f.grade == "D" for f in answer.findings)


def _moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# -- Parley: the truth is planted


@pytest.fixture(scope="module")
def parley(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parley")
    write(generate(), folder)
    log = open_log(folder / "events.parquet", cache=False)
    yield log
    log.close()


def renewed(log, **more):
    question = {"kind": "drivers", "target": "renewed", "within": "90 days", **more}
    return ask({"segments": ["topic"], "step": PARLEY, **question}, log)


@pytest.fixture(scope="module")
def renewals(parley):
    return renewed(parley)


def test_what_parley_planted_is_found_or_stands_behind_a_finding(renewals):
    found = kinds(renewals)
    planted = {effect.event: effect.kind for effect in EFFECTS.values()}
    summary = planted.pop("summary_received")
    assert {name: found.get(name) for name in planted} == planted
    (held,) = [f for f in renewals.findings if f.behaviour.label == "meeting_held"]
    assert summary == BOOSTER
    assert "summary_received" in {*held.stands_for, *found}


def test_it_is_the_first_meeting_that_must_not_be_missed(renewals):
    found = kinds(renewals)
    assert found["meeting_missed (meeting 1)"] == BLOCKER
    (first,) = [f for f in renewals.findings if f.behaviour.value == "1"]
    (every,) = [f for f in renewals.findings if f.behaviour.label == "meeting_missed"]
    assert first.effect.value < every.effect.value < 0
    assert verdict(renewals, "meeting_missed (platform web)").proxy_of == "meeting_missed"


def test_what_goes_with_success_at_parley_without_any_effect_is_not_found(renewals):
    assert not {*CONFOUNDERS, *CONSEQUENCES} & set(kinds(renewals))


def test_a_step_later_the_summary_stands_on_its_own(parley):
    held = {"event": "meeting_held", "where": {"meeting": 1}}
    answer = renewed(
        parley,
        journey=[PARLEY, held, "renewed"],
        step=2,
        target=3,
        within="80 days",
        segments=[{"actor": "topic"}],
    )
    assert kinds(answer)["summary_received"] == BOOSTER
    # Who saves after the first meeting met early: saving is for the first ten days.
    assert not {*CONFOUNDERS, *CONSEQUENCES} & set(kinds(answer))
