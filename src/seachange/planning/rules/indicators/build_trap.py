"""Whether we are in the build trap: eight signs, and who leads us.

The signs are ours; those Cutler published for feature factories support the choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from seachange.planning.rules.indicators.tallies import Part, Tally, Unknown
from seachange.planning.rules.vocabulary import Origin


class Sign(StrEnum):
    """What an organisation in the build trap shows; each names its indicator."""

    UNMEASURED = "H02: fewer than half of the releases were measured"
    NO_HITS = "H03: no verdict yet, or fewer than one in ten supports its hypothesis"
    NOTHING_KILLED = "H05: no idea was ever killed by evidence"
    AGENCY = "H09: more than half of the effort was asked for, without a hypothesis"
    NO_CONTACT = "H11: fewer than half of the outputs began with a customer"
    OUTPUTS_AS_GOALS = "H19: fewer than half of the key results are outcomes"
    FEATURE_LIST = "H22: more than half of the roadmap is outputs"
    NO_TESTS = "H12: fewer than one test a month"


class Health(StrEnum):
    """How many signs are how bad."""

    HEALTHY = "healthy"
    WATCH = "watch"
    AT_RISK = "at risk"
    TRAPPED = "trapped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """The indicators the signs are read from."""

    measured: Tally  # H02, of all released
    supported: Tally  # H03, of those with a verdict
    killed_by_evidence: Tally  # H05
    agency: Part  # H09
    contact_before_build: Tally  # H11
    outcomes_as_goals: Tally  # H19
    outputs_on_roadmap: Tally  # H22
    tests_a_month: float | Unknown  # H12


@dataclass(frozen=True, slots=True)
class BuildTrap:
    """The signs that are present, and what their number means."""

    signs: tuple[Sign, ...]

    @property
    def health(self) -> Health:
        """0–1 signs healthy, 2–3 watch, 4–5 at risk, 6–8 trapped."""
        order = (Health.HEALTHY, Health.WATCH, Health.AT_RISK)
        return order[len(self.signs) // 2] if len(self.signs) < 6 else Health.TRAPPED


_ENOUGH = 10


def build_trap(signals: Signals) -> BuildTrap:
    """Read the eight signs; a share too small to be shown is no sign, as it says nothing."""
    supported, killed = signals.supported, signals.killed_by_evidence
    agency, tests = signals.agency.share, signals.tests_a_month
    present = {
        Sign.UNMEASURED: signals.measured.is_below(0.5),
        Sign.NO_HITS: supported.of == 0 or (supported.of >= _ENOUGH and supported.is_below(0.1)),
        Sign.NOTHING_KILLED: killed.count == 0 and killed.of >= _ENOUGH,
        Sign.AGENCY: isinstance(agency, float) and agency > 0.5,
        Sign.NO_CONTACT: signals.contact_before_build.is_below(0.5),
        Sign.OUTPUTS_AS_GOALS: signals.outcomes_as_goals.is_below(0.5),
        Sign.FEATURE_LIST: signals.outputs_on_roadmap.is_above(0.5),
        Sign.NO_TESTS: not isinstance(tests, Unknown) and tests < 1,
    }
    return BuildTrap(tuple(sign for sign, is_present in present.items() if is_present))


class Lead(StrEnum):
    """Who decides what is made."""

    PRODUCT = "product-led"
    SALES = "sales-led"
    CUSTOMER_SUCCESS = "customer-success-led"
    TOP_DOWN = "top-down"
    MIXED = "mixed"


_LEADS = {
    Lead.PRODUCT: frozenset({Origin.VISION, Origin.OUTCOME, Origin.TEAM}),
    Lead.SALES: frozenset({Origin.DEAL, Origin.SALES}),
    Lead.CUSTOMER_SUCCESS: frozenset({Origin.CUSTOMER_SUCCESS, Origin.CUSTOMER}),
    Lead.TOP_DOWN: frozenset({Origin.EXECUTIVE}),
}


def who_leads(*periods: Mapping[Origin, float]) -> Lead:
    """Return whose wishes took the most effort over the periods given, at best the last two.

    Mixed on a tie, and where wishes of marketing or operations, or obligations, took the most.
    """
    spent: dict[Lead, float] = {}
    for period in periods:
        for origin, effort in period.items():
            lead = next((each for each, group in _LEADS.items() if origin in group), Lead.MIXED)
            spent[lead] = spent.get(lead, 0.0) + effort
    most = max(spent.values(), default=0.0)
    leaders = [lead for lead, effort in spent.items() if effort == most]
    return leaders[0] if len(leaders) == 1 and most > 0 else Lead.MIXED
