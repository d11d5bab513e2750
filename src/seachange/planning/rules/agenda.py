"""What a review has to decide: each thing that is open, what asks for it, and who waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from seachange.planning.rules.advice import Move
from seachange.planning.rules.cases import Case
from seachange.planning.rules.checks.finding import Finding
from seachange.planning.rules.plan.delivery import OUT, Output
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.learning import Hypothesis
from seachange.planning.rules.plan.naming import title_of
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.replies import reply_to
from seachange.planning.rules.vocabulary import Choice


class Topic(StrEnum):
    """What an item of a review is about, in the order it is best taken."""

    SETTLED = "settled, and nothing decided on it"
    OPEN = "open: go on, run it again, or stop"
    PURPOSE = "built, and nobody said what for"
    REPLY = "somebody waits for a reply"
    AHEAD = "what lies ahead"
    TELLING = "who can tell the story"


# What the evidence asks for, as a decision.
_ASKED = {
    Move.SCALE: Choice.SCALE,
    Move.REMOVE: Choice.REMOVE,
    Move.STOP: Choice.STOP,
    Move.ITERATE: Choice.ITERATE,
    Move.RERUN: Choice.RERUN,
}
# Checks that speak of the plan as a whole, and what they are about.
_OF_THE_PLAN = {"RM01": Topic.AHEAD, "RM02": Topic.AHEAD, "VI04": Topic.TELLING}
_DECIDABLE = (Hypothesis, Output, FeatureRequest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to decide: about which record, what is asked, which choice the evidence asks for.

    `draft` is a reply for somebody to read, mend and send.
    """

    topic: Topic
    record: Record | None
    title: str
    asks: str
    choice: Choice | None = None
    draft: str = ""

    @property
    def is_decidable(self) -> bool:
        """Whether it ends with a decision on its record."""
        return isinstance(self.record, _DECIDABLE)


def agenda(plan: Plan, told: Iterable[Case], findings: Iterable[Finding]) -> tuple[Item, ...]:
    """Return what a review has to decide, by topic; what was decided since is not there."""
    judged = list(told)
    items = [
        *(item for case in judged if (item := _of_case(case)) is not None),
        *_without_purpose(plan),
        *_replies(plan, judged),
        *_of_plan(findings),
    ]
    order = list(Topic)
    return tuple(sorted(items, key=lambda item: order.index(item.topic)))


def _of_case(case: Case) -> Item | None:
    """Return what is to be decided on a hypothesis; a decision after its verdict ends it."""
    settled = case.standing
    since = settled.decided_on if settled else None
    if case.hypothesis.state in {"draft", "complete", "withdrawn"}:
        return None
    if since and any(each.decided_on and each.decided_on >= since for each in case.decisions):
        return None
    is_settled = case.advice.move in {Move.SCALE, Move.REMOVE} or case.told.finish == "refuted"
    return Item(
        topic=Topic.SETTLED if is_settled else Topic.OPEN,
        record=case.hypothesis,
        title=title_of(case.hypothesis),
        asks=case.advice.says,
        choice=_ASKED.get(case.advice.move),
    )


def _without_purpose(plan: Plan) -> Iterator[Item]:
    """Walk what is out and was to change nothing that anybody said."""
    for output in plan.outputs:
        is_for = output.outcome or plan.of(Hypothesis, output.id)
        if output.idea:
            is_for = is_for or plan.of(Hypothesis, output.idea)
        if output.state in OUT and not is_for and output.state != "removed":
            yield Item(
                topic=Topic.PURPOSE,
                record=output,
                title=title_of(output),
                asks="Decide what it was to change, and for whom; or write down why it stays.",
            )


def _replies(plan: Plan, judged: Iterable[Case]) -> Iterator[Item]:
    """Walk those who asked for something that was decided on, and never heard why."""
    drafts = {
        request.id: reply_to(request, case)
        for case in judged
        if case.decisions
        for request in case.requests
    }
    for request in plan.feature_requests:
        is_decided = request.choice is not None or request.id in drafts
        if is_decided and not _is_told(request):
            asker = request.asked_by or "who asked"
            yield Item(
                topic=Topic.REPLY,
                record=request,
                title=title_of(request) or request.asked,
                asks=f"Write the reason to {asker}.",
                draft=drafts.get(request.id, ""),
            )


def _is_told(request: FeatureRequest) -> bool:
    """Whether whoever asked heard why; on which day need not be written down for it."""
    if request.replied_on is not None:
        return bool(request.reason or request.reply)
    return request.state in {"replied", "closed"} and bool(request.reason)


def _of_plan(findings: Iterable[Finding]) -> Iterator[Item]:
    for each in findings:
        if each.id in _OF_THE_PLAN:
            yield Item(topic=_OF_THE_PLAN[each.id], record=None, title=each.message, asks=each.mend)
