"""A funnel in SQL: everybody's best attempt, then people, times and next events counted.

`journey(actor, period, grouped, mature, depth, t, at1, at2 …)` is what it comes to: one row
for each entry, with the first of the actor's attempts that get furthest.
"""

from __future__ import annotations

from collections.abc import Sequence

from seachange.events.documents import micros
from seachange.measure.periods import Period
from seachange.measure.questions.funnel import Funnel, Survey
from seachange.measure.sql import funnel_chains, funnel_unordered
from seachange.measure.sql.entries import entries
from seachange.measure.sql.funnel_meetings import Meetings, flags
from seachange.measure.sql.groups import group_index
from seachange.measure.sql.query import NUMBER, Query, Writer, period_index

PEOPLE, TIMES, NEXT = 0, 1, 2
NOTHING = -1

_RANKED = tuple(f"ranked{number}" for number in range(1, 7))


def query(
    question: Funnel,
    writer: Writer,
    meetings: Meetings,
    *,
    cut: Sequence[Period] = (),
    groups: Sequence[str] | None = None,
) -> Query:
    """Return a query for all counts; what a row counts stands in its first column.

    The next three are period, group and step. Then come, for `PEOPLE` (step: how far they
    got, 0 where an exclusion removed them): mature (1/0), people. For `TIMES` from the
    step before: people, sum, and the values in microseconds at the two ranks of the first
    quartile, the median and the third. For `NEXT` of those who got no further: the name
    of their next event (`NOTHING`: none), people. Zeros fill the rows up.
    """
    tables = _journeys(question, writer, meetings, cut=cut, groups=groups)
    # No two names alike in the whole text: ClickHouse reads a named table's text anew at each
    # place that uses it, and would find the names of that place in it.
    none = ", ".join(f"0 AS {name}" for name in _RANKED)
    counted = [
        f"""SELECT {PEOPLE} AS what, period, grouped, depth AS step, CAST(mature AS BIGINT) AS sort,
  COUNT(*) AS counted, {none}
FROM journey GROUP BY period, grouped, depth, mature"""
    ]
    if len(question.steps) > 1:
        tables += [*_times(question), *_next(question, writer, meetings)]
        ranks = [rank for quarters in (1, 2, 3) for rank in _ranks(quarters)]
        ranked = ", ".join(
            f"MAX(CASE WHEN place = 1 + {rank} THEN micros END) AS {name}"
            for rank, name in zip(ranks, _RANKED, strict=True)
        )
        counted.append(
            f"""SELECT {TIMES}, period, grouped, step, CAST(COUNT(*) AS BIGINT) AS sort,
  SUM(CAST(micros AS INT128)) AS counted, {ranked}
FROM placed GROUP BY period, grouped, step"""
        )
        counted.append(
            f"""SELECT {NEXT}, period, grouped, depth, CAST(following AS BIGINT) AS sort,
  COUNT(*) AS counted, {none}
FROM next_event GROUP BY period, grouped, depth, following"""
        )
    rows = " UNION ALL ".join(f"({text})" for text in counted)
    return writer.query(
        f"WITH {', '.join(tables)} SELECT * FROM ({rows}) everything "
        "ORDER BY what, period, grouped, step, sort"
    )


def scores(
    question: Funnel,
    survey: Survey,
    writer: Writer,
    meetings: Meetings,
    *,
    cut: Sequence[Period] = (),
    groups: Sequence[str] | None = None,
) -> Query:
    """Return a query for period, group, step, the text of a number, people who gave it last.

    Of everybody's numbers since the furthest step they reached, the latest counts.
    """
    held = writer.property_column(survey.value)
    given = writer.events(
        "seq",
        where=f"{writer.rule(survey.rule)} AND REGEXP_MATCHES({held}, '{NUMBER}')",
        extra=f"{held} AS value",
    )
    at = funnel_chains.arrival(len(question.steps), "j")
    tables = _journeys(question, writer, meetings, cut=cut, groups=groups)
    return writer.query(
        f"""WITH {", ".join(tables)},
given AS ({given}),
last_given AS (
  SELECT j.period AS period, j.grouped AS grouped, j.depth AS depth, g.value AS value,
    ROW_NUMBER() OVER (PARTITION BY j.actor ORDER BY g.t DESC, g.seq DESC) AS place
  FROM journey j JOIN given g ON g.actor = j.actor AND g.t >= {at} WHERE j.depth > 0)
SELECT period, grouped, depth, value, COUNT(*) AS people FROM last_given WHERE place = 1
GROUP BY period, grouped, depth, value"""
    )


def population(question: Funnel, writer: Writer, *, groups: Sequence[str] | None = None) -> Query:
    """Return a query for the actors who enter, inside the population, and their groups."""
    by = question.by if groups is not None else None
    tables = entries(writer, question.entry, question.scope, by=by, arrival=by is not None)
    return writer.query(
        f"WITH {', '.join(tables)} SELECT e.actor, {group_index(writer, groups)} AS grouped "
        "FROM entry e"
    )


