"""The three questions about a feature, asked of a person line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from seachange.errors import BadPlan
from seachange.planning.rules.conversion.answers import (
    Answers,
    Read,
    chosen_outcome,
    criteria_from,
    day,
    driven_impacts,
)
from seachange.planning.rules.conversion.features import HOW, KNOW, WHICH, Feature, called
from seachange.planning.rules.conversion.sentences import NotAnOutcome, said_as
from seachange.planning.rules.plan.intent import DriverLink, Outcome
from seachange.planning.rules.plan.plan import Plan

STEPS = ("outcome", "drives", "how", "predicted", "smallest", "by", "stop", "stop_by")
MOST_SHOWN = 20
HELP = (
    "  An empty line leaves a question open, or keeps what stands in [brackets].\n"
    "  back: the question before   skip: this feature, for now   stop: for today, keep the rest"
)


class Move(Enum):
    """Where somebody goes instead of answering."""

    BACK = "back"
    SKIP = "skip"
    STOP = "stop"


@dataclass(slots=True)
class Talk:
    """A conversation about one feature: how to ask, how to tell, and the plan it is about."""

    plan: Plan
    read: Read
    ask: Callable[[str], str]  # shows a question, returns the line that was typed
    tell: Callable[[str], None]
    answers: Answers = field(default_factory=Answers)
    _refused: str = ""
    _is_asked_again: bool = False

    def about(self, feature: Feature) -> Move | None:
        """Ask the three questions; `answers` holds what was said. Return a move, if one is made."""
        at = 0
        while at < len(STEPS):
            step = STEPS[at]
            words = "" if self._is_asked_again else f"{self._words(step, feature)}\n"
            held = getattr(self.answers, step)
            said = self.ask(f"{words}{f'[{held}] ' if held else ''}>").strip()
            self._is_asked_again = False
            if said == "?":
                self.tell(HELP)
                continue
            if said in (Move.SKIP.value, Move.STOP.value):
                return Move(said)
            if said == Move.BACK.value:
                if at == 0:
                    return Move.BACK
                at = self._before(at)
                continue
            if self._take(step, said):
                at = self._behind(at)
            else:
                self._is_asked_again = True
        return None

    def _take(self, step: str, said: str) -> bool:
        """Take an answer, or say why not; what is insisted on is taken as it is."""
        is_insisted = said.startswith("!") or bool(said and said == self._refused)
        said = said.removeprefix("!").strip() or (self._refused if said else "")
        said = said or getattr(self.answers, step)
        changes: dict[str, Any] = {step: said}
        if step == "outcome" and said != self.answers.outcome:
            changes["is_insisted"] = is_insisted
        elif step == "drives":
            changes["is_insisted"] = is_insisted or self.answers.is_insisted
        told = replace(self.answers, **changes)
        try:
            self._check(step, told)
        except NotAnOutcome as refused:
            self._refused = said
            self._tell(refused, "Say it otherwise; or the same again, to insist on it.")
            return False
        except BadPlan as refused:
            self._refused = said if step == "drives" else ""
            self._tell(refused)
            return False
        self._refused = ""
        self.answers = told
        return True

    def _tell(self, refused: BadPlan, then: str = "") -> None:
        lines = [*str(refused).splitlines(), *filter(None, [then])]
        self.tell("\n".join(f"  {line}" for line in lines))

    def _check(self, step: str, told: Answers) -> None:
        if step == "outcome":
            outcome, is_new = chosen_outcome(self.plan, told, self.read)
            if is_new:
                parts = said_as(self.read(outcome.name), is_insisted=True)
                self.tell(f"  taken as {outcome.id} · {parts.told}")
            else:
                self.tell(f"  {outcome.id}: {outcome.text}")
        elif step == "drives":
            driven_impacts(self.plan, told, self.read)
        elif step in {"by", "stop_by"}:
            day(getattr(told, step))
        elif step in {"predicted", "smallest"}:
            criteria_from(replace(told, by="", stop_by=""), self._outcome(told))

    def _outcome(self, told: Answers) -> Outcome:
        return chosen_outcome(self.plan, told, self.read)[0]

    def _is_driving(self) -> bool:
        """Whether the outcome leads somewhere already, so that nobody need say where."""
        outcome, is_new = chosen_outcome(self.plan, self.answers, self.read)
        return not is_new and bool(self.plan.of(DriverLink, outcome.id))

    def _behind(self, at: int) -> int:
        return at + 2 if STEPS[at] == "outcome" and self._is_driving() else at + 1

    def _before(self, at: int) -> int:
        return at - 2 if STEPS[at] == "how" and self._is_driving() else at - 1

    def _words(self, step: str, feature: Feature) -> str:
        name = f"“{called(feature)}”"
        if step == "outcome":
            known = _listed([f"{o.id}: {o.text}" for o in self.plan.outcomes])
            pick = f"\n   In a sentence; or one of these, by its id:{known}" if known else ""
            return f"1. {WHICH} Once {name} is there, who will do what?{pick}"
        if step == "drives":
            known = _listed([f"{i.id}: {i.name or i.statement}" for i in self.plan.impacts])
            return f"   Which result does that drive?{known}"
        outcome = self._outcome(self.answers)
        who = outcome.actor or "they"
        return {
            "how": f"2. {HOW} What do {who} attain with {name}, that brings them to it?",
            "predicted": f"3. {KNOW} By how much will “{outcome.text}” move? (4 pp)",
            "smallest": "   From how much on is it worth having? (2 pp)",
            "by": "   By which day will it show? (2026-06-30)",
            "stop": "   Where do we stop? (below 1 pp)",
            "stop_by": "   And on which day at the latest? (2026-06-30)",
        }[step]


def _listed(lines: list[str]) -> str:
    shown = [f"\n   {line}" for line in lines[:MOST_SHOWN]]
    if len(lines) > MOST_SHOWN:
        shown.append(f"\n   … and {len(lines) - MOST_SHOWN} more")
    return "".join(shown)
