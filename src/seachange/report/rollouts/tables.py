"""A roll-out's tables: the effect, its checks, what else could explain it, segments, days."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.measure.answering.rollout_parts import RolloutAnswer
from seachange.report.cells import Column, Sheet
from seachange.report.rollouts.telling import CHECKS, READINGS, more

_CHANGES = {"share": "pp", "number": "gain"}
_HELD = {True: "yes", False: "no", None: "untold"}


def tables(answer: RolloutAnswer) -> Iterator[Sheet]:
    """Yield the tables that a reader sees, the main one first."""
    yield _effect(answer)
    yield from said(answer)
    yield _segments(answer)
    yield everything(answer)


def said(answer: RolloutAnswer) -> Iterator[Sheet]:
    """Yield what the checks found, and what else could explain the effect."""
    columns = (Column("Check"), Column("Held"), Column("What was found", "prose"))
    rows = [(CHECKS[c.check], _HELD[c.held], c.sentence) for c in answer.checks]
    yield Sheet("Checks of the comparison", columns, tuple(rows))
    other = tuple((sentence,) for sentence in answer.explanations)
    yield Sheet("What else could explain it", (Column("Explanation", "prose"),), other)


def everything(answer: RolloutAnswer) -> Sheet:
    """Return period by period what was seen and expected, for CSV and data frames."""
    columns = (
        *(Column(answer.each.capitalize()), Column("With the change"), Column("People", "people")),
        *(Column(name, answer.unit) for name in ("Level", "Beside", "Expected")),
    )
    rows = [(p.period, p.after, p.people, p.treated, p.beside, p.expected) for p in answer.series]
    return Sheet(f"{answer.each.capitalize()} by {answer.each}", columns, tuple(rows))


def _effect(answer: RolloutAnswer) -> Sheet:
    columns = (
        *(Column("Effect", _CHANGES[answer.unit]), Column("p", "chance"), Column("Reading")),
        *(Column("Grade"), Column("Why", "prose"), Column("Would more days help", "prose")),
    )
    row = (answer.effect, answer.p, READINGS[answer.reading], answer.grade)
    return Sheet("Effect", columns, ((*row, answer.why, more(answer)),))


def _segments(answer: RolloutAnswer) -> Sheet:
    columns = (
        *(Column("Segment"), Column("Role"), Column("Released"), Column("People", "people")),
        *(Column("Before", answer.unit), Column("After", answer.unit), Column("Weight", "share")),
    )
    rows = [
        (s.segment, s.role.replace("_", " "), s.released, s.people, s.before, s.after, s.weight)
        for s in answer.segments
    ]
    return Sheet("Segments", columns, tuple(rows))
