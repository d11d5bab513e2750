"""Attempts at a funnel whose steps have an order, in SQL: when each gets to each step.

Events are gathered into instants, since within one nothing tells their order. At an
instant, whoever has j steps behind them can get to step `p<j>` (Hall's condition, see
`funnel_meetings`). `g<j>_<k>` is then the earliest moment at which step k is reached by
who has exactly j behind them when the instant ends: a running minimum from an actor's
last instant back over what landing on each later one comes to. One sort for each step,
whatever number of events an actor has; joining steps would take their product.

Exclusions are walls. Who has j steps, the first of an exclusion's two behind and the
second before them, cannot pass an instant with an excluded event but by landing beyond,
or by using up every excluded event of that instant as steps. So minima at j stop there.
"""

from __future__ import annotations

from collections.abc import Iterable

from seachange.events.documents import micros
from seachange.measure.questions.funnel import Funnel
from seachange.measure.sql.entries import within
from seachange.measure.sql.funnel_meetings import Meetings, flags, groups
from seachange.measure.sql.query import Writer

# Later than every moment, and far from overflowing when a window is added.
NEVER = "CAST(4611686018427387904 AS BIGINT)"
AFTER = "PARTITION BY actor ORDER BY t DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
_NEXT = "PARTITION BY actor ORDER BY t ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING"


def attempts(question: Funnel, writer: Writer, meetings: Meetings) -> list[str]:
    """Return the named tables that end in `attempt(actor, t, depth, at1, …)`.

    One row for each instant in the period at which an attempt can start; `at<k>` is when
    it is at step k (a moment past all others where it never is, or too late), `depth` how
    far it gets in time, 0 if an exclusion voids it.
    """
    return _Chains(question, writer, meetings).tables()


