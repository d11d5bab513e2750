"""How much a rule picks of the events, while it is typed: known, or asked in the quick lane."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from seachange.errors import BadQuestion, TooMany
from seachange.events.documents import nearest
from seachange.events.rule_text import rule_from
from seachange.events.rules import Rule
from seachange.evidence import kept
from seachange.evidence.counting import RULE
from seachange.evidence.models import AnswerState, EventSource, KeptAnswer
from seachange.evidence.sources import source_in_use
from seachange.people.access import Viewer
from seachange.web import jobs
from seachange.web.answers import begun

MOST_NEAR = 3


@dataclass(frozen=True, slots=True)
class RuleCount:
    """What a typed rule picks: events and people, or not yet known; else what is wrong with it.

    `unseen` are names that no event has, each with the nearest names there are.
    """

    text: str
    events: int | None = None
    people: int | None = None
    is_waiting: bool = False
    why: str = ""
    place: str = ""
    remedy: str = ""
    unseen: tuple[tuple[str, tuple[str, ...]], ...] = ()


def rule_count(text: str, viewer: Viewer | None) -> RuleCount:
    """Return what a line that somebody types would pick."""
    try:
        rule = rule_from(text)
    except BadQuestion as error:
        return RuleCount(text, why=error.what, place=error.place, remedy=error.remedy)
    policy, source = kept.policy_of(viewer), source_in_use()
    if not policy or source is None:
        return RuleCount(text, why="There are no events here yet to count it in")
    strange = tuple(unseen(rule, source))
    known = _known(rule, source)
    if known is not None:
        return RuleCount(text, *known, unseen=strange)
    asked = kept.wanted({"kind": RULE, "rule": rule.to_dict()}, source, policy)
    try:
        answer = _counting(asked, by=viewer.id if viewer else "")
    except TooMany as error:
        return RuleCount(text, why=error.what, remedy=error.remedy, unseen=strange)
    if answer.state == AnswerState.READY:
        told = json.loads(answer.answer)
        return RuleCount(text, told["events"], told["people"], unseen=strange)
    if answer.state in {AnswerState.FAILED, AnswerState.CANCELLED}:
        return RuleCount(text, why=answer.why, remedy=answer.remedy, unseen=strange)
    return RuleCount(text, is_waiting=True, unseen=strange)


def _counting(asked: kept.Wanted, *, by: str) -> KeptAnswer:
    """Return the count that was asked for, begun where nobody has. Raises TooMany."""
    held = kept.found([asked.key], by=by).get(asked.key)
    if held is not None:
        kept.joined([held], by=by)
        return held
    kept.refuse_too_many(by=by)
    return begun(asked, lane=jobs.QUICK, by=by)


def names_of(source: EventSource | None) -> list[str]:
    """Return the names of a source's events, the commonest first."""
    return [str(name) for name, _, _ in source.told.get("names", ())] if source else []


def _known(rule: Rule, source: EventSource) -> tuple[int, int] | None:
    """Return what was counted when the source was read: of one name, without conditions."""
    first, wanted, told = rule.picks[0], rule.names, source.told
    if len(rule.picks) != 1 or first.where or wanted is None or len(wanted) != 1:
        return None
    for name, events, people in told.get("names", ()):
        if name in wanted:
            return int(events), int(people)
    return (0, 0) if len(told.get("names", ())) == told.get("kinds") else None


def unseen(rule: Rule, source: EventSource) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Walk the names in a rule that no event of a source has, each with the nearest there are."""
    there = names_of(source)
    if len(there) != source.told.get("kinds"):
        return
    for name in sorted(rule.names or ()):
        if name not in there:
            yield name, tuple(nearest(name, there)[:MOST_NEAR])
