"""How much a rule picks of the events, while it is typed: known, or asked in the quick lane."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from seachange.errors import BadQuestion, TooMany
from seachange.events.documents import nearest
from seachange.events.rule_text import rule_from, text_of
from seachange.events.rules import Condition, Pick, Rule
from seachange.evidence import kept
from seachange.evidence.counting import RULE
from seachange.evidence.models import AnswerState, EventSource, KeptAnswer
from seachange.evidence.sources import source_in_use
from seachange.people.access import Viewer
from seachange.web import jobs
from seachange.web.answers import begun

MOST_NEAR = 3


@dataclass(frozen=True, slots=True)
class Instead:
    """A name that may be meant in place of a wrong one, and the line that the rule is with it."""

    name: str
    line: str


Wrong = tuple[str, tuple[Instead, ...]]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """What a typed rule picks: events and people, or not yet known; else what is wrong with it.

    `unseen` are names that no event has, each with the nearest names there are; `lacking` are
    properties that none of the events named has, each with those they have.
    """

    text: str
    events: int | None = None
    people: int | None = None
    is_waiting: bool = False
    why: str = ""
    place: str = ""
    remedy: str = ""
    unseen: tuple[Wrong, ...] = ()
    lacking: tuple[Wrong, ...] = ()


def rule_count(text: str, viewer: Viewer | None) -> RuleCount:
    """Return what a line that somebody types would pick."""
    try:
        rule = rule_from(text)
    except BadQuestion as error:
        return RuleCount(text, why=error.what, place=error.place, remedy=error.remedy)
    policy, source = kept.policy_of(viewer), source_in_use()
    if not policy or source is None:
        return RuleCount(text, why="There are no events here yet to count it in")
    said = RuleCount(
        text, unseen=tuple(_unseen(rule, source)), lacking=tuple(_lacking(rule, source))
    )
    known = _known(rule, source)
    if known is not None:
        return replace(said, events=known[0], people=known[1])
    asked = kept.wanted({"kind": RULE, "rule": rule.to_dict()}, source, policy)
    try:
        answer = _counting(asked, by=viewer.id if viewer else "")
    except TooMany as error:
        return replace(said, why=error.what, remedy=error.remedy)
    if answer.state == AnswerState.READY:
        told = json.loads(answer.answer)
        return replace(said, events=told["events"], people=told["people"])
    if answer.state in {AnswerState.FAILED, AnswerState.CANCELLED}:
        return replace(said, why=answer.why, remedy=answer.remedy)
    return replace(said, is_waiting=True)


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


def _unseen(rule: Rule, source: EventSource) -> Iterable[Wrong]:
    for name, near in unseen(rule, source):
        yield name, tuple(Instead(one, text_of(_called(rule, name, one))) for one in near)


def _called(rule: Rule, name: str, meant: str) -> Rule:
    return Rule(
        tuple(
            replace(pick, names=pick.names - {name} | {meant})
            if pick.names and name in pick.names
            else pick
            for pick in rule.picks
        )
    )


def _lacking(rule: Rule, source: EventSource) -> Iterable[Wrong]:
    """Walk the properties of a rule that none of its events has, each with those they do have.

    As far as it was kept when the source was read: of others nothing is said.
    """
    held = source.told.get("held") or {}
    there = set(source.told.get("properties", ()))
    for pick in rule.picks:
        own = [
            name
            for name, holders in held.items()
            if pick.names is None or pick.names & set(holders)
        ]
        for condition in pick.where:
            name = condition.name
            is_known = name in held or name not in there
            if own and is_known and name not in own and not _may_lack(condition):
                near = (nearest(name, own) or own)[:MOST_NEAR]
                yield name, tuple(Instead(one, _asking(rule, pick, name, one)) for one in near)


def _asking(rule: Rule, of: Pick, name: str, meant: str) -> str:
    """Return the line of a rule of which one part asks for another property."""
    where = tuple(replace(each, name=meant) if each.name == name else each for each in of.where)
    mended = replace(of, where=where)
    return text_of(Rule(tuple(mended if pick is of else pick for pick in rule.picks)))


def _may_lack(condition: Condition) -> bool:
    """Whether events without the property meet a condition."""
    return condition.operator == "not" or (condition.operator, condition.value) == ("is_set", False)