class _Chains:
    """The parts of the text, and the columns of instants that they turn out to need."""

    def __init__(self, question: Funnel, writer: Writer, meetings: Meetings) -> None:
        self.question, self.writer, self.meetings = question, writer, meetings
        self.steps = len(question.steps)
        self.window = micros(question.window)
        self.strict = question.order == "strict"
        self.tallies: dict[str, str] = {}

    def tables(self) -> list[str]:
        """Return all tables, from events to attempts."""
        levels, source = self._levels()
        attempt = self._attempt(source)
        standing = self._standing()
        instant = ", ".join(
            f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END) AS {name}"
            for condition, name in self.tallies.items()
        )
        return [
            f"hit AS ({self._hits()})",
            f"instant AS (SELECT actor, t, {instant} FROM hit GROUP BY actor, t)",
            *standing,
            *levels,
            *attempt,
        ]

    # -- instants

    def _hits(self) -> str:
        rules = [self.writer.rule(rule) for rule in self.meetings.rules]
        where = "" if self.strict else " OR ".join(rules)
        return self.writer.events(where=where, extra=flags(dict(enumerate(rules))))

    def _tally(self, condition: str) -> str:
        """Return the column that says how many events of an instant meet a condition."""
        return self.tallies.setdefault(condition, f"n{len(self.tallies)}")

    def _standing(self) -> list[str]:
        """Say of each instant how far it takes whom, and what excludes whom when."""
        columns = [f"{NEVER} AS never"]
        columns += [f"{self._progress(j)} AS p{j}" for j in range(self.steps)]
        for index, rule in enumerate(self.meetings.of_exclusion):
            seen = self._tally(f"r{rule} = 1")
            columns.append(f"MIN(CASE WHEN {seen} > 0 THEN t END) OVER ({AFTER}) AS later{index}")
        for j in self._walled():
            wall = self._tally(any_of(f"r{rule} = 1" for rule in self._walls(j)))
            columns.append(
                f"SUM(CASE WHEN {wall} > 0 THEN 1 ELSE 0 END) OVER (PARTITION BY actor "
                f"ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) "
                f"- CASE WHEN {wall} > 0 THEN 1 ELSE 0 END AS wall{j}"
            )
        return [f"standing AS (SELECT i.*, {', '.join(columns)} FROM instant i)"]

    def _progress(self, j: int) -> str:
        """Return the furthest step that an instant's events take from step j to."""
        cases = " ".join(
            f"WHEN {self._lacking(j, m)} THEN {m - 1}" for m in range(j + 1, self.steps + 1)
        )
        return f"CASE {cases} ELSE {self.steps} END"

    def _lacking(self, j: int, m: int) -> str:
        """Say that steps j+1 … m−1 can be served by different events here, but m as well not."""
        taken = self.meetings.of_step[j:m]
        rule = taken[-1]
        others = [r for r in self.meetings.tangle(rule) if r in taken and r != rule]
        short = []
        for group in [(rule,), *((rule, *more) for more in groups(others))]:
            there = self._tally(any_of(f"r{r} = 1" for r in sorted(group)))
            short.append(f"{there} < {sum(r in group for r in taken)}")
        return " OR ".join(short)

    # -- exclusions

    def _walls(self, j: int, *, landing: int = 0) -> list[int]:
        """Return the rules that exclude while j steps are behind and, landing on m, b is not."""
        after = max(j, landing)
        return sorted(
            {
                rule
                for rule, e in zip(
                    self.meetings.of_exclusion, self.question.exclusions, strict=True
                )
                if e.first <= j and after < e.last
            }
        )

    def _walled(self) -> list[int]:
        if self.strict:
            return []
        return [j for j in range(1, self.steps) if self._walls(j)]

    def _allowed(self, j: int, m: int) -> str:
        """Return the condition for getting from j to m at an instant ("": always)."""
        walls = self._walls(j, landing=m)
        if not walls or j == 0:
            return ""
        excluded = any_of(f"r{rule} = 1" for rule in walls)
        steps = self.meetings.of_step[j:m]
        own = [r for r in dict.fromkeys(steps) if any(self.meetings.meet(r, w) for w in walls)]
        foreign = "".join(f" AND r{rule} = 0" for rule in own)
        demands = [f"{self._tally(excluded + foreign)} = 0"]
        for part in self.meetings.tangles:
            tangled = [rule for rule in part if rule in own]
            for group in groups(tangled):
                # Excluded events that only these steps' rules match: each needs one of them.
                others = "".join(f" AND r{r} = 0" for r in part if r in steps and r not in group)
                matched = any_of(f"r{rule} = 1" for rule in group)
                there = self._tally(f"{excluded} AND {matched}{others}")
                demands.append(f"{there} <= {sum(rule in group for rule in steps)}")
        return " AND ".join(demands)

    # -- chains

    def _levels(self) -> tuple[list[str], str]:
        """Return a table for each step but the last, from the last but one back."""
        tables, source = [], "standing"
        for j in range(self.steps - 1, 0, -1):
            later = range(j + 1, self.steps + 1)
            if j in self._walled():
                sighted = ", ".join(
                    f"MIN({self._value(j, k)}) OVER (PARTITION BY actor, wall{j} ORDER BY t DESC "
                    f"ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS s{j}_{k}"
                    for k in later
                )
                tables.append(f"sighted{j} AS (SELECT s.*, {sighted} FROM {source} s)")
                source = f"sighted{j}"
                found = [f"MAX(NULLIF(s{j}_{k}, never)) OVER ({_NEXT})" for k in later]
            else:
                over = _NEXT if self.strict else AFTER
                found = [f"MIN(NULLIF({self._value(j, k)}, never)) OVER ({over})" for k in later]
            columns = ", ".join(
                f"COALESCE({each}, never) AS g{j}_{k}" for k, each in zip(later, found, strict=True)
            )
            tables.append(f"after{j} AS (SELECT s.*, {columns} FROM {source} s)")
            source = f"after{j}"
        return tables, source

    def _value(self, j: int, k: int) -> str:
        """Return when step k is reached by who lands on this instant with j steps behind."""
        if self.strict and j:
            return self._whole(j, k)
        arrived = []
        for m in range(k, self.steps + 1):
            allowed = self._allowed(j, m)
            arrived.append(f"(p{j} >= {m}{' AND ' + allowed if allowed else ''})")
            if not allowed:
                break
        onward = []
        for m in range(j + 1, k):
            allowed = self._allowed(j, m)
            landed = f"p{j} >= {m}{' AND ' + allowed if allowed else ''}"
            onward.append(f"CASE WHEN {landed} THEN g{m}_{k} ELSE never END")
        return f"CASE WHEN {' OR '.join(arrived)} THEN t ELSE {_least(onward)} END"

    def _whole(self, j: int, k: int) -> str:
        """Return the same where nothing may lie between: all of an instant, or the last one."""
        cases = []
        for m in range(j + 1, self.steps + 1):
            allowed = self._allowed(j, m)
            landed = f"p{j} = {m}{' AND ' + allowed if allowed else ''}"
            if m >= k:
                cases.append(f"WHEN {landed} THEN t")
            else:
                cases.append(f"WHEN {landed} AND {self._tally('TRUE')} = {m - j} THEN g{m}_{k}")
        return f"CASE {' '.join(cases)} ELSE never END"

    def _attempt(self, source: str) -> list[str]:
        arrivals = "".join(f", {self._value(0, k)} AS at{k}" for k in range(2, self.steps + 1))
        where = within("p0 >= 1", self.question.scope)
        tables = [
            f"start AS (SELECT actor, t, t AS at1{arrivals} FROM {source} WHERE {where})",
            f"reaching AS (SELECT s.*, {depth(self.steps, self.window)} AS depth FROM start s)",
        ]
        void = " OR ".join(
            f"(a.depth >= {e.first} AND a.depth < {e.last} AND x.later{i} <= a.t + {self.window})"
            for i, e in enumerate(self.question.exclusions)
        )
        columns = ", ".join(f"a.at{k} AS at{k}" for k in range(1, self.steps + 1))
        if not void:
            return [
                *tables,
                f"attempt AS (SELECT a.actor, a.t, a.depth, {columns} FROM reaching a)",
            ]
        return [
            *tables,
            f"""attempt AS (
  SELECT a.actor AS actor, a.t AS t, CASE WHEN {void} THEN 0 ELSE a.depth END AS depth, {columns}
  FROM reaching a JOIN standing x
  ON x.actor = a.actor AND x.t = {arrival(self.steps, "a")})""",
        ]


def depth(steps: int, window: int) -> str:
    """Return how far a start gets in time, from the columns at<k> and t."""
    cases = " ".join(f"WHEN at{k} <= t + {window} THEN {k}" for k in range(steps, 1, -1))
    return f"CASE {cases} ELSE 1 END" if cases else "1"


def arrival(steps: int, row: str) -> str:
    """Return when the furthest step is reached, from the columns depth and at<k>."""
    cases = " ".join(f"WHEN {k} THEN {row}.at{k}" for k in range(2, steps + 1))
    return f"CASE {row}.depth {cases} ELSE {row}.at1 END" if cases else f"{row}.at1"


def any_of(conditions: Iterable[str]) -> str:
    """Return the condition that any of these holds; at least one is needed."""
    listed = list(conditions)
    return listed[0] if len(listed) == 1 else f"({' OR '.join(listed)})"


def _least(options: list[str]) -> str:
    if not options:
        return "never"
    return options[0] if len(options) == 1 else f"LEAST({', '.join(options)})"
