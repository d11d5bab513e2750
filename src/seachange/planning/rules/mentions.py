"""Who and what a text speaks of: @members by id or name, and records by their ids."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from seachange.planning.rules.plan.organisation import Member
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record

WORD = re.compile(r"[\w][\w.\-]*", re.UNICODE)
CALLED = re.compile(r"(?<![\w@])@\w[\w.\-]*", re.UNICODE)
LETTER = re.compile(r"\w", re.UNICODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text, and the member or record it names, if any."""

    text: str
    record: Record | None = None


def pieces(text: str, plan: Plan) -> list[Piece]:
    """Return a text cut at what it names: @nadia, @Nadia Okafor, OC1; nothing of it is lost."""
    called = _called(plan.members)
    out: list[Piece] = []
    at = begun = 0
    while at < len(text):
        found = _named(text, at, called, plan)
        if found is None:
            at += 1
            continue
        if begun < at:
            out.append(Piece(text=text[begun:at]))
        out.append(found)
        at = begun = at + len(found.text)
    return [*out, Piece(text=text[begun:])] if begun < len(text) else out


def mentioned(text: str, plan: Plan) -> tuple[str, ...]:
    """Return the ids of the members a text names, in its order, each once."""
    named = (
        each.record.id
        for each in pieces(text, plan)
        if isinstance(each.record, Member) and each.text.startswith("@")
    )
    return tuple(dict.fromkeys(named))


def strangers(cut: Iterable[Piece]) -> tuple[str, ...]:
    """Return what was written as if it named somebody whom nobody here is called, each once.

    >>> strangers([Piece(text="@noone and me@firm.test, @noone.")])
    ('@noone',)
    """
    plain = (each.text for each in cut if each.record is None)
    said = (found[0].rstrip(".-") for text in plain for found in CALLED.finditer(text))
    return tuple(dict.fromkeys(said))


def _called(members: Iterable[Member]) -> list[tuple[str, Member]]:
    """Return what each member is called, the longest first, so that a whole name beats its half."""
    names = [(name.casefold(), m) for m in members for name in (m.id, m.name) if name]
    return sorted(names, key=lambda each: -len(each[0]))


def _named(text: str, at: int, called: list[tuple[str, Member]], plan: Plan) -> Piece | None:
    if at and LETTER.match(text[at - 1]):
        return None
    if text[at] == "@":
        rest = text[at + 1 :]
        for name, member in called:
            said = rest[: len(name)]
            ends = not LETTER.match(rest[len(name) : len(name) + 1])
            if said.casefold() == name and ends:
                return Piece(text=f"@{said}", record=member)
        return None
    word = WORD.match(text, at)
    told = word[0].rstrip(".-") if word else ""
    record = plan.by_id.get(told)
    return Piece(text=told, record=record) if record is not None and _is_an_id(told) else None


def _is_an_id(word: str) -> bool:
    """Tell whether a word reads as an id, not as a common word that a record happens to have."""
    return any(letter.isdigit() for letter in word)
