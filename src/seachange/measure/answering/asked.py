"""What every answer needs to know about the asking: the log, the engine, the moment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Protocol

from seachange.events.documents import nearest
from seachange.events.log import EventLog
from seachange.events.rules import Condition, Pick, Rule
from seachange.measure.answering.reach import out_of_reach
from seachange.measure.answering.unmet import is_known, properties_of, unmet
from seachange.measure.answers import Caveat, Source
from seachange.measure.engines.engine import Engine, Row
from seachange.measure.periods import Period, periods
from seachange.measure.questions.breakdown import Breakdown
from seachange.measure.questions.scope import EVERYTHING, Scope, iso
from seachange.measure.sql.entries import micros_of
from seachange.measure.sql.groups import largest, sizes
from seachange.measure.sql.query import Query, Writer

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOUD_SHARE = 0.01


class Question(Protocol):
    """What all questions have in common."""

    kind: ClassVar[str]

    @property
    def scope(self) -> Scope: ...

    @property
    def rules(self) -> Mapping[str, Rule]: ...

    def to_dict(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Asked:
    """One asking: a log, the engine that counts over it, and the moment it is judged at."""

    log: EventLog
    engine: Engine
    as_of: int

    def writer(self, question: Question) -> Writer:
        """Return a writer of SQL that reads nothing later than the moment of asking."""
        return Writer(self.log, as_of=self.as_of, unit=question.scope.unit)

    def rows(self, query: Query) -> list[Row]:
        """Count."""
        return self.engine.rows(query)

    def cut(
        self, scope: Scope, length: str | None, *, to_the_end: bool = False
    ) -> tuple[Period, ...]:
        """Return the periods into which entries of this log can fall (none: no trend).

        `to_the_end` goes on past the question's own end, up to the moment of asking.
        """
        if length is None or self.log.first is None:
            return ()
        first = max(self.log.first, micros_of(scope.start) if scope.start else self.log.first)
        last = self.as_of
        if scope.end and not to_the_end:
            last = min(last, micros_of(scope.end) - 1)
        if last < first:
            return ()
        return periods(length=length, first=first, last=last, timezone=scope.timezone)

    def is_whole(self, period: Period, scope: Scope) -> bool:
        """Say whether a period is over, and neither `from` nor `to` cuts a piece off it."""
        return (
            period.end <= self.as_of
            and (scope.start is None or micros_of(scope.start) <= period.start)
            and (scope.end is None or period.end <= micros_of(scope.end))
        )

    def groups(
        self, writer: Writer, by: Breakdown | None, tables: Sequence[str]
    ) -> tuple[str, ...]:
        """Return the breakdown's values to show; `tables` must end in `entry(…, value)`."""
        if by is None:
            return ()
        found = self.rows(sizes(writer, tables, most=by.most))
        return largest([(str(value), int(size)) for value, size in found])

    def frame(self, question: Question) -> dict[str, Any]:
        """Return the parts of an answer that are the same for every question."""
        return {
            "question": question.to_dict(),
            "version": version(question),
            "as_of": iso(_EPOCH + timedelta(microseconds=self.as_of)),
            "source": source(self.log),
        }


def version(question: Question) -> str:
    """Return the definition version: the kind and a hash of every word that matters."""
    written = json.dumps(question.to_dict(), sort_keys=True, ensure_ascii=False)
    return f"{question.kind}-{hashlib.sha256(written.encode()).hexdigest()[:12]}"


def source(log: EventLog) -> Source:
    """Return what an answer says about where its events came from."""
    intake = log.intake
    return Source(
        names=intake.names,
        fingerprint=intake.fingerprint,
        events=intake.events,
        set_aside=intake.set_aside,
        duplicates=intake.duplicates,
        notes=intake.notes,
    )


