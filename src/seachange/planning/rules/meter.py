"""How much good evidence there is: the confidence meter, 0 to 10, earned and never typed in.

Published by Itamar Gilad as a dial and as a calculator; public reproductions of the calculator
agree on every weight and on the caps up to 5. Confidence says how strong the evidence is, not
which way it points: what speaks for and what speaks against is counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from seachange.errors import BadPlan
from seachange.planning.rules.vocabulary import Bearing, EvidenceClass, Stage


class Tier(StrEnum):
    """Groups of evidence classes that share a cap, weakest first."""

    OPINION = "opinion"
    ASSESSMENT = "assessment"
    ANECDOTAL = "anecdotal"
    DATA = "data"
    TESTS = "tests"
    LAUNCH = "launch"


class Combination(StrEnum):
    """How pieces of several tiers add up; the sources word it in both ways."""

    SUM_OF_GROUPS = "sum_of_groups"  # each tier up to its cap, then the sum
    CEILING_OF_TIER = "ceiling_of_tier"  # all pieces summed, up to the cap of the highest tier
    HIGHEST_PIECE = "highest_piece"  # the needle stands where the strongest piece puts it


TIER = MappingProxyType(
    {
        EvidenceClass.SELF_CONVICTION: Tier.OPINION,
        EvidenceClass.PITCH: Tier.OPINION,
        EvidenceClass.THEMATIC: Tier.OPINION,
        EvidenceClass.REVIEW: Tier.ASSESSMENT,
        EvidenceClass.ESTIMATE: Tier.ASSESSMENT,
        EvidenceClass.ANECDOTAL: Tier.ANECDOTAL,
        EvidenceClass.MARKET_DATA: Tier.DATA,
        EvidenceClass.USER_EVIDENCE: Tier.DATA,
        EvidenceClass.TEST_RESULTS: Tier.TESTS,
        EvidenceClass.LAUNCH_DATA: Tier.LAUNCH,
    }
)
MOST = 10.0


@dataclass(frozen=True, slots=True)
class Meter:
    """A published table: what one piece of each class weighs, and where each tier ends."""

    name: str
    weights: Mapping[EvidenceClass, float]
    caps: Mapping[Tier, float]
    combination: Combination = Combination.SUM_OF_GROUPS

    def __post_init__(self) -> None:
        missing = [c for c in EvidenceClass if c not in self.weights]
        if missing or any(tier not in self.caps for tier in Tier):
            raise BadPlan(f"the meter {self.name} has no place for some evidence", place=self.name)
        values = [*self.weights.values(), *self.caps.values()]
        if not all(0 < value <= MOST for value in values):
            raise BadPlan("weights and caps of a meter lie between 0 and 10", place=self.name)
        object.__setattr__(self, "weights", MappingProxyType(dict(self.weights)))
        object.__setattr__(self, "caps", MappingProxyType(dict(self.caps)))

    @property
    def groups(self) -> tuple[tuple[float, dict[EvidenceClass, float]], ...]:
        """The table by tier, weakest first: its cap, and the weight of each class in it."""
        return tuple(
            (self.caps[tier], {c: w for c, w in self.weights.items() if TIER[c] is tier})
            for tier in Tier
        )


def _caps(*values: float) -> dict[Tier, float]:
    return dict(zip(Tier, values, strict=True))


def _weights(*values: float) -> dict[EvidenceClass, float]:
    return dict(zip(EvidenceClass, values, strict=True))


GILAD_CALCULATOR = Meter(
    "gilad-calculator",
    _weights(0.01, 0.02, 0.05, 0.1, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0),
    _caps(0.1, 0.5, 1.0, 3.0, 5.0, 10.0),
)
# A later checklist: test 5, launch 7, and no pitch deck, which counts as any other conviction.
# It gives no caps for the top two tiers; one piece fills them here.
GILAD_LATE = Meter(
    "gilad-late",
    _weights(0.01, 0.01, 0.05, 0.1, 0.3, 0.5, 1.0, 2.0, 5.0, 7.0),
    _caps(0.1, 0.5, 1.0, 3.0, 5.0, 7.0),
)
# The single positions of the dial: more pieces of one class do not move its needle.
DIAL = Meter(
    "dial",
    _weights(0.01, 0.03, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 7.0, 10.0),
    _caps(0.1, 0.5, 1.0, 3.0, 7.0, 10.0),
    Combination.HIGHEST_PIECE,
)
PRESETS = MappingProxyType({m.name: m for m in (GILAD_CALCULATOR, GILAD_LATE, DIAL)})


@dataclass(frozen=True, slots=True)
class Confidence:
    """What the evidence earns on the meter, 0..10, and what each tier gave to it."""

    value: float
    by_tier: Mapping[Tier, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sides:
    """Confidence earned by what speaks for and by what speaks against; always shown together."""

    speaking_for: Confidence
    speaking_against: Confidence


def confidence(
    classes: Iterable[EvidenceClass],
    *,
    meter: Meter = GILAD_CALCULATOR,
    combination: Combination | None = None,
) -> Confidence:
    """Return the confidence that pieces of evidence of these classes earn.

    `C = min(10, Σ over tiers of min(cap, Σ weights))` as published; with
    `Combination.CEILING_OF_TIER` the highest tier reached is the ceiling of the plain sum.
    `combination` overrules the meter's own. No evidence earns 0.
    """
    counted = Counter(classes)
    sums: dict[Tier, float] = {}
    for each, pieces in counted.items():
        sums[TIER[each]] = sums.get(TIER[each], 0.0) + pieces * meter.weights[each]
    if not sums:
        return Confidence(0.0)
    by_tier = {tier: min(meter.caps[tier], sums[tier]) for tier in Tier if tier in sums}
    how = combination or meter.combination
    if how is Combination.HIGHEST_PIECE:
        return Confidence(max(meter.weights[each] for each in counted), by_tier)
    if how is Combination.CEILING_OF_TIER:
        highest = list(by_tier)[-1]
        return Confidence(min(meter.caps[highest], sum(sums.values())), by_tier)
    return Confidence(min(MOST, sum(by_tier.values())), by_tier)


def for_and_against(
    pieces: Iterable[tuple[EvidenceClass, Bearing]], *, meter: Meter = GILAD_CALCULATOR
) -> Sides:
    """Return what speaks for and what speaks against, each on the published meter."""
    told = list(pieces)
    return Sides(
        confidence((c for c, bearing in told if bearing is Bearing.FOR), meter=meter),
        confidence((c for c, bearing in told if bearing is Bearing.AGAINST), meter=meter),
    )


# Which class the result of a method is (domain theory §4.6); methods in one word.
METHODS = MappingProxyType(
    {
        "goal_fit": (Stage.ASSESSMENT, EvidenceClass.THEMATIC),
        "stakeholder_talks": (Stage.ASSESSMENT, EvidenceClass.REVIEW),
        "assumption_map": (Stage.ASSESSMENT, EvidenceClass.REVIEW),
        "ice": (Stage.ASSESSMENT, EvidenceClass.ESTIMATE),
        "business_model": (Stage.ASSESSMENT, EvidenceClass.ESTIMATE),
        "interview": (Stage.FACT_FINDING, EvidenceClass.ANECDOTAL),
        "interviews": (Stage.FACT_FINDING, EvidenceClass.ANECDOTAL),
        "survey": (Stage.FACT_FINDING, EvidenceClass.MARKET_DATA),
        "competitive_analysis": (Stage.FACT_FINDING, EvidenceClass.MARKET_DATA),
        "data_analysis": (Stage.FACT_FINDING, EvidenceClass.USER_EVIDENCE),
        "field_research": (Stage.FACT_FINDING, EvidenceClass.USER_EVIDENCE),
        "fake_door": (Stage.TEST, EvidenceClass.MARKET_DATA),
        "smoke": (Stage.TEST, EvidenceClass.MARKET_DATA),
        "wizard_of_oz": (Stage.TEST, EvidenceClass.USER_EVIDENCE),
        "concierge": (Stage.TEST, EvidenceClass.USER_EVIDENCE),
        "usability": (Stage.TEST, EvidenceClass.USER_EVIDENCE),
        "prototype": (Stage.TEST, EvidenceClass.USER_EVIDENCE),
        "early_adopters": (Stage.TEST, EvidenceClass.TEST_RESULTS),
        "alpha": (Stage.TEST, EvidenceClass.TEST_RESULTS),
        "beta": (Stage.TEST, EvidenceClass.TEST_RESULTS),
        "longitudinal": (Stage.TEST, EvidenceClass.TEST_RESULTS),
        "fishfood": (Stage.TEST, EvidenceClass.TEST_RESULTS),
        "dogfood": (Stage.TEST, EvidenceClass.TEST_RESULTS),
        "preview": (Stage.TEST, EvidenceClass.TEST_RESULTS),
        "labs": (Stage.TEST, EvidenceClass.TEST_RESULTS),
        "ab": (Stage.EXPERIMENT, EvidenceClass.TEST_RESULTS),
        "multivariate": (Stage.EXPERIMENT, EvidenceClass.TEST_RESULTS),
        "staged": (Stage.RELEASE, EvidenceClass.LAUNCH_DATA),
        "percent": (Stage.RELEASE, EvidenceClass.LAUNCH_DATA),
        "holdback": (Stage.RELEASE, EvidenceClass.LAUNCH_DATA),
    }
)
MANY_INTERVIEWS = 20


def class_of(method: str, *, people: int = 0) -> EvidenceClass:
    """Return the class of what a method finds; twenty interviews are more than anecdotes."""
    if method not in METHODS:
        known = ", ".join(sorted(METHODS))
        raise BadPlan(f"no such method: {method}", remedy=f"Known methods: {known}.")
    if method in {"interview", "interviews"} and people >= MANY_INTERVIEWS:
        return EvidenceClass.USER_EVIDENCE
    return METHODS[method][1]
