"""An answer about drivers as sheets: the findings, everything looked at, and the figures behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from seachange.measure.answering.driver_parts import (
    BLOCKER,
    BOOSTER,
    Calibration,
    Design,
    DriversAnswer,
    Explanation,
    Finding,
    HowOften,
    Tested,
)
from seachange.measure.answers import Estimate, Reading
from seachange.report import words
from seachange.report.cells import Cell, Column, Sheet
from seachange.report.drivers import telling
from seachange.report.drivers.alike import compared, moment, together

HOW_OFTEN = "How often (no effect: too few did it so often)"


def tables(answer: DriversAnswer) -> Iterator[Sheet]:
    """Yield the findings, what was looked at, how often, segments, calibration and design."""
    yield from ranked(answer)
    if answer.explanation is not None:
        yield alike(answer.explanation)
        yield arms(answer.explanation)
    yield looked_at(answer)
    yield how_often(answer)
    yield segments(answer)
    if answer.calibration is not None:
        yield _calibration(answer.calibration)
    if answer.design is not None:
        yield _design(answer.design)


def ranked(answer: DriversAnswer) -> list[Sheet]:
    """Return the ranked lists, of boosters and of blockers, as far as there are any."""
    lists = [findings(answer, kind) for kind in (BOOSTER, BLOCKER)]
    return [sheet for sheet in lists if sheet.rows]


def findings(answer: DriversAnswer, kind: str) -> Sheet:
    """Return the ranked list of boosters or of blockers."""
    columns = (
        Column("Behaviour"),
        Column("Effect", _unit(answer)),
        Column("With it", _level(answer)),
        Column("Without", _level(answer)),
        Column("Did it", "people"),
        Column("Reach", "share"),
        Column("Points a month" if telling.is_scored(answer) else "At stake a month", "people"),
        Column("Grade"),
        Column("Status"),
    )
    rows = [
        (
            each.behaviour.label,
            each.effect,
            each.risk_with,
            each.risk_without,
            each.people,
            each.reach,
            each.addressable_per_month,
            each.grade,
            each.status,
        )
        for each in telling.of_kind(answer, kind)
    ]
    title = f"{telling.TITLES[kind]}: go with {telling.goes_with(answer, kind)}"
    return Sheet(title, columns, tuple(rows))


def looked_at(answer: DriversAnswer) -> Sheet:
    """Return every behaviour that was looked at, what became of it, and why."""
    columns = (
        Column("Behaviour"),
        Column("Verdict"),
        Column("Began it", "people"),
        Column("Effect", _unit(answer)),
        Column("Adjusted p", "chance"),
        Column("Why", "prose"),
    )
    rows = [
        (
            each.behaviour.label,
            telling.VERDICTS[each.verdict],
            each.people or None,
            _only_known(each.effect),
            each.adjusted_p,
            _why(answer, each),
        )
        for each in answer.tested
    ]
    many = words.plural(len(rows), "behaviour")
    return Sheet(f"Everything that was looked at: {many}", columns, tuple(rows))


def everything(answer: DriversAnswer) -> Sheet:
    """Return the widest table, for spreadsheets and frames: all looked at, findings in full."""
    found = {each.behaviour.label: each for each in answer.findings}
    unit = _unit(answer)
    columns = (
        Column("Behaviour"),
        Column("Verdict"),
        Column("Kind"),
        Column("Effect", unit),
        Column("Odds ratio", "number"),
        Column("Adjusted p", "chance"),
        Column("Began it", "people"),
        Column("Successes among them", "people"),
        Column("Share without it", "share"),
        Column("Raw log odds ratio", "number"),
        Column("Its standard error", "number"),
        Column("Crude log odds ratio", "number"),
        Column("Reach", "share"),
        Column("Addressable a month", "people"),
        Column("E-value of the limit", "number"),
        Column("Grade"),
        Column("Status"),
        Column("Why", "prose"),
    )
    rows = [_whole(each, found.get(each.behaviour.label)) for each in answer.tested]
    return Sheet("Everything that was looked at", columns, tuple(rows))


def how_often(answer: DriversAnswer) -> Sheet:
    """Return the dose–response of each finding that has one."""
    rows: list[tuple[Cell, ...]] = []
    for finding in answer.findings:
        often = finding.how_often
        if isinstance(often, HowOften):
            rows.append((finding.behaviour.label, "never", often.never, None))
            rows += [
                (
                    finding.behaviour.label,
                    times(p.times, or_more=p.or_more),
                    p.people,
                    _only_known(p.effect),
                )
                for p in often.curve
                if p.people
            ]
    columns = (Column("Behaviour"), Column("How often"), Column("People", "people"))
    return Sheet(HOW_OFTEN, (*columns, Column("Against never", _unit(answer))), tuple(rows))


def segments(answer: DriversAnswer) -> Sheet:
    """Return the effects within segments of the findings that have them."""
    rows = [
        (finding.behaviour.label, each.segment, each.people, each.effect)
        for finding in answer.findings
        for each in finding.by_segment
    ]
    columns = (Column("Behaviour"), Column("Segment"), Column("Did it", "people"))
    return Sheet("Within segments", (*columns, Column("Effect", _unit(answer))), tuple(rows))


def arms(explanation: Explanation) -> Sheet:
    """Return the strata behind one behaviour: both arms and their successes."""
    columns = (
        Column("Landmark", "seconds"),
        Column("Stratum"),
        Column("Did it", "people"),
        Column("succeeded", "people"),
        Column("Had not", "people"),
        Column("succeeded", "people"),
    )
    rows = [
        (
            each.landmark,
            str(each.stratum),
            each.people_with,
            each.successes_with,
            each.people_without,
            each.successes_without,
        )
        for each in explanation.arms
    ]
    return Sheet(f"Every stratum: {explanation.behaviour.label}", columns, tuple(rows))


def alike(explanation: Explanation) -> Sheet:
    """Return, landmark by landmark, the share who succeeded with it and of people alike without."""
    rows = compared(explanation.arms)
    columns = (
        Column("Until"),
        Column("Did it", "people"),
        Column("Succeeded", "share"),
        Column("People alike without", "share"),
    )
    cells = [
        (moment(row), row.people, row.share_with, row.share_without)
        for row in ([together(rows), *rows] if rows else [])
    ]
    name = explanation.behaviour.label
    return Sheet(f"With {name}, and people alike without", columns, tuple(cells))


def times(number: int, *, or_more: bool) -> str:
    """Write how often: `once`, `3 times`, `5 times or more`."""
    said = "once" if number == 1 else f"{number} times"
    return f"{said} or more" if or_more else said


def _whole(each: Tested, found: Finding | None) -> tuple[Cell, ...]:
    return (
        each.behaviour.label,
        telling.VERDICTS[each.verdict],
        found.kind if found else None,
        _only_known(each.effect),
        _only_known(each.odds_ratio),
        each.adjusted_p,
        each.people,
        each.successes,
        each.risk_without,
        each.log_odds_ratio,
        each.standard_error,
        each.crude,
        found.reach if found else None,
        found.addressable_per_month if found else None,
        found.e_value_limit if found else None,
        found.grade if found else None,
        found.status if found else None,
        each.why,
    )


def _why(answer: DriversAnswer, each: Tested) -> str:
    proxy = f"follows {each.proxy_of}: " if each.proxy_of else ""
    need = telling.needed(answer, each)
    return f"{proxy}{each.why}" + (f" (it would take {need})" if need else "")


def _only_known(reading: Reading | None) -> Cell:
    return reading if isinstance(reading, Estimate) else None


def _unit(answer: DriversAnswer) -> str:
    return "gain" if telling.is_scored(answer) else "pp"


def _level(answer: DriversAnswer) -> str:
    return "number" if telling.is_scored(answer) else "share"


def _calibration(found: Calibration) -> Sheet:
    rows = (
        ("mu", f"{found.mu:.4f}", "what harmless behaviours lean by, on average"),
        ("kappa", f"{found.kappa:.3f}", "share of the removed confounding that was still left"),
        ("tau", f"{found.tau:.4f}", "how far harmless behaviours scatter beyond chance"),
        ("harmless", f"{found.null_share:.2f}", "share of the behaviours"),
        ("spread", f"{found.spread:.3f}", "how far the others scatter"),
        ("design effect", f"{found.design_effect:.3f}", "for rows of one actor being alike"),
    )
    columns = (Column("Figure"), Column("Value"), Column("What it is", "prose"))
    return Sheet("Calibration (logarithms of odds)", columns, rows)


def _design(design: Design) -> Sheet:
    marks = ", ".join(words.span(mark) for mark in design.landmarks)
    compared: Sequence[tuple[str, Any]] = (
        ("Landmarks after the entry", marks),
        ("Gap before success", words.span(design.gap)),
        ("Rows: an entry alive at a landmark", words.count(design.rows)),
        ("Strata of people alike, at each landmark", words.count(design.strata)),
        ("Cohorts of entries", words.count(design.cohorts)),
        ("Segments", "; ".join(", ".join(values) for values in design.segments) or "none"),
        ("Set aside as robots", words.count(design.robots)),
        ("Share of actors read", words.quantity(design.sampled, "share")),
    )
    return Sheet(
        "How people were compared", (Column("What"), Column("Which", "prose")), tuple(compared)
    )
