"""Where an engine has a faster way to the same rows than the canonical text.

One conformance suite holds both: what is chosen here is compared with the canonical
text on random logs (tests/measure/test_overrides.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seachange.events.rules import ANY_EVENT
from seachange.measure.periods import Period
from seachange.measure.questions.retention import Retention
from seachange.measure.sql import retention
from seachange.measure.sql.query import Query, Writer

# A mask is a whole number of 64 bits, of which one is the sign and one takes the rest.
_BITS = 62


def formulation(engine: str, kind: str, canonical: Callable[..., Query]) -> Callable[..., Query]:
    """Return what writes a kind's query for an engine: its own, or the canonical one."""
    return _OVERRIDES.get((engine, kind), canonical)


def _retention(
    question: Retention,
    writer: Writer,
    *,
    cut: Sequence[Period],
    groups: Sequence[str] | None = None,
) -> Query:
    """Write the cells of `sql.retention.matrix`, an actor's periods being bits of a number.

    One pass and one number for each actor, instead of a row for each of their periods:
    a third faster. Where one actor is in several cohorts, or the periods outnumber the
    bits, or where a deed of the entry's period may lie before the entry, the canonical
    text is as good.
    """
    own_windows = question.days is not None and question.most <= _BITS
    entry_is_deed = question.did in (ANY_EVENT, question.of)
    by_calendar = question.days is None and entry_is_deed and len(cut) <= _BITS
    if question.mode != "first" or not (own_windows or by_calendar):
        return retention.matrix(question, writer, cut=cut, groups=groups)
    tables = retention.members(question, writer, cut=cut, groups=groups, every_deed=True)
    if question.days is not None:
        span = question.days * retention.DAY
        window = _bit(f"LEAST((d.t - e.t) // {span}, {_BITS})")
        marked = f"""SELECT d.actor, BIT_OR(CASE WHEN d.t < e.t THEN 0 ELSE {window} END) AS bits
  FROM entry e JOIN deed d ON d.actor = e.actor"""
        first = "0"
    else:
        marked = f"SELECT d.actor, BIT_OR({_bit('d.period')}) AS bits FROM deed d"
        first = "m.cohort"
    return writer.query(f"""WITH {tables},
marked AS ({marked} GROUP BY d.actor),
alike AS (
  SELECT m.cohort, m.grouped, k.bits >> CAST({first} AS INTEGER) AS bits, COUNT(*) AS people
  FROM marked k JOIN member m ON m.actor = k.actor GROUP BY ALL)
SELECT cohort, grouped, k, CAST(SUM(people) AS BIGINT) AS people
FROM alike, RANGE({question.most}) step(k) WHERE (bits >> CAST(k AS INTEGER)) & 1 = 1
GROUP BY cohort, grouped, k
UNION ALL
SELECT cohort, grouped, -1, COUNT(*) FROM member GROUP BY cohort, grouped
ORDER BY cohort, grouped, k""")


def _bit(place: str) -> str:
    return f"CAST(1 AS BIGINT) << CAST({place} AS INTEGER)"


_OVERRIDES: dict[tuple[str, str], Callable[..., Query]] = {("duckdb", "retention"): _retention}
