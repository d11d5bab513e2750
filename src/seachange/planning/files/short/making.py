"""Outputs written short: `effort: 6`, `contacts: 22`, `released: 2026-04-01`, `hyp: H1`."""

from __future__ import annotations

from seachange.planning.files.nodes import Node, Scalar, wrong
from seachange.planning.files.short.forms import (
    A_DAY,
    Entry,
    Form,
    Section,
    dated,
    expected,
    figure,
    is_day,
    is_silent,
    number_of,
    numbered,
    renamed,
    text_of,
    word,
    words_in,
)
from seachange.planning.files.short.learning import imply_verdict
from seachange.planning.rules.vocabulary import Kind, Origin

_TEXT = {"type": "string"}
_NUMBER = {"type": "number"}
_COUNT = {"type": "integer", "minimum": 0}
# How people say where an output stands, beside the states it goes through.
_STATES = {"testing": "discovery", "killed": "removed"}


def _contacts(entry: Entry, node: Node) -> None:
    count = number_of(node, key="contacts", example="22")
    if count < 0 or count % 1:
        raise expected(node, key="contacts", example="22")
    if count:
        fields = {"conversations": node, "outputs": word(entry.id, node.at)}
        entry.imply(Kind.CONTACT, f"CT-{entry.id}", fields, at=node.at)


def _evidence(entry: Entry, node: Node) -> None:
    for each in words_in(node, key="evidence", example="[anecdotal]"):
        fields = {
            "output": word(entry.id, each.at),
            "evidence_class": each,
            "bearing": figure("1", each.at),
        }
        entry.imply(Kind.EVIDENCE, f"E-{entry.id}-{each.text}", fields, at=each.at)


def _holdback(entry: Entry, node: Node) -> None:
    share = number_of(node, key="holdback", example="0.1")
    if not 0 <= share <= 1:
        raise expected(node, key="holdback", example="0.1")
    fields: dict[str, Node] = {
        "output": word(entry.id, node.at),
        "state": word("partial", node.at),
        "share": figure(format(1 - share, "f"), node.at),
        "holdback_share": node,
    }
    for name in ("released", "released_on"):
        day = entry.node.held.get(name)
        if day is not None and not is_silent(day):
            fields["released_on"] = day
    entry.imply(Kind.RELEASE, f"RL-{entry.id}", fields, at=node.at)


def _hyp(entry: Entry, node: Node) -> None:
    hypothesis = text_of(node, key="hyp", example="H1")
    if entry.whole.kind_of(hypothesis) is not Kind.HYPOTHESIS:
        raise expected(node, key="hyp", example="H1 (a hypothesis of this plan)")
    entry.whole.give(hypothesis, "output", word(entry.id, node.at))


def _verdict(entry: Entry, node: Node) -> None:
    example = f"supported {A_DAY}"
    told = text_of(node, key="verdict", example=example).split()
    if not told or not is_day(told[-1]) or len(told) > 2:
        raise expected(node, key="verdict", example=example)
    hypothesis = entry.whole.field_of(entry.id, "hyp")
    if not hypothesis:
        what = "a verdict is on a hypothesis, and no `hyp:` names it"
        raise wrong(node.at, what, remedy=f"Write `hyp: H1, verdict: {example}`.")
    imply_verdict(entry.whole, hypothesis, at=node.at, owner=entry.owner)
    entry.fill("state", "measured")


def _state(entry: Entry, node: Node) -> None:
    if isinstance(node, Scalar):
        entry.put("state", word(_STATES[node.text], node.at), said="state")


def _is_spoken(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text in _STATES


def _finish_output(entry: Entry) -> None:
    if entry.says("released_on"):
        entry.fill("state", "released")
    name = entry.says("name")
    if entry.says("origin") == Origin.DEAL and "customers" not in entry.node.held:
        found = [each for each in entry.whole.words_under("customer") if each in name]
        if len(found) == 1:
            entry.fill("customers", found[0])


OUTPUTS = Section(
    kind=Kind.OUTPUT,
    forms={
        "kind": Form(
            unfold=renamed("output_kind", said="kind"),
            field="output_kind",
            example="feature",
            schema=_TEXT,
            means="what sort of thing it is",
        ),
        "effort": Form(
            unfold=numbered("effort_weeks", said="effort", example="6"),
            field="effort_weeks",
            example="6",
            schema=_NUMBER,
            means="person-weeks",
        ),
        "released": Form(
            unfold=dated("released_on", said="released"),
            field="released_on",
            example=A_DAY,
            schema=_TEXT,
            means="the day it was released",
        ),
        "state": Form(
            unfold=_state,
            example="killed",
            schema={"enum": list(_STATES)},
            means="testing (in discovery) or killed (removed)",
            applies=_is_spoken,
        ),
        "hyp": Form(
            unfold=_hyp,
            example="H1",
            schema=_TEXT,
            means="the hypothesis that is about it",
        ),
        "contacts": Form(
            unfold=_contacts,
            example="22",
            schema=_COUNT,
            means="how many conversations with customers there were",
        ),
        "evidence": Form(
            unfold=_evidence,
            example="[anecdotal]",
            schema={"type": ["string", "array"]},
            means="classes of evidence that speak for it",
        ),
        "holdback": Form(
            unfold=_holdback,
            example="0.1",
            schema=_NUMBER,
            means="the share of people it was held back from",
        ),
        "verdict": Form(
            unfold=_verdict,
            example=f"supported {A_DAY}",
            schema=_TEXT,
            means="what was found of its hypothesis on which day; a day alone: what arms show",
        ),
    },
    finish=_finish_output,
)