def log_caveats(log: EventLog) -> list[Caveat]:
    """Return what a reader must know about the events themselves."""
    intake, caveats = log.intake, []
    if intake.set_aside:
        share = intake.set_aside / intake.rows
        caveats.append(
            Caveat(
                "set_aside",
                f"{intake.set_aside:,} of {intake.rows:,} rows ({share:.2%}) were set aside: "
                + "; ".join(f"{n:,} × {why}" for why, n in sorted(intake.reasons.items()))
                + ".",
                "loud" if share > _LOUD_SHARE else "note",
            )
        )
    return caveats


def unseen(
    log: EventLog,
    rules: Mapping[str, Rule],
    *,
    scope: Scope = EVERYTHING,
    by: Breakdown | None = None,
    key: str = "by",
) -> list[Caveat]:
    """Return a caveat for everything named that the log has never seen.

    It is `wrong`, a thing to mend, where it leaves nothing to count: a rule none of
    whose events was ever seen, a value that nothing has. It is a note where that may
    well be so: nobody was flagged as a bot, nobody has a refund.
    """
    caveats = []
    people = scope.population
    wanted = {**rules, **({"population.did": people.did} if people.did else {})}
    for where, rule in wanted.items():
        caveats += _unseen_events(log, where, rule, weight="wrong")
        conditions = [c for p in rule.picks for c in p.where]
        weight = "note" if any(is_known(log, pick) for pick in rule.picks) else "wrong"
        caveats += _unseen_properties(log, where, conditions, weight=weight, of=rule)
        caveats += unmet(log, where, rule)
    if people.without:
        caveats += _unseen_events(log, "population.not", people.without, weight="note")
        conditions = [c for pick in people.without.picks for c in pick.where]
        caveats += _unseen_properties(log, "population.not", conditions, weight="note")
        caveats += unmet(log, "population.not", people.without, weight="note")
    for where, held in (("where", people.where), ("account_where", people.account_where)):
        caveats += _unseen_properties(log, f"population.{where}", held)
        for condition in held:  # each by itself: their latest values may stand on several events
            caveats += unmet(log, f"population.{where}", Rule((Pick(None, (condition,)),)))
    if by is not None and by.name not in log.properties:
        caveats.append(_unseen("property", key, [by.name], sorted(log.properties), weight="wrong"))
    return [*caveats, *out_of_reach(log, rules.values(), scope=scope, by=by, key=key)]


def _unseen_events(log: EventLog, key: str, rule: Rule, *, weight: str) -> list[Caveat]:
    missing = [n for n in sorted(rule.names or ()) if n not in log.names]
    if not missing:
        return []
    nothing_left = len(missing) == len(rule.names or ())
    return [
        _unseen("event", key, missing, sorted(log.names), weight=weight if nothing_left else "note")
    ]


def _unseen_properties(
    log: EventLog,
    key: str,
    conditions: Iterable[Condition],
    *,
    weight: str = "wrong",
    of: Rule | None = None,
) -> list[Caveat]:
    """Tell the properties that the log lacks, and which those events have that are asked `of`."""
    lacking = [c for c in conditions if c.name not in log.properties]
    if not lacking:
        return []
    may_lack = all(
        c.operator == "not" or (c.operator, c.value) == ("is_set", False) for c in lacking
    )
    names = sorted({c.name for c in lacking})
    own = properties_of(log, Rule(tuple(Pick(p.names) for p in of.picks))) if of else []
    known = own or sorted(log.properties)
    of_all = "These events have" if own else "The log has"
    return [
        _unseen("property", key, names, known, there=of_all, weight="note" if may_lack else weight)
    ]


def _unseen(
    what: str,
    key: str,
    missing: Iterable[str],
    known: Iterable[str],
    *,
    weight: str,
    there: str = "The log has",
) -> Caveat:
    known = list(known)
    words = " or ".join(repr(m) for m in missing)
    near = [n for m in missing for n in nearest(m, known)]
    listed = near or known[:8]
    hint = "Near: " if near else f"{there}, among {len(known)}: "
    return Caveat(
        f"unseen_{what}",
        f"{key}: no {what} of the log is called {words}. "
        f"{hint}{', '.join(dict.fromkeys(listed)) or 'none at all'}.",
        weight,
    )
