"""An experiment in SQL: who was first shown which variant, and when.

The exposures are kept in the engine as `EXPOSED(actor, t[, seq], variant, phase)`, one row
a unit, for the queries of its metrics to build on. `variant` is an index among the
variants; −1 stands for one that is not among them, −2 for a unit that was shown several.
"""

from __future__ import annotations

from collections.abc import Sequence

from seachange.measure.periods import Period
from seachange.measure.questions.experiment import Experiment
from seachange.measure.sql.entries import entries, micros_of, population, within
from seachange.measure.sql.query import Query, Writer, period_index

EXPOSED = "seachange_exposed"
UNLISTED, SEVERAL = -1, -2


def variants(question: Experiment, writer: Writer, *, most: int) -> Query:
    """Return a query for the names of variants that were shown, and how many events name each."""
    held = writer.property_column(question.variant)
    shown = writer.events(
        where=within(writer.rule(question.assigned), question.scope), extra=f"{held} AS shown"
    )
    return writer.query(f"""SELECT shown, COUNT(*) AS events FROM ({shown}) assigned
WHERE shown IS NOT NULL GROUP BY shown ORDER BY COUNT(*) DESC, MIN(t) LIMIT {int(most)}""")


def exposures(
    question: Experiment, writer: Writer, *, variants: Sequence[str], arrival: bool
) -> Query:
    """Return a query for the rows of `EXPOSED`: each unit's first exposure in the period.

    The population is judged there. `arrival` keeps `seq`, for rules that the event of the
    exposure itself may meet; without it a plain minimum finds the first one.
    """
    scope = question.scope
    people = scope.population
    arrival = arrival or bool(people.where or people.account_where)
    columns = ["seq"] if arrival else []
    columns += ["account"] if people.account_where else []
    held = writer.property_column(question.variant)
    cases = " ".join(
        f"WHEN {held} = {writer.bind(name)} THEN {n}" for n, name in enumerate(variants)
    )
    found = writer.events(
        *columns,
        where=within(writer.rule(question.assigned), scope),
        extra=f"CASE {cases} ELSE {UNLISTED} END AS shown",
    )
    opening = _numbered(found) if arrival else _minimum(found)
    kept = ["actor", "t", *(["seq"] if arrival else []), "least", "most"]
    tables = population(writer, scope, source="opening", kept=", ".join(kept), single=True)
    own = ", ".join(column for column in kept if column not in ("least", "most"))
    return writer.query(f"""WITH opening AS ({opening}), {", ".join(tables)}
SELECT {own}, CASE WHEN least = most THEN least ELSE {SEVERAL} END AS variant,
  {_phase(question)} AS phase FROM entry""")


def everybody(question: Experiment, writer: Writer, *, arrival: bool) -> Query:
    """Return a query for the rows of `EXPOSED` in which all units stand in one variant.

    Who comes to where an experiment would begin, while there is none.
    """
    tables = entries(writer, question.assigned, question.scope, arrival=arrival)
    own = "actor, t, seq" if arrival else "actor, t"
    return writer.query(
        f"WITH {', '.join(tables)} SELECT {own}, 0 AS variant, 0 AS phase FROM entry"
    )


def units(writer: Writer, *, cut: Sequence[Period] = ()) -> Query:
    """Return a query over `EXPOSED` with a row for each variant, phase and day of exposure:

    variant, phase, day (index among `cut`), units, their first and last moment.
    """
    day = period_index("t", cut)
    return writer.query(f"""SELECT variant, phase, day, COUNT(*) AS units,
  MIN(t) AS earliest, MAX(t) AS latest
FROM (SELECT variant, phase, t, {day} AS day FROM {EXPOSED}) placed
GROUP BY variant, phase, day ORDER BY variant, phase, day""")


def _minimum(found: str) -> str:
    return f"""SELECT actor, MIN(t) AS t, MIN(shown) AS least, MAX(shown) AS most
  FROM ({found}) candidate GROUP BY actor"""


def _numbered(found: str) -> str:
    return f"""SELECT * FROM (
    SELECT c.*, ROW_NUMBER() OVER (PARTITION BY actor ORDER BY t, seq) AS nth,
      MIN(shown) OVER (PARTITION BY actor) AS least, MAX(shown) OVER (PARTITION BY actor) AS most
    FROM ({found}) c
  ) numbered WHERE nth = 1"""


def _phase(question: Experiment) -> str:
    """Return the index of the phase in which a unit was first exposed; 0 is before all others."""
    starts = [micros_of(phase.start) for phase in question.phases]
    cases = " ".join(f"WHEN t < {start} THEN {n}" for n, start in enumerate(starts))
    return f"CASE {cases} ELSE {len(starts)} END" if cases else "0"
