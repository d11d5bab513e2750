"""An experiment's metrics in SQL: what each exposed unit did, and the sums of it.

Every unit has one value y, and for a ratio what it is divided by, or for a covariate what
it was before, as x. All are whole numbers, so that sums are the same in any order: events
are counted, durations are in microseconds, and a property's number is in millionths.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from seachange.events.documents import micros
from seachange.measure.periods import Period
from seachange.measure.questions.experiment import Experiment
from seachange.measure.questions.metrics import Metric
from seachange.measure.sql.experiment import EXPOSED
from seachange.measure.sql.query import Query, Writer, as_number, period_index

ACTED = "seachange_acted"
MILLION = 1_000_000
LARGEST = 1_000_000_000.0
"""A number further from 0 than this is left out: the squares of larger ones have no room."""

# A floor, since engines round halves differently.
_MILLIONTHS = f"CAST(CAST(FLOOR(number * {MILLION} + 0.5) AS BIGINT) AS INT128)"
_SUMS = ("units", "y", "x", "yy", "xy", "xx")


@dataclass(frozen=True, slots=True)
class Judging:
    """When units are judged: those whose window was over at `until`, counted by the period of
    `cut` in which that of the metric that decides was.
    """

    until: int
    cut: Sequence[Period] = ()


def needs_arrival(question: Experiment) -> bool:
    """Say whether a rule might be met by the very event of an exposure."""
    return any(m.of is None and _may_start(m, question) for m in question.metrics)


def acted(metric: Metric, question: Experiment, writer: Writer) -> Query:
    """Return a query for the rows of `ACTED`: `actor, variant, phase, shown, t, y, x` of the units
    that did anything.

    Kept in the engine, since what was done is looked at more than once, and is most of the work.
    """
    did = _answered if metric.kind == "score" else _acted
    # Of one type whatever the metric: an engine may have planned for the table it knew.
    return writer.query(f"""WITH {_entered(metric, question, writer)}
SELECT actor, variant, phase, shown, t, CAST(y AS INT128) AS y, CAST(x AS INT128) AS x
FROM ({did(metric, question, writer)}) did""")


def sums(metric: Metric, question: Experiment, writer: Writer, judging: Judging) -> Query:
    """Return a query over `EXPOSED` and `ACTED` with a row for each variant, phase and period:

    variant, phase, period (−1: not judged yet), units, Σy, Σx, Σy², Σxy, Σx². A unit that
    did nothing has y = x = 0; a duration's y is what was left of its window.
    """
    counted = _counted_at(metric, question)
    known = period_index(counted, judging.cut)
    open_ = f"t + {micros(metric.within)} > {judging.until} OR {counted} > {judging.until}"
    period = f"CASE WHEN {open_} THEN -1 ELSE {known} END"
    return writer.query(f"""WITH {_entered(metric, question, writer)},
judged AS (
  SELECT variant, phase, {period} AS period, 1 AS units, 0 AS y, 0 AS x, 0 AS yy, 0 AS xy, 0 AS xx
  FROM entered UNION ALL
  SELECT variant, phase, {period}, 0, y, x, {_product("y", "y")}, {_product("x", "y")},
    {_product("x", "x")} FROM {ACTED})
SELECT variant, phase, period, {", ".join(f"SUM({s}) AS sum_{s}" for s in _SUMS)}
FROM judged GROUP BY variant, phase, period ORDER BY variant, phase, period""")


@dataclass(frozen=True, slots=True)
class Centre:
    """About what a variant's units are measured: `scale`·y − `ratio`·x − `mean`, in `step`s."""

    scale: int
    ratio: int
    mean: int
    step: int


def cubes(
    metric: Metric,
    question: Experiment,
    writer: Writer,
    *,
    until: int,
    last: int,
    centres: Sequence[Centre],
) -> Query:
    """Return a query over `ACTED` for the lopsidedness of what units did that are judged at
    `until`, of those counted by `last`:

    variant, units that did anything, and the sum of the cubes of their distances from the
    variant's centre, in steps rounded to whole ones so that the sum is exact.
    """
    y, x = "CAST(y AS INT128)", "CAST(x AS INT128)"
    away = " ".join(
        f"WHEN {v} THEN {y} * {c.scale} - {x} * ({c.ratio}) - ({c.mean})"
        for v, c in enumerate(centres)
    )
    step = centres[0].step
    return writer.query(f"""WITH placed AS (
  SELECT variant, CAST(FLOOR(CAST(CASE variant {away} END AS DOUBLE) / {step} + 0.5) AS BIGINT) AS d
  FROM {ACTED}
  WHERE t + {micros(metric.within)} <= {until} AND {_counted_at(metric, question)} <= {last})
SELECT variant, COUNT(*) AS units, SUM(CAST(d AS INT128) * d * d) AS cubed
FROM placed GROUP BY variant ORDER BY variant""")


