"""Signals as text: what was found at each step, how it fared, what proves it, what came of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from seachange.evidence.signals import Found, Look
from seachange.planning.rules.checks.survey import percent, points
from seachange.planning.rules.plan.measuring import JourneyStep, SignalEstimate
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import document_in
from seachange.planning.rules.step_signals import SignalShown, StepSignals
from seachange.report.words import count, plural

_WIDTH = 96
_WHOLE = "\u00a0"  # a space at which no line is broken


def listed(steps: Sequence[StepSignals]) -> str:
    """Write the steps of a plan with their signals, those first that might gain the most."""
    lines = [line for step in steps for line in _step(step)]
    return "\n".join(lines or ["The plan has no journeys, so no steps to find signals at."]) + "\n"


def looked(looks: Iterable[Look], *, after: Plan, steps: Sequence[StepSignals]) -> str:
    """Write what a look into a log found: `after` is the plan with it, `steps` its signals."""
    by_id = {each.signal.id: each for step in steps for each in step.signals}
    lines = [line for each in looks for line in _look(each, after, by_id)]
    return "\n".join(lines or ["The plan has no journeys, so no steps to look at."]) + "\n"


def _step(told: StepSignals) -> Iterator[str]:
    yield _named(told.step)
    if not told.signals:
        yield "  no booster, no blocker"
    for each in told.signals:
        yield from _signal(each)


def _look(told: Look, after: Plan, by_id: dict[str, SignalShown]) -> Iterator[str]:
    period = f": those who came from {told.starts} to {told.ends}" if told.starts else ""
    tested = f", {plural(told.tested, 'behaviour')} looked at" if told.tested else ""
    yield f"{_named(told.step)}{period}{tested}"
    if told.why:
        yield f"  {told.why}"
    elif not told.found:
        yield "  nothing that goes with success or failure could be shown"
    for each in told.found:
        shown = by_id.get(each.signal.id)
        if shown is not None and each.estimate.id in after.by_id:
            yield from _signal(shown)
        else:
            yield from _unsaid(each)
    for label, why in told.passed_over:
        yield from _wrapped(f"passed over {label}: {why}; add it to the journey", 2)


def _unsaid(found: Found) -> Iterator[str]:
    yield from _wrapped(
        f"{found.signal.id}  {title_of(found.behaviour)}: this cohort says too little "
        f"({found.estimate.why}); its people count in the next",
        2,
    )


def _signal(told: SignalShown) -> Iterator[str]:
    signal = told.signal
    kind = signal.signal.value if signal.signal else "signal"
    status = told.status.value if told.status else "suspected"
    stance = f", to {signal.stance.value}" if signal.stance else ""
    owner = f", {signal.owner}'s" if signal.owner else ""
    yield f"  {signal.id}  {kind}: {title_of(told.behaviour)} ({status}{stance}{owner})"
    for each in told.cohorts:
        yield from _wrapped(cohort(each, is_score=_is_score(told)), 6)
    yield from _wrapped(_proof(told), 6)
    became = [each.id for each in (*told.outcomes, *told.hypotheses)]
    if became:
        yield f"      became {', '.join(became)}"


def cohort(told: SignalEstimate, *, is_score: bool) -> str:
    """Write what one cohort says: `2026-01-01 to 2026-01-31: +6.3 pp [3.4, 9.2] …`."""
    when = f"{told.starts} to {told.ends}"
    if told.effect is None or told.low is None or told.high is None:
        return f"{when}: unknown, {told.why}"
    if is_score:
        effect = f"{told.effect:+.2f} [{told.low:.2f}, {told.high:.2f}]".replace("-", "−")
    else:
        low, high = (points(each).removesuffix(" pp").lstrip("+") for each in (told.low, told.high))
        effect = f"{points(told.effect)} [{low}, {high}]"
    what = "the score" if is_score else "success"
    doing = told.doing.level if told.doing else None
    parts = [
        f"goes with {effect} of {what} among {count(told.entries or 0)} who came",
        f"{percent(doing)} do it" if doing is not None else "",
        f"E-value {told.e_value:.2f}" if told.e_value is not None else "",
    ]
    return f"{when}: {', '.join(part for part in parts if part)}"


def _proof(told: SignalShown) -> str:
    parts = [f"grade {told.grade}"]
    if told.wanting:
        better = {"D": "C", "C": "B", "B": "A"}.get(told.grade.value, "")
        parts.append(f"{better} wants {told.wanting}")
    if told.addressable:
        parts.append(f"at most {_gain(told.addressable, is_score=_is_score(told))} a month")
    if told.proof_per_arm:
        parts.append(f"{count(told.proof_per_arm)} people an arm would prove it")
    return "; ".join(parts)


def _gain(monthly: float, *, is_score: bool) -> str:
    one, many = ("point", "points") if is_score else ("success", "successes")
    return f"one {one}" if monthly < 1 else plural(round(monthly), one, many)


def _is_score(told: SignalShown) -> bool:
    asked = document_in(told.signal.question) or {}
    return bool(asked.get("score"))


def _named(step: JourneyStep) -> str:
    return f"{step.id} {step.name}".strip()


def _wrapped(text: str, indent: int) -> list[str]:
    """Break lines, but never between a number and its unit."""
    whole = text.replace(" %", f"{_WHOLE}%").replace(" pp", f"{_WHOLE}pp")
    lines = textwrap.wrap(
        whole, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2)
    )
    return [line.replace(_WHOLE, " ") for line in lines]
