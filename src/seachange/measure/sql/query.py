"""A query: canonical SQL text and the values bound into it, and how to write its parts.

The canonical text is the subset of DuckDB's SQL that means the same everywhere once
`engines` has put the few words that differ (docs/adr/0003-canonical-sql.md). Values
are bound as `$v0`, `$v1` …; the only identifiers are those of the staged layout, which
are ours, so nothing a user wrote ever becomes SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from seachange.events.log import EVENTS, EventLog
from seachange.events.rules import COMPARISONS, Condition, Pick, Rule, Scalar
from seachange.measure.periods import Period

Value = str | int | float

NOTHING = "CAST(NULL AS VARCHAR)"
# No more digits than a double's range holds, whatever the exponent: past it engines differ.
NUMBER = r"^-?[0-9]{1,200}([.][0-9]{1,200})?([eE][-+]?[0-9]{1,2})?$"


@dataclass(frozen=True, slots=True)
class Query:
    """Canonical SQL and its bound values; rows come back in the order of the text."""

    text: str
    values: dict[str, Value] = field(default_factory=dict)


class Writer:
    """Writes the parts that all questions share, collecting the values they bind."""

    def __init__(self, log: EventLog, *, as_of: int, unit: str = "actor") -> None:
        self.log = log
        self.as_of = as_of
        self.unit = unit
        self.values: dict[str, Value] = {}

    def bind(self, value: Value) -> str:
        """Return the placeholder that stands for this value."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def query(self, text: str) -> Query:
        """Close the text together with all values bound so far."""
        return Query(text, dict(self.values))

    def events(self, *columns: str, where: str = "", extra: str = "") -> str:
        """Return a SELECT of the events that may be read, `actor` being the unit counted.

        `columns` besides actor and t; `where` a condition over the staged columns;
        `extra` further select items such as `CASE … END AS step`.
        """
        actor = "actor" if self.unit == "actor" else "account AS actor"
        picked = ", ".join([actor, "t", *dict.fromkeys(columns), *([extra] if extra else [])])
        wanted = [f"({where})"] if where else []
        wanted += self._bounds()
        clause = f" WHERE {' AND '.join(wanted)}" if wanted else ""
        return f"SELECT {picked} FROM {EVENTS}{clause}"

    def _bounds(self) -> list[str]:
        """Nothing later than as_of is read; rows without an account have no unit."""
        bounds = []
        if self.log.last is not None and self.as_of < self.log.last:
            bounds.append(f"t <= {int(self.as_of)}")
        newest = self.log.newest
        if self.log.has_received and newest is not None and self.as_of < newest:
            bounds.append(f"(received IS NULL OR received <= {int(self.as_of)})")
        if self.unit == "account":
            bounds.append("account IS NOT NULL")
        return bounds

    def rule(self, rule: Rule, *, row: str = "") -> str:
        """Return a condition that is true (never null) for the events a rule picks.

        `row` is the alias of the events, where one is needed.
        """
        prefix = f"{row}." if row else ""
        return _any([self._pick(pick, prefix) for pick in rule.picks])

    def conditions(self, conditions: Sequence[Condition], *, row: str = "") -> str:
        """Return the conjunction of conditions on properties."""
        prefix = f"{row}." if row else ""
        return _all([self._condition(c, prefix) for c in conditions])

    def columns_of(self, *rules: Rule | None) -> list[str]:
        """Return the property columns that these rules look at."""
        names = {p for rule in rules if rule for p in rule.properties}
        return sorted(self.log.properties[n] for n in names if n in self.log.properties)

    def property_column(self, name: str, *, row: str = "") -> str:
        """Return a property's column, or a null where no event ever had it."""
        column = self.log.properties.get(name)
        if column is None:
            return NOTHING
        return f"{row}.{column}" if row else column

    def _pick(self, pick: Pick, prefix: str) -> str:
        demands = []
        if pick.names is not None:
            codes = sorted(self.log.names[n] for n in pick.names if n in self.log.names)
            if not codes:
                return "FALSE"  # before any value is bound: engines refuse one that is not used
            listed = ", ".join(map(str, codes))
            demands = [
                f"{prefix}name = {listed}" if len(codes) == 1 else f"{prefix}name IN ({listed})"
            ]
        return _all([*demands, *(self._condition(c, prefix) for c in pick.where)])

    def _condition(self, condition: Condition, prefix: str) -> str:
        column = self.log.properties.get(condition.name)
        return self.demand(condition, held=f"{prefix}{column}" if column else NOTHING)

    def demand(self, condition: Condition, *, held: str) -> str:
        """Return a condition, true or false but never null, on the text `held`."""
        value = condition.value
        if condition.operator == "is_set":
            return f"{held} IS NOT NULL" if value else f"{held} IS NULL"
        if isinstance(value, tuple):
            return _any([self._equals(held, v) for v in value])
        if condition.operator in COMPARISONS:
            number = self.bind(float(value))
            return f"COALESCE({as_number(held)} {condition.operator} {number}, FALSE)"
        if condition.operator == "contains":
            return f"COALESCE(STRPOS({held}, {self.bind(str(value))}) > 0, FALSE)"
        equal = self._equals(held, value)
        return f"NOT {equal}" if condition.operator == "not" else equal

    def _equals(self, held: str, value: Scalar) -> str:
        if isinstance(value, bool):
            return f"COALESCE({held} = {self.bind('true' if value else 'false')}, FALSE)"
        if isinstance(value, str):
            return f"COALESCE({held} = {self.bind(value)}, FALSE)"
        return f"COALESCE({as_number(held)} = {self.bind(float(value))}, FALSE)"


def period_index(moment: str, cut: Sequence[Period]) -> str:
    """Return the index (from 0) of the period that a moment inside `cut` falls into.

    Runs of equally long adjoining periods become one whole-number division, so a year
    of days is three branches (two clock changes), not 365.
    """
    runs: list[tuple[int, int, int, int]] = []  # first index, start, length, end
    for index, period in enumerate(cut):
        length = period.end - period.start
        if runs and runs[-1][2] == length:
            first, start, _, _ = runs[-1]
            runs[-1] = (first, start, length, period.end)
        else:
            runs.append((index, period.start, length, period.end))
    return _branch(moment, runs) if runs else "0"


def _branch(moment: str, runs: list[tuple[int, int, int, int]]) -> str:
    if len(runs) == 1:
        first, start, length, end = runs[0]
        if end - start == length:
            return str(first)
        return f"({first} + ({moment} - {start}) // {length})"
    half = len(runs) // 2
    border = runs[half][1]
    earlier, later = _branch(moment, runs[:half]), _branch(moment, runs[half:])
    return f"CASE WHEN {moment} < {border} THEN {earlier} ELSE {later} END"


def as_number(held: str) -> str:
    """Return a text read as a number; null where it is not one, on every engine alike."""
    return f"CASE WHEN REGEXP_MATCHES({held}, '{NUMBER}') THEN TRY_CAST({held} AS DOUBLE) END"


def _all(demands: Sequence[str]) -> str:
    return f"({' AND '.join(demands)})" if demands else "TRUE"


def _any(demands: Sequence[str]) -> str:
    return f"({' OR '.join(demands)})"
