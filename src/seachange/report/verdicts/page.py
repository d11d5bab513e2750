"""Verdicts as one self-contained HTML page, in the look of every other report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seachange.evidence.recount import Recount
from seachange.planning.rules.cases import Case
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.replies import reply_to
from seachange.planning.rules.vocabulary import Finish
from seachange.report.cells import Sheet, shown
from seachange.report.links import sentences
from seachange.report.look import environment, style
from seachange.report.page import section_of
from seachange.report.verdicts import telling
from seachange.report.verdicts.believed import believed
from seachange.report.verdicts.sheets import programme, sheets, title
from seachange.report.verdicts.worth import worth

WIDE, NARROW = 920.0, 350.0
_LOOKS = {Finish.SUPPORTED: "good", Finish.REFUTED: "bad", Finish.HARMED: "bad"}


@dataclass(frozen=True, slots=True)
class Section:
    """One hypothesis on the page."""

    case: Case
    anchor: str
    title: str
    called: str
    look: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    standing: str
    wide: str
    narrow: str
    further: str
    worth_wide: str
    worth_narrow: str
    sheets: tuple[Sheet, ...]
    derivation: tuple[str, ...]
    replies: tuple[tuple[str, str], ...]


def page(told: Sequence[Case], found: Sequence[Recount] = (), *, name: str) -> str:
    """Return a whole page that works offline and prints; `name` is what the plan is called."""
    one = title(told[0]) if len(told) == 1 else ""
    return (
        environment()
        .get_template("verdicts.html")
        .render(
            title=one or f"What the evidence says: {name}",
            as_of=told[0].told.as_of if told else "",
            name=name,
            style=own_style(),
            **_held(told, found),
        )
    )


def part(told: Sequence[Case], found: Sequence[Recount] = ()) -> str:
    """Return the same as a part of another page that has the style sheet."""
    return environment().get_template("verdicts_part.html").render(_held(told, found))


def fragment(told: Sequence[Case], found: Sequence[Recount] = ()) -> str:
    """Return the same to stand alone in a notebook's cell."""
    inner = part(told, found)
    return environment().get_template("part.html").render(inner=inner, style=own_style())


def own_style() -> str:
    """Return the style sheet with what verdicts and lessons need besides."""
    return style() + environment().get_template("verdicts.css").render()


def _held(told: Sequence[Case], found: Sequence[Recount]) -> dict[str, object]:
    return {
        "sections": [_section(case) for case in told],
        "recounts": [telling.recount(each) for each in found],
        "asked": [
            section_of(each.answer, f"{each.before.id}, as the log has it", f"log-{each.before.id}")
            for each in found
        ],
        "programme": programme(told) if len(told) > 1 else None,
        "shown": shown,
    }


def _section(case: Case) -> Section:
    return Section(
        case=case,
        anchor=f"verdict-{case.hypothesis.id}",
        title=title(case),
        called=telling.called(case),
        look=_LOOKS.get(case.told.finish, "") if case.told.finish else "",
        sentence=telling.sentence(case),
        facts=tuple(_facts(case)),
        standing=telling.standing(case),
        wide=believed(case, width=WIDE),
        narrow=believed(case, width=NARROW),
        further=telling.further(case),
        worth_wide=worth(case, width=WIDE),
        worth_narrow=worth(case, width=NARROW),
        sheets=tuple(sheets(case)),
        derivation=tuple(telling.derivation(case)),
        replies=tuple((_asker(each), reply_to(each, case)) for each in case.requests),
    )


def _asker(request: FeatureRequest) -> str:
    return f"{request.asked_by} ({request.id})" if request.asked_by else request.id


def _facts(case: Case) -> list[tuple[str, str]]:
    told, facts = case.told, []
    if case.outcome is not None:
        facts.append(("Who is to do what", f"{case.outcome.actor} {case.outcome.behaviour}"))
    facts += [("Drives", said) for said in sentences(case.links)]
    facts.append(("Agreed beforehand", telling.criteria(case.hypothesis.criteria, case.scale)))
    facts += [("Measured", telling.measured(each, case)) for each in told.measured]
    facts.append(("Confidence", f"{told.confidence:.2f} of 10"))
    return facts
