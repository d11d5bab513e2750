"""Numbers from events on a page: an answer that was measured before, or how far it is.

`shown(question, viewer)` never measures: it looks the answer up and, where there is none, has it
measured beside the pages. `{% include "web/answer.html" with shown=shown %}` shows what it gives.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.core import signing

from seachange import clock
from seachange.errors import SeachangeError, TooMany
from seachange.evidence import kept
from seachange.evidence.kept import Wanted, policy_of
from seachange.evidence.models import AnswerState, KeptAnswer, SourceState
from seachange.evidence.reading_back import answer_from
from seachange.evidence.sources import is_gone, source_chosen, source_in_use
from seachange.people.access import Viewer
from seachange.report.page import Section, section_of
from seachange.report.pictures.trend import Mark
from seachange.report.words import span
from seachange.web import jobs
from seachange.web.presence import presence

Json = dict[str, Any]


class State(StrEnum):
    """What a page can show of an answer."""

    READY = "ready"
    WAITING = "waiting"
    FAILED = "failed"
    NO_EVENTS = "no_events"


@dataclass(frozen=True, slots=True)
class Look:
    """How an answer is to be drawn: its title, marks on its picture, a heading's level."""

    title: str = ""
    marks: tuple[Mark, ...] = ()

    def signed(self) -> str:
        """Return it as a text that may go round by way of a browser."""
        marks = [[m.value, m.words, m.kind] for m in self.marks]
        return str(signing.dumps([self.title, marks], salt="look", compress=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An answer as a page can show it.

    Where `state` is ready, `answer` is its `to_dict()` and `section` the part of a page that
    tells it (headline, waiting, wide, narrow, sheets, caveats, derivation, version, facts, part,
    told). Else `why` and `remedy` say what is the matter, `progress` (0 to 1) how far it is, and
    `hint` how long such a count takes.
    """

    state: State
    key: str = ""
    look: Look = field(default_factory=Look)
    answer: Json = field(default_factory=dict)
    section: Section | None = None
    progress: float = 0.0
    stage: str = ""
    why: str = ""
    remedy: str = ""
    hint: str = ""
    is_one_too_many: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether there are numbers."""
        return self.state == State.READY

    @property
    def signed_look(self) -> str:
        """How it is drawn, for the address that the page asks again."""
        return self.look.signed()


def shown(
    question: Mapping[str, Any],
    viewer: Viewer | None,
    *,
    title: str = "",
    marks: tuple[Mark, ...] = (),
    lane: str = jobs.LONG,
) -> Shown:
    """Return what a page can show of a question's answer; have it measured where nobody has."""
    look = Look(title, marks)
    return all_shown({"": question}, viewer, looks={"": look}, lane=lane)[""]


def all_shown(
    questions: Mapping[str, Mapping[str, Any]],
    viewer: Viewer | None,
    *,
    looks: Mapping[str, Look] | None = None,
    lane: str = jobs.LONG,
) -> dict[str, Shown]:
    """Return what a page can show of many answers: two questions to the database, however many."""
    looks = looks or {}
    policy, source = policy_of(viewer), source_in_use()
    if not policy or source is None:
        return dict.fromkeys(questions, _nothing(policy))
    out: dict[str, Shown] = {}
    wanted: dict[str, Wanted] = {}
    for name, question in questions.items():
        try:
            wanted[name] = kept.wanted(question, source, policy)
        except SeachangeError as error:
            out[name] = _refused(error)
    by = viewer.id if viewer else ""
    held = kept.found((each.key for each in wanted.values()), by=by)
    kept.joined(held.values(), by=by)
    try:
        held |= _all_begun((e for e in wanted.values() if e.key not in held), lane=lane, by=by)
    except TooMany as error:
        refused = _refused(error)
        out |= {name: refused for name, each in wanted.items() if each.key not in held}
    for name, each in wanted.items():
        if each.key in held:
            out[name] = told(held[each.key], looks.get(name, Look()))
    return {name: out[name] for name in questions}


def told(answer: KeptAnswer, look: Look) -> Shown:
    """Return what a page can show of a kept answer."""
    key = str(answer.key)
    if answer.state == AnswerState.READY:
        told_answer, section = _drawn(key, look, answer.answer)
        return Shown(
            state=State.READY,
            key=key,
            look=look,
            answer=told_answer,
            section=section,
            progress=1.0,
        )
    if answer.state in {AnswerState.FAILED, AnswerState.CANCELLED}:
        why, remedy = str(answer.why), str(answer.remedy)
        return Shown(state=State.FAILED, key=key, look=look, why=why, remedy=remedy)
    if answer.has_given_up:
        why = "you wait for it no more, and it goes on for somebody else"
        return Shown(state=State.FAILED, key=key, look=look, why=why)
    if kept.is_gone(answer):
        why = "what counted it ended before it was done"
        remedy = "Have it counted again."
        return Shown(state=State.FAILED, key=key, look=look, why=why, remedy=remedy)
    return Shown(
        state=State.WAITING,
        key=key,
        look=look,
        progress=_progress(answer),
        stage=str(answer.stage) or "Waiting for its turn",
        why=presence().words,
        hint=_how_long(answer),
    )


def look_of(signed: str) -> Look:
    """Return how an answer is to be drawn, from what `Look.signed` made; else the plain way."""
    try:
        title, marks = signing.loads(signed, salt="look")
    except signing.BadSignature:
        return Look()
    return Look(title, tuple(Mark(value, words, kind) for value, words, kind in marks))


@lru_cache(maxsize=128)
def _drawn(key: str, look: Look, text: str) -> tuple[Json, Section]:
    """Draw an answer once; the key names it, so what it says never changes."""
    plain: Json = json.loads(text)
    answer = answer_from(plain)
    return plain, section_of(answer, look.title, f"a-{key[:12]}", marks=look.marks)


def _all_begun(wanted: Iterable[Wanted], *, lane: str, by: str) -> dict[str, KeptAnswer]:
    """Begin what one page asks, all of it or, for whom waits for many already, nothing."""
    out: dict[str, KeptAnswer] = {}
    for each in wanted:
        if not out:
            kept.refuse_too_many(by=by)
        if each.key not in out:
            out[each.key] = begun(each, lane=lane, by=by)
    return out


def begun(wanted: Wanted, *, lane: str, by: str) -> KeptAnswer:
    """Have a question measured unless somebody asked it before; return its answer so far."""
    answer, is_new = kept.begun(wanted, lane=lane, by=by)
    if is_new:
        jobs.enqueue("measure", answer.key, lane=lane)
        answer.refresh_from_db()
    return answer


def _progress(answer: KeptAnswer) -> float:
    """Return how far a count is: told while events are read, else by how long such ones took."""
    if answer.stage != "Counting" or answer.began_at is None:
        return float(answer.progress)
    usual = kept.usual_time(answer.question.get("kind", ""))
    gone = (clock.now() - answer.began_at).total_seconds()
    return min(gone / usual, 0.95) if usual else 0.0


def _how_long(answer: KeptAnswer) -> str:
    """Return how long such a count takes, where one was made before."""
    usual = kept.usual_time(answer.question.get("kind", ""))
    if not usual:
        return "It is counted for the first time, beside this page, and kept."
    return f"Such a count took about {span(max(usual, 1.0))} lately. It is kept."


def _nothing(policy: str) -> Shown:
    if not policy:
        return Shown(state=State.NO_EVENTS, why="The events are not yours to see.")
    chosen = source_chosen()
    if chosen is None:
        why = "There are no events here yet."
        return Shown(state=State.NO_EVENTS, why=why, remedy="Bring events, and this is measured.")
    if chosen.state == SourceState.FAILED or is_gone(chosen):
        why = f"The events of {chosen.name} cannot be read."
        return Shown(state=State.NO_EVENTS, why=why, remedy="Why not stands at Events.")
    why = f"The events of {chosen.name} are being read."
    return Shown(state=State.NO_EVENTS, why=why, remedy="Look again when that is done.")


def _refused(error: SeachangeError) -> Shown:
    why = f"{error.place}: {error.what}" if error.place else error.what
    too_many = isinstance(error, TooMany)
    return Shown(state=State.FAILED, why=why, remedy=error.remedy, is_one_too_many=too_many)
