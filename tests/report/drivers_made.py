"""Answers about drivers made by hand, for tests of how they are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from seachange.measure.answering.driver_parts import (
    Behaviour,
    Calibration,
    Design,
    DosePoint,
    DriversAnswer,
    Explanation,
    Finding,
    HowOften,
    Often,
    SegmentEffect,
    StratumArms,
    Tested,
)
from seachange.measure.answers import Caveat, Estimate, Reading, Source, Unknown

METHOD = "calibrated mantel-haenszel"
HOUR, DAY = 3600.0, 86400.0


def estimate(value: float, reach: float) -> Estimate:
    """Make an estimate whose interval reaches as far to both sides."""
    return Estimate(value, value - reach, value + reach, METHOD)


def finding(label: str, effect: float, sure: float, **changed: Any) -> Finding:
    """Make a booster or, with an effect below nothing, a blocker."""
    is_booster = effect > 0
    made = Finding(
        behaviour=Behaviour(label, label.split(" ", 1)[0]),
        kind="booster" if is_booster else "blocker",
        effect=estimate(effect, sure),
        odds_ratio=Estimate(1.5, 1.2, 1.9, METHOD)
        if is_booster
        else Estimate(0.5, 0.4, 0.7, METHOD),
        risk_ratio=Estimate(1.2, 1.1, 1.3, METHOD),
        risk_without=0.42,
        risk_with=0.42 + effect,
        people=1234,
        reach=0.63,
        addressable_per_month=118.4,
        e_value=1.9,
        e_value_limit=1.5,
        shrunk=effect * 0.9,
        p=0.0001,
        adjusted_p=0.002,
        grade="D",
        wanting="seen again on the next cohort of entries",
        status="new",
        looks_like=None,
        stands_for=(),
        proof_per_arm=51_234,
        how_often=Unknown("too few did it more than once"),
        by_segment=(),
        caveats=(),
        sentence=f"People who did {label} went on more often than people alike who had not.",
    )
    return replace(made, **changed)


def looked_at(
    label: str, verdict: str, why: str, effect: Reading | None = None, **changed: Any
) -> Tested:
    made = Tested(Behaviour(label, label), verdict, why, 240, 101, effect=effect)
    return replace(made, **changed)


CURVE = HowOften(
    seconds=2 * DAY,
    plateau=(
        Often(3, 2 * DAY, 410, estimate(0.06, 0.02)),
        Often(2, 2 * DAY, 520, estimate(0.055, 0.02)),
        Often(3, 3 * DAY, 480, estimate(0.052, 0.02)),
    ),
    never=2100,
    curve=(
        DosePoint(1, False, 610, estimate(0.018, 0.021)),
        DosePoint(2, False, 330, estimate(0.047, 0.025)),
        DosePoint(3, False, 190, estimate(0.064, 0.031)),
        DosePoint(4, False, 96, estimate(0.058, 0.045)),
        DosePoint(5, True, 61, estimate(0.069, 0.058)),
    ),
)

FINDINGS = (
    finding("viewed_size_guide", 0.072, 0.021, grade="C", status="replicated", how_often=CURVE,
            by_segment=(SegmentEffect("mobile", 700, estimate(0.09, 0.03)),)),
    finding("saved_address", 0.041, 0.018, looks_like="step"),
    finding("payment_error", -0.184, 0.026, stands_for=("retry_payment",), people=611, reach=0.07,
            caveats=("Among those who answered only.",),
            sentence="People who met payment_error went on less often than people alike."),
    finding("coupon_refused (platform mobile)", -0.052, 0.03, addressable_per_month=0.4),
)  # fmt: skip

TESTED = (
    looked_at("viewed_size_guide", "finding", "it stands on its own", estimate(0.072, 0.021),
           log_odds_ratio=0.3, standard_error=0.08, odds_ratio=estimate(1.5, 0.2),
           adjusted_p=0.002),
    looked_at("saved_address", "finding", "it stands on its own", estimate(0.041, 0.018),
           adjusted_p=0.02),
    looked_at("payment_error", "finding", "it stands on its own", estimate(-0.184, 0.026),
           adjusted_p=1e-9),
    looked_at("coupon_refused (platform mobile)", "finding", "it stands on its own",
           estimate(-0.052, 0.03), adjusted_p=0.04),
    looked_at("retry_payment", "proxy", "little of it is left", estimate(-0.03, 0.03),
           proxy_of="payment_error"),
    *(looked_at(f"harmless_{k}", "not_shown", "an odds ratio beyond 1.1 was not shown",
             estimate(0.004 * (k - 6), 0.02), standard_error=0.09, odds_ratio=estimate(1.0, 0.2),
             adjusted_p=0.8) for k in range(14)),
    looked_at("chat_opened", "not_enough", "12 began it; 30 are needed", people=12, successes=4),
    looked_at("page_view", "no_comparison", "nearly everybody had done it"),
    looked_at("purchase", "left_out", "a step or the success itself", people=0, successes=0),
)  # fmt: skip

CALIBRATION = Calibration(0.004, 0.46, 0.031, 0.82, 0.44, 19, 1.02, 1.05, True)
DESIGN = Design(
    landmarks=(0.5 * HOUR, 2 * HOUR, 8 * HOUR, 1 * DAY, 2 * DAY, 3.5 * DAY),
    gap=2.0, rows=18_402, before=(0, 1, 3), so_far=(0, 1, 3), lately=(1, 2, 3),
    recency=(0.0, 0.13, 0.5), strata=72, segments=(("mobile", "desktop"),), cohorts=13,
    cohort_weeks=1, first_cohort="2025-01-06T00:00:00Z", busiest=900, robots=3, sampled=1.0,
)  # fmt: skip

EXPLANATION = Explanation(
    Behaviour("payment_error", "payment_error"),
    (
        StratumArms(0.5 * HOUR, 1, 40, 6, 400, 120), StratumArms(0.5 * HOUR, 2, 60, 20, 300, 180),
        StratumArms(8 * HOUR, 3, 100, 21, 800, 300), StratumArms(8 * HOUR, 4, 0, 0, 90, 20),
    ),
    ("611 people met it while on the way and otherwise active.",
     "Among people alike the odds were 0.41 times as large; calibrated 0.44.",
     "It stands on its own: no other finding explains it."),
)  # fmt: skip


def drivers(**changed: Any) -> DriversAnswer:
    """Make a whole answer; what a test is about is named, the rest is as above."""
    made = DriversAnswer(
        question={"kind": "drivers", "within": "7 days", "min_odds_ratio": 1.1, "q": 0.1,
                  "score": None},
        version="0123456789ab", as_of="2025-06-30T23:59:59Z",
        source=Source(("shop.csv",), "f" * 64, 1_204_311, 0, 0), people=10_412, pending=311,
        caveats=(Caveat("association", "What goes with success need not cause it."),),
        derivation=("An entry is each actor's first add_to_cart.",),
        step="add_to_cart", target="purchase", entries=10_412, successes=4613,
        base=Estimate(0.443, 0.433, 0.453, "wilson"), months=5.8,
        findings=FINDINGS, tested=TESTED, calibration=CALIBRATION, design=DESIGN,
        explanation=None, unknown=None,
    )  # fmt: skip
    return replace(made, **changed)


def nothing_known() -> DriversAnswer:
    """Make an answer of too few entries to test anything."""
    return drivers(
        people=41, entries=41, successes=12, base=Estimate(0.29, 0.18, 0.44, "wilson"),
        findings=(), calibration=None, design=None,
        tested=(looked_at("chat_opened", "not_enough", "12 began it; 30 are needed", people=12),),
        unknown="41 entries could be judged, and nothing can be told from fewer than 100",
    )  # fmt: skip


def nothing_found() -> DriversAnswer:
    """Make an answer in which much was tested and nothing stands out."""
    return drivers(findings=(), tested=tuple(t for t in TESTED if t.verdict != "finding"))
