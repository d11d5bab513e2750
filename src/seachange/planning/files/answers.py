"""A file of answers to the three questions, a feature a key; and one to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from seachange.errors import BadPlan
from seachange.events.documents import nearest
from seachange.planning.files.mistakes import Mistakes
from seachange.planning.files.nodes import Keys, Node, Scalar, named, nodes_of, wrong
from seachange.planning.files.reading import texts_of
from seachange.planning.files.values import built, told_fields
from seachange.planning.rules.checks.finding import Place
from seachange.planning.rules.conversion.answers import Answers, Read, records_for
from seachange.planning.rules.conversion.features import HOW, KNOW, WHICH, Feature, called
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.discovery import Idea
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record

SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a file of answers makes: records, each beside its feature, and what it leaves alone."""

    records: tuple[Record, ...]
    beside: Mapping[str, str]  # record → feature
    skipped: tuple[str, ...]  # features it says nothing of, or to skip
    known: tuple[str, ...]  # features that need no answer any more


def answered(
    path: Path, plan: Plan, features: Sequence[Feature], *, read: Read, today: date
) -> Answered:
    """Read answers from a file and make the records they say, one feature after the other.

    Raises BadPlan with file, line and column of everything that cannot be taken.
    """
    name, text = next(iter(texts_of(path)))
    mistakes = Mistakes()
    told = {feature.id: feature for feature in features}
    records: list[Record] = []
    beside: dict[str, str] = {}
    known: list[str] = []
    given: set[str] = set()
    for feature_id, at, node in _entries(text, name, mistakes):
        with mistakes.caught():
            feature = told.get(feature_id)
            if feature is None:
                _check_known(plan, feature_id, at, told)
                known.append(feature_id)
                continue
            answers = _answers(node, feature_id)
            if answers is None:
                continue
            given.add(feature_id)
            made = _made(plan, feature, answers, at=_spot(node, at), read=read, today=today)
            plan = plan.changed(put=made)
            records += made
            beside.update({record.id: feature_id for record in made})
    mistakes.refuse()
    return Answered(
        records=tuple(records),
        beside=beside,
        skipped=tuple(each for each in told if each not in given),
        known=tuple(known),
    )


def _entries(text: str, name: str, mistakes: Mistakes) -> Iterator[tuple[str, Place, Node]]:
    root = nodes_of(text, file=name, mistakes=mistakes)
    if root is None or (isinstance(root, Scalar) and root.is_nothing):
        raise BadPlan("the file is empty", place=name, remedy="Write answers into it.")
    if not isinstance(root, Keys):
        told = f"answers must be a mapping of ids to answers, not {named(root)}"
        raise wrong(root.at, told, remedy="Write `OU7: {outcome: …}`.")
    for feature_id, node in root.held.items():
        yield feature_id, root.keys[feature_id], node


def _check_known(plan: Plan, feature_id: str, at: Place, told: Iterable[str]) -> None:
    """Refuse an id that is no feature's; one that was answered before is let be."""
    if isinstance(plan.by_id.get(feature_id), Output | Idea):
        return
    near = nearest(feature_id, told)
    hint = f"Did you mean {', '.join(near)}?" if near else "Give the id of an output or an idea."
    raise wrong(at, f"there is no output or idea {feature_id!r}", remedy=hint)


def _answers(node: Node, feature_id: str) -> Answers | None:
    if isinstance(node, Scalar) and (node.is_nothing or node.text == SKIP):
        return None
    told = told_fields(node, Answers, what=f"the answer for {feature_id}")
    answers: Answers = built(Answers, told, at=node.at)
    return answers if answers != Answers() else None


def _made(
    plan: Plan, feature: Feature, answers: Answers, *, at: Place, read: Read, today: date
) -> tuple[Record, ...]:
    try:
        return records_for(plan, feature, answers, read=read, today=today)
    except BadPlan as refused:
        raise wrong(at, f"{feature.id}: {refused.what}", remedy=refused.remedy) from None


def _spot(node: Node, at: Place) -> Place:
    return node.held["outcome"].at if isinstance(node, Keys) and "outcome" in node.held else at


_ASKED = {
    "outcome": f"{WHICH} The id of an outcome, or a sentence: who will do what",
    "drives": "which impact that drives: its id, or the result in words",
    "how": f"{HOW} What those people attain with it",
    "predicted": f"{KNOW} By how much it will move: 4 pp, or 0.04 in the metric's units",
    "smallest": "from how much on it is worth having",
    "by": "the day by which it shows: 2026-06-30",
    "stop": "where we stop: below 1 pp",
    "stop_by": "the day we stop on",
}


def to_fill_in(plan: Plan, features: Sequence[Feature]) -> str:
    """Return a file of answers with all questions and no answer yet."""
    lines = ["# An answer left empty stays open; a feature left empty is asked about again."]
    lines += [f"# {outcome.id}: {outcome.text}" for outcome in plan.outcomes]
    lines += [f"# {impact.id}: {impact.name or impact.statement}" for impact in plan.impacts]
    for feature in features:
        lines += ["", f"{feature.id}:  # {called(feature)}"]
        width = max(map(len, _ASKED)) + 1
        lines += [f"  {name + ':':{width}}  # {asked}" for name, asked in _ASKED.items()]
    return "\n".join(line.replace("\r", " ") for line in lines) + "\n"
