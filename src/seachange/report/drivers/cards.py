"""Each finding as a card: what goes with what, how sure, for whom, and what would prove it."""

from __future__ import annotations

from dataclasses import dataclass

from seachange.measure.answering.driver_findings import CONVINCING
from seachange.measure.answering.driver_parts import (
    BOOSTER,
    DriversAnswer,
    Finding,
    HowOften,
)
from seachange.report import words
from seachange.report.drivers import telling

IN_FULL = 6  # of each kind; whoever wants more opens them, or reads the table


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding in words; every door shows these same words."""

    finding: Finding
    name: str
    kind: str
    effect: str
    interval: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    how_often: str
    proof: str
    curve_note: str


def cards(answer: DriversAnswer, kind: str) -> list[FindingCard]:
    """Return the cards of the boosters or of the blockers, the most addressable first."""
    return [_card(answer, finding) for finding in telling.of_kind(answer, kind)]


def _card(answer: DriversAnswer, finding: Finding) -> FindingCard:
    effect, interval = telling.change_of(answer, finding.effect).split(" ", 1)
    often = finding.how_often
    return FindingCard(
        finding=finding,
        name=finding.behaviour.label,
        kind=finding.kind,
        effect=effect,
        interval=interval,
        sentence=finding.sentence,
        facts=tuple(_facts(answer, finding)),
        notes=tuple(_notes(answer, finding)),
        how_often=telling.how_often(answer, finding),
        proof=telling.proof(finding),
        curve_note=telling.curve(often) if isinstance(often, HowOften) else "",
    )


def _facts(answer: DriversAnswer, finding: Finding) -> list[tuple[str, str]]:
    gain = "To win" if finding.kind == BOOSTER else "To save"
    return [
        ("Did it", words.plural(finding.people, *telling.counted(answer))),
        ("Reach", telling.reach(finding)),
        (f"{gain}, were all of it cause", telling.addressable(answer, finding)),
        ("Evidence", f"{finding.grade}: {telling.GRADES[finding.grade]}"),
        ("To be surer", finding.wanting),
        ("Status", telling.STATUSES.get(finding.status, finding.status)),
    ]


def _notes(answer: DriversAnswer, finding: Finding) -> list[str]:
    notes = [telling.hidden_trait(answer, finding)] if finding.e_value_limit >= CONVINCING else []
    if finding.stands_for:
        others = ", ".join(finding.stands_for)
        notes.append(f"Seen too, but little of it is left among people alike in this: {others}.")
    return [*notes, *finding.caveats]