def ranked(
    metric: Metric,
    question: Experiment,
    writer: Writer,
    *,
    until: int,
    last: int,
    ranks: Mapping[int, Collection[int]],
) -> Query:
    """Return a query over `ACTED` for what was left of the window of the units at these ranks of
    each variant, the quickest first, of those that are judged at `until` and counted by `last`:

    variant, rank, y.
    """
    wanted = " OR ".join(
        f"variant = {int(v)} AND nth IN ({', '.join(str(int(r)) for r in sorted(own))})"
        for v, own in sorted(ranks.items())
    )
    return writer.query(f"""WITH placed AS (
  SELECT variant, y, ROW_NUMBER() OVER (PARTITION BY variant ORDER BY y DESC, actor) AS nth
  FROM {ACTED}
  WHERE t + {micros(metric.within)} <= {until} AND {_counted_at(metric, question)} <= {last})
SELECT variant, nth, y FROM placed WHERE {wanted} ORDER BY variant, nth""")


def unread(metric: Metric, writer: Writer) -> Query:
    """Return a query for the events whose property is read: all, and those without a number."""
    held = as_number(writer.property_column(metric.value or ""))
    events = writer.events(where=writer.rule(metric.did), extra=f"{held} AS number")
    good = _readable(metric)
    return writer.query(f"""SELECT COUNT(*) AS events,
  COALESCE(SUM(CASE WHEN {good} THEN 0 ELSE 1 END), 0) AS unread FROM ({events}) read_from""")


def _counted_at(metric: Metric, question: Experiment) -> str:
    """Return the moment by whose period a unit is counted: the end of the window of the metric
    that decides, so that all metrics speak of the same units.
    """
    start = "t" if metric.of == question.metric.of else "shown"
    return f"{start} + {micros(question.metric.within)}"


def _may_start(metric: Metric, question: Experiment) -> bool:
    """Say whether the event that starts a window might be one of those that are measured."""
    start = metric.of or question.assigned
    return any(start.may_overlap(rule) for key, rule in metric.rules.items() if key != "of")


def _entered(metric: Metric, question: Experiment, writer: Writer) -> str:
    """Return the named table `entered(actor, variant, phase, shown, t[, seq])`.

    `t` is where a unit's window starts and `shown` when it was exposed: the same, or with
    `of` the unit's first such event at the exposure or later.
    """
    seq = _may_start(metric, question)
    if metric.of is None:
        return f"""entered AS (
  SELECT actor, variant, phase, t AS shown, t{", seq" if seq else ""}
  FROM {EXPOSED} WHERE variant >= 0)"""
    found = writer.events(*(["seq"] if seq else []), where=writer.rule(metric.of))
    joined = f"{EXPOSED} e JOIN ({found}) o ON o.actor = e.actor AND o.t >= e.t"
    if not seq:
        return f"""entered AS (
  SELECT e.actor AS actor, MIN(e.variant) AS variant, MIN(e.phase) AS phase,
    MIN(e.t) AS shown, MIN(o.t) AS t
  FROM {joined} WHERE e.variant >= 0 GROUP BY e.actor)"""
    return f"""entered AS (
  SELECT actor, variant, phase, shown, t, seq FROM (
    SELECT e.actor AS actor, e.variant AS variant, e.phase AS phase, e.t AS shown, o.t AS t,
      o.seq AS seq, ROW_NUMBER() OVER (PARTITION BY e.actor ORDER BY o.t, o.seq) AS nth
    FROM {joined} WHERE e.variant >= 0
  ) numbered WHERE nth = 1)"""


def _acted(metric: Metric, question: Experiment, writer: Writer) -> str:
    """Return a SELECT of `actor, variant, phase, shown, t, y, x` of the units that did anything."""
    reach = _after(metric, question)
    y, x = _values(metric, _Counted())
    if metric is question.metric and question.covariate is not None:
        # Joined once over both spans, before and after; each is then told from the other.
        back = f"d.t >= e.shown - {micros(question.covariate)}"
        y, _ = _values(metric, _Counted(reach))
        x, _ = _values(metric, _Counted(f"{back} AND d.t < e.shown"))
        reach = f"{back} AND d.t <= e.t + {micros(metric.within)}"
    return f"""
  SELECT e.actor AS actor, MIN(e.variant) AS variant, MIN(e.phase) AS phase,
    MIN(e.shown) AS shown, MIN(e.t) AS t, {y} AS y, {x} AS x
  FROM entered e JOIN ({_deeds(metric, question, writer)}) d ON d.actor = e.actor AND {reach}
  GROUP BY e.actor"""


