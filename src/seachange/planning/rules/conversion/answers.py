"""The answers to the three questions about a feature, and the records they make."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from seachange.errors import BadPlan
from seachange.events.documents import nearest
from seachange.planning.rules.conversion.changes import change, limit
from seachange.planning.rules.conversion.features import Feature, called
from seachange.planning.rules.conversion.sentences import said_as
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.intent import DriverLink, Impact, Outcome
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.values import Criteria, Level
from seachange.planning.rules.wording.facts import Label
from seachange.planning.rules.wording.reading import Reading

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody said of one feature, as they said it; nothing said is left open.

    `outcome` is an id, or a sentence of who does what; `drives` an impact's id, or the result
    in words. `is_insisted` takes a sentence as it is, whatever it reads as.
    """

    outcome: str = ""
    drives: str = ""
    how: str = ""
    predicted: str = ""
    smallest: str = ""
    by: str = ""
    stop: str = ""
    stop_by: str = ""
    is_insisted: bool = False


# How a text reads, with the plan's own names for people and things.
Read = Callable[[str], Reading]


def chosen_outcome(plan: Plan, answers: Answers, read: Read) -> tuple[Outcome, bool]:
    """Return the outcome that was picked or put into words, and whether it is a new one.

    Raises NotAnOutcome for words that say something else.
    """
    said = " ".join(answers.outcome.split())
    if not said:
        raise BadPlan("no outcome", remedy="Say who does what, or give the id of an outcome.")
    for outcome in plan.outcomes:
        names = (outcome.id, outcome.name, outcome.text)
        if said.casefold() in {name.casefold() for name in names if name}:
            return outcome, False
    if said in plan.by_id:
        kind = plan.by_id[said].kind
        article = "an" if kind[0] in "aeiou" else "a"
        raise BadPlan(f"{said} is {article} {kind}, not an outcome", remedy="Who will do what?")
    near = nearest(said, [outcome.id for outcome in plan.outcomes]) if " " not in said else ()
    if near:
        raise BadPlan(f"there is no outcome {said}", remedy=f"Did you mean {near[0]}?")
    parts = said_as(read(said), is_insisted=answers.is_insisted)
    made = Outcome(
        id=free_id(plan, "OC"),
        name=said,
        actor=parts.actor,
        actor_kind=parts.actor_kind,
        behaviour=parts.behaviour,
        direction=parts.direction,
        baseline=Level(value=parts.baseline) if parts.baseline is not None else None,
        target=parts.target,
        by=parts.by,
    )
    return made, True


def records_for(
    plan: Plan, feature: Feature, answers: Answers, *, read: Read, today: date
) -> tuple[Record, ...]:
    """Return what the answers put into the plan: a hypothesis, and what it needs beside it.

    The hypothesis is complete once all is said, a draft before. Raises BadPlan for an answer
    that cannot be taken.
    """
    outcome, is_new = chosen_outcome(plan, answers, read)
    beside = list(_driving(plan, outcome, answers, read))
    criteria = criteria_from(answers, outcome)
    hypothesis = Hypothesis(
        id=free_id(plan, "H"),
        state="complete" if criteria.are_complete else "draft",
        statement=statement(feature, outcome, answers.how),
        output=feature.id if isinstance(feature, Output) else None,
        idea=None if isinstance(feature, Output) else feature.id,
        outcome=outcome.id,
        criteria=criteria,
        stated_on=today,
    )
    return (*([outcome] if is_new else []), *beside, hypothesis)


def statement(feature: Feature, outcome: Outcome, how: str) -> str:
    """Put a hypothesis into words: we believe [outcome] if [users] attain [benefit] with [it]."""
    believed = f"We believe “{outcome.text}” will be achieved"
    who = outcome.actor or "people"
    if not how:
        return f"{believed} with “{called(feature)}”."
    attained = " ".join(how.split()).rstrip(".")
    return f"{believed} if {who} attain {attained} with “{called(feature)}”."


def criteria_from(answers: Answers, outcome: Outcome) -> Criteria:
    """Read how we shall know. Raises BadPlan for what is no change or no day."""
    way = outcome.direction
    predicted = change(answers.predicted, way) if answers.predicted else None
    smallest = change(answers.smallest, way) if answers.smallest else None
    if predicted is not None and smallest is not None and abs(predicted) < abs(smallest):
        raise BadPlan(
            f"{answers.predicted} expected, but worth it only from {answers.smallest} on",
            remedy="Expect more, or ask for less; or is it not worth doing?",
        )
    return Criteria(
        predicted=predicted,
        smallest_worthwhile=smallest,
        success_on=day(answers.by),
        kill_state=" ".join(answers.stop.split()),
        kill_below=limit(answers.stop, way),
        kill_on=day(answers.stop_by),
    )


def day(text: str) -> date | None:
    """Read a day, or nothing. Raises BadPlan."""
    text = text.strip()
    if not text:
        return None
    try:
        if _DAY.match(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadPlan(f"{text!r} is no day", remedy="Write it as 2026-06-30.")


def driven_impacts(plan: Plan, answers: Answers, read: Read) -> list[Impact]:
    """Return the impacts that were named, by id or by name, or a new one in its words."""
    said = " ".join(answers.drives.split())
    if not said:
        return []
    by_name = {name.casefold(): impact for impact in plan.impacts for name in _names(impact)}
    parts = [part.strip() for part in said.split(",")]
    if all(part.casefold() in by_name for part in parts):
        return list({by_name[p.casefold()].id: by_name[p.casefold()] for p in parts}.values())
    if " " not in said and said.upper() == said:
        near = nearest(said, [impact.id for impact in plan.impacts])
        hint = f"Did you mean {near[0]}?" if near else "Say the result in words."
        raise BadPlan(f"there is no impact {said}", remedy=hint)
    reading = read(said)
    if reading.label is not Label.IMPACT and not answers.is_insisted:
        told = f"“{said}” does not read as a result leaders watch. {reading.because}"
        raise BadPlan(told, remedy="Such as revenue, cost, market share or NPS.")
    return [Impact(id=free_id(plan, "IM"), statement=said)]


def _names(impact: Impact) -> list[str]:
    return [name for name in (impact.id, impact.name, impact.statement) if name]


def _driving(plan: Plan, outcome: Outcome, answers: Answers, read: Read) -> Iterator[Record]:
    """Walk the impacts that are new, and the links to those the outcome did not lead to yet."""
    for impact in driven_impacts(plan, answers, read):
        linked = (link.impact for link in plan.of(DriverLink, outcome.id))
        if impact.id not in plan.by_id:
            yield impact
        if impact.id not in linked:
            link_id = f"{outcome.id}-{impact.id}"
            taken = link_id in plan.by_id
            yield DriverLink(
                id=free_id(plan, f"{link_id}-") if taken else link_id,
                outcome=outcome.id,
                impact=impact.id,
            )


def free_id(plan: Plan, prefix: str) -> str:
    """Return the first id behind all that begin so and end in a number."""
    numbers = (each.removeprefix(prefix) for each in plan.by_id if each.startswith(prefix))
    last = max((int(each) for each in numbers if each.isascii() and each.isdigit()), default=0)
    return f"{prefix}{last + 1}"
