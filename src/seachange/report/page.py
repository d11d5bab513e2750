"""One self-contained HTML page: works offline, prints well, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seachange.measure.answering.driver_parts import DriversAnswer
from seachange.measure.answering.experiment_parts import ExperimentAnswer
from seachange.measure.answering.experiment_plan_parts import ExperimentPlanAnswer
from seachange.measure.answering.rollout_parts import RolloutAnswer
from seachange.measure.answers import Answer, Caveat, Estimate, Reading
from seachange.report import words
from seachange.report.cells import Sheet, shown
from seachange.report.driver_part import DriverPart, driver_part
from seachange.report.drivers import telling
from seachange.report.experiments import planned
from seachange.report.experiments import telling as experiments
from seachange.report.experiments.tables import besides
from seachange.report.headline import headline, waiting
from seachange.report.look import environment, style
from seachange.report.pictures.choose import picture
from seachange.report.pictures.journey import Notes
from seachange.report.pictures.trend import Mark, sparkline
from seachange.report.rollouts import tables as rollout_tables
from seachange.report.rollouts import telling as rollouts
from seachange.report.sheets import sheets, unit_of
from seachange.report.step_notes import step_notes
from seachange.report.study import STATED, Measured, MeasuredStudy

WIDE, NARROW = 920.0, 350.0


@dataclass(frozen=True, slots=True)
class Section:
    """One answer on a page: its sentence, picture, tables, and how it was counted."""

    anchor: str
    title: str
    headline: str
    waiting: str
    wide: str
    narrow: str
    sheets: tuple[Sheet, ...]
    caveats: tuple[Caveat, ...]
    derivation: tuple[str, ...]
    version: str
    facts: tuple[tuple[str, str], ...] = ()
    part: DriverPart | None = None
    told: tuple[Sheet, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One outcome-to-be at a glance."""

    anchor: str
    title: str
    value: str
    interval: str
    movement: str
    moved: str  # "towards", "away", "unsure" or ""
    progress: float | None
    goal: str
    spark: str


def answer_page(answer: Answer) -> str:
    """Return a whole page about one answer."""
    title = _title(answer)
    titled = isinstance(answer, DriversAnswer | ExperimentAnswer | RolloutAnswer)
    section = section_of(answer, "In short" if titled else title, "answer")
    return _render(title=title, answers=[answer], sections=[section], cards=[])


def fragment(answer: Answer) -> str:
    """Return an answer for a notebook: the same section, without the page around it."""
    section = section_of(answer, _title(answer), "answer")
    return (
        environment()
        .get_template("fragment.html")
        .render(section=section, shown=shown, style=style(), unit=unit_of(answer))
    )


def _title(answer: Answer) -> str:
    if isinstance(answer, DriversAnswer):
        return telling.title(answer)
    if isinstance(answer, ExperimentAnswer):
        return f"Experiment: {answer.metric}"
    if isinstance(answer, RolloutAnswer):
        return rollouts.title(answer)
    return answer.kind.replace("_", " ").capitalize()


def study_page(measured: MeasuredStudy) -> str:
    """Return the report of a study."""
    sections = []
    if measured.journey is not None:
        notes = step_notes(measured)
        sections.append(section_of(measured.journey, "The journey", "journey", notes=notes))
    sections += [_item_section(m) for m in measured.items]
    cards = [_card(m) for m in measured.items if m.now is not None or m.item.target is not None]
    return _render(
        title=measured.study.title, answers=measured.answers, sections=sections, cards=cards
    )


def _render(
    *, title: str, answers: Sequence[Answer], sections: Sequence[Section], cards: Sequence[Card]
) -> str:
    first = answers[0]
    return (
        environment()
        .get_template("report.html")
        .render(
            title=title,
            as_of=words.moment(first.as_of),
            source=first.source,
            sections=sections,
            cards=cards,
            shown=shown,
            count=words.count,
            style=style(),
        )
    )


