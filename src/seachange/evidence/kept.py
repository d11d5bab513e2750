"""Answers that are kept: found by what was asked of which events, begun, told, and let go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery

from seachange import __version__, clock
from seachange.errors import BadQuestion, TooMany
from seachange.evidence.counting import meant
from seachange.evidence.models import AnswerState, EventSource, KeptAnswer, SourceState, Waiting
from seachange.evidence.reading_back import layout
from seachange.people.access import Role, Viewer

Json = dict[str, Any]

# Whoever counts gives a sign of life every second; without one for so long, they are gone.
SILENCE = timedelta(seconds=20)
MOST_KEPT, DAYS_KEPT = 5_000, 30
# So many counts that one member asked for first may be on their way when another is begun.
MOST_WAITING = 20
OPEN = (AnswerState.WAITING, AnswerState.RUNNING)
# For so many seconds it is remembered how long a kind of question took: when, and how long.
REMEMBERED = 60.0
_USUAL: dict[tuple[Path, str], tuple[float, float]] = {}

# What of the events somebody may see. Today: all of them, or none.
EVERYTHING = "all events"


def policy_of(viewer: Viewer | None) -> str:
    """Return the name of what a viewer may see of the events; empty is nothing at all."""
    may_see = viewer is not None and viewer.is_active and viewer.role != Role.REQUESTER
    return EVERYTHING if may_see else ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question asked of a source under a policy; `key` names the answer.

    `question` is as asked, `meant` with every default spelt out, so that the same is asked once.
    """

    question: Json
    meant: Json
    source: EventSource
    policy: str

    @property
    def key(self) -> str:
        """The name that this answer has and no other."""
        # A file is the same on any day; what lies at an address may have grown since yesterday.
        day = clock.now().date().isoformat() if self.source.address else ""
        told = [__version__, layout(), self.meant, self.source.fingerprint, self.policy, day]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def wanted(question: Mapping[str, Any], source: EventSource, policy: str) -> Wanted:
    """Return a question as it is asked of a source. Raises BadQuestion."""
    text = json.dumps(question, sort_keys=True, default=str)
    if "\\u0000" in text:
        raise BadQuestion("a question holds no such character", place="\\u0000")
    return Wanted(json.loads(text), _meant(text), source, policy)


@lru_cache(maxsize=4096)
def _meant(text: str) -> Json:
    told: Json = json.loads(json.dumps(meant(json.loads(text)), default=str))
    return told


def found(keys: Iterable[str], *, by: str = "") -> dict[str, KeptAnswer]:
    """Return what is kept under these keys, however far it is.

    Each with whether this member gave it up (`has_given_up`), None where they never waited for it.
    """
    own = Waiting.objects.filter(answer=OuterRef("pk"), member=by).values("gave_up")
    rows = KeptAnswer.objects.filter(key__in=list(keys))
    return {each.key: each for each in rows.annotate(has_given_up=Subquery(own[:1]))}


def begun(asked: Wanted, *, lane: str, by: str = "") -> tuple[KeptAnswer, bool]:
    """Return the answer to a question, and whether it was begun just now; its asker waits for it.

    Asked by nobody (empty) it is asked ahead of everybody.
    """
    told = {
        "source": asked.source,
        "fingerprint": asked.source.fingerprint,
        "policy": asked.policy,
        "question": asked.question,
        "lane": lane,
        "asked_at": clock.now(),
        "asked_by": by,
    }
    answer, is_new = KeptAnswer.objects.get_or_create(key=asked.key, defaults=told)
    answer.has_given_up = None
    joined([answer], by=by)
    return answer, is_new


def is_open(answer: KeptAnswer) -> bool:
    """Whether an answer is still on its way."""
    return answer.state in OPEN


def joined(answers: Iterable[KeptAnswer], *, by: str) -> None:
    """Have a member wait for those of these answers that are on their way, unless they gave up."""
    fresh = [each for each in answers if is_open(each) and each.has_given_up is None]
    if not by or not fresh:
        return
    with suppress(IntegrityError):  # an answer that is gone by now is waited for by nobody
        Waiting.objects.bulk_create(
            [Waiting(answer=each, member=by) for each in fresh], ignore_conflicts=True
        )


def refuse_too_many(*, by: str) -> None:
    """Refuse to begin another count for a member who has begun many. Raises TooMany."""
    if by and KeptAnswer.objects.filter(asked_by=by, state__in=OPEN).count() >= MOST_WAITING:
        raise TooMany(
            f"{MOST_WAITING} counts that you asked for are not done yet",
            remedy="Look again when some of them are, or cancel those you need no more.",
        )


def claimed(key: str) -> KeptAnswer | None:
    """Take a waiting answer to count it; None where somebody else has, or nobody wants it now."""
    now = clock.now()
    waiting = KeptAnswer.objects.filter(key=key, state=AnswerState.WAITING)
    if not waiting.update(state=AnswerState.RUNNING, began_at=now, alive_at=now, stage="", why=""):
        return None
    answer: KeptAnswer = KeptAnswer.objects.select_related("source").get(key=key)
    return answer


