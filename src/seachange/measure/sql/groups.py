"""The values of a breakdown, most frequent first: which groups an answer will show."""

from __future__ import annotations

from collections.abc import Sequence

from seachange.measure.sql.query import Query, Writer


def sizes(writer: Writer, tables: Sequence[str], *, most: int) -> Query:
    """Return a query for the (value, entries) of the `most` largest groups of `entry`.

    Of equally large ones those come first that were entered first: by numbers, since
    engines do not agree on the order of texts.
    """
    return writer.query(
        f"""WITH {", ".join(tables)}
SELECT value, COUNT(*) AS entries FROM entry WHERE value IS NOT NULL
GROUP BY value ORDER BY COUNT(*) DESC, MIN(t), MIN(seq) LIMIT {most}"""
    )


def largest(rows: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Return the values to show, the largest groups first, equally large ones by their text."""
    return tuple(value for value, _ in sorted(rows, key=lambda row: (-row[1], row[0])))


def group_index(writer: Writer, groups: Sequence[str] | None, *, value: str = "e.value") -> str:
    """Return the index of a value among `groups`; then comes every other one, then none.

    Where nothing is broken down (None) all are in group 0.
    """
    if groups is None:
        return "0"
    cases = " ".join(f"WHEN {value} = {writer.bind(g)} THEN {i}" for i, g in enumerate(groups))
    return f"CASE {cases} WHEN {value} IS NULL THEN {len(groups) + 1} ELSE {len(groups)} END"
