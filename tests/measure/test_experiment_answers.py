"""What an experiment's answer says: the figures of the books, and nothing before its time."""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from scipy import stats

from seachange.errors import BadQuestion
from seachange.events.sources.rows import from_rows
from seachange.measure.answers import Estimate, Unknown
from seachange.measure.ask import ask
from seachange.measure.statistics.proportions import difference
from tests.measure.logs import DAY, EPOCH, HOUR, ORIGIN

SHARE = {"kind": "share", "did": "buy", "within": "7 days"}
ONCE = {"plan": {"units": 200, "looks": "once"}}


def at(days):
    return EPOCH + timedelta(microseconds=ORIGIN) + timedelta(days=days)


def log_of(units, *, between=()):
    """Stage units `(variant, deeds)`, one an hour; deeds are `(event, hours after, held)`."""
    rows = []
    for n, (variant, deeds) in enumerate(units):
        seen = ORIGIN + n * HOUR
        rows.append(
            {"actor": f"u{n}", "time": seen, "event": "seen", "properties": {"page": variant}}
        )
        for event, hours, held in deeds:
            row = {"actor": f"u{n}", "time": seen + int(hours * HOUR), "event": event}
            rows.append({**row, "properties": held})
    return from_rows([*rows, *between])


def asked(log, *, as_of=60, metric=SHARE, **more):
    question = {
        "kind": "experiment",
        "assigned": "seen",
        "variant": "page",
        "control": "old",
        "shares": {"old": 1, "new": 1},
        "metric": metric,
        **more,
    }
    return ask(question, log, as_of=at(as_of))


def buyers(did, did_control, *, each=100):
    """Return as many units of both variants, one after the other, so many of whom buy."""
    units = []
    for n in range(each):
        units.append(("old", [("buy", 1, {})] if n < did_control else []))
        units.append(("new", [("buy", 1, {})] if n < did else []))
    return units


def payers(seed=1, *, each=100, more=5.0):
    """Return units of both variants who pay once, and had paid once before, about as much."""
    dice = Random(seed)
    units = []
    for n in range(2 * each):
        usual = dice.gauss(100, 20)
        variant = "new" if n % 2 else "old"
        paid = usual + dice.gauss(0, 5) + (more if n % 2 else 0)
        units.append((variant, [("pay", -2, {"sum": usual}), ("pay", 2, {"sum": paid})]))
    return units


def paid(units, variant, number):
    return [deeds[number][2]["sum"] for name, deeds in units if name == variant]


def test_a_share_has_the_chi_square_and_newcombe_s_interval():
    (effect,) = asked(log_of(buyers(45, 30)), **ONCE).effects
    expected = difference(did_a=45, people_a=100, did_b=30, people_b=100)
    found = (effect.absolute.value, effect.absolute.low, effect.absolute.high)
    assert found == pytest.approx((expected.value, expected.low, expected.high), rel=1e-12)
    assert effect.p == pytest.approx(
        stats.chi2_contingency([[45, 55], [30, 70]], correction=False).pvalue
    )


def test_a_mean_has_welch_s_test():
    units = payers()
    metric = {"kind": "total", "did": "pay", "value": "sum", "within": "7 days"}
    (effect,) = asked(log_of(units), metric=metric, **ONCE).effects
    test = stats.ttest_ind(paid(units, "new", 1), paid(units, "old", 1), equal_var=False)
    interval = test.confidence_interval()
    assert effect.p == pytest.approx(test.pvalue, rel=1e-6)
    found = (effect.absolute.low, effect.absolute.high)
    assert found == pytest.approx((interval.low, interval.high), rel=1e-6)


def test_what_units_did_before_makes_the_effect_sharper():
    units = payers()
    log = log_of(units)
    metric = {"kind": "total", "did": "pay", "value": "sum", "within": "7 days"}
    (plain,) = asked(log, metric=metric, **ONCE).effects
    (sharp,) = asked(log, metric=metric, covariate="1 day", **ONCE).effects
    # The analysis of covariance, by least squares.
    y = np.array(paid(units, "new", 1) + paid(units, "old", 1))
    x = np.array(paid(units, "new", 0) + paid(units, "old", 0))
    treated = np.repeat([1.0, 0.0], 100)
    fitted = np.linalg.lstsq(np.column_stack([treated, x, np.ones(200)]), y, rcond=None)[0]
    assert sharp.absolute.value == pytest.approx(fitted[0], rel=1e-5)
    assert width(sharp) < 0.5 * width(plain)


def width(effect):
    return effect.absolute.high - effect.absolute.low


