"""What a question reaches for beyond its log: accounts that nobody named, days without events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from seachange.events.log import EventLog
from seachange.events.rules import ANY_EVENT, Rule
from seachange.measure.answers import Caveat
from seachange.measure.engines.choose import engine_for
from seachange.measure.questions.breakdown import Breakdown
from seachange.measure.questions.scope import Scope, iso
from seachange.measure.sql import accounts as sql
from seachange.measure.sql.entries import micros_of
from seachange.measure.sql.query import Writer

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def out_of_reach(
    log: EventLog, rules: Iterable[Rule], *, scope: Scope, by: Breakdown | None, key: str = "by"
) -> Iterator[Caveat]:
    """Yield a caveat where a question is about accounts, or days, that the log does not hold.

    `rules` say which events it is about; all are where there is none. `by` stands under `key`.
    """
    picks = tuple(pick for rule in rules for pick in rule.picks)
    grouped = [key] if by is not None and by.level == "account" else []
    yield from _accounts(log, Rule(picks) if picks else ANY_EVENT, scope, grouped)
    yield from _days(log, scope)


def _accounts(log: EventLog, rule: Rule, scope: Scope, grouped: list[str]) -> Iterator[Caveat]:
    keys = ["unit"] if scope.unit == "account" else []
    keys += ["population.account_where"] if scope.population.account_where else []
    keys += grouped
    if keys and not log.has_accounts:
        yield Caveat(
            "unseen_account",
            f"{keys[0]}: the log does not say to which account an actor belongs. Name the column "
            "that does: --account COLUMN, in Python account='COLUMN'.",
            "wrong",
        )
    elif scope.unit == "account":
        everything = Writer(log, as_of=max(log.last or 0, log.newest or 0))
        for missing, events in engine_for(log).rows(sql.without(everything, rule)):
            if missing:
                yield Caveat(
                    "without_account",
                    f"{missing:,} of the {events:,} events asked about ({missing / events:.1%}) "
                    "name no account; they belong to nobody and are not counted.",
                    "loud" if missing * 100 > events else "note",
                )


def _days(log: EventLog, scope: Scope) -> Iterator[Caveat]:
    if log.first is None or log.last is None:
        return
    is_before = scope.end is not None and micros_of(scope.end) <= log.first
    is_after = scope.start is not None and micros_of(scope.start) > log.last
    if is_before or is_after:
        first, last = (iso(_EPOCH + timedelta(microseconds=t)) for t in (log.first, log.last))
        yield Caveat(
            "outside",
            f"{'to' if is_before else 'from'}: the period asked of lies outside the log, whose "
            f"events run from {first} to {last}.",
            "loud",
        )
