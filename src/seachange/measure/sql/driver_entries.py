"""The entries of a question of drivers in SQL: who came to the step, and when they succeeded."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.events.documents import micros
from seachange.measure.driver_counts import BUCKETS, Cohorts, Grid
from seachange.measure.questions.drivers import Drivers, Satisfaction
from seachange.measure.sql.entries import entries, held_by_then, within
from seachange.measure.sql.groups import group_index
from seachange.measure.sql.query import Query, Writer, as_number

OPENED = "seachange_drivers_opened"
ENTRY = "seachange_drivers_entry"
NEVER = 2**62
FURTHEST = 10_000
"""A score farther from 0 is taken for a mistake, and for no answer."""

AGES = tuple(2**k for k in range(11))
"""Hours since the beginning of the journey, from one to six weeks, at which entries are parted."""

_HOUR = 3_600_000_000
_LONG_AGO = 10**16  # no moment lies before 1800, so all are positive with this
_WEEK = 7 * 86_400_000_000
_PRIME, _OTHER_PRIME = 999_983, 1_000_003


def opened(question: Drivers, writer: Writer) -> Query:
    """Return a query for every entry: actor, t, when it succeeded (null: not in time),
    whether it is mature (1/0), and its value of each segment (v0, v1 …), the last of which
    is how long ago its actor began the journey, where the step is a later one.

    With a score, `ends` is when it was asked for, and `score` what was answered within a
    window of that, in hundredths (null: nothing).
    """
    joins: list[str] = []
    values: list[str] = []
    overlap = question.of.may_overlap(question.did)
    tables, source = _entries(question, writer, numbered=overlap or bool(question.segments))
    later = " AND (d.t > e.t OR d.seq > e.seq)" if overlap else ""
    window = micros(question.within)
    wait, answered = window, ""
    if question.score is not None:
        wait = 2 * window
        tables_after, joined = _answers(question, question.score, writer)
        values.append(", a.score AS score")
        joins.append(joined)
        answered = "".join(f",\n{table}" for table in tables_after)
    span = span_of("t", window)
    deeds = writer.events(
        *(["seq"] if overlap else []), where=writer.rule(question.did), extra=f"{span} AS span"
    )
    for index in range(len(question.segments)):
        found, joined = _segment(question, writer, index, source=source)
        tables += found
        joins.append(joined)
        values.append(f", s{index}.value AS v{index}")
    if question.beginning is not None:
        began = writer.events(where=writer.rule(question.beginning))
        tables.append(f"began AS (SELECT actor, MIN(t) AS t FROM ({began}) b GROUP BY actor)")
        joins.append(" LEFT JOIN began w ON w.actor = e.actor")
        values.append(f", {_ago(writer, since='w.t', at='e.t')} AS v{len(question.segments)}")
    mature = f"CASE WHEN e.t + {wait} <= {writer.as_of} THEN 1 ELSE 0 END"
    return writer.query(f"""WITH {", ".join(tables)},
deed AS ({deeds}),
reached AS (
  SELECT e.actor AS actor, e.t AS t, MIN(d.t) AS ends
  FROM {spanned(source, begins="t", size=window)} e JOIN deed d
  ON d.actor = e.actor AND d.span = e.span AND d.t >= e.t AND d.t <= e.t + {window}{later}
  GROUP BY e.actor, e.t){answered}
