"""What became of every behaviour that was looked at, and why, in a sentence each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from seachange.measure.answering.driver_counting import FEWEST_ENTRIES, Counted, Laid
from seachange.measure.answering.driver_judging import ALMOST_ALL, Judged
from seachange.measure.answering.driver_parts import (
    FINDING,
    LEFT_OUT,
    NO_COMPARISON,
    NOT_ENOUGH,
    NOT_SHOWN,
    PROXY,
    VERDICTS,
    Behaviour,
    Tested,
)
from seachange.measure.answers import Estimate, Reading, Unknown
from seachange.measure.statistics.drivers.associations import FEWEST_EXPECTED, FEWEST_PEOPLE
from seachange.measure.statistics.drivers.effects import ODDS_PER_DEVIATION, Z

METHOD = "calibrated mantel-haenszel"
_NO_TEST = Unknown("it was not tested")


def verdicts(laid: Laid, counted: Counted, judged: Judged) -> tuple[Tested, ...]:
    """Return every name of the log: findings first, then by how likely it is nothing."""
    return (
        *ranked(_tested(laid, counted, judged, k) for k in range(len(counted.ids))),
        *_seldom(laid, counted),
        *_left_out(laid, counted),
    )


def value_verdicts(laid: Laid, counted: Counted, judged: Judged) -> tuple[Tested, ...]:
    """Return every value that was looked at below an event found."""
    values = [k for k, name in enumerate(counted.ids) if counted.named[name].property]
    return ranked(_tested(laid, counted, judged, k) for k in values)


def ranked(tested: Iterable[Tested]) -> tuple[Tested, ...]:
    """Return findings first, then what stands behind them, then by how likely it is nothing."""

    def rank(each: Tested) -> tuple[int, float, str]:
        p = 2.0 if each.p is None else each.p
        return VERDICTS.index(each.verdict), p, each.behaviour.label

    return tuple(sorted(tested, key=rank))


def odds_ratio(judged: Judged, k: int) -> Estimate:
    """Return the calibrated odds ratio; of a score, the one its difference amounts to."""
    scale = 1.0 if judged.found.spread is None else float(ODDS_PER_DEVIATION)
    beta, reach = scale * float(judged.known.beta[k]), scale * Z * float(judged.known.se[k])
    value, low, high = (math.exp(min(max(x, -50), 50)) for x in (beta, beta - reach, beta + reach))
    return Estimate(value=value, low=low, high=high, method=METHOD)


def effect(judged: Judged, k: int) -> Estimate:
    """Return the calibrated risk difference, or difference of scores."""
    worth = judged.effects
    if judged.found.spread is not None:
        value, low, high = (float(x[k]) for x in (worth.value, worth.low, worth.high))
        return Estimate(value=value, low=low, high=high, method=METHOD)
    value, low, high = (
        min(max(float(x[k]), -1.0), 1.0) for x in (worth.value, worth.low, worth.high)
    )
    return Estimate(value=value, low=low, high=high, method=METHOD)


def deviations(judged: Judged, k: int) -> Estimate:
    """Return the calibrated difference of scores in standard deviations."""
    beta, reach = float(judged.known.beta[k]), Z * float(judged.known.se[k])
    return Estimate(value=beta, low=beta - reach, high=beta + reach, method=METHOD)


def _tested(laid: Laid, counted: Counted, judged: Judged, k: int) -> Tested:
    verdict, why = _verdict(laid, counted, judged, k)
    found = judged.found
    supported = bool(found.supported[k])
    leader = judged.proxies.get(k)
    readings: tuple[Reading, Reading] = (_NO_TEST, _NO_TEST)
    if supported:
        readings = (odds_ratio(judged, k), effect(judged, k))
    return Tested(
        behaviour=counted.named[counted.ids[k]],
        verdict=verdict,
        why=why,
        people=int(found.people[k]),
        successes=int(found.successes[k]),
        log_odds_ratio=_known(found.beta[k]),
        standard_error=_known(found.se[k]),
        crude=_known(found.crude[k]),
        risk_difference=_known(found.difference[k]),
        risk_without=_known(found.control[k]),
        odds_ratio=readings[0],
        effect=readings[1],
        p=_known(judged.effects.p[k]),
        adjusted_p=_known(judged.effects.adjusted[k]),
        proxy_of=None if leader is None else counted.named[counted.ids[leader]].label,
    )


def _known(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None


def _verdict(laid: Laid, counted: Counted, judged: Judged, k: int) -> tuple[str, str]:
    trace = counted.traces[counted.ids[k]]
    if trace.is_alias:
        share = trace.near / trace.events
        return LEFT_OUT, f"{share:.0%} of it lies within a second of a step: it is the step again"
    if judged.everywhere[k]:
        return NO_COMPARISON, _everywhere(laid, counted, k)
    if judged.brief[k]:
        return NOT_ENOUGH, "it came or went with one cohort of entries: nothing to tell them apart"
    if not judged.found.supported[k]:
        return _unsupported(judged, k)
    wanted = laid.question.behaviours
    if wanted is not None and counted.named[counted.ids[k]].event not in wanted:
        return LEFT_OUT, "it was not asked about, and only helps to calibrate"
    return _judged(laid, counted, judged, k)


def _judged(laid: Laid, counted: Counted, judged: Judged, k: int) -> tuple[str, str]:
    if k in judged.kept:
        return FINDING, f"it stands on its own: {_odds(judged, k)}"
    if k in judged.proxies:
        leader = counted.named[counted.ids[judged.proxies[k]]].label
        return PROXY, f"among people alike in {leader}, too, little of it is left"
    if judged.effects.adjusted[k] <= laid.question.q:
        return NOT_SHOWN, "there are too many stronger findings to part it from"
    least = laid.question.min_odds_ratio
    return NOT_SHOWN, f"an odds ratio beyond {least:g} was not shown: {_odds(judged, k)}"


def _everywhere(laid: Laid, counted: Counted, k: int) -> str:
    share = counted.rows_had[k] / laid.rows
    if share > ALMOST_ALL:
        return f"nearly all had done it ({share:.0%}): nobody to compare with"
    events = counted.traces[counted.ids[k]].events
    total = sum(trace.events for trace in counted.traces.values())
    return (
        f"most had done it ({share:.0%}) and it is {events / total:.0%} of all events: whoever "
        "had not was hardly active, so nobody is alike"
    )


def _unsupported(judged: Judged, k: int) -> tuple[str, str]:
    people, expected = judged.found.people[k], judged.found.expected[k]
    if judged.found.spread is not None and people >= FEWEST_PEOPLE > expected:
        return NOT_ENOUGH, f"{expected:.0f} of them answered; {FEWEST_PEOPLE} are needed"
    if people < FEWEST_PEOPLE:
        return NOT_ENOUGH, (
            f"{people:.0f} began it while on the way and otherwise active; "
            f"{FEWEST_PEOPLE} are needed"
        )
    if judged.within.n1[k].sum() and not judged.found.se[k] > 0:
        return NO_COMPARISON, "nobody alike who had not done it: no comparable cases"
    if expected < FEWEST_EXPECTED:
        return (
            NOT_ENOUGH,
            f"only {expected:.1f} successes were to be expected of them; 5 are needed",
        )
    return NOT_ENOUGH, (
        f"only {people - expected:.1f} failures were to be expected of them; 5 are needed"
    )


def _odds(judged: Judged, k: int) -> str:
    odds = odds_ratio(judged, k)
    return f"odds ratio {odds.value:.2f}, 95 % {odds.low:.2f} to {odds.high:.2f}"


def _seldom(laid: Laid, counted: Counted) -> Iterator[Tested]:
    """Yield names that too few entries did, the commoner first, and those none did."""
    left_out = _reasons(laid)
    others = [
        (counted.traces[code].entries if code in counted.traces else 0, name)
        for name, code in laid.asked.log.names.items()
        if code not in counted.ids and name not in left_out
    ]
    for entries, name in sorted(others, key=lambda pair: (-pair[0], pair[1])):
        if entries >= FEWEST_ENTRIES:
            why = "there are very many behaviours, and the commonest were tested"
        elif entries:
            why = f"{entries:,} entries did it before success; {FEWEST_ENTRIES} are needed"
        else:
            why = "nobody did it between the entry and success"
        yield Tested(Behaviour(name, name), NOT_ENOUGH, why, entries, 0)


def _left_out(laid: Laid, counted: Counted) -> Iterator[Tested]:
    """Yield names that are no behaviours; one that is none on conditions only may be tested."""
    tested = {_names(laid)[code] for code in counted.ids}
    for name, why in sorted(_reasons(laid).items()):
        if name in laid.asked.log.names and name not in tested:
            yield Tested(Behaviour(name, name), LEFT_OUT, why, 0, 0)


def _reasons(laid: Laid) -> dict[str, str]:
    """Return the names that are no behaviours, and why not."""
    question = laid.question
    reasons = dict.fromkeys(question.ends.names or (), "excluded by the question")
    reasons |= dict.fromkeys(question.did.names or (), "it is success itself")
    for number, rule in question.steps.items():
        reasons |= dict.fromkeys(rule.names or (), f"it is step {number} of the journey")
    return reasons


def _names(laid: Laid) -> dict[int, str]:
    return {code: name for name, code in laid.asked.log.names.items()}
