"""What is planted can be seen: effects act, and what only goes along does not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from seachange.demo.days import AS_OF, NEVER, START, TURN, day
from seachange.demo.effects import EFFECTS
from seachange.demo.hidden import Hidden
from seachange.demo.parley import Parley, generate
from tests.demo.counting import rows_of

Mask = NDArray[np.bool_]
DAY = 86_400_000_000


@pytest.fixture(scope="module")
def crowd() -> Hidden:
    """Hidden traits of four times the people, so that chance drowns less."""
    return generate(seed=4, scale=4).hidden


def home(hidden: Hidden) -> Mask:
    return hidden.came_in("home 2025-H2")


def stratified(success: Mask, did: Mask, strata: NDArray[np.int64]) -> tuple[float, float]:
    """Return the Mantel-Haenszel risk difference and its standard error (Sato 1989)."""
    difference = weight = p = q = 0.0
    for stratum in np.unique(strata):
        here = strata == stratum
        y1, n1 = float((success & did & here).sum()), float((did & here).sum())
        y0, n0 = float((success & ~did & here).sum()), float((~did & here).sum())
        n = n1 + n0
        difference += (y1 * n0 - y0 * n1) / n
        weight += n1 * n0 / n
        p += (n1**2 * y0 - n0**2 * y1 + n1 * n0 * (n0 - n1) / 2) / n**2
        q += (y1 * (n0 - y0) + y0 * (n1 - y1)) / (2 * n)
    effect = difference / weight
    return effect, math.sqrt(abs(effect * p + q) / weight**2)


def levels(hidden: Hidden, group: Mask) -> NDArray[np.int64]:
    """Cut people into twenty levels of intent within each topic."""
    intent = hidden.intent[group]
    cuts = np.quantile(intent, np.linspace(0, 1, 21)[1:-1])
    return np.digitize(intent, cuts) * 10 + hidden.topic[group]


@pytest.mark.parametrize("name", EFFECTS)
def test_a_planted_effect_shows_with_its_sign_among_people_of_the_same_intent(
    crowd: Hidden, name: str
) -> None:
    group = home(crowd) & (crowd.met if name == "summary" else crowd.booked)
    effect, error = stratified(crowd.renews[group], crowd.did[name][group], levels(crowd, group))
    assert effect * EFFECTS[name].renewing > 0
    assert abs(effect) > 4 * error


@pytest.mark.parametrize("name", EFFECTS)
def test_it_shows_on_the_second_meeting_too(crowd: Hidden, name: str) -> None:
    group = home(crowd) & crowd.met
    effect, error = stratified(crowd.second[group], crowd.did[name][group], levels(crowd, group))
    assert effect * EFFECTS[name].returning > 0
    assert abs(effect) > 2 * error


def test_saving_to_the_shortlist_goes_with_success_but_not_among_equals(crowd: Hidden) -> None:
    group = home(crowd)
    success, saved = crowd.renews[group], crowd.shortlisted[group]
    crude, error = stratified(success, saved, np.zeros(int(group.sum()), dtype=np.int64))
    among_equals, its_error = stratified(success, saved, levels(crowd, group))
    assert crude > 3 * error
    assert abs(among_equals) < 2.5 * its_error
    assert among_equals < crude / 2


@pytest.mark.parametrize("event", ["open_app", "use_calculator"])
def test_a_confounder_in_the_log_goes_with_success_but_not_among_equals(
    parley: Parley, event: str
) -> None:
    hidden = parley.hidden
    doers = {row["actor"] for row in rows_of(parley.log, event)}
    group = (
        hidden.came_in("home 2025-H2")
        | hidden.came_in("abroad, first campaign")
        | hidden.came_in("home 2026-H1")
    )
    did = np.array([actor in doers for actor in hidden.actor])[group]
    success = hidden.renews[group]
    crude, error = stratified(success, did, np.zeros(did.size, dtype=np.int64))
    among_equals, its_error = stratified(success, did, levels(hidden, group))
    assert crude > 3 * error
    assert abs(among_equals) < 2.5 * its_error


@pytest.mark.parametrize(
    ("consequence", "cause"),
    [
        ("renewal_receipt_opened", "renewed"),
        ("friend_invited", "renewed"),
        ("invoice_opened", "meeting_held"),
        ("meeting_rated", "meeting_held"),
        ("summary_received", "meeting_held"),
        ("reminder_opened", "meeting_booked"),
        ("reply_received", "request_sent"),
    ],
)
def test_a_consequence_never_comes_before_its_cause(
    parley: Parley, consequence: str, cause: str
) -> None:
    first: dict[str, int] = {}
    for row in rows_of(parley.log, cause):
        first.setdefault(row["actor"], row["time"])
    followers = rows_of(parley.log, consequence)
    assert followers
    assert all(first[row["actor"]] < row["time"] for row in followers)


def test_the_truth_tells_effects_of_the_size_of_the_table(parley: Parley) -> None:
    """The table of boosters and blockers prints crude differences; ours are of that order."""
    printed = {
        "first meeting within 7 days": 0.252,
        "adviser replies within 24 h": 0.227,
        "adviser sends a summary": 0.149,
        "no-show at the first meeting": -0.433,
        "rescheduled twice or more": -0.304,
    }
    told = {driver["behaviour"]: driver for driver in parley.truth["drivers"]["renewed"]}
    assert told.keys() == printed.keys()
    for behaviour, size in printed.items():
        crude = told[behaviour]["crude_risk_difference"]
        assert 0.4 < crude / size < 1.7
        assert told[behaviour]["risk_difference"] / size > 0.4


def _days(parley: Parley, *names: str) -> NDArray[np.int64]:
    home_rows = [row for row in rows_of(parley.log, *names) if row["market"] == "home"]
    times = np.array([row["time"] for row in home_rows])
    return np.bincount((times - START) // DAY, minlength=(AS_OF - START) // DAY + 1)


def test_the_outage_and_the_holidays_dent_the_sign_ups_and_the_video_lifts_them(
    parley: Parley,
) -> None:
    daily = _days(parley, "sign_up")

    def mean(since: str, until: str) -> float:
        first, last = ((day(text) - START) // DAY for text in (since, until))
        return float(daily[first:last].mean())

    assert mean("2025-11-18", "2025-11-20") < 0.75 * mean("2025-11-03", "2025-11-17")
    assert mean("2025-12-22", "2026-01-02") < 0.65 * mean("2025-12-01", "2025-12-15")
    assert mean("2026-03-10", "2026-03-13") > 2.0 * mean("2026-02-23", "2026-03-09")


def test_nobody_was_told_of_the_redesign(parley: Parley) -> None:
    openers = {row["actor"] for row in rows_of(parley.log, "redesign_opened")}
    recent = {
        row["actor"]
        for row in rows_of(parley.log, "visit", "open_app", "sign_up", "meeting_held")
        if row["time"] >= day("2026-06-05") and row["actor"].startswith("client")
    }
    assert 0 < len(openers) < 0.01 * len(recent)
    told = parley.truth["launches_nobody_was_enabled_for"][0]
    assert len(openers) <= told["people"]
    assert all(row["time"] >= day("2026-06-05") for row in rows_of(parley.log, "redesign_opened"))


def test_only_bramley_uses_the_sign_on_that_was_built_for_bramley(parley: Parley) -> None:
    rows = rows_of(parley.log, "sso_used")
    assert {row["account"] for row in rows} == {"Bramley Bank"}
    assert min(row["time"] for row in rows) >= day("2026-05-29")
    told = parley.truth["launches_nobody_was_enabled_for"][1]
    assert len({row["actor"] for row in rows}) == told["people"]


def test_norfold_got_its_call_in_time_and_bramley_never_did(parley: Parley) -> None:
    called = {row["account"]: row["time"] for row in rows_of(parley.log, "setup_call_held")}
    opened = {row["account"]: row["time"] for row in rows_of(parley.log, "account_opened")}
    assert called["Norfold Advisers"] - opened["Norfold Advisers"] < 5 * DAY
    assert "Bramley Bank" in opened
    assert "Bramley Bank" not in called
    assert "Kestrel Group" not in opened


def test_home_rates_rise_through_the_latest_half_year(parley: Parley) -> None:
    met = {row["actor"]: row["time"] for row in reversed(rows_of(parley.log, "meeting_held"))}
    sign_ups = [row for row in rows_of(parley.log, "sign_up") if row["market"] == "home"]

    def early(since: int, until: int) -> float:
        group = [row for row in sign_ups if since <= row["time"] < until]
        soon = [row for row in group if met.get(row["actor"], NEVER) <= row["time"] + 7 * DAY]
        return len(soon) / len(group)

    assert early(TURN, day("2026-03-01")) < early(day("2026-04-01"), day("2026-06-20"))
