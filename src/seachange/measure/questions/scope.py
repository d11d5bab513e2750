"""What every question shares: its period and zone, its unit, its population."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from seachange.errors import BadQuestion
from seachange.events.documents import Field
from seachange.events.rules import (
    Condition,
    Rule,
    conditions_to_dict,
    parse_conditions,
    parse_rule,
)

UNITS = ("actor", "account")
SCOPE_KEYS = ("kind", "name", "from", "to", "timezone", "unit", "population")


@dataclass(frozen=True, slots=True)
class Population:
    """Which actors count, judged at their entry.

    `did` must, and `without` must not, have been met by an event strictly before the
    entry; `where` and `account_where` look at the latest value of a property that the
    actor, or the account, had at the entry or before.
    """

    did: Rule | None = None
    without: Rule | None = None
    where: tuple[Condition, ...] = ()
    account_where: tuple[Condition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.did or self.without or self.where or self.account_where)

    @property
    def properties(self) -> frozenset[str]:
        """Every property that the population looks at."""
        rules = [rule for rule in (self.did, self.without) if rule]
        own = {c.name for c in (*self.where, *self.account_where)}
        return frozenset(own).union(*(rule.properties for rule in rules))

    def to_dict(self) -> dict[str, Any]:
        """Return the population as it would be written."""
        written: dict[str, Any] = {}
        if self.did:
            written["did"] = self.did.to_dict()
        if self.without:
            written["not"] = self.without.to_dict()
        for key, conditions in (("where", self.where), ("account_where", self.account_where)):
            if conditions:
                written[key] = conditions_to_dict(conditions)
        return written


EVERYBODY = Population()


@dataclass(frozen=True, slots=True)
class Scope:
    """The period of entries (`start` in, `end` out; None: open), zone, unit, population."""

    start: datetime | None = None
    end: datetime | None = None
    timezone: str = "UTC"
    unit: str = "actor"
    population: Population = EVERYBODY

    def __post_init__(self) -> None:
        zone(self.timezone)
        if self.unit not in UNITS:
            raise BadQuestion(f"{self.unit!r} is not one of: {', '.join(UNITS)}", place="unit")
        for moment in (self.start, self.end):
            if moment is not None and moment.tzinfo is None:
                raise BadQuestion("the period needs moments with a zone")
        if self.start and self.end and self.start >= self.end:
            raise BadQuestion(
                f"the period is empty: from {self.start.isoformat()} to {self.end.isoformat()}",
                place="to",
                remedy="`to` is exclusive and must be later than `from`.",
                path=("to",),
            )

    def to_dict(self) -> dict[str, Any]:
        """Return the scope as a question would spell it, defaults included."""
        return {
            "from": iso(self.start) if self.start else None,
            "to": iso(self.end) if self.end else None,
            "timezone": self.timezone,
            "unit": self.unit,
            "population": self.population.to_dict() or None,
        }


def parse_scope(keys: dict[str, Field]) -> Scope:
    """Read `from`, `to`, `timezone`, `unit` and `population` among a question's keys."""
    name = keys["timezone"].text() if "timezone" in keys else "UTC"
    try:
        where = zone(name)
    except BadQuestion as error:
        raise keys["timezone"].wrong(error.what, remedy=error.remedy) from None
    return Scope(
        start=_moment(keys["from"], where) if "from" in keys else None,
        end=_moment(keys["to"], where) if "to" in keys else None,
        timezone=name,
        unit=keys["unit"].one_of(UNITS) if "unit" in keys else "actor",
        population=_population(keys["population"]) if "population" in keys else EVERYBODY,
    )


def zone(name: str) -> ZoneInfo:
    """Return the zone of that name, such as `Europe/Berlin`."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadQuestion(
            f"{name!r} is not a time zone", place="timezone", remedy="Write one like Europe/Berlin."
        ) from None


EVERYTHING = Scope()


def iso(moment: datetime) -> str:
    """Write a moment as ISO 8601 in UTC, with a Z.

    >>> iso(datetime(2024, 7, 1, tzinfo=UTC))
    '2024-07-01T00:00:00Z'
    """
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _moment(field: Field, where: ZoneInfo) -> datetime:
    value = field.day_or_moment()
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return value if value.tzinfo else value.replace(tzinfo=where)


def _population(field: Field) -> Population:
    keys = field.keys(("did", "not", "where", "account_where"), what="a population")
    return Population(
        did=parse_rule(keys["did"]) if "did" in keys else None,
        without=parse_rule(keys["not"]) if "not" in keys else None,
        where=parse_conditions(keys["where"]) if "where" in keys else (),
        account_where=parse_conditions(keys["account_where"]) if "account_where" in keys else (),
    )
