"""Counting by hand: the questions of measure.md answered row by row, the slow and obvious way.

It knows nothing of how the log was made: it takes rows, and a question as a file would hold it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from seachange.demo.columns import Log

HOUR = 3_600_000_000
UNITS = {"hours": HOUR, "days": 24 * HOUR}

Row = Mapping[str, Any]
Question = Mapping[str, Any]


def rows_of(log: Log, *names: str) -> list[dict[str, Any]]:
    """Return the rows of these events, each id once, in order of time."""
    codes = [log.event.names.index(name) for name in names]
    places = np.flatnonzero(np.isin(log.event.codes, codes))
    rows = log.take(places, received=log.received[places]).rows()
    return list({row["id"]: row for row in rows}.values())


def matches(row: Row, rule: Question) -> bool:
    """Say whether an event is what the rule picks: a name, and properties that equal."""
    return row["event"] == rule["event"] and all(
        row[name] == value for name, value in rule.get("where", {}).items()
    )


def window(question: Question) -> int:
    number, unit = question["within"].split()
    return int(number) * UNITS[unit]


def share(
    rows: Sequence[Row],
    question: Question,
    *,
    since: int,
    until: int,
    as_of: int,
    exposed: Mapping[str, int] | None = None,
) -> tuple[int, int, int]:
    """Count who did it, who could, and who still waits, among entries of a period.

    With `exposed`, only those count, and only from their moment on.
    """
    unit = question.get("unit", "actor")
    within = window(question)
    deeds = defaultdict(list)
    for row in rows:
        if matches(row, question["did"]):
            deeds[row[unit]].append(row)
    entries = [row for row in rows if matches(row, question["of"]) and since <= row["time"] < until]
    if exposed is not None:
        entries = [row for row in entries if row["time"] >= exposed.get(row[unit], as_of)]
    if question.get("entry", "first") == "first":
        entries = first_of_each(entries, unit)
    did = people = pending = 0
    for entry in entries:
        if entry["time"] + within > as_of:
            pending += 1
            continue
        people += 1
        did += any(
            entry["time"] <= deed["time"] <= entry["time"] + within and deed["id"] != entry["id"]
            for deed in deeds[entry[unit]]
        )
    return did, people, pending


def first_of_each(rows: Iterable[Row], unit: str) -> list[Row]:
    seen: dict[str, Row] = {}
    for row in rows:
        seen.setdefault(row[unit], row)
    return list(seen.values())


def experiment(rows: Sequence[Row], told: Mapping[str, Any], *, as_of: int) -> dict[str, Any]:
    """Count each variant's units: who did it, who could. Units in two variants are set aside."""
    question = told["question"]
    unit = question["metric"].get("unit", "actor")
    seen: dict[str, set[str]] = defaultdict(set)
    moment: dict[str, int] = {}
    for row in rows:
        if matches(row, question["assigned"]):
            seen[row[unit]].add(row["variant"])
            moment.setdefault(row[unit], row["time"])
    counts = {}
    for variant in {name for names in seen.values() for name in names}:
        exposed = {who: moment[who] for who, names in seen.items() if names == {variant}}
        did, people, _ = share(
            rows, question["metric"], since=0, until=as_of + 1, as_of=as_of, exposed=exposed
        )
        counts[variant] = {"did": did, "people": people}
    return counts


def net_promoters(
    rows: Sequence[Row], question: Question, *, since: int, until: int
) -> tuple[int, int, int]:
    """Count promoters, passives and detractors by each person's latest answer in a period."""
    latest = {}
    for row in rows:
        if matches(row, question["survey"]) and since <= row["time"] < until:
            latest[row["actor"]] = row[question["value"]]
    scores = list(latest.values())
    promoters = sum(score >= 9 for score in scores)
    detractors = sum(score <= 6 for score in scores)
    return promoters, len(scores) - promoters - detractors, detractors