def sorted_events(
    question: Funnel, writer: Writer, *, actors: tuple[int, int], marked: bool
) -> Query:
    """Return a query for actor, t, name and, if `marked`, step of some actors' events.

    For a kernel that reads the staged table in the order in which it lies, of a question
    no two of whose steps an event can be. Steps count from 0; -1 is none.
    """
    first, end = actors
    step = ""
    if marked:
        steps = " ".join(
            f"WHEN {writer.rule(step.rule)} THEN {k}" for k, step in enumerate(question.steps)
        )
        step = f"CAST(CASE {steps} ELSE -1 END AS TINYINT) AS step"
    where = f"actor >= {int(first)} AND actor < {int(end)}"
    return writer.query(writer.events("name", where=where, extra=step))


def _journeys(
    question: Funnel,
    writer: Writer,
    meetings: Meetings,
    *,
    cut: Sequence[Period],
    groups: Sequence[str] | None,
) -> list[str]:
    by = question.by if groups is not None else None
    tables = entries(writer, question.entry, question.scope, by=by, arrival=by is not None)
    ways = funnel_unordered if question.order == "unordered" else funnel_chains
    tables += ways.attempts(question, writer, meetings)
    at = ", ".join(f"f.at{k} AS at{k}" for k in range(1, len(question.steps) + 1))
    mature = f"CASE WHEN e.t + {micros(question.window)} <= {writer.as_of} THEN 1 ELSE 0 END"
    return [
        *tables,
        """furthest AS (
  SELECT a.*, ROW_NUMBER() OVER (PARTITION BY actor ORDER BY depth DESC, t) AS place
  FROM attempt a)""",
        f"""journey AS (
  SELECT e.actor AS actor, {period_index("e.t", cut)} AS period,
    {group_index(writer, groups)} AS grouped,
    {mature} AS mature, f.depth AS depth, {at}
  FROM entry e JOIN furthest f ON f.actor = e.actor WHERE f.place = 1)""",
    ]


def _times(question: Funnel) -> list[str]:
    """Return how long each step took from the one before, in order, each with its place."""
    later = range(2, len(question.steps) + 1)
    steps = " UNION ALL ".join(f"SELECT {k} AS step" for k in later)
    waits = " ".join(f"WHEN {k} THEN j.at{k} - j.at{k - 1}" for k in later)
    return [
        f"later_step AS ({steps})",
        f"""taken AS (
  SELECT j.period AS period, j.grouped AS grouped, k.step AS step, CASE k.step {waits} END AS micros
  FROM journey j CROSS JOIN later_step k WHERE j.depth >= k.step)""",
        """placed AS (
  SELECT period, grouped, step, micros,
    ROW_NUMBER() OVER (PARTITION BY period, grouped, step ORDER BY micros) AS place,
    COUNT(*) OVER (PARTITION BY period, grouped, step) AS size
  FROM taken)""",
    ]


def _ranks(quarters: int) -> tuple[str, str]:
    """Return the two places (from 0) between which a quartile lies, type 7."""
    steps = f"((size - 1) * {quarters})"
    return f"{steps} // 4", f"({steps} + 3) // 4"


def _next(question: Funnel, writer: Writer, meetings: Meetings) -> list[str]:
    """Return everybody's first event after the last step they reached, if not all of them.

    The last step is the first to arrive, of its instant's events that match it; events of
    that instant that match what the attempt reached there are its own, not next ones.
    """
    steps = len(question.steps)
    used = sorted(set(meetings.of_step))
    matching = flags({rule: writer.rule(meetings.rules[rule]) for rule in used})
    if question.order == "unordered":
        own = last = funnel_chains.any_of(f"n.r{rule} = 1" for rule in used)
    else:
        last = funnel_chains.any_of(
            f"(l.depth = {k} AND n.r{rule} = 1)" for k, rule in enumerate(meetings.of_step[:-1], 1)
        )
        own = funnel_chains.any_of(
            f"(l.depth >= {k} AND l.at{k} = l.moment AND n.r{rule} = 1)"
            for k, rule in enumerate(meetings.of_step[:-1], 1)
        )
    return [
        f"""leaver AS (
  SELECT j.*, {funnel_chains.arrival(steps, "j")} AS moment
  FROM journey j WHERE j.depth > 0 AND j.depth < {steps})""",
        f"deed AS ({writer.events('seq', 'name', extra=matching)})",
        f"""since AS (
  SELECT l.period AS period, l.grouped AS grouped, l.depth AS depth, l.actor AS actor, n.t AS t,
    n.seq AS seq, n.name AS name, CASE WHEN n.t > l.moment THEN 1 ELSE 0 END AS after,
    CASE WHEN {own} THEN 1 ELSE 0 END AS own,
    MIN(CASE WHEN n.t = l.moment AND {last} THEN n.seq END) OVER (PARTITION BY l.actor) AS stood
  FROM leaver l JOIN deed n ON n.actor = l.actor AND n.t >= l.moment)""",
        """looked AS (
  SELECT s.*, CASE WHEN after = 1 OR (seq > stood AND own = 0) THEN 0 ELSE 1 END AS past
  FROM since s)""",
        """in_turn AS (
  SELECT s.*, ROW_NUMBER() OVER (PARTITION BY actor ORDER BY past, t, seq) AS place
  FROM looked s)""",
        # The last step itself is among them, so that those who did nothing since are there.
        f"""next_event AS (
  SELECT period, grouped, depth, CASE WHEN past = 0 THEN name ELSE {NOTHING} END AS following
  FROM in_turn WHERE place = 1)""",
    ]