SELECT e.actor AS actor, e.t AS t, r.ends AS ends, {mature} AS mature{"".join(values)}
FROM {source} e LEFT JOIN reached r ON r.actor = e.actor AND r.t = e.t{"".join(joins)}""")


def _ago(writer: Writer, *, since: str, at: str) -> str:
    """Return which of the doubling spans of AGES an entry falls into, in words.

    Null where it did not begin before.
    """
    spans = ((hours, f"{hours // 2} to {hours} h" if hours > 1 else "under 1 h") for hours in AGES)
    cases = " ".join(
        f"WHEN {at} - {since} < {hours * _HOUR} THEN {writer.bind(span)}" for hours, span in spans
    )
    longer = writer.bind(f"{AGES[-1]} h or more")
    return f"CASE WHEN {since} IS NULL OR {since} > {at} THEN NULL {cases} ELSE {longer} END"


def _answers(question: Drivers, score: Satisfaction, writer: Writer) -> tuple[list[str], str]:
    """Return the tables that end in `answer(actor, t, score)`, and the join that adds them.

    It is the first answer with a number within a window of being asked, which the survey's
    own event is where nothing says when that was.
    """
    held, window = as_number(writer.property_column(score.value)), micros(question.within)
    inside = f"COALESCE({held} >= -{FURTHEST}, FALSE) AND COALESCE({held} <= {FURTHEST}, FALSE)"
    given = writer.events(
        "seq",
        where=f"{writer.rule(score.survey)} AND {inside}",
        extra=f"CAST(FLOOR({held} * 100 + 0.5) AS BIGINT) AS score, {span_of('t', window)} AS span",
    )
    return [
        f"given AS ({given})",
        f"""answer AS (
  SELECT actor, t, score FROM (
    SELECT r.actor AS actor, r.t AS t, g.score AS score, ROW_NUMBER() OVER (
      PARTITION BY r.actor, r.t ORDER BY g.t, g.seq) AS nth
    FROM {spanned("reached", begins="ends", size=window)} r JOIN given g
    ON g.actor = r.actor AND g.span = r.span AND g.t >= r.ends AND g.t <= r.ends + {window}
  ) numbered WHERE nth = 1)""",
    ], " LEFT JOIN answer a ON a.actor = e.actor AND a.t = e.t"


def _entries(question: Drivers, writer: Writer, *, numbered: bool) -> tuple[list[str], str]:
    """Return the tables up to the entries, and the name of the last; `numbered` keeps `seq`.

    Of every entry those count that come more than a window after the one before, so that
    no event belongs to two.
    """
    every = question.entry == "every"
    tables = entries(writer, question.of, question.scope, every=every, arrival=numbered)
    if not every:
        return tables, "entry"
    return [
        *tables,
        """seen AS (
  SELECT n.*, LAG(t) OVER (PARTITION BY actor ORDER BY t, seq) AS earlier,
    ROW_NUMBER() OVER (PARTITION BY actor ORDER BY t, seq) AS nth FROM entry n)""",
        f"""spaced AS (
  SELECT * FROM seen WHERE nth = 1 OR t - earlier > {micros(question.within)})""",
    ], "spaced"


def _segment(
    question: Drivers, writer: Writer, index: int, *, source: str
) -> tuple[list[str], str]:
    """Return the tables that end in `s<index>(seq, value)`, and the join that adds them."""
    by, name = question.segments[index], f"s{index}"
    joined = f" LEFT JOIN {name} ON {name}.seq = e.seq"
    if by.level == "event":
        held = f"{writer.property_column(by.name)} AS value"
        where = within(writer.rule(question.of), question.scope)
        events = writer.events("seq", where=where, extra=held)
        return [f"{name} AS ({events})"], joined
    tables, single = [], question.entry == "first"
    if by.level == "account":
        known = writer.events("seq", "account")
        tables.append(
            f"""owned{index} AS (
  SELECT n.actor, n.t, n.seq, k.account FROM {source} n JOIN ({known}) k ON k.seq = n.seq)"""
        )
        source = f"owned{index}"
    return [
        *tables,
        *held_by_then(writer, by.name, level=by.level, source=source, name=name, single=single),
    ], joined


def summary(*, scored: bool = False) -> Query:
    """Return a query for one row: mature entries, pending ones, actors, successes, first, last.

    With scores, only entries asked for one are counted, and their successes are answers.
    """
    judged = "mature = 1 AND ends IS NOT NULL" if scored else "mature = 1"
    success = "mature = 1 AND score IS NOT NULL" if scored else "mature = 1 AND ends IS NOT NULL"
    return Query(f"""SELECT COUNT(CASE WHEN {judged} THEN 1 END) AS entries,
  COUNT(CASE WHEN mature = 0 THEN 1 END) AS waiting,
  COUNT(DISTINCT CASE WHEN {judged} THEN actor END) AS actors,
  COUNT(CASE WHEN {success} THEN 1 END) AS successes,
  COALESCE(MIN(CASE WHEN {judged} THEN t END), 0) AS earliest,
  COALESCE(MAX(CASE WHEN {judged} THEN t END), 0) AS latest
FROM {OPENED}""")


def answered() -> Query:
    """Return a query for one row: those that answered, Σscore and Σscore² in hundredths."""
    return Query(f"""SELECT COUNT(score) AS answers,
  CAST(COALESCE(SUM(score), 0) AS BIGINT) AS total,
  CAST(COALESCE(SUM(score * score), 0) AS BIGINT) AS squares
