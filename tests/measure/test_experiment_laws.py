"""Laws that every experiment obeys: change the log so, and the answer must change so."""

from __future__ import annotations

import json
import math
from random import Random

import pytest

from seachange.events.sources.rows import from_rows
from seachange.measure.answers import Estimate
from seachange.measure.ask import ask
from tests.measure.logs import DAY, HOUR, ORIGIN

# Laws of what others hold to published figures in small.
pytestmark = pytest.mark.broad

METRICS = {
    "share": {"kind": "share", "did": "buy", "within": "7 days"},
    "frequency": {"kind": "frequency", "did": {"event": ["buy", "visit"]}, "within": "7 days"},
    "total": {"kind": "total", "did": "rated", "value": "price", "within": "7 days"},
    "mean": {"kind": "mean", "did": "rated", "value": "price", "within": "7 days"},
    "ratio": {"kind": "ratio", "did": "buy", "over": "visit", "within": "7 days"},
    "duration": {"kind": "duration", "did": "buy", "within": "7 days"},
}
DESIGNS = {
    "always": {},
    "daily": {"plan": {"units": 160, "looks": "day"}},
    "once": {"plan": {"units": 160, "looks": "once"}},
}


def world(seed, *, units=160):
    """Return a log in which the units of one variant buy more, and all of them rate once."""
    dice = Random(seed)
    rows = []
    for n in range(units):
        seen = ORIGIN + dice.randrange(10) * DAY + dice.randrange(24) * HOUR
        own = [("seen", 0, {"page": "new" if n % 2 else "old"})]
        own += [("visit", dice.randrange(9 * 24), {}) for _ in range(1 + dice.randrange(4))]
        own += [("rated", 1 + dice.randrange(48), {"price": dice.randrange(100) + 20 * (n % 2)})]
        if dice.random() < 0.3 + 0.2 * (n % 2):
            own.append(("buy", 1 + dice.randrange(8 * 24), {}))
        for number, (event, hours, held) in enumerate(own):
            row = {"actor": f"a{n}", "time": seen + hours * HOUR + number, "event": event}
            rows.append({**row, "id": f"{n}-{number}", "properties": held})
    rows.append({"actor": "late", "time": ORIGIN + 30 * DAY, "event": "other", "id": "late"})
    return rows


def asked(rows, metric, *, control="old", design="always", **more):
    question = {
        "kind": "experiment",
        "assigned": "seen",
        "variant": "page",
        "control": control,
        "shares": {"old": 1, "new": 1},
        "metric": metric,
        **DESIGNS[design],
        **more,
    }
    log = from_rows(rows)
    answer = ask(question, log)
    log.close()
    return answer


def effect(answer):
    (found,) = answer.effects
    assert isinstance(found.absolute, Estimate)
    return found


def told(answer):
    """Return the answer without what says where its events came from, or how it was asked."""
    held = json.loads(answer.to_json())
    return {k: v for k, v in held.items() if k != "source"}


def close(one, other):
    return one == pytest.approx(other, rel=1e-9, abs=1e-12)


every_metric = pytest.mark.parametrize("name", METRICS)


@every_metric
@pytest.mark.parametrize("design", DESIGNS)
def test_swapping_the_variants_flips_the_sign(name, design):
    rows = world(1)
    one = effect(asked(rows, METRICS[name], design=design))
    other = effect(asked(rows, METRICS[name], design=design, control="new"))
    # Where the estimate is corrected for looks it is found by search, not by a formula.
    digits = 1e-7 if one.absolute.method == "stagewise" else 1e-12
    assert one.absolute.value == pytest.approx(-other.absolute.value, rel=digits)
    assert one.absolute.low == pytest.approx(-other.absolute.high, rel=digits)
    assert close(one.z, -other.z)
    assert close(1 + one.relative.value, 1 / (1 + other.relative.value))
    assert (one.p, one.boundary) == pytest.approx((other.p, other.boundary), rel=1e-9)


@pytest.mark.parametrize("name", ["total", "mean"])
def test_the_opposite_of_a_metric_has_the_opposite_effect_and_reading(name):
    rows = world(2)
    answer = asked(rows, METRICS[name], design="once")
    opposite = asked(with_price(rows, lambda price: -price), METRICS[name], design="once")
    one, other = effect(answer), effect(opposite)
    assert close(one.absolute.value, -other.absolute.value)
    assert close(one.absolute.low, -other.absolute.high)
    assert one.p == other.p
    assert {one.reading, other.reading} == {"better", "worse"}


@every_metric
def test_less_being_better_turns_the_reading_round(name):
    less = {**METRICS[name], "better": "less"}
    more = {**METRICS[name], "better": "more"}
    readings = [effect(asked(world(3), m, design="once")).reading for m in (more, less)]
    assert sorted(readings) in (["better", "worse"], ["inconclusive", "inconclusive"])


@every_metric
def test_twice_the_people_leave_the_effect_and_narrow_its_interval(name):
    rows = world(4)
    twins = [{**r, "actor": f"{r['actor']}’s twin", "id": f"{r['id']}’s twin"} for r in rows]
    once, twice = (
        asked(r, METRICS[name], plan={"units": n, "looks": "once"})
        for r, n in ((rows, 160), (rows + twins, 320))
    )
    assert (twice.people, twice.units) == (2 * once.people, 2 * once.units)
    one, other = effect(once), effect(twice)
    assert close(one.absolute.value, other.absolute.value)
    assert other.z / one.z == pytest.approx(math.sqrt(2), rel=0.02)


@pytest.mark.parametrize("name", ["total", "mean"])
def test_a_shift_of_all_values_leaves_the_effect_and_its_error(name):
    rows = world(5)
    near, far = (
        effect(asked(with_price(rows, lambda price, s=shift: price + s), METRICS[name]))
        for shift in (0, 100_000_000)
    )
    assert close(near.absolute.value, far.absolute.value)
    assert near.z == pytest.approx(far.z, rel=1e-9)
    assert near.p == pytest.approx(far.p, rel=1e-9)


@pytest.mark.parametrize("name", ["total", "mean"])
@pytest.mark.parametrize("scale", [1000, 0.001])
def test_another_unit_scales_the_effect_and_nothing_else(name, scale):
    rows = world(6)
    one = effect(asked(rows, METRICS[name]))
    other = effect(asked(with_price(rows, lambda price: price * scale), METRICS[name]))
    assert close(one.absolute.value * scale, other.absolute.value)
    assert close(one.relative.value, other.relative.value)
    assert one.z == pytest.approx(other.z, rel=1e-9)


@every_metric
def test_order_repetition_and_strangers_change_nothing(name):
    rows = world(7)
    dice = Random(7)
    shuffled = dice.sample(rows, len(rows))
    repeated = [*rows, *dice.sample(rows, 50)]
    strangers = [
        {"actor": f"s{n}", "time": ORIGIN + n * HOUR, "event": "buy", "id": f"s{n}"}
        for n in range(50)
    ]
    expected = told(asked(rows, METRICS[name], design="daily"))
    for changed in (shuffled, repeated, [*strangers, *rows]):
        assert told(asked(changed, METRICS[name], design="daily")) == expected


def with_price(rows, change):
    return [
        {**row, "properties": {k: change(v) if k == "price" else v for k, v in held.items()}}
        for row in rows
        for held in [row.get("properties", {})]
    ]
