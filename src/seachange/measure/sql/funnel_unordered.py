"""Attempts at a funnel whose steps may come in any order, in SQL.

From a start, the k-th step is reached when k different steps have been served by
different events. Steps whose rules no event shares fill up independently of each other:
each tangle of rules (see `funnel_meetings`) has its own moments at which one more of its
steps is served, and the k-th earliest of all tangles' moments is the k-th step.

Inside a tangle of M steps the q-th is served once, by Kőnig's theorem, every group of
more than M − q steps has been matched by at least its size less M − q events: the latest
of those moments. With one step that is simply the first event that matches it.
"""

from __future__ import annotations

from seachange.events.documents import micros
from seachange.measure.questions.funnel import Funnel
from seachange.measure.sql.entries import within
from seachange.measure.sql.funnel_chains import AFTER, NEVER, any_of, depth
from seachange.measure.sql.funnel_meetings import Meetings, flags, groups
from seachange.measure.sql.query import Writer

_FROM_HERE = "PARTITION BY actor ORDER BY t DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"


def attempts(question: Funnel, writer: Writer, meetings: Meetings) -> list[str]:
    """Return the named tables that end in `attempt(actor, t, depth, at1, …)`.

    As `funnel_chains.attempts` does; an attempt that an exclusion voids keeps step 1.
    """
    steps, window = len(question.steps), micros(question.window)
    served, columns = _served(meetings)
    rules = [writer.rule(rule) for rule in meetings.rules]
    hits = writer.events(where=" OR ".join(rules), extra=flags(dict(enumerate(rules))))
    any_step = any_of(f"r{rule} = 1" for rule in sorted(set(meetings.of_step)))
    ahead = "".join(f", {text} AS e{name}" for text, name in columns.items())
    first = "".join(f", MIN(e{name}) AS e{name}" for name in columns.values())
    seen = "".join(
        f", COALESCE(MIN(e{name}) OVER ({_FROM_HERE}), never) AS c{name}"
        for name in columns.values()
    )
    foreign = "".join(
        f", MAX(CASE WHEN r{rule} = 1 AND NOT {any_step} THEN t END) AS x{index}"
        for index, rule in enumerate(meetings.of_exclusion)
    )
    later = "".join(
        f", MIN(x{index}) OVER ({AFTER}) AS later{index}"
        for index in range(len(question.exclusions))
    )
    return [
        f"hit AS ({hits})",
        f"ahead AS (SELECT h.*{ahead} FROM hit h)",
        f"instant AS (SELECT actor, t, {NEVER} AS never, MAX(CASE WHEN {any_step} THEN 1 ELSE 0 "
        f"END) AS steps{first}{foreign} FROM ahead GROUP BY actor, t)",
        f"sighted AS (SELECT i.*{seen}{later} FROM instant i)",
        *_ranked(served, question),
        f"reaching AS (SELECT s.*, {depth(steps, window)} AS depth FROM start s)",
        _judged(question, window),
    ]


def _served(meetings: Meetings) -> tuple[list[str], dict[str, str]]:
    """Return when each further step is served, over columns that are returned, too.

    The columns, by their text over single events: the time of the q-th event from this
    one on that matches any rule of a group.
    """
    columns: dict[str, str] = {}
    served = []
    for part in meetings.tangles:
        whole = sum(rule in part for rule in meetings.of_step)
        for q in range(1, whole + 1):
            moments = []
            for group in groups(part):
                wanted = sum(rule in group for rule in meetings.of_step) - (whole - q)
                if wanted > 0:
                    name = columns.setdefault(_nth(group, wanted), str(len(columns)))
                    moments.append(f"c{name}")
            served.append(moments[0] if len(moments) == 1 else f"GREATEST({', '.join(moments)})")
    return served, columns


def _nth(group: tuple[int, ...], n: int) -> str:
    matched = any_of(f"r{rule} = 1" for rule in group)
    own = f"CASE WHEN {matched} THEN t END"
    if n == 1:
        return own
    return (
        f"MAX({own}) OVER (PARTITION BY actor, CASE WHEN {matched} THEN 1 ELSE 0 END "
        f"ORDER BY t ROWS BETWEEN {n - 1} FOLLOWING AND {n - 1} FOLLOWING)"
    )


def _ranked(served: list[str], question: Funnel) -> list[str]:
    """Put the moments at which steps are served in order: at2, at3 …"""
    moments = ", ".join(f"{text} AS m{i}" for i, text in enumerate(served))
    ranks = ", ".join(
        " + ".join(f"CASE WHEN m{other} <= m{i} THEN 1 ELSE 0 END" for other in range(len(served)))
        + f" AS k{i}"
        for i in range(len(served))
    )
    arrivals = ""
    for k in range(2, len(served) + 1):
        late = [f"CASE WHEN k{i} >= {k} THEN m{i} ELSE never END" for i in range(len(served))]
        arrivals += f", LEAST({', '.join(late)}) AS at{k}"
    later = "".join(f", later{index}" for index in range(len(question.exclusions)))
    return [
        f"moments AS (SELECT s.*, {moments} FROM sighted s "
        f"WHERE {within('steps = 1', question.scope)})",
        f"ranked AS (SELECT m.*, {ranks} FROM moments m)",
        f"start AS (SELECT actor, t, t AS at1{later}{arrivals} FROM ranked)",
    ]


def _judged(question: Funnel, window: int) -> str:
    """Void attempts with something excluded after step a and before step b, if b is reached."""
    joins, void = [], []
    for i, e in enumerate(question.exclusions):
        end = f"CASE WHEN a.depth >= {e.last} THEN a.at{e.last} ELSE a.t + {window + 1} END"
        next_one = f"a.later{i}"
        if e.first > 1:
            joins.append(
                f" LEFT JOIN sighted x{i} ON x{i}.actor = a.actor AND x{i}.t = a.at{e.first}"
            )
            next_one = f"x{i}.later{i}"
        void.append(f"(a.depth >= {e.first} AND {next_one} < {end})")
    depth = f"CASE WHEN {' OR '.join(void)} THEN 1 ELSE a.depth END" if void else "a.depth"
    columns = ", ".join(f"a.at{k} AS at{k}" for k in range(1, len(question.steps) + 1))
    return (
        f"attempt AS (SELECT a.actor AS actor, a.t AS t, {depth} AS depth, {columns} "
        f"FROM reaching a{''.join(joins)})"
    )