FROM {OPENED} WHERE mature = 1 AND ends IS NOT NULL""")


def waits(bounds: Sequence[int]) -> Query:
    """Return a query for (bin, successes): how long successes took, cut at rising `bounds`."""
    return Query(f"""SELECT bin, COUNT(*) AS successes FROM (
  SELECT {ladder("ends - t", bounds)} AS bin FROM {OPENED}
  WHERE mature = 1 AND ends IS NOT NULL) timed GROUP BY bin ORDER BY bin""")


def values(index: int, *, most: int) -> Query:
    """Return a query for the (value, entries) of a segment's largest groups.

    Of equally large ones those come first that were entered first: engines do not agree
    on the order of texts.
    """
    return Query(f"""SELECT v{index} AS value, COUNT(*) AS entries FROM {OPENED}
WHERE mature = 1 AND v{index} IS NOT NULL
GROUP BY v{index} ORDER BY COUNT(*) DESC, MIN(t), MIN(actor) LIMIT {most}""")


def entry(
    question: Drivers,
    writer: Writer,
    *,
    grid: Grid,
    cohorts: Cohorts,
    segments: Sequence[Sequence[str]],
    sampled: int = _OTHER_PRIME,
) -> Query:
    """Return a query for the mature entries, each with all that makes it like others:

    entry (a number), actor, t, ends, y (1/0), `open_` (the last interval at whose landmark
    it is on the way), segment, cohort, bucket. Buckets are drawn from the time of the
    actor's first entry, so that no name and no order of rows has a say in them;
    `sampled` of 1,000,003 actors are kept. With a score only those asked are there, y says
    whether they answered, and `given` what, 0 for nothing.
    """
    place = "0"
    for index, shown in enumerate(segments):
        group = group_index(writer, shown, value=f"o.v{index}") if shown else "0"
        place = f"({place}) * {len(shown) + 2} + {group}"
    first = "o.t" if question.entry == "first" else "MIN(o.t) OVER (PARTITION BY o.actor)"
    number = "o.actor" if question.entry == "first" else "ROW_NUMBER() OVER (ORDER BY o.actor, o.t)"
    marks = [mark + grid.gap for mark in grid.landmarks]
    still = f"CASE WHEN o.ends IS NULL THEN {len(marks)} ELSE {ladder('o.ends - o.t', marks)} END"
    drawn = f"((since % {_PRIME}) * 7919 + ((since // {_PRIME}) % {_PRIME}) * 104729)"
    scored = question.score is not None
    outcome = "CASE WHEN o.ends IS NULL THEN 0 ELSE 1 END AS y"
    if scored:
        outcome = "CASE WHEN o.score IS NULL THEN 0 ELSE 1 END AS y, COALESCE(o.score, 0) AS given"
    kept = "o.mature = 1 AND o.ends IS NOT NULL" if scored else "o.mature = 1"
    return writer.query(f"""SELECT number AS entry, actor, t, ends, y, open_, segment,
  {"given, " if scored else ""}(t - {cohorts.start}) // {cohorts.weeks * _WEEK} AS cohort,
  CAST({drawn} % {_OTHER_PRIME} % {BUCKETS} AS INTEGER) AS bucket
FROM (
  SELECT {number} AS number, o.actor AS actor, o.t AS t, {first} - {cohorts.start} AS since,
    COALESCE(o.ends, {NEVER}) AS ends, {outcome},
    {still} AS open_, {place} AS segment
  FROM {OPENED} o WHERE {kept}) dressed
WHERE {drawn} * 31 % {_OTHER_PRIME} < {sampled}""")


def quick(landmarks: int) -> Query:
    """Return a query for how many entries succeeded before the last landmark was over."""
    return Query(f"SELECT COUNT(*) AS n FROM {ENTRY} WHERE open_ < {landmarks}")


def span_of(moment: str, size: int) -> str:
    """Return the number of the span of so many microseconds that a moment falls into."""
    return f"({moment} + {_LONG_AGO}) // {size}"


def spanned(source: str, *, begins: str, size: int) -> str:
    """Return a source with each row twice: under its span from `begins`, and the next one.

    Joined by actor and span, what lies within `size` from there is found without joining
    all that one actor did with all of their entries.
    """
    span = span_of(begins, size)
    return (
        f"(SELECT s.*, {span} AS span FROM {source} s "
        f"UNION ALL SELECT s.*, {span} + 1 AS span FROM {source} s)"
    )


def ladder(value: str, bounds: Sequence[int]) -> str:
    """Return how many of the rising `bounds` lie below a value, by halving them."""
    return _rungs(value, list(bounds), 0)


def _rungs(value: str, bounds: list[int], below: int) -> str:
    if not bounds:
        return str(below)
    half = len(bounds) // 2
    lower = _rungs(value, bounds[:half], below)
    upper = _rungs(value, bounds[half + 1 :], below + half + 1)
    return f"CASE WHEN {value} <= {bounds[half]} THEN {lower} ELSE {upper} END"
