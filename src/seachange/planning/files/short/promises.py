"""Requests, deals and commitments written short: `asks:`, `stage: won 2026-02-20`, `signoffs:`."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from seachange.planning.files.nodes import Items, Keys, Node, Scalar
from seachange.planning.files.short.forms import (
    A_DAY,
    Entry,
    Form,
    Section,
    Whole,
    dated,
    expected,
    figure,
    is_day,
    is_silent,
    number_of,
    renamed,
    text_of,
    word,
    words_in,
)
from seachange.planning.rules.states import MOVES
from seachange.planning.rules.vocabulary import Answer, Function, Kind, Origin

_TEXT = {"type": "string"}
_DAY = {"type": "string", "format": "date"}
_SUM = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,3})?)\s*([kKmM]?)\Z")
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
# Whose voice a word is; everybody else asks as a customer.
_VOICES = {
    "sales": Origin.SALES,
    "cs": Origin.CUSTOMER_SUCCESS,
    "customer success": Origin.CUSTOMER_SUCCESS,
    "marketing": Origin.MARKETING,
    "operations": Origin.OPERATIONS,
    "ops": Origin.OPERATIONS,
    "ceo": Origin.EXECUTIVE,
    "cfo": Origin.EXECUTIVE,
    "cto": Origin.EXECUTIVE,
    "coo": Origin.EXECUTIVE,
    "exec": Origin.EXECUTIVE,
    "team": Origin.TEAM,
}
_LINKED = {
    Kind.OUTCOME: "outcome",
    Kind.OUTPUT: "output",
    Kind.PROBLEM: "problem",
    Kind.IDEA: "idea",
}
_FUNCTIONS = {"cs": "customer_success", "leaders": "leadership"}
_MISSING = ("missing", "pending")


def function_of(text: str) -> str:
    """Return the function that a word names: `cs` is customer success, `leaders` leadership."""
    return _FUNCTIONS.get(text, text)


# --- requests -------------------------------------------------------------------------------------


def _from(entry: Entry, node: Node) -> None:
    text = text_of(node, key="from", example="client")
    entry.put("asked_by", node, said="from")
    if text.casefold() in _VOICES:
        entry.fill("origin", _VOICES[text.casefold()])


def _linked(entry: Entry, node: Node) -> None:
    to = text_of(node, key="linked", example="OC3")
    kind = entry.whole.kind_of(to)
    if kind not in _LINKED:
        example = "OC3 (an outcome, output, problem or idea of this plan)"
        raise expected(node, key="linked", example=example)
    entry.put(_LINKED[kind], node, said="linked")


def _replied(entry: Entry, node: Node) -> None:
    text = text_of(node, key="replied", example="yes")
    if is_day(text):
        entry.put("replied_on", node, said="replied")
    elif text.casefold() not in {"no", "false"}:
        said = "yes" if text.casefold() == "true" else text
        entry.put("reply", word(said, node.at), said="replied")


def _age(entry: Entry, node: Node) -> None:
    days = number_of(node, key="age_days", example="74")
    if not 0 <= days <= 36_500 or days % 1:
        raise expected(node, key="age_days", example="74")
    since = entry.whole.as_of - timedelta(days=int(days))
    entry.put("received_on", figure(since.isoformat(), node.at), said="age_days")


def _finish_request(entry: Entry) -> None:
    links = (entry.says(name) for name in _LINKED.values())
    if entry.says("reply") or entry.says("replied_on"):
        entry.fill("state", "replied")
    elif entry.says("choice"):
        entry.fill("state", "decided")
    elif any(links):
        entry.fill("state", "linked")
    elif entry.says("need"):
        entry.fill("state", "understood")


REQUESTS = Section(
    kind=Kind.FEATURE_REQUEST,
    forms={
        "from": Form(unfold=_from, example="client", schema=_TEXT, means="who asked"),
        "asks": Form(
            unfold=renamed("asked", said="asks"),
            example="send reminders",
            schema=_TEXT,
            means="what was asked for",
        ),
        "linked": Form(
            unfold=_linked,
            example="OC3",
            schema=_TEXT,
            means="the outcome, output, problem or idea that it belongs to",
        ),
        "decision": Form(
            unfold=renamed("choice", said="decision"),
            example="discovery",
            schema=_TEXT,
            means="what was decided",
        ),
        "replied": Form(
            unfold=_replied,
            example="yes",
            schema={"type": ["string", "boolean"]},
            means="whether they were told: yes, the day, or the reply itself",
        ),
        "age_days": Form(
            unfold=_age,
            example="74",
            schema={"type": "integer", "minimum": 0},
            means="how many days ago it came, counted back from the day the plan is read for",
        ),
    },
    finish=_finish_request,
)


# --- deals ----------------------------------------------------------------------------------------


def _value(entry: Entry, node: Node) -> None:
    found = _SUM.match(text_of(node, key="value", example="240k"))
    if found is None:
        raise expected(node, key="value", example="240k")
    amount = Decimal(found[1]) * _TIMES[found[2].lower()]
    entry.put("value", figure(format(amount, "f"), node.at), said="value")


def _stage(entry: Entry, node: Node) -> None:
    example = "won 2026-02-20"
    state, _, day = text_of(node, key="stage", example=example).rpartition(" ")
    if not is_day(day):
        state, day = f"{state} {day}".strip(), ""
    if state not in MOVES[Kind.DEAL] or (day and state not in {"won", "lost"}):
        raise expected(node, key="stage", example=example)
    if not is_silent(entry.node.held.get("handover")) and state == "won":
        state = "handed over"
    entry.put("state", word(state, node.at), said="stage")
    if day:
        field = "lost_on" if state == "lost" else "won_on"
        entry.put(field, figure(day, node.at), said="stage")


def _commitments(entry: Entry, node: Node) -> None:
    for each in words_in(node, key="commitments", example="[C1]"):
        if entry.whole.kind_of(each.text) is not Kind.COMMITMENT:
            raise expected(each, key="commitments", example="[C1] (commitments of this plan)")
        entry.whole.give(each.text, "deal", word(entry.id, each.at))


def _finish_deal(entry: Entry) -> None:
    """Give it a board of those who are asked to sign its commitments, if it names none."""
    whole, held = entry.whole, entry.node.held.get("commitments")
    promised = held.items if isinstance(held, Items) else [held]
    functions: dict[str, Scalar] = {}
    for each in promised:
        signed = _signoffs_of(whole, each)
        for name in signed.held if signed else ():
            functions.setdefault(function_of(name), word(function_of(name), entry.at))
    if functions and is_silent(entry.node.held.get("board")):
        fields = {"functions": Items(entry.at, list(functions.values()))}
        entry.imply(Kind.BOARD, f"B-{entry.id}", fields, at=entry.at)
        entry.fill("board", f"B-{entry.id}")


def _signoffs_of(whole: Whole, commitment: Node | None) -> Keys | None:
    text = commitment.text if isinstance(commitment, Scalar) else ""
    node = whole.written[text][1].held.get("signoffs") if text in whole.written else None
    return node if isinstance(node, Keys) else None


DEALS = Section(
    kind=Kind.DEAL,
    forms={
        "value": Form(
            unfold=_value,
            example="240k",
            schema={"type": "string"},
            means="its worth, k for thousands and m for millions",
            applies=lambda node: isinstance(node, Scalar) and node.text[-1:] in set("kKmM"),
        ),
        "stage": Form(
            unfold=_stage,
            example="won 2026-02-20",
            schema=_TEXT,
            means="its state, and since when it is won or lost",
        ),
        "handover": Form(
            unfold=dated("handed_over_on", said="handover"),
            example=A_DAY,
            schema=_DAY,
            means="the day it was handed over",
        ),
        "commitments": Form(
            unfold=_commitments,
            example="[C1]",
            schema={"type": ["string", "array"]},
            means="what is promised in it",
        ),
    },
    finish=_finish_deal,
)


# --- commitments ----------------------------------------------------------------------------------


def _delivered(entry: Entry, node: Node) -> None:
    dated("delivered_on", said="delivered")(entry, node)
    entry.fill("state", "delivered")


def _signoffs(entry: Entry, node: Node) -> None:
    example = "{sales: yes, engineering: yes-if, cs: missing}"
    if not isinstance(node, Keys):
        raise expected(node, key="signoffs", example=example)
    for name, held in node.held.items():
        function = function_of(name)
        answer = text_of(held, key=name, example="yes (or yes-if, no, missing)")
        answer = {"true": "yes", "false": "no"}.get(answer.casefold(), answer)
        if function not in set(Function) or answer not in {*Answer, *_MISSING}:
            raise expected(held, key="signoffs", example=example)
        if answer not in _MISSING:
            fields = {
                "commitment": word(entry.id, held.at),
                "function": word(function, held.at),
                "answer": word(answer, held.at),
            }
            entry.imply(Kind.SIGN_OFF, f"S-{entry.id}-{name}", fields, at=held.at)


def _outcome(entry: Entry, node: Node) -> None:
    """Read a state, and behind a semicolon what was offered instead."""
    state, _, instead = text_of(node, key="outcome", example="rejected").partition(";")
    if state.strip() not in MOVES[Kind.COMMITMENT]:
        raise expected(node, key="outcome", example="rejected; offer today's product")
    entry.put("state", word(state.strip(), node.at), said="outcome")
    if instead.strip():
        fields = {
            "name": word(entry.says("text"), node.at),
            "choice": word("no", node.at),
            "alternatives": word(instead.strip(), node.at),
        }
        entry.imply(Kind.DECISION, f"DE-{entry.id}", fields, at=node.at)


def _is_told(node: Node) -> bool:
    """Tell a state in words from the id of an outcome."""
    text = node.text if isinstance(node, Scalar) else ""
    return text.partition(";")[0].strip() in MOVES[Kind.COMMITMENT]


COMMITMENTS = Section(
    kind=Kind.COMMITMENT,
    forms={
        "delivered": Form(
            unfold=_delivered, example=A_DAY, schema=_DAY, means="the day it was delivered"
        ),
        "label_at_signing": Form(
            unfold=renamed("maturity", said="label_at_signing"),
            example="available",
            schema=_TEXT,
            means="how real it was when it was signed",
        ),
        "signoffs": Form(
            unfold=_signoffs,
            example="{sales: yes, engineering: yes-if, cs: missing}",
            schema={"type": "object"},
            means="who said what to it; they make up the board of its deal",
        ),
        "outcome": Form(
            unfold=_outcome,
            example="rejected; offer today's product",
            schema=_TEXT,
            means="what became of it, and what was offered instead",
            applies=_is_told,
        ),
    },
    gives=True,
)
