"""The values of a breakdown, most frequent first: which groups an answer will show."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.measure.sql.query import Query, Writer

_ENOUGH = 1_000


def sizes(writer: Writer, tables: Sequence[str]) -> Query:
    """Return a query for (value, entries) of the table `entry`, largest first."""
    return writer.query(
        f"""WITH {", ".join(tables)}
SELECT value, COUNT(*) AS entries FROM entry WHERE value IS NOT NULL
GROUP BY value ORDER BY entries DESC LIMIT {_ENOUGH}"""
    )


def largest(rows: Sequence[tuple[str, int]], *, most: int) -> tuple[str, ...]:
    """Return the values to show: the largest groups, equally large ones in their own order."""
    ordered = sorted(rows, key=lambda row: (-row[1], row[0]))
    return tuple(value for value, _ in ordered[:most])


def group_index(writer: Writer, groups: Sequence[str], *, value: str = "e.value") -> str:
    """Return the index of a value among `groups`; then comes every other one, then none."""
    cases = " ".join(f"WHEN {value} = {writer.bind(g)} THEN {i}" for i, g in enumerate(groups))
    return f"CASE {cases} WHEN {value} IS NULL THEN {len(groups) + 1} ELSE {len(groups)} END"
