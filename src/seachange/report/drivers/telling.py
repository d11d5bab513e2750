"""What an answer about drivers says in sentences, the same in text, on pages and in notebooks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median
from typing import Any

from seachange.measure.answering.driver_findings import UPTAKE
from seachange.measure.answering.driver_parts import (
    BLOCKER,
    BOOSTER,
    FINDING,
    LEFT_OUT,
    NO_COMPARISON,
    NOT_ENOUGH,
    NOT_SHOWN,
    PROXY,
    Calibration,
    DriversAnswer,
    Finding,
    HowOften,
    Tested,
)
from seachange.measure.answers import Estimate, Unknown
from seachange.measure.statistics.drivers.effects import ODDS_PER_DEVIATION
from seachange.report import words

TITLES = {BOOSTER: "Boosters", BLOCKER: "Blockers"}
GRADES = {
    "D": "goes with it, seen once",
    "C": "goes with it, seen again in a later cohort, and hard to explain away",
    "B": "moved with it when a change was rolled out in steps",
    "A": "shown by a randomised experiment",
}
STATUSES = {
    "new": "new: no later cohort to try it on yet",
    "replicated": "replicated: seen again in a later cohort",
    "faded": "faded: not seen again in a later cohort",
}
VERDICTS = {
    FINDING: "found",
    PROXY: "follows another",
    NOT_SHOWN: "not shown",
    NO_COMPARISON: "no comparison",
    NOT_ENOUGH: "not enough data",
    LEFT_OUT: "left out",
}
_FEWEST_PEOPLE, _FEWEST_EXPECTED = 30, 5.0
_FAIR_ODDS, _FAIR_PART = 1.5, 0.2
_POWER = 2.80  # z of 95 % and of 80 % power together


def headline(answer: DriversAnswer) -> str:
    """Return what a reader should take away, in one sentence."""
    if answer.unknown is not None:
        return f"Nothing can be told, since {answer.unknown}."
    if not judged(answer):
        return f"Not enough data yet to judge what goes with {_success(answer)} {after(answer)}."
    boosters, blockers = (len(of_kind(answer, kind)) for kind in (BOOSTER, BLOCKER))
    if not boosters and not blockers and enough(answer):
        return (
            f"Not enough data yet to show what goes with {_success(answer)} {after(answer)}: "
            f"{words.plural(answer.entries, 'entry', 'entries')}."
        )
    if not boosters and not blockers:
        return f"Nothing was shown to go with {_success(answer)} {after(answer)}."
    found = [
        words.plural(many, noun)
        for many, noun in ((boosters, BOOSTER), (blockers, BLOCKER))
        if many
    ]
    return (
        f"{' and '.join(found)} of {_success(answer)} {after(answer)}, "
        f"out of {_judged(answer)} that could be judged."
    )


def title(answer: DriversAnswer) -> str:
    """Return what the answer is about, for the head of a page."""
    return f"From {answer.step} to {answer.target}: boosters and blockers"


def after(answer: DriversAnswer) -> str:
    """Return where people stand: `within 7 days after “add_to_cart”`."""
    return f"within {answer.question['within']} after “{answer.step}”"


def base(answer: DriversAnswer) -> str:
    """Return how many enter and succeed: what every effect is measured against."""
    entries = words.plural(answer.entries, "entry", "entries")
    if is_scored(answer):
        mean = words.estimate(answer.base, "number")
        return f"{entries} asked, {words.count(answer.successes)} answered; their mean is {mean}."
    return (
        f"{entries} could be judged, {words.count(answer.successes)} of them reached "
        f"“{answer.target}”: {words.estimate(answer.base, 'share')}."
    )


def is_scored(answer: DriversAnswer) -> bool:
    """Say whether success is a number somebody gave, rather than a step reached."""
    return bool(answer.question.get("score"))


def of_kind(answer: DriversAnswer, kind: str) -> list[Finding]:
    """Return the boosters or the blockers, the most addressable first, values below their event."""
    own = [finding for finding in answer.findings if finding.kind == kind]
    events = {finding.behaviour.event: finding for finding in own if not is_value(finding)}
    ranked = []
    for finding in own:
        if is_value(finding) and finding.behaviour.event in events:
            continue
        ranked.append(finding)
        if not is_value(finding):
            event = finding.behaviour.event
            ranked += [f for f in own if is_value(f) and f.behaviour.event == event]
    return ranked


def is_value(finding: Finding) -> bool:
    """Say whether a finding is an event with one value of a property, not the whole event."""
    return finding.behaviour.property is not None


def judged(answer: DriversAnswer) -> int:
    """Return how many behaviours there was enough data to judge."""
    return sum(tested.verdict in (FINDING, PROXY, NOT_SHOWN) for tested in answer.tested)


def _judged(answer: DriversAnswer) -> str:
    values = sum(
        tested.behaviour.property is not None and tested.verdict in (FINDING, PROXY, NOT_SHOWN)
        for tested in answer.tested
    )
    behaviours = words.plural(judged(answer) - values, "behaviour")
    return (
        f"{behaviours} and {words.plural(values, 'value')} of properties" if values else behaviours
    )


def nothing(answer: DriversAnswer) -> str:
    """Return what it means that nothing was found, and what it would take to find something."""
    said = enough(answer)
    if answer.unknown is None:
        said = " ".join(filter(None, (_stood_out(answer), said)))
    return said


def enough(answer: DriversAnswer) -> str:
    """Return how many entries it would take to see a fair effect, where there are fewer.

    A behaviour that one in five does, and that multiplies the odds by 1.5, has the
    information n · 0.2 · 0.8 · p(1 − p) on its log odds ratio; of a score, in standard
    deviations for which those odds stand, n · 0.2 · 0.8 of n answers.
    """
    share = answer.base.value if isinstance(answer.base, Estimate) else 0.0
    beyond = math.log(_FAIR_ODDS / answer.question["min_odds_ratio"])
    spread = _FAIR_PART * (1 - _FAIR_PART)
    there, what, does = answer.entries, "entries", "multiplies the odds of success by 1.5"
    if is_scored(answer):
        beyond /= float(ODDS_PER_DEVIATION)
        moved = math.log(_FAIR_ODDS) / float(ODDS_PER_DEVIATION)
        there, what = answer.successes, "answers"
        does = f"moves the score by {moved:.1f} of its standard deviations"
    else:
        spread *= share * (1 - share)
    if not there or beyond <= 0 or spread <= 0 or (_POWER / beyond) ** 2 / spread <= there:
        return ""
    need = (_POWER / beyond) ** 2 / spread
    return (
        f"To see a behaviour that one in five people does, and that {does}, it takes at least "
        f"about {words.around(need)} {what}; there are {words.count(there)} so far."
    )


def change_of(answer: DriversAnswer, effect: Any) -> str:
    """Write an effect with its sign and interval, in percentage points or points of a scale."""
    if isinstance(effect, Unknown):
        return f"unknown: {effect.why}"
    return words.change(effect, "number" if is_scored(answer) else "share")


def reach(finding: Finding) -> str:
    """Say how many of those on the way a change could touch."""
    who = "have not done it" if finding.kind == BOOSTER else "have done it"
    return f"{words.quantity(finding.reach, 'share')} of those on the way {who}"


def addressable(answer: DriversAnswer, finding: Finding) -> str:
    """Say how much there is to gain in a month, at the careful end and if it were all cause."""
    many = finding.addressable_per_month
    one, several = ("point", "points") if is_scored(answer) else counted(answer)
    if many < 1:
        return f"less than one {one} a month"
    return f"about {words.around(many)} {one if round(many) == 1 else several} a month"


def counted(answer: DriversAnswer) -> tuple[str, str]:
    """Return what is counted, one of it and several: entries, where one actor may have many."""
    if answer.question.get("entry") == "every":
        return "entry", "entries"
    is_account = answer.question.get("unit") == "account"
    return ("account", "accounts") if is_account else ("person", "people")


def goes_with(answer: DriversAnswer, kind: str) -> str:
    """Say what boosters, or blockers, go with."""
    if is_scored(answer):
        return "higher scores" if kind == BOOSTER else "lower scores"
    return "success" if kind == BOOSTER else "failure"


def hidden_trait(answer: DriversAnswer, finding: Finding) -> str:
    """Say what it would take to explain the finding away (the E-value of its interval)."""
    end = "a high score" if is_scored(answer) else "succeeding"
    return (
        f"To explain it away, a hidden trait would have to make both doing it and {end} "
        f"{finding.e_value_limit:.1f} times as likely (the estimate itself: {finding.e_value:.1f})."
    )


def proof(finding: Finding) -> str:
    """Say what would prove it: the size of an experiment that nudges people towards it."""
    way = "towards" if finding.kind == BOOSTER else "away from"
    need = finding.proof_per_arm
    if isinstance(need, Unknown):
        return f"No experiment can be planned for it: {need.why}."
    told = (
        f"What would prove it: an experiment in which chance gives half the people a nudge {way} "
        f"it. Where the nudge moves one in ten, a tenth of the effect is left, and to see that "
        f"each half needs {words.count(need)} people: 80{words.NARROW}% of such experiments, "
        "looked at once, would."
    )
    if finding.reach >= UPTAKE:
        return told
    few = words.quantity(finding.reach, "share")
    return f"{told} Only {few} can be moved at all, so it has to be tried on people like those."


def how_often(answer: DriversAnswer, finding: Finding) -> str:
    """Say how often is about enough, as a plateau and never as one number.

    Nothing is said where it is not asked: of scores, and of values of an event's property.
    """
    often = finding.how_often
    if isinstance(often, Unknown):
        if is_scored(answer) or is_value(finding):
            return ""
        return f"How often is enough is not known: {often.why}."
    best = often.plateau[0]
    times = sorted({each.times for each in often.plateau})
    within = sorted({each.seconds for each in often.plateau})
    if isinstance(best.effect, Unknown):
        few = words.plural(best.people, *counted(answer))
        there = f"too few of the other half did, to tell what it goes with ({few})"
    else:
        there = f"on the other half it goes with {change_of(answer, best.effect)}"
    if len(often.plateau) == 1:
        return (
            f"{_times(times).capitalize()} within {_spans(within)} showed most on one half of "
            f"the people, and nothing else about as much; {there}."
        )
    return (
        f"About as much as any shows: {_times(times)} within {_spans(within)}. The most on one "
        f"half of the people: {_times([best.times])} within {words.span(best.seconds)}; {there}."
    )


def curve(often: HowOften) -> str:
    """Return the caption of a dose–response curve."""
    return (
        f"By how often it had been done {words.span(often.seconds)} after the entry, against the "
        f"{words.plural(often.never, 'person', 'people')} who never had; the half not searched."
    )


def needed(answer: DriversAnswer, tested: Tested) -> str:
    """Say how many entries it would take to judge a behaviour, or nothing where none helps."""
    if tested.verdict != NOT_ENOUGH or tested.people < 1 or not answer.entries:
        return ""
    share = answer.base.value if isinstance(answer.base, Estimate) else None
    lacks = _FEWEST_PEOPLE / tested.people
    if share is not None and 0 < share < 1 and not is_scored(answer):
        lacks = max(lacks, _FEWEST_EXPECTED / (tested.people * min(share, 1 - share)))
    if lacks <= 1:
        return ""
    return f"about {words.around(lacks * answer.entries)} entries"


def calibration(answer: DriversAnswer, calibration: Calibration) -> Iterator[str]:
    """Explain the figures of the calibration, a sentence each."""
    scale = "standard deviations" if is_scored(answer) else "logarithm of the odds"
    if not calibration.calibrated:
        yield (
            f"Uncalibrated: only {words.plural(calibration.behaviours, 'behaviour')} could be "
            "tested, and 15 are needed to be each other's controls. Hidden leanings were not "
            f"removed; intervals are widened as if harmless behaviours scattered by "
            f"{calibration.tau:.2f} ({scale})."
        )
        return
    yield (
        f"{words.plural(calibration.behaviours, 'behaviour')} served as each other's controls: "
        "most do little, so what they all seem to do is taken for bias and removed."
    )
    yield (
        f"mu = {calibration.mu:.3f}: harmless behaviours lean by "
        f"{_leaning(answer, calibration.mu)} on average."
    )
    yield (
        f"kappa = {calibration.kappa:.2f}: of what comparing people alike took away, this share "
        "was judged to be still left, and was taken away as well."
    )
    yield (
        f"tau = {calibration.tau:.3f}: beyond chance, harmless behaviours still scatter by "
        f"{_leaning(answer, calibration.tau)}; every interval is wider by that."
    )
    harmless = words.quantity(calibration.null_share, "share")
    yield (
        f"{harmless} of the behaviours look harmless. Rows of one "
        f"actor are alike: variances count {calibration.design_effect:.2f} fold."
    )


def _success(answer: DriversAnswer) -> str:
    return "the score given" if is_scored(answer) else f"reaching “{answer.target}”"


def _stood_out(answer: DriversAnswer) -> str:
    could = judged(answer)
    if not could:
        return "None of the behaviours could be judged yet; what each lacks stands below."
    least = answer.question["min_odds_ratio"]
    hidden = _hidden(answer)
    if is_scored(answer):
        counted = words.plural(could, "behaviour")
        return f"{counted} could be judged and none surely goes with higher or lower scores."
    return (
        f"{words.plural(could, 'behaviour')} could be judged and none surely goes with success "
        f"or failure beyond an odds ratio of {least:g}."
        + ("" if enough(answer) else " That is a result, too.")
        + (f" An effect below about {hidden} would mostly stay hidden." if hidden else "")
    )


def _hidden(answer: DriversAnswer) -> str:
    """Return the effect that half of the judged behaviours could have shown with 80 % power."""
    share = answer.base.value if isinstance(answer.base, Estimate) else 0.0
    errors = [t.standard_error for t in answer.tested if t.standard_error and t.odds_ratio]
    if is_scored(answer) or not errors or not 0 < share < 1:
        return ""
    tau = answer.calibration.tau if answer.calibration else 0.0
    odds = math.log(answer.question["min_odds_ratio"]) + _POWER * math.hypot(median(errors), tau)
    moved = 1 / (1 + math.exp(-math.log(share / (1 - share)) - odds)) - share
    return f"{moved * 100:.0f}{words.NARROW}pp" if moved >= 0.01 else ""


def _times(times: list[int]) -> str:
    if times == [1]:
        return "at least once"
    if len(times) == 1:
        return f"at least {times[0]} times"
    return f"at least {times[0]} to {times[-1]} times"


def _spans(seconds: list[float]) -> str:
    ends = list(dict.fromkeys((words.span(seconds[0]), words.span(seconds[-1]))))
    return " to ".join(ends)


def _leaning(answer: DriversAnswer, amount: float) -> str:
    if is_scored(answer):
        return f"{abs(amount):.3f} standard deviations"
    return f"{words.quantity(math.expm1(abs(amount)), 'share')} in the odds"
