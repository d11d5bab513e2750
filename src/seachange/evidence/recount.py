"""A test as the plan has it beside the same test as a log has it."""

from __future__ import annotations

from dataclasses import dataclass

from seachange.measure.answering.experiment_parts import ExperimentAnswer
from seachange.measure.answers import Answer
from seachange.planning.rules.plan.learning import AssumptionTest


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """A test asked of a log: as the plan has it, as the log has it, and whether they agree.

    `why` says why there is no result, where there is none: the split was broken, or it is too
    early. `source` names the log with the fingerprint of its events.
    """

    before: AssumptionTest
    after: AssumptionTest
    answer: Answer
    source: str
    why: str = ""

    @property
    def harmed(self) -> str:
        """The guardrail that got worse by more than its margin, if one did."""
        if self.why or not isinstance(self.answer, ExperimentAnswer):
            return ""
        return next((g.metric for g in self.answer.guardrails if g.verdict == "harmed"), "")

    @property
    def is_stated(self) -> bool:
        """Whether the plan says what came of it."""
        return bool(self.before.treatment or self.before.result_effect is not None)

    @property
    def agrees(self) -> bool:
        """Whether the log says what the plan says, to a unit."""
        return not self.why and _counts(self.before) == _counts(self.after)


def _counts(test: AssumptionTest) -> tuple[object, ...]:
    tallies = [
        (level.did, level.people) if level else None for level in (test.control, test.treatment)
    ]
    return (test.result_effect,) if None in tallies else tuple(tallies)
