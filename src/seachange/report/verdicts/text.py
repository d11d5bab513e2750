"""Verdicts as text for a terminal or a file: all hypotheses in a table, or each one whole."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from seachange.evidence.recount import Recount
from seachange.planning.rules.cases import Case
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.replies import reply_to
from seachange.report.links import sentences
from seachange.report.verdicts import telling

_WIDTH = 96
_HEAD = ("", "verdict", "change [95 %]", "π", "E[θ]", "P(θ≥δ*)", "P(θ>0)", "C", "ICE", "anew", "E")


def text(told: Sequence[Case], found: Sequence[Recount] = (), *, whole: bool) -> str:
    """Write verdicts: each one whole, or all of them in a table with what to do next.

    `found` is what a log said of their tests, told at the end.
    """
    if not told:
        return "There is no hypothesis to judge.\n"
    lines = "\n\n".join("\n".join(_case(case)) for case in told) if whole else _table(told)
    asked = [line for each in found for line in _wrapped(telling.recount(each), 2)]
    return "\n".join([lines, *(["", "Asked of the log:", *asked] if asked else [])]) + "\n"


def _case(case: Case) -> Iterator[str]:
    hypothesis, told = case.hypothesis, case.told
    title = title_of(hypothesis)
    yield f"{hypothesis.id}{f' “{title}”' if title else ''}: {telling.called(case)}"
    yield from _wrapped(telling.sentence(case), 2)
    yield from _wrapped(f"→ {case.advice.says}", 2)
    yield from _wrapped(telling.further(case), 2)
    yield ""
    if case.outcome is not None:
        yield f"  Outcome     {case.outcome.id}: {case.outcome.actor} {case.outcome.behaviour}"
    yield f"  Criteria    {telling.criteria(hypothesis.criteria, case.scale)}"
    for said in sentences(case.links):
        lead, *more = _wrapped(said, 14)
        yield f"  Drives      {lead.lstrip()}"
        yield from more
    for each in told.measured:
        yield f"  Measured    {telling.measured(each, case)}"
        yield f"              {telling.where_from(each, case)}"
    if not told.measured:
        yield "  Measured    nothing yet"
    if told.prior is not None and told.belief is not None:
        before, now = told.prior, told.belief
        yield f"  Believed    before: {telling.believed(case, before)}, P(θ ≥ δ*) {told.before:.3f}"
        yield f"              now:    {telling.believed(case, now)}, P(θ ≥ δ*) {now.worthwhile:.3f}"
    sides = told.sides
    yield (
        f"  Confidence  {told.confidence:.2f} of 10 (for {sides.speaking_for.value:.2f}, against "
        f"{sides.speaking_against.value:.2f})"
    )
    yield from _scores(case)
    yield "  Judged" if told.judged else "  Judged      nothing"
    for piece in told.judged:
        yield f"    • {piece.evidence.id}: {telling.piece(piece)} ({piece.left:.2f} left)"
    for aside in told.set_aside:
        yield from _wrapped(f"• {aside.evidence.id} is set aside: {'; '.join(aside.why)}", 4)
    for checklist in case.checklists:
        yield f"  Before {checklist.test.id} starts"
        for item in checklist.items:
            where = f" (in a plan file: {', '.join(item.fields)})" if item.fields else ""
            yield from _wrapped(f"{'✓' if item.is_there else '✗'} {item.says}{where}", 4)
    yield from _wrapped(telling.standing(case), 2)
    for decision in case.decisions:
        yield from _wrapped(f"Decided on {decision.decided_on}: {decision.choice}", 2)
    for request in case.requests:
        yield from _wrapped(f"To {request.asked_by or request.id} ({request.id}), a draft:", 2)
        yield from _wrapped(reply_to(request, case), 4)


def _scores(case: Case) -> Iterator[str]:
    told = case.told
    if told.ice is None:
        return
    yield f"  ICE         {telling.ice(told.ice)}"
    if told.ice_again is not None:
        yield f"              {telling.ice(told.ice_again)} with its effect estimated anew"
    if told.expected_score is not None:
        yield f"              {told.expected_score:.1f} if only success counts (I × E × 10 × P)"


def _table(told: Sequence[Case]) -> str:
    rows = [_HEAD, *(_row(case) for case in told)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows]
    lines = [line.rstrip() for line in lines]
    lines += ["", *(f"{case.hypothesis.id}  {case.advice.says}" for case in told)]
    lines += ["", "A gain is positive in E[θ]. E is the score if only success counts. Name one,"]
    lines += ["and it is told whole, with everything that counted."]
    return "\n".join(lines)


def _row(case: Case) -> tuple[str, ...]:
    told = case.told
    last = told.measured[-1] if told.measured else None
    change = ""
    if last is not None:
        change = f"{telling.amount(last.change, case.scale)} {telling.interval(last, case.scale)}"
    belief = told.belief
    expected = "" if belief is None else telling.amount(belief.mean, case.scale)
    return (
        case.hypothesis.id,
        telling.called(case),
        change,
        f"{told.before:.3f}",
        expected,
        "" if belief is None else f"{belief.worthwhile:.3f}",
        "" if belief is None else f"{belief.positive:.3f}",
        f"{told.confidence:.2f}",
        f"{told.ice.score:.2f}" if told.ice else "",
        f"{told.ice_again.score:.2f}" if told.ice_again else "",
        f"{told.expected_score:.1f}" if told.expected_score is not None else "",
    )


def _wrapped(words: str, indent: int) -> list[str]:
    lead = " " * indent
    return textwrap.wrap(words, _WIDTH, initial_indent=lead, subsequent_indent=lead)