def _answered(metric: Metric, question: Experiment, writer: Writer) -> str:
    """Return a SELECT of `actor, variant, phase, shown, t, y, x` of the units that answered: y are
    the points of a unit's last answer, and x is 1.
    """
    return f"""
  SELECT actor, variant, phase, shown, t, points AS y, 1 AS x FROM (
    SELECT e.actor AS actor, e.variant AS variant, e.phase AS phase, e.shown AS shown, e.t AS t,
      d.points AS points, ROW_NUMBER() OVER (
        PARTITION BY e.actor ORDER BY d.t DESC, d.seq DESC) AS nth
    FROM entered e JOIN ({_deeds(metric, question, writer)}) d
    ON d.actor = e.actor AND {_after(metric, question)}
  ) numbered WHERE nth = 1"""


def _after(metric: Metric, question: Experiment) -> str:
    """Return the condition that an event lies in a unit's window, its edge included."""
    later = " AND (d.t > e.t OR d.seq > e.seq)" if _may_start(metric, question) else ""
    return f"d.t >= e.t AND d.t <= e.t + {micros(metric.within)}{later}"


@dataclass(frozen=True, slots=True)
class _Counted:
    """Sums and largest values over a unit's events, or those of them that lie in a span."""

    span: str = ""

    def sum(self, value: str) -> str:
        return f"SUM({self._inside(value)})"

    def most(self, value: str) -> str:
        return f"MAX({self._inside(value)})"

    def _inside(self, value: str) -> str:
        return f"CASE WHEN {self.span} THEN {value} ELSE 0 END" if self.span else value


def _values(metric: Metric, counted: _Counted) -> tuple[str, str]:
    """Return a unit's y and x as aggregates over its events."""
    if metric.kind == "share":
        return counted.most("1"), "0"
    if metric.kind == "frequency":
        return counted.sum("1"), "0"
    if metric.kind == "duration":
        return counted.most(f"e.t + {micros(metric.within)} - d.t"), "0"
    if metric.kind == "ratio":
        return counted.sum("d.top"), counted.sum("d.below")
    return counted.sum("d.amount"), counted.sum("1") if metric.kind == "mean" else "0"


def _deeds(metric: Metric, question: Experiment, writer: Writer) -> str:
    """Return a SELECT of the events that are measured, with what is read off each."""
    rule, seq = writer.rule(metric.did), ["seq"] if _may_start(metric, question) else []
    if metric.over is not None:
        over = writer.rule(metric.over)
        both = f"CASE WHEN {rule} THEN 1 ELSE 0 END AS top, CASE WHEN {over} THEN 1 ELSE 0 END"
        return writer.events(*seq, where=f"{rule} OR {over}", extra=f"{both} AS below")
    if metric.value is None:
        return writer.events(*seq, where=rule)
    seq = ["seq"] if metric.kind == "score" else seq
    held = as_number(writer.property_column(metric.value))
    numbers = writer.events(*seq, where=rule, extra=f"{held} AS number")
    kept = ", ".join(["actor", "t", *seq])
    read = f"{_points(metric)} AS points" if metric.kind == "score" else f"{_MILLIONTHS} AS amount"
    return f"SELECT {kept}, {read} FROM ({numbers}) numbered WHERE {_readable(metric)}"


def _readable(metric: Metric) -> str:
    """Return a condition, null where there is no number, that `number` can be read."""
    lowest, highest = metric.range or (-LARGEST, LARGEST)
    whole = metric.kind == "score" and metric.scale != "mean"
    ends = f"number >= {max(lowest, -LARGEST)} AND number <= {min(highest, LARGEST)}"
    return f"{ends} AND FLOOR(number) = number" if whole else ends


def _points(metric: Metric) -> str:
    """Return an answer's points: 1, 0 or −1 for NPS, 1 for the satisfied, else millionths."""
    if metric.scale == "nps":
        return "CASE WHEN number >= 9 THEN 1 WHEN number <= 6 THEN -1 ELSE 0 END"
    if metric.scale == "csat" and metric.range is not None:
        return f"CASE WHEN number >= {int(metric.range[1]) - 1} THEN 1 ELSE 0 END"
    return _MILLIONTHS


def _product(a: str, b: str) -> str:
    return f"CAST({a} AS INT128) * {b}"
