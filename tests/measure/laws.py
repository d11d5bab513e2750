"""Laws that the answer to any question obeys, whatever the log: change the one, know the other."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tests.measure.logs import EPOCH, HOUR, ORIGIN, WEEK, Row
from tests.measure.oracle.reading import asked_at

Json = Any

# A whole number under another key is a count of people, cases or events.
NOT_COUNTS = {"k", "step", "most", "names", "layer", "score"}

# The quartiles of plain values lie between ranks, and move when every value is there twice.
BETWEEN_RANKS = {"q25", "q75"}


@dataclass(frozen=True)
class Asking:
    """A question as it stands in a file, the rows of a log, and the moment it is asked at."""

    rows: list[Row]
    document: dict[str, Any]
    as_of: datetime | None = None


@dataclass(frozen=True)
class Law:
    """`change` an asking, and `check` what becomes of the answer.

    `prepare` makes of any asking one that the law speaks of, None if there is none.
    """

    name: str
    change: Callable[[Asking, Random], Asking]
    check: Callable[[Json, Json], None]
    prepare: Callable[[Asking], Asking | None] = lambda asking: asking


def same(before: Json, after: Json) -> None:
    """Hold when nothing but the fingerprint of the events has changed."""
    assert _without(after, "source") == _without(before, "source")


def doubled(before: Json, after: Json) -> None:
    """Hold when every count is twice what it was, and every value as it was.

    Intervals are narrower, and what too few people left unknown may be known now.
    """
    asked = ("question", "version", "source", "caveats", "derivation", "as_of")
    _doubled(_without(before, *asked), _without(after, *asked), "answer")


def elsewhen(before: Json, after: Json) -> None:
    """Hold when nothing has changed but what the periods are called."""
    assert _undated(after) == _undated(before)


def _undated(answer: Json) -> Json:
    kept = _without(answer, "question", "version", "source", "as_of", "period")
    # That the period lies outside the log is said with the days of both.
    said = [{**c, "text": ""} if c["code"] == "outside" else c for c in kept["caveats"]]
    return {**kept, "caveats": said}


def same_numbers(before: Json, after: Json) -> None:
    """Hold when nothing has changed but how it was asked."""
    worded = ("question", "version", "source", "caveats", "derivation")
    assert _without(after, *worded) == _without(before, *worded)


def _shuffled(asking: Asking, chance: Random) -> Asking:
    rows = list(asking.rows)
    chance.shuffle(rows)
    return replace(asking, rows=rows)


def _with_distinct_times(asking: Asking) -> Asking:
    """Ten microseconds apart and more: no two events at once, and no id met twice."""
    rows = [{**row, "time": row["time"] + 10 * n} for n, row in enumerate(asking.rows)]
    return replace(asking, rows=_without_ids(rows))


def _repeated(asking: Asking, chance: Random) -> Asking:
    """Send some events again, later, and some of those with something else in them."""
    rows: list[Row] = []
    for row in asking.rows:
        rows.append(row)
        if chance.random() < 0.5:
            earlier = chance.choice(rows)
            rows.append({**earlier, "event": chance.choice(["visit", earlier["event"]])})
    return replace(asking, rows=rows)


def _with_ids(asking: Asking) -> Asking:
    return replace(asking, rows=[{**row, "id": f"id{n}"} for n, row in enumerate(asking.rows)])


def _doubled_log(asking: Asking, _: Random) -> Asking:
    twins = [_twin(row) for row in asking.rows]
    return replace(asking, rows=[*asking.rows, *twins])


def _of_people(asking: Asking) -> Asking | None:
    """Leave out maps whose cases are a property's values: twins would share them. And
    experiments, whose tests are the surer the more people there are.
    """
    case = asking.document.get("case")
    if asking.document["kind"] in ("experiment", "experiment_plan"):
        return None
    return None if isinstance(case, dict) and "property" in case else asking


def _twin(row: Row) -> Row:
    account = row.get("account")
    return {
        **row,
        "actor": f"{row['actor']}’s twin",
        "account": account and f"{account}’s twin",
        "id": row.get("id") and f"{row['id']}’s twin",
    }


def _renamed(asking: Asking, chance: Random) -> Asking:
    actors = sorted({row["actor"] for row in asking.rows})
    others = [f"person {n}" for n in range(len(actors))]
    chance.shuffle(others)
    called = dict(zip(actors, others, strict=True))
    return replace(asking, rows=[{**row, "actor": called[row["actor"]]} for row in asking.rows])


def _shifted(asking: Asking, chance: Random) -> Asking:
    weeks = chance.choice([-300, -1, 1, 52, 1000])
    rows = [
        {key: v + weeks * WEEK if key in ("time", "received") else v for key, v in row.items()}
        for row in asking.rows
    ]
    bounds = {
        key: (date.fromisoformat(day) + timedelta(weeks=weeks)).isoformat()
        for key, day in asking.document.items()
        if key in ("from", "to")
    }
    as_of = asking.as_of and asking.as_of + timedelta(weeks=weeks)
    return Asking(_without_none(rows), {**asking.document, **bounds}, as_of)


def _in_weeks_of_utc(asking: Asking) -> Asking:
    document = {**asking.document, "timezone": "UTC"}
    for key in ("trend", "period"):
        if document.get(key) in ("month", "quarter"):
            document[key] = "week"
    return replace(asking, document=document, rows=_without_none(asking.rows))


def _with_others(asking: Asking, chance: Random) -> Asking:
    """Mix in people, before, among and after, who do what the question does not ask of."""
    others = [
        {
            "actor": f"other {chance.randint(0, 3)}",
            "event": chance.choice(["noise", "chatter"]),
            "time": ORIGIN + chance.randint(-100, 100) * 12 * HOUR,
            "account": chance.choice([None, "another"]),
            "properties": {"plan": "pro", "volume": chance.randint(0, 9)},
        }
        for _ in range(chance.randint(1, 6))
    ]
    rows = list(asking.rows)
    for other in others:
        rows.insert(chance.randint(0, len(rows)), other)
    return replace(asking, rows=rows)


def _about_named_events(asking: Asking) -> Asking | None:
    """Every rule names its events, somebody may have done them, and the moment is given."""
    unnamed = asking.document["kind"] == "journey_map" or (
        asking.document["kind"] == "frequency" and "active" not in asking.document
    )
    if unnamed or "any_event" in repr(asking.document) or not asking.rows:
        return None
    at = EPOCH + timedelta(microseconds=asked_at(asking.rows, asking.as_of))
    return replace(asking, as_of=at)


def _unread_left_out(asking: Asking, _: Random) -> Asking:
    at = asked_at(asking.rows, asking.as_of)
    rows = [r for r in asking.rows if r["time"] <= at and (r.get("received") or at) <= at]
    return replace(asking, rows=rows)


def _asked_amid(asking: Asking) -> Asking:
    as_of = asking.as_of or EPOCH + timedelta(microseconds=ORIGIN + 8 * 24 * HOUR)
    return replace(asking, rows=_without_ids(asking.rows), as_of=as_of)


def _by_account(asking: Asking, _: Random) -> Asking:
    return replace(asking, document={**asking.document, "unit": "account"})


def _with_own_accounts(asking: Asking) -> Asking:
    rows = [{**row, "account": f"{row['actor']} & sons"} for row in asking.rows]
    return replace(asking, rows=rows, document={**asking.document, "unit": "actor"})


LAWS = (
    Law("rows in another order", _shuffled, same, _with_distinct_times),
    Law("events sent twice", _repeated, same, _with_ids),
    Law("twice the people", _doubled_log, doubled, _of_people),
    Law("other names for everybody", _renamed, same),
    Law("whole weeks earlier or later", _shifted, elsewhen, _in_weeks_of_utc),
    Law("people who do something else", _with_others, same_numbers, _about_named_events),
    Law("nothing later than the moment asked of", _unread_left_out, same_numbers, _asked_amid),
    Law("each actor an account", _by_account, same_numbers, _with_own_accounts),
)


def _without_ids(rows: list[Row]) -> list[Row]:
    return [{key: value for key, value in row.items() if key != "id"} for row in rows]


def _without_none(rows: list[Row]) -> list[Row]:
    return [{key: value for key, value in row.items() if value is not None} for row in rows]


def _without(value: Json, *keys: str) -> Json:
    if isinstance(value, dict):
        return {k: _without(v, *keys) for k, v in value.items() if k not in keys}
    if isinstance(value, list):
        return [_without(v, *keys) for v in value]
    return value


def _doubled(before: Json, after: Json, place: str) -> None:
    key = place.rpartition(".")[2]
    if isinstance(before, dict) and ("method" in before or "unknown" in before):
        known = "value" in before and "value" in after
        assert "value" in after or "value" not in before, place
        assert not known or math.isclose(before["value"], after["value"], abs_tol=1e-12), place
    elif isinstance(before, dict):
        assert before.keys() == after.keys(), place
        for name, value in before.items():
            _doubled(value, after[name], f"{place}.{name}")
    elif isinstance(before, list):
        assert len(before) == len(after), place
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            _doubled(one, other, f"{place}[{number}].{key.partition('[')[0]}")
    elif isinstance(before, float) and key in BETWEEN_RANKS:
        assert isinstance(after, float), place
    elif isinstance(before, float):
        assert math.isclose(before, after, abs_tol=1e-9), place
    elif isinstance(before, int) and not isinstance(before, bool) and key not in NOT_COUNTS:
        assert after == 2 * before, place
    else:
        assert after == before, place
