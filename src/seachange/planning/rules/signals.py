"""How a signal has fared cohort by cohort: its figures, its status, and what it proves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from seachange.planning.rules.plan.learning import AssumptionTest
from seachange.planning.rules.plan.measuring import BehaviourSignal, SignalEstimate
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.power import Count, Interval, newcombe, reach
from seachange.planning.rules.vocabulary import Design, Grade, SignalKind, SignalStatus

# An E-value of the interval below this explains too much away for C (statistics.md §6).
ENOUGH_E_VALUE = 1.3
# A cohort denies a signal if even its interval's better end is less than this share of what was
# found: a finding is chosen among many, and looks larger than it is.
FADED_TO = 0.5

_PROVES = {
    Design.RANDOMISED: Grade.A,
    Design.HOLDBACK: Grade.A,
    Design.DIFFERENCE_IN_DIFFERENCES: Grade.B,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a signal stands: how it fared since, its grade, and what the next grade wants.

    `cohorts` are oldest first. `status` is none for a signal that no cohort tells of: somebody
    suspects it.
    """

    status: SignalStatus | None
    grade: Grade
    wanting: str
    cohorts: tuple[SignalEstimate, ...]

    @property
    def newest(self) -> SignalEstimate | None:
        """The newest cohort that tells an effect."""
        return next((each for each in reversed(self.cohorts) if each.is_known), None)


def standing(plan: Plan, signal: BehaviourSignal) -> Standing:
    """Return where a signal stands, by its cohorts and the test it was put to."""
    cohorts = cohorts_of(plan, signal)
    status = status_of(cohorts)
    proved = _proved(plan, signal)
    if proved is not None:
        wanting = "chance to decide who is moved to it" if proved is Grade.B else ""
        return Standing(status=status, grade=proved, wanting=wanting, cohorts=cohorts)
    wanting = _wanting_for_c(cohorts, status)
    grade = Grade.D if wanting else Grade.C
    return Standing(
        status=status,
        grade=grade,
        wanting=wanting or "a test that moves people to it, or away from it",
        cohorts=cohorts,
    )


def cohorts_of(plan: Plan, signal: BehaviourSignal) -> tuple[SignalEstimate, ...]:
    """Return what cohorts say of a signal, oldest first."""
    return tuple(sorted(plan.of(SignalEstimate, signal.id), key=attrgetter("ends", "id")))


def status_of(cohorts: tuple[SignalEstimate, ...]) -> SignalStatus | None:
    """Return how a signal has fared since its first cohort, which found it.

    Every later cohort is fresh: nothing was chosen in it (statistics.md §2, step 14). It
    confirms the signal if its interval lies on the same side of nothing, denies it if even
    its better end is less than half of what was found, and else says too little to change
    anything. The last that says something decides.
    """
    known = [each for each in cohorts if each.is_known]
    if not known:
        return None
    status, found, until = SignalStatus.NEW, known[0], known[0].ends
    for each in known[1:]:
        if each.starts <= until or each.definition != found.definition:
            continue  # people counted before, or another question
        until = each.ends
        if confirms(each, found=found):
            status = SignalStatus.REPLICATED
        elif _denies(each, found=found):
            status = SignalStatus.FADED
    return status


def confirms(cohort: SignalEstimate, *, found: SignalEstimate) -> bool:
    """Tell whether a cohort's interval lies on the side of nothing that was found."""
    low, _ = _ends(cohort, sign=_sign(found))
    return low > 0


def _denies(cohort: SignalEstimate, *, found: SignalEstimate) -> bool:
    _, high = _ends(cohort, sign=_sign(found))
    return high < FADED_TO * abs(found.effect or 0.0)


def _sign(found: SignalEstimate) -> int:
    return -1 if (found.effect or 0.0) < 0 else 1


def _ends(cohort: SignalEstimate, *, sign: int) -> tuple[float, float]:
    """Return an interval as seen in the direction of what was found."""
    low, high = cohort.low or 0.0, cohort.high or 0.0
    return (low, high) if sign > 0 else (-high, -low)


def figures_of(plan: Plan, signal: BehaviourSignal) -> dict[str, Any]:
    """Return the figures of a signal by its newest cohort; none where no cohort tells any."""
    cohorts = [each for each in cohorts_of(plan, signal) if each.is_known]
    if not cohorts:
        return {}
    newest, found = cohorts[-1], cohorts[0]
    is_booster = _sign(found) > 0
    doing = newest.doing.level if newest.doing else None
    headroom = None if doing is None else (1 - doing if is_booster else doing)
    return {
        "signal": SignalKind.BOOSTER if is_booster else SignalKind.BLOCKER,
        "risk_difference": newest.effect,
        "low": newest.low,
        "high": newest.high,
        "people": newest.people,
        "reach": newest.reach,
        "headroom": headroom,
        "is_adjusted": True,
    }


def told(plan: Plan, signal: BehaviourSignal) -> BehaviourSignal:
    """Return a signal with the figures of its newest cohort; as it stands where there is none."""
    return replace(signal, **figures_of(plan, signal))


def _wanting_for_c(cohorts: tuple[SignalEstimate, ...], status: SignalStatus | None) -> str:
    """Return what a signal lacks for C; empty if nothing."""
    if status is None:
        return "a cohort in which it is found"
    if status is SignalStatus.FADED:
        return "a later cohort that confirms it: the last that said something did not"
    if status is SignalStatus.NEW:
        return "a later cohort that confirms it"
    known = [each for each in cohorts if each.is_known]
    last = next(each for each in reversed(known) if confirms(each, found=known[0]))
    if (last.e_value or 1.0) < ENOUGH_E_VALUE:
        return f"an E-value of at least {ENOUGH_E_VALUE}: a faint hidden trait explains it away"
    return ""


def _proved(plan: Plan, signal: BehaviourSignal) -> Grade | None:
    """Return the grade that a test of the signal has earned: it moved success the same way."""
    test = plan.get(AssumptionTest, signal.assumption_test)
    if test is None or test.state != "analysed" or test.design not in _PROVES:
        return None
    moved = _moved(test)
    if moved is None or not (moved.low > 0 or moved.high < 0):
        return None
    # A test moves people to a booster, or away from a blocker: both should help.
    return _PROVES[test.design] if moved.low > 0 else None


def _moved(test: AssumptionTest) -> Interval | None:
    before, after = _tally(test.control), _tally(test.treatment)
    if before and after:
        return newcombe(before, after=after)
    if test.result_effect is None or not test.standard_error:
        return None
    half = reach() * test.standard_error
    return Interval(test.result_effect - half, test.result_effect + half)


def _tally(level: Level | None) -> Count | None:
    if level is None or level.did is None or not level.people:
        return None
    return Count(level.did, level.people)
