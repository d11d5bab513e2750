"""An outcome from a sentence: who, does what, more or less of it; or why it is none."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from seachange.errors import BadPlan
from seachange.planning.rules.vocabulary import ActorKind, Direction
from seachange.planning.rules.wording.facts import Label
from seachange.planning.rules.wording.reading import Flag, Part, Reading, Word

_MORE_OR_LESS = re.compile(
    r"\s*(?:.*\bso that\s+)?"
    r"(?:(?:get|help|make|have|let|bring|encourage|persuade|see)\s+)?"
    r"(?:(?:increase|raise|grow|reduce|lower|cut|decrease)\s+(?:the\s+)?"
    r"(?:share|number|proportion|rate|percentage)\s+of\s+)?"
    r"(?:(?:about|at least|up to|over)\s+)?(?:\d[\d.,]*\s*(?:%|percent)\s*(?:of\s+)?)?"
    r"(?:(?:more|fewer|less|most|all|many|the|our)\s+)*",
    re.IGNORECASE,
)
_LESS = re.compile(r"(?:.*\b)?(?:fewer|less|reduce|lower|cut|decrease)\b", re.IGNORECASE)
_LINKING = re.compile(r"\s*(?:(?:who|that|which|to|will|should|can|could)\s+)*", re.IGNORECASE)
_TAIL = re.compile(r"[\s:,;–—-]*(?:\b(?:from|by)\b)?[\s:,;–—-]*\Z", re.IGNORECASE)
_FROM_TO = re.compile(
    r"(\d{1,3}(?:[.,]\d{1,3})?)\s*(?:%|percent)\s*(?:→|->|to)\s*(\d{1,3}(?:[.,]\d{1,3})?)\s*(?:%|percent)"
)
_BY = re.compile(r"\bby\s+(\d{4}-\d{2}-\d{2})\b", re.IGNORECASE)
_OF = re.compile(r"\s+(?:of|at|from|in|with|on|without)\s", re.IGNORECASE)
_NAMED = re.compile(r"(?:\s+[A-Z][\w'’-]*)+")  # of Bramley Bank
_NOT = re.compile(r"(?:do not|don['’]t|does not|no longer|never)\s+", re.IGNORECASE)


class NotAnOutcome(BadPlan):
    """What was said is something we make, a result, or nothing that can be seen being done."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        told = f"“{reading.text}” reads as {_CALLED[reading.label]}. {reading.because}"
        super().__init__(told, remedy=reading.rewrite)


_CALLED = {
    Label.OUTPUT: "an output",
    Label.IMPACT: "an impact",
    Label.ACTIVITY: "an activity",
    Label.UNCLEAR: "neither an outcome nor anything else",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The parts of an outcome, as somebody said it."""

    actor: str
    behaviour: str
    direction: Direction
    actor_kind: ActorKind
    baseline: float | None = None  # a share, as it was claimed; nobody measured it yet
    target: float | None = None
    by: date | None = None

    @property
    def told(self) -> str:
        """Say how it was taken, so that it can be put right."""
        parts = [f"who: {self.actor or '?'}", f"does what: {self.behaviour}", self.direction.value]
        if self.baseline is not None and self.target is not None:
            parts.append(f"from {self.baseline:.4g} to {self.target:.4g}")
        return " · ".join([*parts, *([f"by {self.by}"] if self.by else [])])


def said_as(reading: Reading, *, is_insisted: bool = False) -> Said:
    """Take a sentence apart. Raises NotAnOutcome, unless somebody insists."""
    if not reading.is_outcome and not is_insisted:
        raise NotAnOutcome(reading)
    text = " ".join(reading.text.split())
    shift = 0 if text == reading.text else None
    who = next((word for word in reading.words if word.part is Part.WHO), None)
    if who is None or shift is None:
        return _whole(text)
    before, end = text[: who.start], _end_of_people(text, reading, who)
    modifiers = before[_end(_MORE_OR_LESS, before) :]
    behaviour = _without_rates(text[end:], reading, offset=end)
    if not behaviour or len(modifiers.split()) > 3:
        return _whole(text)
    is_employee = Flag.EMPLOYEE in reading.flags
    denied = _end(_NOT, behaviour)
    behaviour = behaviour[denied:]
    figures = _figures(text)
    is_less = bool(denied) or _LESS.match(before) is not None
    if "target" in figures:
        is_less = figures["target"] < figures["baseline"]
    return Said(
        actor=f"{modifiers}{text[who.start : end]}".strip(),
        behaviour=behaviour,
        direction=Direction.LESS if is_less else Direction.MORE,
        actor_kind=ActorKind.EMPLOYEE if is_employee else ActorKind.CUSTOMER,
        **figures,
    )


def _figures(text: str) -> dict[str, Any]:
    """The rates and the day that a sentence names beyond doubt: *31 % → 45 % by 2026-12-31*."""
    rates, day = _FROM_TO.search(text), _BY.search(text)
    told: dict[str, Any] = {}
    if rates:
        shares = [float(rates[n].replace(",", ".")) / 100 for n in (1, 2)]
        if all(0 <= share <= 1 for share in shares):
            told |= {"baseline": round(shares[0], 6), "target": round(shares[1], 6)}
    if day:
        with suppress(ValueError):  # 2026-02-30 is no day there is
            told["by"] = date.fromisoformat(day[1])
    return told


def _whole(text: str) -> Said:
    return Said(actor="", behaviour=text, direction=Direction.MORE, actor_kind=ActorKind.CUSTOMER)


def _end_of_people(text: str, reading: Reading, who: Word) -> int:
    """Where the people end: *members of Bramley Bank log in*."""
    acts = (word.start for word in reading.words if word.part is Part.WHAT)
    act = next((start for start in acts if start > who.end), None)
    end = who.end
    if act is not None and _OF.match(text, who.end):
        end += len(text[who.end : act].rstrip())
    named = _NAMED.match(text, end) if end > who.end else None
    return named.end() if named else end


def _end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _without_rates(text: str, reading: Reading, *, offset: int) -> str:
    """Return the act without the rates or the date behind it: `…: 31 % → 45 % by June`."""
    told = text
    for word in reading.words:
        at = word.start - offset
        if word.part in {Part.HOW_MUCH, Part.WHEN} and at > 0:
            before = text[:at]
            tail = _TAIL.search(before)
            if tail is not None and tail.group().strip():
                told = before[: tail.start()]
                break
    return told[_end(_LINKING, told) :].strip(" .,;:")
