"""A score in SQL: the last answer of each actor, counted by what was answered."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.events.rules import Condition
from seachange.measure.periods import Period
from seachange.measure.questions.breakdown import Breakdown
from seachange.measure.questions.score import Score
from seachange.measure.sql.entries import described, entries, population, within
from seachange.measure.sql.groups import group_index
from seachange.measure.sql.query import Query, Writer, period_index

FURTHEST = 1e15
"""Where no range is named, a number larger than this is taken for a mistake."""


def answers(
    question: Score,
    writer: Writer,
    *,
    cut: Sequence[Period] = (),
    groups: Sequence[str] | None = None,
) -> Query:
    """Return a query with a row for each period, group and text answered:

    period, group, the text of the number, actors whose last answer (in the period) it is.
    """
    by = question.by if groups is not None else None
    period = "e.period" if cut else "0"
    group = group_index(writer, groups)
    return writer.query(
        f"""WITH {", ".join(last_answers(question, writer, by=by, cut=cut))},
counted AS (SELECT {period} AS period, {group} AS grouped, e.answer AS answer FROM entry e)
SELECT period, grouped, answer, COUNT(*) AS people
FROM counted GROUP BY period, grouped, answer"""
    )


def last_answers(
    question: Score, writer: Writer, *, by: Breakdown | None = None, cut: Sequence[Period] = ()
) -> list[str]:
    """Return the named tables that end in `entry(actor, t, seq, answer[, period][, value])`.

    The entry is each actor's last answer on the scale (in each period); there the
    population is judged and the breakdown's value taken.
    """
    scope = question.scope
    parts = ["actor", *(["period"] if cut else [])]
    kept = [*parts, "t", "seq", "answer", *(["value"] if by else [])]
    extras = [f"{_held(question, writer)} AS answer"]
    extras += [f"{period_index('t', cut)} AS period"] if cut else []
    extras += [f"{writer.property_column(by.name)} AS value"] if by and by.level == "event" else []
    by_account = scope.population.account_where or (by and by.level == "account")
    candidates = writer.events(
        *(["seq", "account"] if by_account else ["seq"]),
        where=_given(question, writer),
        extra=", ".join(extras),
    )
    tables = [
        f"candidate AS ({candidates})",
        f"""last_word AS (
  SELECT * FROM (
    SELECT c.*, ROW_NUMBER() OVER (PARTITION BY {", ".join(parts)} ORDER BY t DESC, seq DESC) AS nth
    FROM candidate c
  ) numbered WHERE nth = 1)""",
    ]
    source = "last_word"
    if by and by.level != "event":
        tables += described(writer, by, source=source, single=not cut)
        source = "described"
    return tables + population(writer, scope, source=source, kept=", ".join(kept), single=not cut)


def responses(
    question: Score,
    writer: Writer,
    *,
    cut: Sequence[Period] = (),
    groups: Sequence[str] | None = None,
) -> Query:
    """Return a query with a row for each period and group: actors asked, and who answered.

    Answered: with a number on the scale, in the same period, and not before being asked.
    Needs a `sent` event.
    """
    if question.sent is None:
        raise ValueError("nobody is known to have been asked")
    by = question.by if groups is not None else None
    parts = ["actor", *(["period"] if cut else [])]
    same = " AND ".join(f"a.{part} = e.{part}" for part in parts)
    period = f", {period_index('t', cut)} AS period" if cut else ""
    given = writer.events(where=_given(question, writer))
    asked = entries(writer, question.sent, question.scope, by=by, cut=cut, arrival=False)
    return writer.query(
        f"""WITH {", ".join(asked)},
given AS (SELECT actor, t{period} FROM ({given}) given_at),
last_given AS (SELECT {", ".join(parts)}, MAX(t) AS t FROM given GROUP BY {", ".join(parts)}),
responded AS (
  SELECT {"e.period" if cut else "0"} AS period, {group_index(writer, groups)} AS grouped,
    CASE WHEN a.t >= e.t THEN 1 ELSE 0 END AS answered
  FROM entry e LEFT JOIN last_given a ON {same})
SELECT period, grouped, COUNT(*) AS asked, SUM(answered) AS answered
FROM responded GROUP BY period, grouped"""
    )


def off_the_scale(question: Score, writer: Writer) -> Query:
    """Return a query for the survey's events in the period: all, those without a number on
    the scale, and those of them without the property at all.
    """
    events, bad = _off_the_scale(question, writer)
    return writer.query(
        f"""SELECT COUNT(*) AS answers, SUM(CASE WHEN {bad} THEN 1 ELSE 0 END) AS off,
  SUM(CASE WHEN answer IS NULL THEN 1 ELSE 0 END) AS missing
FROM ({events}) survey"""
    )


def examples_off_the_scale(question: Score, writer: Writer, *, most: int) -> Query:
    """Return a query for the most frequent texts that are no number on the scale."""
    events, bad = _off_the_scale(question, writer)
    return writer.query(
        f"""SELECT answer, COUNT(*) AS answers FROM ({events}) survey
WHERE answer IS NOT NULL AND {bad}
GROUP BY answer ORDER BY COUNT(*) DESC, MIN(t), MIN(seq) LIMIT {int(most)}"""
    )


def _off_the_scale(question: Score, writer: Writer) -> tuple[str, str]:
    where = within(writer.rule(question.survey), question.scope)
    held = f"{_held(question, writer)} AS answer"
    return writer.events(
        "seq", where=where, extra=held
    ), f"NOT {_on_scale(question, writer, 'answer')}"


def _given(question: Score, writer: Writer) -> str:
    """Return a condition for the survey's events in the period with a number on the scale."""
    rule = writer.rule(question.survey)
    return within(
        f"{rule} AND {_on_scale(question, writer, _held(question, writer))}", question.scope
    )


def _held(question: Score, writer: Writer) -> str:
    return writer.property_column(question.value)


def _on_scale(question: Score, writer: Writer, held: str) -> str:
    lowest, highest = question.range or (-FURTHEST, FURTHEST)
    if question.scale == "mean":
        least, most = (
            Condition(question.value, op, end) for op, end in ((">=", lowest), ("<=", highest))
        )
        return f"({writer.demand(least, held=held)} AND {writer.demand(most, held=held)})"
    points = tuple(range(int(lowest), int(highest) + 1))
    return writer.demand(Condition(question.value, "one_of", points), held=held)
