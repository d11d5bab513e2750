"""Checks of objectives and key results: are they changes in what people do?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from seachange.planning.rules.checks.finding import Check, Hit
from seachange.planning.rules.checks.severity import Severity
from seachange.planning.rules.checks.survey import Survey, quoted
from seachange.planning.rules.plan.discovery import KeyResult, Objective
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.wording.facts import Label
from seachange.planning.rules.wording.reading import Flag, Lack, Reading


def _worded(survey: Survey, is_so: Callable[[Reading], bool]) -> Iterator[Hit]:
    """Find key results whose words read so."""
    for result in survey.plan.key_results:
        if not result.text or result.is_health:
            continue
        reading = survey.read(result.text)
        if is_so(reading):
            words = quoted(*(word.text for word in reading.words))
            yield Hit(result.id, words or quoted(result.text), mend=reading.rewrite)


def key_result_that_is_an_output(survey: Survey) -> Iterator[Hit]:
    """Find key results worded as something to be made."""
    yield from _worded(survey, lambda reading: reading.label is Label.OUTPUT)


def key_result_that_is_effort(survey: Survey) -> Iterator[Hit]:
    """Find key results worded as effort."""
    yield from _worded(survey, lambda reading: reading.label is Label.ACTIVITY)


def key_result_that_is_a_milestone(survey: Survey) -> Iterator[Hit]:
    """Find key results that are either passed or not."""
    yield from _worded(survey, lambda reading: Flag.MILESTONE in reading.flags)


def key_result_left_open(survey: Survey) -> Iterator[Hit]:
    """Find key results that lack who, what or how much, in words and in their outcome."""
    for result in survey.plan.key_results:
        if result.is_health:
            continue
        reading = survey.read(result.text)
        outcome = survey.plan.get(Outcome, result.outcome)
        missing = _lacks(result, reading, outcome)
        if missing:
            decided = (*quoted(result.text), *(f"{lack.value}: not said" for lack in missing))
            yield Hit(result.id, decided, mend=reading.rewrite if result.text else "")


def _lacks(result: KeyResult, reading: Reading, outcome: Outcome | None) -> list[Lack]:
    lacks = set(reading.lacks) - {Lack.WHEN}
    if outcome is not None:
        lacks -= {Lack.WHO} if outcome.actor else set()
        lacks -= {Lack.WHAT} if outcome.behaviour else set()
    start, target = result.start, result.target
    if outcome is not None:
        start = outcome.baseline.level if start is None and outcome.baseline else start
        target = outcome.target if target is None else target
    lacks -= {Lack.HOW_MUCH} if start is not None and target is not None else set()
    return [lack for lack in Lack if lack in lacks]


def too_many_for_one_team(survey: Survey) -> Iterator[Hit]:
    """Find teams with more objectives or key results in a cycle than they can pursue."""
    held: dict[tuple[str, str], list[Objective]] = {}
    for objective in survey.plan.objectives:
        for team in objective.teams:
            held.setdefault((team, objective.cycle), []).append(objective)
    for (team, cycle), objectives in sorted(held.items()):
        results = [r.id for o in objectives for r in survey.plan.of(KeyResult, o.id)]
        most = survey.thresholds
        if len(results) > most.key_results or len(objectives) > most.objectives:
            held_now = (_count(len(objectives), "objective"), _count(len(results), "key result"))
            counted = ", ".join(held_now) + (f" in {cycle}" if cycle else "")
            yield Hit(team, (counted, *(o.id for o in objectives), *results))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def key_result_leading_nowhere(survey: Survey) -> Iterator[Hit]:
    """Find key results from which no path leads over an outcome to an impact."""
    for result in survey.plan.key_results:
        if result.is_health or result.outcome in survey.outcomes_with_impact:
            continue
        broken = f"{result.outcome} drives no impact" if result.outcome else "no outcome"
        yield Hit(result.id, (broken, *quoted(result.text)))


CHECKS = (
    Check(
        id="KR01",
        severity=Severity.ERROR,
        message="This key result is an output.",
        condition="A key result is worded as an output.",
        why=(
            "Finishing a thing shows that we were busy. Whether it changed anything is what a "
            "key result is for."
        ),
        mend="Say what people will do differently once it exists, from which rate to which.",
        look=key_result_that_is_an_output,
    ),
    Check(
        id="KR02",
        severity=Severity.WARNING,
        message="This measures effort.",
        condition="A key result is worded as an activity.",
        why=(
            "Effort can be doubled without any result. What counts is what the effort should "
            "change."
        ),
        mend="Ask what the effort is to find out or to change, and count that.",
        look=key_result_that_is_effort,
    ),
    Check(
        id="KR03",
        severity=Severity.ERROR,
        message="Who does what by how much?",
        condition="A key result lacks who, what, or how much.",
        why=(
            "A key result that leaves out who, what or how much can always be called reached. "
            "Nobody can plan for it or learn from it."
        ),
        mend="Write it as: who does what, from which rate to which, by when.",
        look=key_result_left_open,
    ),
    Check(
        id="KR04",
        severity=Severity.WARNING,
        message="Too many for one team.",
        condition="A team has more than 4 key results or more than 2 objectives in a cycle.",
        why=(
            "A team that pursues everything looks after nothing. Each further goal takes "
            "attention from those that matter."
        ),
        mend="Keep the few that would make the others easier, and drop the rest for this cycle.",
        look=too_many_for_one_team,
    ),
    Check(
        id="KR05",
        severity=Severity.WARNING,
        message="Yes/no milestone; state the behaviour it should cause.",
        condition="A key result is worded as a milestone.",
        why=(
            "A milestone is either passed or not, and passing it says nothing about what it "
            "caused. It tells nobody early that things go wrong."
        ),
        mend="State which behaviour the milestone should cause, and at which rate.",
        look=key_result_that_is_a_milestone,
    ),
    Check(
        id="KR06",
        severity=Severity.WARNING,
        message="Not connected to the big picture.",
        condition="No path leads from a key result over an outcome to an impact.",
        why=(
            "Without a link to a result the organisation wants, the team may reach it and help "
            "nobody. Leaders cannot see what it is for."
        ),
        mend="Point it at an outcome, and link that outcome to the impact it should move.",
        look=key_result_leading_nowhere,
    ),
)
