"""Requests, deals and commitments written short: `asks:`, `stage: won 2026-02-20`, `signoffs:`."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from seachange.planning.files.nodes import Items, Keys, Node, Scalar, wrong
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
_YES, _NO = ("yes", "true", "y", "on"), ("no", "false", "n", "off")
_FEWEST_WORDS = 3  # of a reply: fewer may mean that there was none ("not yet", "pending")
_OTHER_DAY = re.compile(r"\w+\.? \w+,? [0-9]{4}\Z")  # 12 May 2026


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
    elif text.casefold() in _YES:
        entry.put("reply", word("yes", node.at), said="replied")
    elif text.casefold() not in _NO:
        if len(text.split()) < _FEWEST_WORDS or _OTHER_DAY.match(text):
            example = f"yes` or `replied: no`, `replied: {A_DAY}`, `replied: what they were told"
            raise expected(node, key="replied", example=example)
        entry.put("reply", node, said="replied")


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
            field="handed_over_on",
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
        if function_of(name) not in set(Function):
            remedy = f"Write `signoffs: {example}`, or one of: {', '.join(Function)}."
            raise wrong(node.keys[name], f"there is no function {name!r}", remedy=remedy)
        if name != function_of(name) and function_of(name) in node.held:
            what = f"{entry.id} says what {function_of(name)} said twice"
            raise wrong(node.keys[name], what, remedy="Leave one out.")
        answer = text_of(held, key=name, example="yes (or yes-if, no, missing)").casefold()
        answer = {"true": "yes", "false": "no"}.get(answer, answer)
        if answer not in {*Answer, *_MISSING}:
            raise expected(held, key=name, example="yes (or yes-if, no, missing)")
        if answer not in _MISSING:
            fields = {
                "commitment": word(entry.id, held.at),
                "function": word(function_of(name), held.at),
                "answer": word(answer, held.at),
            }
            entry.imply(Kind.SIGN_OFF, f"S-{entry.id}-{name}", fields, at=held.at)
    _ask(entry, [function_of(name) for name in node.held])


def _ask(entry: Entry, functions: list[str]) -> None:
    """Give its deal a board of all who are asked to sign what it promises, if it names none."""
    whole = entry.whole
    deal = whole.field_of(entry.id, "deal") or whole.naming("commitments", entry.id)
    if not functions or whole.kind_of(deal) is not Kind.DEAL or whole.field_of(deal, "board"):
        return
    board = f"B-{deal}"
    if board not in whole.owners:
        told = {"functions": Items(entry.at)}
        whole.imply(Kind.BOARD, board, told, at=entry.at, owner=deal)
        whole.give(deal, "board", word(board, entry.at))
    asked = whole.written[board][1].held["functions"]
    if isinstance(asked, Items):
        known = {each.text for each in asked.items if isinstance(each, Scalar)}
        asked.items.extend(word(each, entry.at) for each in functions if each not in known)


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
    return text.partition(";")[0].strip().casefold() in MOVES[Kind.COMMITMENT]


COMMITMENTS = Section(
    kind=Kind.COMMITMENT,
    forms={
        "delivered": Form(
            unfold=_delivered,
            field="delivered_on",
            example=A_DAY,
            schema=_DAY,
            means="the day it was delivered",
        ),
        "label_at_signing": Form(
            unfold=renamed("maturity", said="label_at_signing"),
            field="maturity",
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
