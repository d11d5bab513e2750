"""Whether the moment that everything is judged as of can be right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from seachange.events.documents import micros
from seachange.events.log import EventLog, Pause
from seachange.measure.answering.tracking import EXPECTED
from seachange.measure.answers import Caveat
from seachange.measure.engines.choose import engine_for
from seachange.measure.questions.scope import iso
from seachange.measure.sql.description import after
from seachange.measure.sql.query import Writer

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR = micros(timedelta(days=366))
_FEW = 1_000
_LEAST, _LONGEST_PAUSE = 100, micros(timedelta(days=14))


def moment_caveats(log: EventLog, *, as_of: int, is_said: bool) -> Iterator[Caveat]:
    """Yield a caveat where the moment lies far from the events that are judged at it.

    A single clock in the future, by weeks or by years, where nobody said which moment is meant,
    makes failures of all who may still do it; so does a slip in the year where somebody did. A
    slip to the other side leaves nothing to read.
    """
    if log.newest is None or log.first is None:
        return
    if is_said and as_of < log.first:
        yield Caveat(
            "before",
            f"as_of: the log begins on {_day(log.first)}, after {_day(as_of)}, and nothing of it "
            "is read.",
            "loud",
        )
    if is_said and as_of > log.newest + _YEAR:
        yield Caveat(
            "beyond",
            f"as_of: the newest event is of {_day(log.newest)}, more than a year before "
            f"{_day(as_of)}. Whoever may have done it since counts as not having done it.",
            "loud",
        )
    if is_said or log.has_received:
        return
    # Of several clocks ahead, each by its own time, the first to leave the others tells of all.
    pause = next((each for each in log.last_pauses if _is_too_long(log, each)), None)
    if pause is not None:
        yield _lonely(log, f"{pause.events:,}", f"after {_day(pause.begins)}, up to")
        return
    if log.first > log.newest - _YEAR:
        return
    writer = Writer(log, as_of=log.newest)
    ((late,),) = engine_for(log).rows(after(writer, moment=log.newest - _YEAR))
    if log.intake.events > 1 and late <= max(1, log.intake.events // _FEW):
        yield _lonely(log, f"{late:,}", "in the year up to the newest,")


def _is_too_long(log: EventLog, pause: Pause) -> bool:
    """Tell whether a pause before the last few events is no chance, and no holiday either."""
    before = log.intake.events - pause.events
    length, span = pause.ends - pause.begins, pause.begins - (log.first or 0)
    is_long = length > _LONGEST_PAUSE and length * before >= EXPECTED * span
    return before >= _LEAST and is_long


def _lonely(log: EventLog, few: str, when: str) -> Caveat:
    lie = "lies" if few == "1" else "lie"
    return Caveat(
        "lonely_newest",
        f"Only {few} of {log.intake.events:,} events {lie} {when} {_day(log.newest or 0)}, and "
        "everything is judged as of it: is a clock wrong? Say which moment is meant: "
        "--as-of DATE, in Python as_of='DATE'.",
        "loud",
    )


def _day(moment: int) -> str:
    return iso(_EPOCH + timedelta(microseconds=moment))[:10]
