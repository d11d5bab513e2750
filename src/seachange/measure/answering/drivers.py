"""From a step and its target to what drives people there, and what keeps them away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from seachange.events.documents import spoken
from seachange.events.rules import event
from seachange.measure.answering.asked import Asked, log_caveats, unseen
from seachange.measure.answering.bases import base_caveats
from seachange.measure.answering.driver_counting import Laid, count, counting, lay_out
from seachange.measure.answering.driver_doses import how_often
from seachange.measure.answering.driver_explaining import explained
from seachange.measure.answering.driver_findings import by_gain, findings, months
from seachange.measure.answering.driver_judging import Judged, judge
from seachange.measure.answering.driver_parts import Calibration, Design, DriversAnswer, HowOften
from seachange.measure.answering.driver_segments import by_segment
from seachange.measure.answering.driver_values import MOST_PROPERTIES, below, properties_of
from seachange.measure.answering.driver_verdicts import value_verdicts, verdicts
from seachange.measure.answers import Caveat, Reading, Unknown
from seachange.measure.driver_counts import RECENCY, Opened
from seachange.measure.questions.breakdown import Breakdown
from seachange.measure.questions.drivers import Drivers
from seachange.measure.questions.scope import iso
from seachange.measure.sql import driver_entries
from seachange.measure.statistics import means, proportions

SELDOM, ENOUGH_FOR_SELDOM = 0.05, 10_000
ENOUGH_ANSWER = 0.30
_SHARES_ONLY = Unknown("how often is enough is told for success that is reached, not for scores")
_EVENTS_ONLY = Unknown("how often is enough is told for events, not for their values")
_SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def answer(question: Drivers, asked: Asked) -> DriversAnswer:
    """Find what goes with success after a step, what with failure, and what with neither."""
    with ExitStack() as kept:
        opened = kept.enter_context(counting(question, asked))
        hopeless = _unanswered(opened) if question.score else _hopeless(opened)
        if hopeless:
            return _answer(question, asked, opened, unknown=hopeless)
        laid = kept.enter_context(lay_out(question, asked, opened))
        if laid is None:
            nobody = "nobody was still on the way, and active, at any moment looked at"
            return _answer(question, asked, opened, unknown=nobody)
        counted = count(laid)
        judged = judge(laid, counted)
        values = kept.enter_context(below(laid, counted, judged))
        tested, found = verdicts(laid, counted, judged), [(counted, judged)]
        often: Mapping[int, HowOften | Unknown] = dict.fromkeys(judged.kept, _SHARES_ONLY)
        if not laid.scored:
            often = how_often(laid, counted, judged)
        told = findings(laid, counted, judged, often, by_segment(laid, counted, judged))
        if values is not None:
            found.append((values.counted, values.judged))
            tested = (*tested, *value_verdicts(laid, *found[1]))
            told += findings(laid, *found[1], dict.fromkeys(found[1][1].kept, _EVENTS_ONLY), {})
        return _answer(
            question,
            asked,
            opened,
            found={
                "findings": by_gain(told),
                "tested": tested,
                "calibration": _calibration(judged),
                "design": _design(laid),
                "explanation": explained(laid, found, tested),
            },
            caveats=_doubts(laid, judged),
        )


def _hopeless(opened: Opened) -> str | None:
    """Say why there is nothing to compare, where there is not."""
    if opened.entries == 0:
        return (
            "nobody who came to the step can be judged yet"
            if opened.pending
            else ("nobody came to the step")
        )
    if opened.entries == 1:
        return "a single entry has nobody to be compared with"
    if opened.successes == 0:
        return "nobody succeeded: there is no success to compare"
    if opened.successes == opened.entries:
        return "everybody succeeded: there is no failure to compare"
    return None


def _unanswered(opened: Opened) -> str | None:
    """Say why there are no scores to compare, where there are none."""
    if opened.entries == 0:
        return "nobody who came to the step was asked for a score, or it is too early to tell"
    return None if opened.successes > 1 else "nobody, or a single person, gave a score"


_NOTHING: dict[str, Any] = {
    "findings": (),
    "tested": (),
    "calibration": None,
    "design": None,
    "explanation": None,
}


def _answer(
    question: Drivers,
    asked: Asked,
    opened: Opened,
    *,
    found: dict[str, Any] | None = None,
    caveats: tuple[Caveat, ...] = (),
    unknown: str | None = None,
) -> DriversAnswer:
    return DriversAnswer(
        **asked.frame(question),
        people=opened.actors,
        pending=opened.pending,
        step=question.journey[question.step - 1].name,
        target=_target(question),
        entries=opened.entries,
        successes=opened.successes,
        base=_base(question, asked, opened),
        months=months(opened.first, opened.last) if opened.entries else 0.0,
        **(found or _NOTHING),
        unknown=unknown,
        caveats=(*_caveats(question, asked, opened), *caveats),
        derivation=_derivation(question),
    )


def _base(question: Drivers, asked: Asked, opened: Opened) -> Reading:
    if question.score is None:
        return proportions.share(opened.successes, people=opened.entries)
    ((answers, total, squares),) = asked.rows(driver_entries.answered())
    return means.mean(
        int(answers),
        total=Fraction(int(total), 100),
        total_squares=Fraction(int(squares), 10_000),
    )


def _target(question: Drivers) -> str:
    if question.score is not None:
        return question.score.survey.label
    return " or ".join(question.journey[k - 1].name for k in question.targets)


def _calibration(judged: Judged) -> Calibration:
    known, found = judged.known, judged.found
    return Calibration(
        mu=known.mu,
        kappa=known.kappa,
        tau=known.tau,
        null_share=known.null_share,
        spread=known.spread,
        behaviours=known.behaviours,
        design_effect=found.design_effect,
        risk_design_effect=found.risk_design_effect,
        calibrated=known.calibrated,
    )


def _design(laid: Laid) -> Design:
    return Design(
        landmarks=tuple(mark / _SECOND for mark in laid.grid.landmarks),
        gap=laid.grid.gap / _SECOND,
        rows=laid.rows,
        before=laid.cuts.before,
        so_far=laid.cuts.so_far,
        lately=laid.cuts.lately,
        recency=tuple(share / 100 for share in RECENCY),
        strata=laid.strata.count,
        segments=laid.segments,
        cohorts=laid.cohorts.count,
        cohort_weeks=laid.cohorts.weeks,
        first_cohort=iso(_EPOCH + timedelta(microseconds=laid.cohorts.start)),
        busiest=laid.busiest,
        robots=laid.robots,
        sampled=laid.sampled / 1_000_003,
    )


def _caveats(question: Drivers, asked: Asked, opened: Opened) -> list[Caveat]:
    return [
        *unseen(asked.log, question.rules, scope=question.scope),
        *_unseen_properties(question, asked),
        *_unknown_behaviours(question, asked),
        *base_caveats(people=opened.entries, pending=opened.pending, window=question.within),
        *_waiting(question, opened),
        *log_caveats(asked.log),
    ]


def _waiting(question: Drivers, opened: Opened) -> Iterator[Caveat]:
    """Offer a shorter window where more entries are too young for this one than are not.

    Half of it: that is how far after the entry behaviours are looked at. Whether any entry is
    old enough for that is not counted.
    """
    if 0 < opened.entries < opened.pending:
        half = spoken(question.within / 2)
        yield Caveat(
            "mostly_pending",
            f"{opened.pending:,} entries are younger than {spoken(question.within)}, more than "
            f"could be judged. Asked within {half}, those of them that are older could.",
        )


def _unseen_properties(question: Drivers, asked: Asked) -> Iterator[Caveat]:
    """Yield a caveat for every property named that the log has never seen."""
    named = [("segments", segment) for segment in question.segments]
    named += [("properties", Breakdown(name)) for name in question.properties or ()]
    if question.score is not None:
        named.append(("score.value", Breakdown(question.score.value)))
    for key, by in named:
        yield from unseen(asked.log, {}, by=by, key=key)


def _unknown_behaviours(question: Drivers, asked: Asked) -> list[Caveat]:
    """Return a caveat for behaviours asked about, or left out, that the log has never seen.

    That nothing of what is left out was ever there may well be so.
    """
    named = question.behaviours or ()
    missing = {f"behaviours[{k}]": event(name) for k, name in enumerate(named, start=1)}
    left_out = {"exclude": question.exclude} if question.exclude else {}
    return [
        *unseen(asked.log, missing),
        *(replace(caveat, weight="note") for caveat in unseen(asked.log, left_out)),
    ]


def _doubts(laid: Laid, judged: Judged) -> tuple[Caveat, ...]:
    """Return what a reader must know before relying on findings."""
    opened, doubts = laid.opened, []
    if judged.kept:
        doubts.append(
            Caveat(
                "association",
                "Findings say what goes with success, not what causes it. Somebody’s intent, "
                "which no log shows, can do both. An experiment can tell.",
            )
        )
    if not judged.known.calibrated:
        doubts.append(
            Caveat(
                "uncalibrated",
                f"Only {judged.known.behaviours} behaviours could be tested, and 15 are needed to "
                "learn from them how much confounding is left. Findings are less sure than they "
                "look.",
                "loud",
            )
        )
    if laid.scored:
        doubts.append(_response(opened))
    elif opened.successes < SELDOM * opened.entries and opened.entries < ENOUGH_FOR_SELDOM:
        doubts.append(
            Caveat(
                "seldom_success",
                f"Fewer than one in twenty succeed: with {opened.entries:,} entries most effects "
                f"cannot be shown. {ENOUGH_FOR_SELDOM:,} entries are needed.",
                "loud",
            )
        )
    properties = properties_of(laid)
    if judged.kept and len(properties) > MOST_PROPERTIES:
        doubts.append(
            Caveat(
                "properties",
                f"Below what was found values of {MOST_PROPERTIES} of {len(properties)} properties "
                f"were looked at: {', '.join(properties[:MOST_PROPERTIES])}. Name others as "
                "`properties`.",
            )
        )
    if laid.robots:
        doubts.append(
            Caveat(
                "busiest",
                f"{laid.robots:,} {'entry' if laid.robots == 1 else 'entries'} with more than "
                f"{laid.busiest:,} events left out as robots: one in a thousand.",
            )
        )
    if laid.sampled < 1_000_003:
        doubts.append(
            Caveat("sampled", f"{laid.sampled / 1_000_003:.1%} of actors were read, by chance.")
        )
    return tuple(doubts)


def _response(opened: Opened) -> Caveat:
    share = opened.successes / opened.entries
    told = f"{share:.0%} of those asked answered. Findings are about those who did."
    if share >= ENOUGH_ANSWER:
        return Caveat("response", told)
    more = "So few answered that findings are no more than hypotheses: who answers when happy looks"
    return Caveat("response", f"{told} {more} as if whatever they did had made them so.", "loud")


def _derivation(question: Drivers) -> tuple[str, ...]:
    unit, window = question.scope.unit, spoken(question.within)
    first = question.entry == "first"
    return (
        f"Entries: {f'each {unit}’s first event' if first else 'every event'} matching "
        f"“{question.of.label}”"
        + ("." if first else f" that comes more than {window} after the one before."),
        _success(question, window),
        "Compared: people still on the way and active at the same moment after the entry, alike "
        "in interval, activity before, so far and lately, recency, the furthest step of the "
        "journey, segment and week; those who began the behaviour in the interval before with "
        "those who had not done it yet.",
        "Calibrated: behaviours are each other’s controls; what harmless ones show is taken off.",
        f"Shown: what is larger than an odds ratio of {question.min_odds_ratio:g}, at most "
        f"{question.q:.0%} of it expected to be false (Benjamini and Hochberg), and not just "
        "following a stronger finding. Interval: 95 %, with a fifth of the effect as model error.",
    )


def _success(question: Drivers, window: str) -> str:
    if question.score is None:
        return (
            f"Success: an event matching “{question.did.label}” within {window}, the edge "
            "included. Nothing is looked at from success on."
        )
    return (
        f"Score: “{question.score.value}” of the first “{question.score.survey.label}” with a "
        f"number, within {window} of being asked; asked is “{question.did.label}” within {window} "
        "of the entry. Nothing is looked at from being asked on."
    )
