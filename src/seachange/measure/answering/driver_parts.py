"""What the answer about drivers is made of: findings, all that was tested, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from seachange.measure.answers import Answer, Estimate, Reading, Unknown

BOOSTER, BLOCKER = "booster", "blocker"
FINDING, PROXY, NOT_SHOWN = "finding", "proxy", "not_shown"
NO_COMPARISON, NOT_ENOUGH, LEFT_OUT = "no_comparison", "not_enough", "left_out"
VERDICTS = (FINDING, PROXY, NOT_SHOWN, NO_COMPARISON, NOT_ENOUGH, LEFT_OUT)
STEP_LIKE, GATEWAY_LIKE = "step", "gateway"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A behaviour: an event, or an event with a value of one of its properties.

    `label` is `payment_error` or `payment_error (platform mobile)`, as people read it.
    """

    label: str
    event: str
    property: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class SegmentEffect:
    """The effect (risk difference) among the entries of one segment."""

    segment: str
    people: int
    effect: Reading


@dataclass(frozen=True, slots=True)
class Often:
    """Doing it at least `times` within `seconds` of the entry, against doing it less often.

    Searched on one half of the actors; `people` and `effect` are those of the other half.
    """

    times: int
    seconds: float
    people: int
    effect: Reading


@dataclass(frozen=True, slots=True)
class DosePoint:
    """Those who had done it `times` (`or_more`) by then, against those who never had."""

    times: int
    or_more: bool
    people: int
    effect: Reading


@dataclass(frozen=True, slots=True)
class HowOften:
    """How often is enough: a plateau of thresholds about as good as the best, never one number.

    `plateau` begins with the best; `curve` is the dose–response by `seconds` after the
    entry, beside `never`, the people of that half who had not done it.
    """

    seconds: float
    plateau: tuple[Often, ...]
    never: int
    curve: tuple[DosePoint, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A booster or a blocker: how strongly it goes with success, for whom, and how sure.

    Shares are 0..1; 0.05 in `effect` is five percentage points (points of the scale, for
    a score). `effect` is the calibrated difference between people who did it and people
    alike who had not; `risk_without` the share of successes among the latter and
    `risk_with` that plus the effect. `people` is how many did it while still on the way.
    `reach` is the share of the entries on the way a change could touch: without a booster,
    or with a blocker. `addressable_per_month` is entries a month × reach × the end of the
    interval nearer to nothing: successes a month to gain at most, were it all cause.
    `e_value` is what a hidden trait would need to explain the estimate away and
    `e_value_limit` the interval. `shrunk` is the effect drawn towards nothing by how
    unsure it is. `grade` is D (goes with) to A (randomised); `wanting` says what the next
    grade needs. `status` is new, replicated or faded. `looks_like` is `step` or `gateway`
    where the behaviour is rather a part of the way than a driver. `stands_for` are
    behaviours that add nothing to this one. `proof_per_arm` is how many people each arm
    of an experiment needs whose nudge moves one in ten to the behaviour.
    """

    behaviour: Behaviour
    kind: str
    effect: Estimate
    odds_ratio: Estimate
    risk_ratio: Reading
    risk_without: float
    risk_with: float
    people: int
    reach: float
    addressable_per_month: float
    e_value: float
    e_value_limit: float
    shrunk: float
    p: float
    adjusted_p: float
    grade: str
    wanting: str
    status: str
    looks_like: str | None
    stands_for: tuple[str, ...]
    proof_per_arm: int | Unknown
    how_often: HowOften | Unknown
    by_segment: tuple[SegmentEffect, ...]
    caveats: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Tested:
    """A behaviour that was looked at, what became of it, and why.

    `verdict` is `finding`, `proxy` (of `proxy_of`), `not_shown`, `not_enough`,
    `no_comparison` or `left_out`. `people` are exposures counted; the raw numbers are
    before calibration: `log_odds_ratio` within strata, `crude` within landmark, segment
    and cohort only, both on the natural scale of logarithms, `risk_difference` within
    strata. Calibrated are `odds_ratio` and `p`, of an effect at least as large as the
    question's smallest. None where it could not be had.
    """

    behaviour: Behaviour
    verdict: str
    why: str
    people: int
    successes: int
    log_odds_ratio: float | None = None
    standard_error: float | None = None
    crude: float | None = None
    risk_difference: float | None = None
    risk_without: float | None = None
    odds_ratio: Reading | None = None
    effect: Reading | None = None
    p: float | None = None
    adjusted_p: float | None = None
    proxy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Calibration:
    """What behaviours, as each other's negative controls, say about the confounding left.

    Log odds ratios of harmless behaviours scatter with `tau` around `mu` + `kappa` × what
    the measured activity took away. `null_share` of the `behaviours` used are harmless,
    the others scatter with `spread`. `design_effect` widens for entries of one actor
    being alike. Not `calibrated` where fewer than 15 behaviours could be tested.
    """

    mu: float
    kappa: float
    tau: float
    null_share: float
    spread: float
    behaviours: int
    design_effect: float
    risk_design_effect: float
    calibrated: bool


@dataclass(frozen=True, slots=True)
class Design:
    """How people were compared, so that anybody can count the same again.

    `landmarks` and `gap` are seconds after the entry; a row is an entry on the way at a
    landmark (`rows` in all) and alive, that is with an event since the landmark before.
    `before`, `so_far`, `lately` are the lowest counts of each bin, of events before the
    entry, before the interval and in it; `recency` the lowest share of the interval since
    the last event. `segments` are the values compared within, `cohort_weeks` how long a
    cohort of entries is, from `first_cohort` (ISO 8601 UTC) on. `busiest` is the most
    events an entry may have, those with more (`robots`) being set aside. `sampled` is the
    share of actors that was read.
    """

    landmarks: tuple[float, ...]
    gap: float
    rows: int
    before: tuple[int, ...]
    so_far: tuple[int, ...]
    lately: tuple[int, ...]
    recency: tuple[float, ...]
    strata: int
    segments: tuple[tuple[str, ...], ...]
    cohorts: int
    cohort_weeks: int
    first_cohort: str
    busiest: int
    robots: int
    sampled: float


@dataclass(frozen=True, slots=True)
class StratumArms:
    """People alike: those who did it and those who had not, with their successes."""

    landmark: float
    stratum: int
    people_with: int
    successes_with: int
    people_without: int
    successes_without: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """The strata and arms behind one behaviour; `sentences` tell the way to its verdict."""

    behaviour: Behaviour
    arms: tuple[StratumArms, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DriversAnswer(Answer):
    """Boosters and blockers at a step, the most addressable first, and all that was tested.

    `people` are the actors of the `entries` judged, of which `successes` succeeded;
    `base` is the share. `months` is over how many months the entries spread. With a
    survey's score, `successes` are those who answered, and `base` their mean. `unknown`
    says why nothing could be tested, and is None where something was.
    """

    kind: ClassVar[str] = "drivers"

    step: str
    target: str
    entries: int
    successes: int
    base: Reading
    months: float
    findings: tuple[Finding, ...]
    tested: tuple[Tested, ...]
    calibration: Calibration | None
    design: Design | None
    explanation: Explanation | None
    unknown: str | None
