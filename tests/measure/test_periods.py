"""Whether no period is missing or there twice, whatever clocks do."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadQuestion
from seachange.events.sources.rows import from_rows
from seachange.measure.ask import ask
from seachange.measure.engines.choose import engine_for
from seachange.measure.periods import LENGTHS, midnight, period_bounds, periods
from seachange.measure.sql.query import Writer, period_index
from tests.measure.oracle.calendar import day_of, label
from tests.measure.oracle.reading import micros

HOUR = 3_600_000_000
DAY = 24 * HOUR

# Clocks that did what others do not: skipped a day, lived a day twice, moved by half an hour or by
# minutes, changed at midnight or over it, changed for a fast, or changed for good.
ODD = (
    ("Pacific/Apia", 2011),
    ("Pacific/Kwajalein", 1993),
    ("Pacific/Kwajalein", 1969),
    ("Australia/Lord_Howe", 2024),
    ("America/St_Johns", 2006),
    ("America/Sao_Paulo", 2018),
    ("America/Havana", 2024),
    ("Africa/Cairo", 2014),
    ("Africa/Casablanca", 2024),
    ("Asia/Beirut", 2023),
    ("Asia/Gaza", 2024),
    ("Asia/Pyongyang", 2018),
    ("Asia/Kathmandu", 1985),
    ("Europe/Dublin", 2024),
    ("Europe/Lisbon", 1992),
    ("America/Juneau", 1983),
    ("Africa/Monrovia", 1972),
    ("Antarctica/Troll", 2024),
)


@cache
def changes(zone: str, year: int) -> list[int]:
    """Return the moments of a year at which a zone's clocks change, by halving."""
    place = ZoneInfo(zone)
    start = micros(datetime(year, 1, 1, tzinfo=UTC))

    def offset(t: int) -> timedelta | None:
        return (
            (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=t))
            .astimezone(place)
            .utcoffset()
        )

    found = []
    for day in range(start, start + 366 * DAY, DAY):
        low, high = day, day + DAY
        if offset(low) == offset(high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(middle) == offset(day) else (low, middle)
        found.append(high)
    return found


def changing_zones() -> list[tuple[str, int]]:
    """Return 120 zones and a year each in which their clocks change."""
    found = list(ODD)
    for zone in sorted(available_timezones()):
        if len(found) == 120:
            break
        if "/" in zone and not zone.startswith(("posix", "right", "Etc")):
            found += [(zone, 2024)] if changes(zone, 2024) else []
    return found


ZONES = changing_zones()


@cache
def around(zone: str, year: int) -> list[int]:
    """Return moments near a zone's clock changes and its midnights, and through the year."""
    year_start = micros(datetime(year, 1, 1, tzinfo=UTC))
    found = [year_start + n * 37 * HOUR for n in range(220)]
    for change in changes(zone, year):
        nudges = (-DAY, -HOUR, -1, 0, 1, HOUR // 2, HOUR, DAY)
        found += [change + nudge for nudge in nudges]
        day = day_of(change, zone)
        for start in (midnight(day + timedelta(days=n), ZoneInfo(zone)) for n in (-1, 0, 1, 2)):
            found += [start - 1, start, start + 1]
    return sorted(found)


def cut_of(moments: list[int], *, length: str, zone: str):
    return periods(length=length, first=moments[0], last=moments[-1], timezone=zone)


def test_a_hundred_and_twenty_zones_have_clocks_that_change():
    assert len(ZONES) == 120
    assert all(changes(zone, year) for zone, year in ZONES)


@pytest.mark.broad
@pytest.mark.parametrize("length", LENGTHS)
def test_periods_adjoin_and_none_is_missing_or_there_twice(length):
    for zone, year in ZONES:
        moments = around(zone, year)
        cut = cut_of(moments, length=length, zone=zone)
        assert all(before.end == after.start for before, after in pairwise(cut)), zone
        labels = [period.label for period in cut]
        assert len(set(labels)) == len(labels), zone
        assert cut[0].start <= moments[0], zone
        assert moments[-1] < cut[-1].end, zone
        days = [day_of(t, zone) for t in range(cut[0].start, cut[-1].end, 6 * HOUR)]
        assert labels == list(dict.fromkeys(label(day, length) for day in sorted(days))), zone


@pytest.mark.broad
def test_a_moment_is_in_the_period_that_the_calendar_on_the_wall_shows():
    for zone, year in ZONES:
        cut = cut_of(around(zone, year), length="day", zone=zone)
        bounds = period_bounds(cut)
        for moment in around(zone, year):
            day = cut[bisect_right(bounds, moment) - 1]
            shown = day_of(moment, zone).isoformat()
            # Where clocks go back over midnight, yesterday's last hour is there again, today.
            assert shown == day.label or (shown < day.label and _repeated(moment, zone)), zone


def _repeated(moment: int, zone: str) -> bool:
    local = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moment)).astimezone(
        ZoneInfo(zone)
    )
    return local.fold == 1


