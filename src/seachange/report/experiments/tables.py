"""An experiment's tables: variants, effects, what else was measured, and the looks."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.measure.answering.experiment_parts import HIDDEN, ExperimentAnswer
from seachange.measure.answers import Estimate
from seachange.report import words
from seachange.report.cells import Cell, Column, Sheet
from seachange.report.experiments.telling import CHANGES, READINGS, difference


def tables(answer: ExperimentAnswer) -> Iterator[Sheet]:
    """Yield the tables that a reader sees, the main one first."""
    if answer.verdict == HIDDEN:
        yield _variants(answer)
        return
    yield _effects(answer)
    yield _variants(answer)
    if answer.medians:
        yield _medians(answer)
    yield _secondary(answer)
    yield _guardrails(answer)
    yield _looks(answer)


def besides(answer: ExperimentAnswer) -> Iterator[Sheet]:
    """Yield what a page shows unasked, once there is anything to see: what must not get worse,
    and what else was measured.
    """
    found = [row.absolute for row in answer.guardrails]
    found += [row.absolute for row in answer.secondary]
    if any(isinstance(effect, Estimate) for effect in found):
        yield from (sheet for sheet in (_guardrails(answer), _secondary(answer)) if sheet.rows)


def everything(answer: ExperimentAnswer) -> Sheet:
    """Return every effect with full numbers, for CSV and data frames."""
    columns = ("Role", "Metric", "Unit", "Variant")
    numbers = ("Units", "Level", "Difference", "Relative", "p", "q")
    levels = {v.name: v for v in answer.variants}
    rows: list[tuple[Cell, ...]] = []
    for e in answer.effects:
        v = levels[e.variant]
        own: tuple[Cell, ...] = ("metric", answer.metric, answer.unit, e.variant, v.people)
        rows.append((*own, v.estimate, e.absolute, e.relative, e.p, None, e.reading))
    for s in answer.secondary:
        own = ("secondary", s.metric, s.unit, s.variant, s.people)
        found = None if s.found is None else ("found" if s.found else "not found")
        rows.append((*own, s.estimate, s.absolute, s.relative, s.p, s.q, found))
    for g in answer.guardrails:
        own = ("guardrail", g.metric, g.unit, g.variant, g.people)
        rows.append((*own, g.estimate, g.absolute, None, None, None, g.verdict))
    plain = [*map(Column, columns), *(Column(name, "number") for name in numbers)]
    return Sheet("Effects", (*plain, Column("Reading")), tuple(rows))


def _effects(answer: ExperimentAnswer) -> Sheet:
    columns = (
        Column("Variant"),
        Column("Difference", CHANGES[answer.unit]),
        Column("Relative", "share"),
        Column("p", "chance"),
        Column("z", "number"),
        Column("Boundary", "number"),
        Column("Reading"),
    )
    rows = [
        (e.variant, e.absolute, e.relative, e.p, e.z, e.boundary, READINGS[e.reading])
        for e in answer.effects
    ]
    return Sheet(f"Against {answer.question['control']}", columns, tuple(rows))


def _variants(answer: ExperimentAnswer) -> Sheet:
    columns = (
        Column("Variant"),
        Column("Planned", "share"),
        Column("Shown", "people"),
        Column("Judged", "people"),
        Column("Too new", "people"),
        Column("Level", answer.unit),
    )
    rows = [(v.name, v.share, v.units, v.people, v.pending, v.estimate) for v in answer.variants]
    return Sheet("Variants", columns, tuple(rows))


def _medians(answer: ExperimentAnswer) -> Sheet:
    columns = (
        *(Column("Variant"), Column("Half took no longer than", "seconds")),
        Column("Difference", CHANGES["seconds"]),
    )
    rows = [(each.variant, each.median, each.difference) for each in answer.medians]
    return Sheet("Medians", columns, tuple(rows))


def _secondary(answer: ExperimentAnswer) -> Sheet:
    columns = (
        *(Column("Metric", "prose"), Column("Variant"), Column("Level", "prose")),
        *(Column("Difference", "prose"), Column("Relative", "share")),
        *(Column("p", "chance"), Column("q", "chance"), Column("Found")),
    )
    rows = [
        (
            s.metric,
            s.variant,
            words.estimate(s.estimate, s.unit),
            difference(s.absolute, s.unit),
            s.relative,
            s.p,
            s.q,
            None if s.found is None else ("yes" if s.found else "no"),
        )
        for s in answer.secondary
    ]
    return Sheet("Secondary metrics", columns, tuple(rows))


def _guardrails(answer: ExperimentAnswer) -> Sheet:
    columns = (
        *(Column("Metric", "prose"), Column("Variant"), Column("Level", "prose")),
        *(Column("Difference", "prose"), Column("Margin"), Column("Verdict")),
    )
    rows = [
        (
            g.metric,
            g.variant,
            words.estimate(g.estimate, g.unit),
            difference(g.absolute, g.unit),
            f"{g.margin * 100:g} pp" if g.unit == "share" else words.quantity(g.margin, g.unit),
            g.verdict,
        )
        for g in answer.guardrails
    ]
    return Sheet("Guardrails", columns, tuple(rows))


def _looks(answer: ExperimentAnswer) -> Sheet:
    columns = (
        Column("By the end of"),
        Column("Variant"),
        Column("Judged", "people"),
        Column("Difference", CHANGES[answer.unit]),
        Column("z", "number"),
        Column("Boundary", "number"),
        Column("Tested"),
    )
    rows = [
        (k.period, k.variant, k.people, k.effect, k.z, k.boundary, k.tested) for k in answer.looks
    ]
    return Sheet("Looks", columns, tuple(rows))
