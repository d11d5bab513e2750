"""Small random worlds of events, made so that everything that can go wrong is near."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.story import START

Row = dict[str, Any]

MICROSECOND = 1
SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
WEEK = 7 * DAY

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ORIGIN = (START - EPOCH) // timedelta(microseconds=1)

ACTORS = ("ada", "ben", "cleo", "dan")
NAMES = ("visit", "sign_up", "buy", "refund")
ACCOUNTS = (None, "acme", "bolt")
PROPERTIES = {
    "plan": ("free", "pro", "10", 10, 9.5, True, "", "Pro"),
    "platform": ("mobile", "desktop"),
}

# The steps of the clock on which events fall. Whole days against windows of whole days put
# events on the edge of a window; few of them put several events on one instant.
_DAYS = st.integers(0, 16)
_NUDGES = st.sampled_from((0, 0, 0, 0, MICROSECOND, -MICROSECOND, SECOND, HOUR, 12 * HOUR))
_DELAYS = st.sampled_from((0, 0, HOUR, 3 * DAY))


def times() -> st.SearchStrategy[int]:
    """Return moments (microseconds since 1970 UTC): often the same, often days apart exactly."""
    return st.builds(lambda day, nudge: ORIGIN + day * DAY + nudge, _DAYS, _NUDGES)


@st.composite
def worlds(
    draw: st.DrawFn,
    *,
    least: int = 0,
    most: int = 30,
    names: tuple[str, ...] = NAMES,
    plain: bool = False,
) -> list[Row]:
    """Return 0–30 events of 1–4 actors in order of arrival, as `from_rows` takes them.

    With ties in time, repeated steps, ids met twice, properties that look like numbers,
    accounts that change, and arrivals later than the event; `plain` leaves out the last
    four, for laws that need no more than who did what when.
    """
    actors = ACTORS[: draw(st.integers(1, len(ACTORS)))]
    has_ids, has_accounts, has_received = (not plain and draw(st.booleans()) for _ in range(3))
    count = draw(st.integers(least, most))
    rows = []
    for number in range(count):
        t = draw(times())
        row: Row = {
            "actor": draw(st.sampled_from(actors)),
            "time": t,
            "event": draw(st.sampled_from(names)),
        }
        if has_ids and draw(st.booleans()):
            # A tenth and more of these have been there before, with whatever they say now.
            row["id"] = f"m{draw(st.integers(0, 2 * count))}"
        if has_accounts:
            row["account"] = draw(st.sampled_from(ACCOUNTS))
        if has_received and (number % 5 or draw(st.booleans())):
            row["received"] = t + draw(_DELAYS)
        if not plain:
            row["properties"] = draw(_held())
        rows.append(row)
    return rows


@st.composite
def experimented(draw: st.DrawFn) -> list[Row]:
    """Return a world in which most actors are shown a platform, most of them one only."""
    rows = draw(worlds())
    for actor in ACTORS:
        for _ in range(draw(st.sampled_from((0, 1, 1, 1, 2)))):
            platform = draw(st.sampled_from(("mobile", "desktop")))
            row = {"actor": actor, "event": "visit", "properties": {"platform": platform}}
            rows.insert(draw(st.integers(0, len(rows))), {**row, "time": draw(times())})
    if draw(st.booleans()):  # nobody saw anything but what the experiment showed
        kept = [(row["event"], row.get("properties", {})) for row in rows]
        for name, held in kept:
            if name != "visit":
                held.pop("platform", None)
    return rows


def moments() -> st.SearchStrategy[datetime | None]:
    """Return moments to ask at: usually the default, else amid the events or past them."""
    amid = st.builds(lambda t: EPOCH + timedelta(microseconds=t), times())
    return st.one_of(st.none(), st.none(), amid, st.just(START + timedelta(days=60)))


def windows() -> st.SearchStrategy[str]:
    """Return windows as questions write them, on and off the steps of the clock."""
    return st.sampled_from(("1 day", "2 days", "7 days", "36 hours", "1 hour", "1 second"))


def units() -> st.SearchStrategy[str]:
    """Return what is counted."""
    return st.sampled_from(("actor", "actor", "account"))


def _held() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(values) for name, values in PROPERTIES.items()}
    )