def section_of(
    answer: Answer,
    title: str,
    anchor: str,
    *,
    marks: Sequence[Mark] = (),
    facts: Sequence[tuple[str, str]] = (),
    notes: Notes | None = None,
) -> Section:
    """Return an answer as the part of a page: its sentence, picture, tables and derivation."""
    part = driver_part(answer, wide=WIDE, narrow=NARROW)
    shown_there = part.sheets if part else ()
    told: tuple[Sheet, ...] = ()
    if isinstance(answer, ExperimentAnswer):
        facts = (*facts, *experiments.facts(answer))
        told = tuple(besides(answer))
    if isinstance(answer, RolloutAnswer):
        facts = (*facts, *rollouts.facts(answer))
        told = tuple(sheet for sheet in rollout_tables.said(answer) if sheet.rows)
    if isinstance(answer, ExperimentPlanAnswer):
        facts = (*facts, *planned.facts(answer))
    return Section(
        anchor=anchor,
        title=title,
        headline=headline(answer),
        waiting=waiting(answer),
        wide=picture(answer, width=WIDE, marks=marks, title=title, notes=notes),
        narrow=picture(answer, width=NARROW, marks=marks, title=title, notes=notes),
        sheets=tuple(sheet for sheet in sheets(answer) if sheet not in (*shown_there, *told)),
        caveats=answer.caveats,
        derivation=answer.derivation,
        version=answer.version,
        facts=tuple(facts),
        part=part,
        told=told,
    )


def _item_section(measured: Measured) -> Section:
    unit = unit_of(measured.answer)
    marks, facts = [], []
    if isinstance(measured.before, Estimate):
        level = words.quantity(measured.before.value, unit)
        marks.append(Mark(measured.before.value, f"baseline {level}", "base"))
        is_stated = measured.before.method == STATED  # then it has no interval of its own
        told = f"{level}, stated" if is_stated else words.estimate(measured.before, unit)
        facts.append(("Baseline", told))
    if measured.now is not None:
        facts.append(("Now", words.estimate(measured.now, unit)))
    if isinstance(measured.change, Estimate):
        facts.append(("Change", words.change(measured.change, unit)))
    target = measured.item.target
    if target is not None:
        by = f" by {words.day(target.by)}" if target.by else ""
        marks.append(Mark(target.value, f"target {words.quantity(target.value, unit)}", "goal"))
        facts.append(("Target", f"{words.quantity(target.value, unit)}{by}"))
    if measured.progress is not None:
        facts.append(("Progress", f"{words.progress(measured.progress)} of the way"))
    name = measured.item.name
    return section_of(measured.answer, name, f"q-{measured.item.id}", marks=marks, facts=facts)


def _card(measured: Measured) -> Card:
    unit = unit_of(measured.answer)
    reading: Reading | None = measured.now or getattr(measured.answer, "estimate", None)
    known = isinstance(reading, Estimate)
    change = measured.change
    target = measured.item.target
    goal = f"target {words.quantity(target.value, unit)}" if target else ""
    if target and target.by:
        goal += f" by {target.by:%b %Y}"
    if measured.progress is not None:
        goal += f", {words.progress(measured.progress)} of the way"
    series = getattr(measured.answer, "series", ())
    return Card(
        anchor=f"q-{measured.item.id}",
        title=measured.item.name,
        value=words.quantity(reading.value, unit) if isinstance(reading, Estimate) else "unknown",
        interval=words.interval(reading, unit) if known and isinstance(reading, Estimate) else "",
        movement=words.change(change, unit) if isinstance(change, Estimate) else "",
        moved=_moved(change, measured),
        progress=measured.progress,
        goal=goal,
        spark=sparkline(series, title=f"Trend of {measured.item.name}"),
    )


def _moved(change: Reading | None, measured: Measured) -> str:
    """Say whether a change's interval leaves zero, and towards the target or away from it.

    Nothing where no target says which way is better: fewer, or faster, may be.
    """
    if not isinstance(change, Estimate):
        return ""
    if change.low <= 0 <= change.high:
        return "unsure"
    if measured.progress is None:
        return ""
    return "towards" if measured.progress > 0 else "away"