def test_the_day_of_a_change_has_more_hours_or_fewer():
    cut = cut_of(around("Europe/Berlin", 2024), length="day", zone="Europe/Berlin")
    hours = {period.label: (period.end - period.start) / HOUR for period in cut}
    assert hours["2024-03-31"] == 23
    assert hours["2024-10-27"] == 25
    assert {n for day, n in hours.items() if day not in ("2024-03-31", "2024-10-27")} == {24}


def test_a_day_that_a_country_skipped_is_not_there():
    cut = cut_of(around("Pacific/Apia", 2011), length="day", zone="Pacific/Apia")
    labels = [period.label for period in cut]
    assert "2011-12-30" not in labels
    assert labels.index("2011-12-31") == labels.index("2011-12-29") + 1


def test_a_day_without_a_midnight_starts_when_it_does():
    first = midnight(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo"))
    assert first == micros(datetime(2018, 11, 4, 3, tzinfo=UTC))
    assert day_of(first - 1, "America/Sao_Paulo") == date(2018, 11, 3)


@pytest.mark.parametrize(
    ("length", "day", "name"),
    [
        ("week", date(2024, 12, 30), "2025-W01"),
        ("week", date(2021, 1, 3), "2020-W53"),
        ("month", date(2024, 2, 29), "2024-02"),
        ("quarter", date(2024, 10, 1), "2024-Q4"),
        ("quarter", date(2024, 9, 30), "2024-Q3"),
    ],
)
def test_a_period_is_called_as_the_calendar_calls_it(length, day, name):
    moment = micros(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    (period,) = periods(length=length, first=moment, last=moment, timezone="UTC")
    assert period.label == name
    assert period.start <= moment < period.end


@given(
    st.integers(micros(datetime(1975, 1, 1, tzinfo=UTC)), micros(datetime(2035, 1, 1, tzinfo=UTC))),
    st.integers(0, 800 * DAY),
    st.sampled_from(LENGTHS),
    st.sampled_from([zone for zone, _ in ZONES]),
)
def test_any_stretch_of_time_is_covered_from_end_to_end(first, span, length, zone):
    cut = periods(length=length, first=first, last=first + span, timezone=zone)
    assert cut[0].start <= first < cut[0].end or cut[1].start <= first
    assert cut[-1].start <= first + span < cut[-1].end
    assert all(before.end == after.start for before, after in pairwise(cut))


def test_more_periods_than_anybody_looks_at_are_refused():
    with pytest.raises(BadQuestion, match="more than 20,000 days"):
        periods(length="day", first=0, last=60 * 366 * DAY, timezone="UTC")


# -- the same in SQL


def counted(log, cut):
    """Return how many events fall into each period, by SQL."""
    writer = Writer(log, as_of=log.newest)
    events = writer.events(extra=f"{period_index('t', cut)} AS period")
    query = f"SELECT period, COUNT(*) AS n FROM ({events}) e GROUP BY period ORDER BY period"
    return dict(engine_for(log).rows(writer.query(query)))


def expected(moments, cut):
    bounds = period_bounds(cut)
    found: dict[int, int] = {}
    for moment in moments:
        index = bisect_right(bounds, moment) - 1
        found[index] = found.get(index, 0) + 1
    return found


def log_at(moments):
    return [{"actor": f"a{n}", "time": t, "event": "visit"} for n, t in enumerate(moments)]


@pytest.mark.broad
@pytest.mark.parametrize("length", ["day", "week", "month"])
def test_sql_puts_each_moment_where_python_does(length):
    for year in sorted({year for _, year in ZONES}):
        zones = [zone for zone, when in ZONES if when == year]
        moments = sorted({t for zone in zones for t in around(zone, year)})
        log = from_rows(log_at(moments))
        for zone in zones:
            cut = cut_of(moments, length=length, zone=zone)
            assert counted(log, cut) == expected(moments, cut), zone
        log.close()


@pytest.mark.parametrize("length", ["day", "month"])
def test_every_engine_puts_each_moment_where_python_does(log_on, length):
    zones = [zone for zone, year in ZONES if year == 2024][::7]
    moments = sorted({t for zone in zones for t in around(zone, 2024)})
    log = log_on(log_at(moments))
    for zone in zones:
        cut = cut_of(moments, length=length, zone=zone)
        assert counted(log, cut) == expected(moments, cut), zone


@pytest.mark.broad
@pytest.mark.parametrize("length", ["day", "week", "month"])
def test_the_periods_of_a_trend_add_up_to_the_whole(length):
    moments = [micros(datetime(2024, 1, 1, tzinfo=UTC)) + n * 7 * HOUR for n in range(1200)]
    log = from_rows(log_at(moments))
    for zone in [zone for zone, year in ZONES if year == 2024][::3]:
        question = {"kind": "share", "of": "visit", "did": "visit", "within": "1 hour"}
        answer = ask({**question, "trend": length, "timezone": zone}, log)
        assert sum(p.people + p.pending for p in answer.series) == len(moments), zone
        assert sum(p.people for p in answer.series) == answer.people, zone
