"""What is done beside the pages: events are read, questions measured; quick ones have a lane."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection
from huey import Huey, MemoryHuey, SqliteHuey

from seachange import clock
from seachange.errors import SeachangeError
from seachange.events.log import EventLog
from seachange.evidence import kept, sources, wishes
from seachange.evidence.counting import answered
from seachange.evidence.logs import interrupt, log_of
from seachange.evidence.models import AnswerState, EventSource, KeptAnswer, SourceState
from seachange.planning.reads.snapshot import whole_plan
from seachange.web.asked import usual_questions
from seachange.web.keeping import keep
from seachange.web.presence import Presence, at_work, presence

QUICK, LONG = "quick", "long"
LANES = (QUICK, LONG)
PULSE = 1.0
BEHIND = -1

_TOLD = logging.getLogger("seachange.jobs")


def enqueue(job: str, told: str, *, lane: str = LONG, priority: int = 0) -> None:
    """Have a job done; `told` is what it is about: the key of an answer, the id of a source.

    Of those that wait in a lane the one of the highest priority is done first.
    """
    queue = queue_of(lane)
    queue.enqueue(_task(queue, job).s(told, priority=priority))


def queue_of(lane: str) -> Huey:
    """Return the queue of a lane, in the folder of this installation."""
    return _queue(lane, Path(settings.FOLDER), at_once=settings.JOBS_AT_ONCE)


@cache
def _queue(lane: str, folder: Path, *, at_once: bool) -> Huey:
    name = f"seachange-{lane}"
    if at_once:
        return MemoryHuey(name, immediate=True, results=False)
    return SqliteHuey(name, filename=str(folder / "jobs.sqlite3"), results=False)


@cache
def _task(queue: Huey, job: str) -> Any:
    return queue.task(name=job)(JOBS[job])


def measure(key: str) -> None:
    """Measure the question of a kept answer; what goes wrong is kept as why there is none."""
    close_old_connections()
    answer = kept.claimed(key)
    if answer is None:
        return
    if kept.is_of_other_events(answer):
        why = "its events are read anew, or were since it was asked for"
        kept.failed(key, why=why, remedy="Open the page anew: it is counted there.")
        return
    began = clock.seconds()
    try:
        with _Pulse(partial(kept.lives, answer.key)) as pulse:
            log = log_of(answer.source, progress=pulse.reads)
            pulse.counts(log)
            told = answered(answer.question, log)
        kept.finished(key, told, took=clock.seconds() - began)
    except SeachangeError as error:
        kept.failed(key, why=error.what, remedy=error.remedy)
    except Exception:
        # The queue would only log it; whoever waits must be told, too.
        _TOLD.exception("an answer could not be measured")
        kept.failed(key, why="a fault of ours stopped the count", remedy="Try once more.")
    _pruned_on(clock.now().date())


@lru_cache(maxsize=1)
def _pruned_on(_: date) -> int:
    """Let go of old answers once a day: this process may run for months."""
    return kept.prune()


def look(number: str) -> None:
    """Look at a source of events and read it; what is wrong with it is kept beside it."""
    close_old_connections()
    source = sources.source_of(int(number))
    if source is None or source.state == SourceState.READY:
        return
    with _Pulse(partial(sources.lives, source.pk)) as pulse:
        sources.look_at(source, progress=pulse.reads)


def ahead(_: str) -> None:
    """Have counted what pages usually ask of the events in use, behind what somebody waits for."""
    close_old_connections()
    source = sources.source_in_use()
    if source is None:
        return
    until = sources.last_day_of(source)
    for question in usual_questions(whole_plan(), until=until).values():
        with suppress(SeachangeError):  # what cannot be asked is told where it is shown
            answer, is_new = kept.begun(kept.wanted(question, source, kept.EVERYTHING), lane=LONG)
            if is_new:
                enqueue("measure", str(answer.key), priority=BEHIND)


def keep_signal(step: str, behaviour: str, *, by: str) -> None:
    """Have a behaviour that was found at a step kept as a signal, in a member's name."""
    enqueue("keep", str(wishes.wish(step, behaviour, by=by).pk))


JOBS = {"measure": measure, "look": look, "keep": keep, "ahead": ahead}


class _Pulse:
    """Signs of life of a count while it runs; ends the count when nobody wants it any more."""

    def __init__(self, lives: Callable[..., bool | None]) -> None:
        self.lives = lives
        self.stage, self.done = "Reading events", 0.0
        self.log: EventLog | None = None
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._beat, daemon=True)

    def reads(self, stage: str, done: float) -> None:
        """Take in how far the reading of the events is."""
        self.stage, self.done = f"{stage} events" if stage == "Reading" else stage, done

    def counts(self, log: EventLog) -> None:
        """Take in that counting begins."""
        self.stage, self.done, self.log = "Counting", 0.0, log

    def __enter__(self) -> _Pulse:
        if not settings.JOBS_AT_ONCE:
            self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        if self.thread.is_alive():
            self.thread.join()

    def _beat(self) -> None:
        while not self.ended.wait(PULSE):
            is_wanted = self.lives(stage=self.stage, progress=self.done)
            if is_wanted is False and self.log is not None:
                interrupt(self.log)
        connection.close()


def work() -> None:
    """Do jobs until the process is ended; to be called in the main thread."""
    from huey.consumer import Consumer

    queues = [queue_of(lane) for lane in LANES]
    for queue in queues:
        for job in JOBS:
            _task(queue, job)
    take_up()
    with at_work():
        first, second = (Consumer(q, workers=1, periodic=False, max_delay=0.2) for q in queues)
        first.start()
        try:
            second.run()
        finally:
            first.stop()


def take_up() -> None:
    """Queue what waits, and what a process that ended had begun."""
    kept.prune()
    if presence() is not Presence.HERE:
        kept.dropped()  # whoever was at work before us was the only one, and is no more
    for answer in KeptAnswer.objects.filter(state__in=[AnswerState.WAITING, AnswerState.RUNNING]):
        if answer.state == AnswerState.WAITING or kept.is_gone(answer):
            kept.again(answer.key)
            enqueue("measure", answer.key, lane=answer.lane)
    for source in EventSource.objects.filter(state__in=[SourceState.NEW, SourceState.READING]):
        enqueue("look", str(source.pk))
    for wish in wishes.waiting():
        enqueue("keep", str(wish.pk))
