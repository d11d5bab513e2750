"""The learning library: what was learnt from every verdict, to be found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from seachange.planning.rules.cases import Case
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.learning import Decision, Verdict
from seachange.planning.rules.plan.measuring import JourneyStep
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Finish


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A verdict that stands, with what was tried on whom, what came of it, what was decided.

    `teams` answer for the outcome; `step` is where on the journey it lies; `days` are those from
    the hypothesis's first test to the verdict, unknown (None) without dates.
    """

    case: Case
    verdict: Verdict
    output: Output | None
    step: JourneyStep | None
    teams: tuple[str, ...]
    days: int | None

    @property
    def title(self) -> str:
        """What was tried, in words."""
        said = title_of(self.output) if self.output else ""
        return said or title_of(self.case.hypothesis)

    @property
    def decision(self) -> Decision | None:
        """What was decided last."""
        return self.case.decisions[-1] if self.case.decisions else None

    @property
    def words(self) -> str:
        """Everything that was said of it, to search in."""
        case = self.case
        said = [case.hypothesis.id, title_of(case.hypothesis), self.title, self.verdict.reason]
        said += [case.hypothesis.statement, *(each.evidence.text for each in case.told.judged)]
        said += [each.reason for each in case.decisions]
        if case.outcome is not None:
            said += [case.outcome.id, case.outcome.name, case.outcome.actor, case.outcome.behaviour]
        return " ".join(said).casefold()


def lessons(plan: Plan, told: Iterable[Case]) -> Iterator[Lesson]:
    """Walk what was learnt, the newest verdict first; what has no verdict taught nothing yet."""
    found = [_lesson(plan, case) for case in told]
    settled = [each for each in found if each is not None]
    yield from sorted(settled, key=lambda each: each.verdict.decided_on or date.min, reverse=True)


def _lesson(plan: Plan, case: Case) -> Lesson | None:
    if case.standing is None:
        return None
    hypothesis, outcome = case.hypothesis, case.outcome
    begun, ended = started_on(case), case.standing.decided_on
    teams = outcome.owners if outcome else ()
    return Lesson(
        case=case,
        verdict=case.standing,
        output=plan.get(Output, hypothesis.output),
        step=plan.get(JourneyStep, outcome.journey_step) if outcome else None,
        teams=(hypothesis.team,) if hypothesis.team else teams,
        days=(ended - begun).days if begun and ended and ended >= begun else None,
    )


def started_on(case: Case) -> date | None:
    """Return the day a hypothesis's first test began; unknown without dates."""
    days = [each.starts_on for each in case.tests if each.state != "planned" and each.starts_on]
    return min(days, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; what is empty is not asked. Words are all to be there, in any order."""

    outcome: str = ""
    step: str = ""
    actor: str = ""
    team: str = ""
    finish: Finish | None = None
    words: str = ""


def search(found: Iterable[Lesson], wanted: Wanted) -> tuple[Lesson, ...]:
    """Return the lessons that are looked for, in their order; letters' case is no difference."""
    return tuple(lesson for lesson in found if _is_wanted(lesson, wanted))


def _is_wanted(lesson: Lesson, wanted: Wanted) -> bool:
    outcome, step = lesson.case.outcome, lesson.step
    own = (
        (wanted.outcome, (outcome.id, outcome.name) if outcome else ()),
        (wanted.step, (step.id, title_of(step)) if step else ()),
        (wanted.actor, (outcome.actor,) if outcome else ()),
        (wanted.team, lesson.teams),
    )
    for asked, held in own:
        if asked and asked.casefold() not in {each.casefold() for each in held}:
            return False
    if wanted.finish is not None and lesson.verdict.finish is not wanted.finish:
        return False
    return all(word in lesson.words for word in wanted.words.casefold().split())
