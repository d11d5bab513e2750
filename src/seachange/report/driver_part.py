"""The part of a page about drivers: findings with their curves, and all that was looked at."""

from __future__ import annotations

from dataclasses import dataclass

from seachange.measure.answering.driver_parts import BLOCKER, BOOSTER, DriversAnswer, Explanation
from seachange.measure.answers import Answer
from seachange.report.cells import Sheet
from seachange.report.drivers import tables, telling
from seachange.report.drivers.cards import IN_FULL, FindingCard, cards
from seachange.report.pictures.arms import arms
from seachange.report.pictures.dose import dose

_CURVE = 330.0


@dataclass(frozen=True, slots=True)
class Group:
    """The boosters or the blockers, each with its dose–response curve in SVG (or none).

    `cards` are the most addressable, `more` those folded away below them.
    """

    title: str
    cards: tuple[tuple[FindingCard, str], ...]
    more: tuple[tuple[FindingCard, str], ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """The numbers behind one behaviour: the way to its verdict, a picture, its strata."""

    title: str
    sentences: tuple[str, ...]
    wide: str
    narrow: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class DriverPart:
    """What a page shows of an answer about drivers beside its sentence and forest plot."""

    base: str
    nothing: str
    groups: tuple[Group, ...]
    behind: Behind | None
    looked_at: Sheet
    calibration: tuple[str, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that stand in this part, and need not stand on the page again."""
        return (self.looked_at, *(self.behind.sheets if self.behind else ()))


def driver_part(answer: Answer, *, wide: float, narrow: float) -> DriverPart | None:
    """Return the part of a page about drivers; other answers have none."""
    if not isinstance(answer, DriversAnswer):
        return None
    unit = "number" if telling.is_scored(answer) else "share"
    groups = []
    for kind in (BOOSTER, BLOCKER):
        own = tuple((c, dose(c.finding, unit=unit, width=_CURVE)) for c in cards(answer, kind))
        title = f"{telling.TITLES[kind]}, which go with {telling.goes_with(answer, kind)}"
        if own:
            groups.append(Group(title, own[:IN_FULL], own[IN_FULL:]))
    found = answer.calibration
    return DriverPart(
        base=telling.base(answer) if answer.entries else "",
        nothing="" if answer.findings else telling.nothing(answer),
        groups=tuple(groups),
        behind=_behind(answer.explanation, wide, narrow) if answer.explanation else None,
        looked_at=tables.looked_at(answer),
        calibration=tuple(telling.calibration(answer, found)) if found else (),
    )


def _behind(explanation: Explanation, wide: float, narrow: float) -> Behind:
    return Behind(
        title=f"Why {explanation.behaviour.label} stands where it does",
        sentences=explanation.sentences,
        wide=arms(explanation, width=wide),
        narrow=arms(explanation, width=narrow),
        sheets=(tables.alike(explanation), tables.arms(explanation)),
    )