def test_a_ramp_up_does_not_take_the_better_days_for_the_effect():
    # A tenth get the new page while one in ten buys, nine tenths while one in two does.
    early = [("new" if n % 10 == 0 else "old", n % 100 // 10 == 0) for n in range(1000)]
    late = [("old" if n % 10 == 0 else "new", n % 20 < 10) for n in range(1000)]
    late = [(v, n // 10 % 2 == 0) for n, (v, _) in enumerate(late)]
    units = [(v, [("buy", 1, {})] if did else []) for v, did in early + late]
    shares, phase = {"old": 9, "new": 1}, at(1000 / 24).isoformat()
    log = log_of(units)
    answer = asked(
        log,
        as_of=120,
        shares=shares,
        phases=[{"from": phase, "shares": {"old": 1, "new": 9}}],
        plan={"units": 2000, "looks": "once"},
    )
    (effect,) = answer.effects
    levels = [v.estimate.value for v in answer.variants]
    assert levels[1] - levels[0] > 0.3
    assert effect.absolute.value == pytest.approx(0, abs=1e-9)
    assert answer.sample_ratio.ok
    # Not told of the phases, the check does not believe the split.
    assert asked(log, as_of=120, plan={"units": 2000, "looks": "once"}).verdict == "hidden"


def test_several_variants_must_stand_out_further():
    units = [
        (page, [("buy", 1, {})] if n < did else [])
        for n in range(100)
        for page, did in (("old", 30), ("new", 45), ("bold", 31))
    ]
    thirds = {"old": 1, "new": 1, "bold": 1}
    answer = asked(log_of(units), shares=thirds, plan={"units": 300, "looks": "once"})
    bold, new = answer.effects
    assert (bold.variant, new.variant) == ("bold", "new")
    # Dunnett's two-sided 5 % point for two treatments: 2.21 (Dunnett 1964, table II).
    assert round(new.boundary, 2) == 2.21
    alone = stats.chi2_contingency([[45, 55], [30, 70]], correction=False).pvalue
    assert alone < new.p < 2 * alone


def test_secondary_effects_are_adjusted_for_all_that_were_tested():
    metrics = [{**SHARE, "within": f"{hours} hours", "name": str(hours)} for hours in (2, 3, 4)]
    answer = asked(log_of(buyers(45, 30)), secondary=metrics, **ONCE)
    assert [s.q for s in answer.secondary] == pytest.approx(
        stats.false_discovery_control([s.p for s in answer.secondary], method="bh")
    )
    assert all(s.found for s in answer.secondary)


def test_once_over_it_stays_as_it_was():
    log = log_of(buyers(90, 10, each=200))
    plan = {"plan": {"units": 400, "looks": "day"}}
    early, late = (asked(log, as_of=day, **plan) for day in (12, 60))
    assert early.stop
    assert early.effects == late.effects
    assert early.variants[0].estimate == late.variants[0].estimate
    assert "after_the_end" in [c.code for c in late.caveats]


def test_without_a_plan_what_is_seen_later_counts_too():
    units = [
        (page, [("buy", 1, {})] if n % 10 < did else [])
        for n in range(200)
        for page, did in (("old", 2), ("new", 8))
    ]
    early, late = (asked(log_of(units), as_of=day, narrowest=200) for day in (16, 60))
    assert early.verdict == late.verdict == "better"
    assert early.people < late.people == 400
    assert width(late.effects[0]) < width(early.effects[0])
    assert late.effects[0].p < early.effects[0].p < 0.05
    assert not late.stop


def test_what_is_measured_longer_speaks_of_the_same_units_once_they_are_due():
    log = log_of(buyers(90, 10, each=200))
    longer = {**SHARE, "within": "20 days"}
    plan = {"plan": {"units": 400, "looks": "day"}, "secondary": [longer]}
    end, due, late = (asked(log, as_of=day, **plan) for day in (12, 45, 60))
    assert end.stop
    judged = {v.name: v.people for v in end.variants}
    assert end.secondary[0].people < judged["new"] == due.secondary[0].people
    assert due.secondary[0].absolute == late.secondary[0].absolute


def test_who_asks_at_noon_sees_what_was_known_at_midnight():
    log = log_of(buyers(45, 30))
    plan = {"plan": {"units": 300, "looks": "day"}}
    assert asked(log, as_of=10, **plan).effects == asked(log, as_of=10.7, **plan).effects


@pytest.mark.broad
def test_more_looks_than_help_anybody_are_refused():
    units = [("old" if n % 2 else "new", [("buy", 1, {})] if n % 3 else []) for n in range(12_000)]
    log = log_of(units)
    with pytest.raises(BadQuestion, match="more than 400 looks"):
        asked(log, as_of=520, plan={"units": 100_000, "looks": "day"})
    assert asked(log, as_of=520, plan={"units": 100_000, "looks": "week"}).verdict == "too_early"


def test_nothing_of_one_look_is_seen_before_its_time():
    answer = asked(log_of(buyers(45, 30)), plan={"units": 201, "looks": "once"}, secondary=[SHARE])
    held = json.loads(answer.to_json())
    more = {"unknown": "1 units more before this is judged"}
    assert [v["estimate"] for v in held["variants"]] == [more, more]
    assert held["secondary"][0]["absolute"] == held["effects"][0]["absolute"] == more
    assert (held["looks"], held["verdict"], held["stop"]) == ([], "too_early", False)


def test_a_broken_split_hides_every_figure():
    rails = [{"metric": {**SHARE, "better": "less"}, "margin": 0.1}]
    units = [u for n, u in enumerate(buyers(45, 30)) if u[0] == "old" or n % 4 == 1]
    plan = {"units": 150, "looks": "once"}
    answer = asked(log_of(units), plan=plan, secondary=[SHARE], guardrails=rails)
    assert (answer.verdict, answer.stop) == ("hidden", False)
    parts = (*answer.variants, *answer.effects, *answer.secondary, *answer.guardrails)
    figures = [getattr(p, name, None) for p in parts for name in ("estimate", "absolute", "p")]
    assert not any(isinstance(figure, Estimate | float) for figure in figures)
    assert {c.code: c.weight for c in answer.caveats}["sample_ratio"] == "wrong"


def test_a_broken_split_does_not_show_that_a_difference_had_ended_it():
    units = [u for n, u in enumerate(buyers(190, 10, each=200)) if u[0] == "old" or n % 4 == 1]
    answer = asked(log_of(units), plan={"units": 400, "looks": "day"})
    assert answer.verdict == "hidden"
    assert answer.people == len(units)
    assert "after_the_end" not in [c.code for c in answer.caveats]


def test_an_interval_inside_what_is_worthwhile_is_no_meaningful_effect():
    answer = asked(log_of(buyers(31, 30)), smallest_worthwhile=0.2, **ONCE)
    assert answer.verdict == "no_meaningful_effect"
    assert asked(log_of(buyers(31, 30)), **ONCE).verdict == "inconclusive"


@pytest.mark.parametrize(
    ("did", "margin", "verdict"), [(30, 0.15, "kept"), (60, 0.05, "harmed"), (36, 0.05, "unsure")]
)
def test_a_guardrail_is_kept_harmed_or_unsure(did, margin, verdict):
    rails = [{"metric": {**SHARE, "better": "less"}, "margin": margin}]
    (rail,) = asked(log_of(buyers(did, 30)), guardrails=rails, **ONCE).guardrails
    assert rail.verdict == verdict


def test_levels_are_those_of_the_share_of_those_who_saw_each_variant():
    log = log_of(buyers(45, 30))
    answer = asked(log, **ONCE)
    share = ask({**SHARE, "of": "seen", "by": "page"}, log, as_of=at(60))
    assert {v.name: v.estimate for v in answer.variants} == {
        g.value: g.estimate for g in share.breakdown
    }


def test_a_few_units_that_pay_for_all_leave_the_figures_in_doubt():
    units = payers(each=50)
    units[1] = ("new", [("pay", -2, {"sum": 1}), ("pay", 2, {"sum": 1_000_000})])
    metric = {"kind": "total", "did": "pay", "value": "sum", "within": "7 days"}
    answer = asked(log_of(units), metric=metric, plan={"units": 100, "looks": "once"})
    assert "a handful of units" in answer.effects[0].doubt
    assert [c.weight for c in answer.caveats if c.code == "doubt"] == ["loud"]
    calm = asked(log_of(payers(each=50)), metric=metric, plan={"units": 100, "looks": "once"})
    assert calm.effects[0].doubt is None


def test_a_variant_that_brings_more_units_to_the_start_is_remarked():
    start = ("start", 0.5, {})
    units = []
    for n in range(2000):
        units.append(("old", [start] if n % 10 == 0 else []))
        units.append(("new", [start, ("buy", 1, {})]))
    answer = asked(log_of(units), as_of=400, metric={**SHARE, "of": "start"})
    assert answer.sample_ratio.ok
    assert {c.code: c.weight for c in answer.caveats}["uneven_entry"] == "loud"


def test_units_that_count_nowhere_are_told():
    again = {"actor": "u1", "time": ORIGIN + 5 * DAY, "event": "seen"}
    units = [*buyers(45, 30), ("odd", [])]
    answer = asked(log_of(units, between=[{**again, "properties": {"page": "old"}}]))
    assert (answer.units, answer.set_aside) == (199, 2)
    codes = {c.code for c in answer.caveats}
    assert {"several_variants", "unlisted_variant", "no_plan"} <= codes


def test_one_variant_alone_is_a_thing_to_mend():
    log = log_of([("old", []) for _ in range(40)])
    answer = ask(
        {
            "kind": "experiment",
            "assigned": "seen",
            "variant": "page",
            "control": "old",
            "metric": SHARE,
        },
        log,
        as_of=at(60),
    )
    assert {c.code: c.weight for c in answer.caveats}["one_variant"] == "wrong"
    assert answer.effects == ()
    assert isinstance(answer.variants[0].estimate, Estimate | Unknown)


@pytest.mark.nightly
@pytest.mark.parametrize("more", [{"plan": {"units": 280, "looks": "day"}}, {"narrowest": 140}])
def test_looking_every_day_at_an_idle_change_seldom_finds_one(more):
    """Of 300 idle changes watched for a fortnight no more are called effects than were allowed."""
    found = 0
    for seed in range(300):
        dice = Random(seed)
        units = [
            (
                dice.choice(("old", "new")),
                [("buy", 1 + dice.randrange(20), {})] * (dice.random() < 0.3),
            )
            for _ in range(300)
        ]
        metric = {**SHARE, "within": "1 day"}
        answer = asked(log_of(units), metric=metric, **more)
        found += answer.verdict in ("better", "worse")
    # The 99.9th percentile of as many errors as 5 % allows.
    assert found <= stats.binom.ppf(0.999, 300, 0.05)


WAITED = {"kind": "duration", "did": "buy", "within": "7 days", "better": "less"}


def waiters(seed=3, *, each=100, faster=0.6, never=0.2):
    """Return units of both variants of whom some never buy, and who was shown the new is faster."""
    dice = Random(seed)
    units = []
    for n in range(2 * each):
        is_new = n % 2 == 1
        hours = dice.expovariate(1 / 30) * (faster if is_new else 1)
        buys = dice.random() >= never and hours <= 160
        units.append(("new" if is_new else "old", [("buy", hours, {})] if buys else []))
    return units


def hours_of(units, variant):
    """The slow way: everybody's hours in order; whoever never came took longest."""
    own = [deeds for name, deeds in units if name == variant]
    return sorted(deeds[0][1] if deeds else float("inf") for deeds in own)


def test_where_durations_are_compared_their_medians_are_as_well():
    units = waiters()
    answer = asked(log_of(units), metric=WAITED, **ONCE)
    old, new = answer.medians
    assert (old.variant, new.variant, old.difference) == ("old", "new", None)
    for shown in answer.medians:
        ordered = hours_of(units, shown.variant)
        by_hand = (ordered[49] + ordered[50]) / 2 * 3600
        assert shown.median.value == pytest.approx(by_hand, abs=1e-5)
        assert shown.median.low < by_hand < shown.median.high
    assert new.difference.value == pytest.approx(new.median.value - old.median.value)
    # Price and Bonett: ranks c and n − c + 1 with c = 50.5 − √100 rounded, 40 and 61.
    errors = []
    for name in ("old", "new"):
        ordered = hours_of(units, name)
        outside = stats.binom.cdf(39, 100, 0.5)
        errors.append((ordered[60] - ordered[39]) * 3600 / (2 * stats.norm.isf(outside)))
    half = 1.959964 * float(np.hypot(*errors))
    assert new.difference.low == pytest.approx(new.difference.value - half, rel=1e-5)


def test_a_median_beyond_the_window_is_unknown():
    answer = asked(log_of(waiters(never=0.6)), metric=WAITED, **ONCE)
    assert all("fewer than half" in shown.median.why for shown in answer.medians)
    assert isinstance(answer.medians[1].difference, Unknown)


def test_medians_are_hidden_with_the_rest_and_no_other_metric_has_any():
    early = asked(log_of(waiters()), metric=WAITED, plan={"units": 500, "looks": "once"})
    assert all(isinstance(shown.median, Unknown) for shown in early.medians)
    assert asked(log_of(buyers(45, 30)), **ONCE).medians == ()


def test_medians_of_phases_are_not_put_together():
    phases = [{"from": at(3).date().isoformat(), "shares": {"old": 1, "new": 1}}]
    answer = asked(log_of(waiters()), metric=WAITED, phases=phases, **ONCE)
    assert "the shares changed on the way" in answer.medians[0].median.why


def test_who_looks_early_reads_a_wider_interval_of_medians_too():
    log = log_of(waiters(faster=1.0))
    often = asked(log, metric=WAITED, plan={"units": 800, "looks": "day"}).medians[1].difference
    once = asked(log, metric=WAITED, **ONCE).medians[1].difference
    assert often.high - often.low > 1.5 * (once.high - once.low)