def is_of_other_events(answer: KeptAnswer) -> bool:
    """Whether its source was read otherwise since an answer was asked for, or is about to be."""
    source: EventSource = answer.source
    is_read = source.state == SourceState.READY
    return not is_read or bool(answer.fingerprint != source.fingerprint)


def lives(key: str, *, stage: str, progress: float) -> bool:
    """Give a sign of life of a count; return whether it is still wanted."""
    running = KeptAnswer.objects.filter(key=key, state=AnswerState.RUNNING)
    return bool(running.update(alive_at=clock.now(), stage=stage[:200], progress=progress))


def finished(key: str, answer: Json, *, took: float) -> None:
    """Keep an answer; one that was cancelled meanwhile stays so."""
    _ended(key, AnswerState.READY, answer=json.dumps(answer), took=took, progress=1.0)


def failed(key: str, *, why: str, remedy: str) -> None:
    """Keep why there is no answer."""
    _ended(key, AnswerState.FAILED, why=why, remedy=remedy)


def _ended(key: str, state: AnswerState, **told: Any) -> None:
    running = KeptAnswer.objects.filter(key=key, state=AnswerState.RUNNING)
    running.update(state=state, alive_at=clock.now(), **told)


def cancel(key: str, *, by: str) -> None:
    """Take a member's wish for an answer away; whom nobody waits for stops counting.

    They stop at their next sign of life. While somebody else waits, the count goes on.
    """
    with transaction.atomic():
        # One after the other: of the last two who give up at once, the second finds nobody left.
        open_ones = KeptAnswer.objects.filter(key=key, state__in=OPEN)
        if open_ones.select_for_update().first() is None:
            return
        Waiting.objects.update_or_create(answer_id=key, member=by, defaults={"gave_up": True})
        if not Waiting.objects.filter(answer=key, gave_up=False).exists():
            open_ones.update(state=AnswerState.CANCELLED, why="It was cancelled", remedy="")


def wanted_again(key: str, *, by: str) -> bool:
    """Have a member wait for an answer anew; return whether it has to be counted once more."""
    Waiting.objects.filter(answer=key, member=by).delete()
    is_begun = again(key, by=by)
    if is_begun:
        # Who gave up the count before may look at this one.
        Waiting.objects.filter(answer=key, gave_up=True).delete()
    joined(found([key], by=by).values(), by=by)
    return is_begun


def again(key: str, *, by: str = "") -> bool:
    """Have an answer counted once more that failed, was cancelled or whose counter is gone."""
    kept = KeptAnswer.objects.filter(key=key)
    ended = kept.filter(state__in=[AnswerState.FAILED, AnswerState.CANCELLED])
    gone = kept.filter(state=AnswerState.RUNNING, alive_at__lt=clock.now() - SILENCE)
    fresh = {"state": AnswerState.WAITING, "asked_at": clock.now(), "why": "", "remedy": ""}
    if by:
        fresh["asked_by"] = by
    return bool(ended.update(**fresh, progress=0.0) + gone.update(**fresh, progress=0.0))


def dropped() -> None:
    """Have every answer wait for its turn anew: nobody counts any of them now."""
    running = KeptAnswer.objects.filter(state=AnswerState.RUNNING)
    running.update(state=AnswerState.WAITING, progress=0.0)


def is_gone(answer: KeptAnswer) -> bool:
    """Whether whoever counted an answer ended before they were done."""
    alive: datetime | None = answer.alive_at
    is_running = answer.state == AnswerState.RUNNING
    return is_running and (alive is None or alive < clock.now() - SILENCE)


def usual_time(kind: str) -> float:
    """Return how many seconds a question of a kind took lately; 0 where none was asked.

    Asked of the table once a minute at most: whoever waits looks every second, and there may be
    thousands of answers to look through.
    """
    now, known = clock.seconds(), _USUAL.get((settings.FOLDER, kind))
    if known is not None and now - known[0] < REMEMBERED:
        return known[1]
    told = _usual_time(kind)
    if told:
        _USUAL[settings.FOLDER, kind] = now, told
    return told


def _usual_time(kind: str) -> float:
    took = KeptAnswer.objects.filter(question__kind=kind, took__isnull=False)
    times = sorted(took.order_by("-asked_at").values_list("took", flat=True)[:9])
    return float(times[len(times) // 2]) if times else 0.0


def prune() -> int:
    """Let go of answers that are old or too many; return how many."""
    old = KeptAnswer.objects.filter(asked_at__lt=clock.now() - timedelta(days=DAYS_KEPT))
    gone = _let_go(old)
    beyond = KeptAnswer.objects.order_by("-asked_at").values_list("key", flat=True)[MOST_KEPT:]
    return gone + _let_go(KeptAnswer.objects.filter(key__in=list(beyond)))


def _let_go(answers: QuerySet[KeptAnswer]) -> int:
    """Delete answers, and who waited for them; return how many answers there were."""
    return int(answers.delete()[1].get(KeptAnswer._meta.label, 0))
