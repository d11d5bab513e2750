"""Whether a written time means the same moment on every engine, and the right one."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadMapping, UnreadableSource
from seachange.events.sources import clickhouse, postgres, times
from seachange.events.sources.duckdb import DuckWords
from seachange.events.sources.open import open_log
from seachange.events.sources.times import EPOCH, Reading, Tally, decide, local_reading, shifted
from tests.engines import ENGINES
from tests.events.pace import examples

MICROSECOND = timedelta(microseconds=1)


@pytest.fixture(
    params=[pytest.param(e, marks=[pytest.mark.engine] * (e != "duckdb")) for e in ENGINES]
)
def read_on(request):
    """Give `read_on(texts) -> [(form, clock)]` on each engine in turn."""
    if request.param == "duckdb":
        words = DuckWords(duckdb.connect())
    elif request.param == "postgres":
        words = postgres.PostgresTables(postgres.connect(request.getfixturevalue("postgres")))
    else:
        session = clickhouse.open_session()
        words = clickhouse.ClickHouseTables(clickhouse.Database(session, "default"))

    def read(texts):
        listed = " UNION ALL ".join(
            f"SELECT {n} AS nth, CAST({_literal(text)} AS {words.text_type}) AS held"
            for n, text in enumerate(texts)
        )
        rows = words.rows(
            f"SELECT nth, {words.form('held', words.clock('held'))}, {words.clock('held')} "
            f"FROM ({listed}) t ORDER BY nth"
        )
        return [(form, clock) for _, form, clock in rows]

    return read


def _literal(text):
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def at(*parts):
    """Return a moment in UTC, or what a clock without zone shows, as if it were UTC's."""
    return datetime(*parts, tzinfo=UTC)


MOMENTS = [
    ("2024-07-01", times.LOCAL, at(2024, 7, 1)),
    ("2024-07-01 09:30", times.LOCAL, at(2024, 7, 1, 9, 30)),
    ("2024-07-01T09:30:15", times.LOCAL, at(2024, 7, 1, 9, 30, 15)),
    ("2024-07-01 09:30:15.25", times.LOCAL, at(2024, 7, 1, 9, 30, 15, 250_000)),
    ("2024-07-01T09:30:15.123456789", times.LOCAL, at(2024, 7, 1, 9, 30, 15, 123_456)),
    ("2024-07-01T09:30:15Z", times.ZONED, at(2024, 7, 1, 9, 30, 15)),
    ("2024-07-01 09:30:15 UTC", times.ZONED, at(2024, 7, 1, 9, 30, 15)),
    ("2024-07-01T09:30Z", times.ZONED, at(2024, 7, 1, 9, 30)),
    ("2024-07-01T09:30:15+02:00", times.ZONED, at(2024, 7, 1, 7, 30, 15)),
    ("2024-07-01 09:30:15.5-0330", times.ZONED, at(2024, 7, 1, 13, 0, 15, 500_000)),
    ("2024-07-01 00:30:00+05", times.ZONED, at(2024, 6, 30, 19, 30)),
    ("2024-07-01 09:30:15 -08:00", times.ZONED, at(2024, 7, 1, 17, 30, 15)),
    ("  2024-07-01T09:30:15Z ", times.ZONED, at(2024, 7, 1, 9, 30, 15)),
    ("2024-02-29", times.LOCAL, at(2024, 2, 29)),
    ("2000-02-29", times.LOCAL, at(2000, 2, 29)),
    ("1969-12-31T23:59:59.999999Z", times.ZONED, at(1969, 12, 31, 23, 59, 59, 999_999)),
    ("1000-01-01", times.LOCAL, at(1000, 1, 1)),
    ("9999-12-31T23:59:59Z", times.ZONED, at(9999, 12, 31, 23, 59, 59)),
]
NUMBERS = ["0", "1704067200", "-5", "1704067200.123456", " 1704067200123 ", "1704067200000000000"]
NONE_OF_IT = [
    "2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "2024-00-10", "2024-01-00",
    "2024-1-5", "24-01-05", "2024/01/05", "05.01.2024", "01/05/2024", "20240105",
    "2024-01-05T24:00:00Z", "2024-01-05T23:60:00Z", "2024-01-05T23:59:60Z", "2024-01-05T09",
    "2024-01-05 09:30:15 PM", "2024-01-05 09:30:15 Europe/Berlin", "2024-01-05T09:30:15+25:00",
    "2024-01-05T09:30:15.Z", "2024-01-05T09:30:15,5Z", "2024-01-05T09:30:15.1234567890Z",
    "2024-01-05Z", "2024-01-05t09:30:15z", "0000-01-01", "-0044-03-15", "12024-01-01",
    "2024-01-01 (BC)", "infinity", "-infinity", "epoch", "now", "today", "yesterday", "NaN",
    "1e9", "0x10", "1_000", "١٧٠٤٠٦٧٢٠٠", "2024-01-05T09:30:15+02:00Z", "2024-01-05  09:30:15",
    "1704067200.", ".5", "--1", "null", "2024-W01-1", "2024-001", "Mon, 01 Jan 2024 00:00:00 GMT",
]  # fmt: skip


def test_every_form_is_read_alike_on_every_engine(read_on):
    found = read_on([text for text, _, _ in MOMENTS])
    expected = [(form, (moment - EPOCH) // MICROSECOND) for _, form, moment in MOMENTS]
    assert dict(zip([text for text, *_ in MOMENTS], found, strict=True)) == dict(
        zip([text for text, *_ in MOMENTS], expected, strict=True)
    )


def test_numbers_are_told_from_dates_on_every_engine(read_on):
    assert [form for form, _ in read_on(NUMBERS)] == [times.NUMERIC] * len(NUMBERS)


def test_what_is_no_time_is_read_as_one_by_no_engine(read_on):
    found = dict(zip(NONE_OF_IT, read_on(NONE_OF_IT), strict=True))
    assert found == dict.fromkeys(NONE_OF_IT, (times.UNREADABLE, None)) | {
        "20240105": (times.NUMERIC, None)
    }


def test_blanks_are_no_time_and_not_unreadable_either(read_on):
    blanks = ["", " ", "\t", " \n ", None]
    assert [form for form, _ in read_on(blanks)] == [times.BLANK] * len(blanks)


FIRST, LAST = datetime.fromisoformat("1000-01-02"), datetime.fromisoformat("9999-12-30")
ZONES = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda m: timezone(timedelta(minutes=m)))


@examples(8)
@given(moments=st.lists(st.datetimes(FIRST, LAST, timezones=ZONES)))
def test_iso_times_mean_what_python_says(read_on, moments):
    texts = [moment.isoformat() for moment in moments] or ["2024-01-01"]
    expected = [(times.ZONED, (moment - EPOCH) // MICROSECOND) for moment in moments]
    assert read_on(texts)[: len(moments)] == expected


@examples(8)
@given(
    moment=st.datetimes(FIRST, LAST, timezones=ZONES),
    edits=st.lists(
        st.tuples(st.integers(0, 30), st.sampled_from([*"0159-:T .+Z", "", "10"])),
        min_size=1, max_size=30,
    ),
)  # fmt: skip
def test_a_time_with_a_slip_of_the_pen_is_no_other_time(read_on, moment, edits):
    written = moment.isoformat()
    texts = [written[:at] + slip + written[at + 1 :] for at, slip in edits]
    for text, (form, clock) in zip(texts, read_on(texts), strict=True):
        if form in (times.ZONED, times.LOCAL):
            # Python reads more forms than we do, but never one of ours as another moment.
            read = datetime.fromisoformat(text.strip().replace(" -", "-").replace(" +", "+"))
            aware = read if read.tzinfo else read.replace(tzinfo=UTC)
            assert (text, clock) == (text, (aware - EPOCH) // MICROSECOND)
            assert (form == times.ZONED) == (read.tzinfo is not None)


# -- Local times of a zone

DAY = 86_400_000_000
_YEAR_1900 = -70 * 365 * DAY
SAMPLED = sorted(
    random.Random(5).sample(
        sorted(z for z in available_timezones() if "/" in z and not z.startswith(("Etc", "posix"))),
        120,
    )
)


def _by_python(zone, local):
    """Return the UTC moment of a local time as Python's datetime has it, in microseconds."""
    at = datetime(1970, 1, 1, tzinfo=ZoneInfo(zone)) + timedelta(microseconds=local)
    return (at.astimezone(UTC) - EPOCH) // MICROSECOND


def _by_ours(zone, locals_):
    shifts = local_reading(ZoneInfo(zone), first=min(locals_), last=max(locals_)).shifts
    listed = ", ".join(f"({n}, {local})" for n, local in enumerate(locals_))
    rows = duckdb.execute(
        f"SELECT nth, {shifted('l', shifts)} FROM (VALUES {listed}) t(nth, l) ORDER BY nth"
    ).fetchall()
    return [moment for _, moment in rows]


def test_a_time_that_the_clock_skipped_lands_behind_the_skip_and_one_met_twice_is_the_first():
    (skipped,) = _by_ours("Europe/Berlin", [_micros(2024, 3, 31, 2, 30)])
    assert skipped == _micros(2024, 3, 31, 1, 30)  # 3:30 of the new time
    (twice,) = _by_ours("Europe/Berlin", [_micros(2024, 10, 27, 2, 30)])
    assert twice == _micros(2024, 10, 27, 0, 30)  # still summer time


def test_local_times_become_utc_as_python_has_it_around_every_change_of_the_clock():
    hour = DAY // 24
    for zone in SAMPLED:
        locals_ = [_micros(2024, 1, 1), _micros(2024, 7, 1), _micros(2024, 12, 31)]
        for change in _changes_of(zone, 2024):
            locals_ += [change + step * hour // 2 for step in range(-60, 61)]
        assert _by_ours(zone, locals_) == [_by_python(zone, local) for local in locals_], zone


@examples(20)
@given(
    st.sampled_from(SAMPLED),
    st.lists(st.integers(_YEAR_1900, -_YEAR_1900), min_size=1, max_size=20),
)
def test_local_times_of_a_hundred_years_and_more_become_utc_as_python_has_it(zone, locals_):
    assert _by_ours(zone, locals_) == [_by_python(zone, local) for local in locals_]


def _changes_of(zone, year):
    """Return about when, by the clock on the wall, a zone's offset changed in a year."""
    offset, found, moment = None, [], at(year, 1, 1)
    while moment.year == year:
        here = moment.astimezone(ZoneInfo(zone))
        if offset is not None and here.utcoffset() != offset:
            found.append((here.replace(tzinfo=UTC) - EPOCH) // MICROSECOND)
        offset, moment = here.utcoffset(), moment + timedelta(hours=6)
    return found


def _micros(*parts):
    return (at(*parts) - EPOCH) // MICROSECOND


def test_times_that_have_no_one_moment_are_counted_and_that_is_said(tmp_path):
    path = tmp_path / "a.csv"
    times_ = ["2024-03-31 02:30:00", "2024-10-27 02:30:00", "2024-10-27 02:59:59", "2024-07-01"]
    path.write_text("user,time,event\n" + "".join(f"ada,{time},visit\n" for time in times_))
    assert open_log(str(path), timezone="Europe/Berlin").intake.notes[-2:] == (
        "time: 2 times occurred twice as the clock fell back; first taken",
        "time: 1 times were skipped by the clock; moved behind the skip",
    )
    assert len(open_log(str(path), timezone="Asia/Tokyo").intake.notes) == 2


# -- What is decided


def decided(timezone=None, **tally):
    return decide(Tally(**tally), column="when", place="log.csv", timezone=timezone)


@pytest.mark.parametrize(
    ("largest", "nanoseconds", "unit"),
    [
        (1_704_067_200, 1_000_000_000, "seconds"),
        (1_704_067_200_123, 1_000_000, "milliseconds"),
        (1_704_067_200_123_456, 1_000, "microseconds"),
        (1_704_067_200_123_456_789, 1, "nanoseconds"),
        (0, 1_000_000_000, "seconds"),
    ],
)
def test_the_unit_of_numbers_goes_by_their_size(largest, nanoseconds, unit):
    reading = decided(numbers=10, largest=float(largest))
    assert reading.nanoseconds == nanoseconds
    assert reading.notes == (f"when: {unit} since 1970 UTC",)


def test_times_without_a_zone_are_utc_and_that_is_said():
    assert decided(local=3).notes == ("when: times without zone, read as UTC",)
    assert decided("Asia/Tokyo", local=3).notes == ("when: times without zone, read as Asia/Tokyo",)
    assert decided(zoned=3) == Reading()


def test_times_with_and_without_a_zone_are_not_mixed_unless_the_zone_is_named():
    mixed = {"zoned": 5, "local": 2, "zoned_example": (2, "…Z"), "local_example": (7, "…")}
    with pytest.raises(UnreadableSource) as refused:
        decided(**mixed)
    assert "row 2" in str(refused.value)
    assert "row 7" in str(refused.value)
    assert "--source-timezone" in refused.value.remedy
    assert decided("Europe/Berlin", **mixed).notes


@pytest.mark.parametrize(
    "tally",
    [
        {"numbers": 2, "zoned": 1},
        {"numbers": 3, "largest": 20_240_105.0},
        {"unreadable": 100, "local": 1},
        {"unreadable": 1},
    ],
)
def test_what_would_be_a_guess_is_refused_with_the_forms_that_are_understood(tally):
    with pytest.raises(UnreadableSource, match="2024-07-01T09:30:00Z"):
        decided(**tally)


def test_a_few_unreadable_times_are_no_reason_to_refuse_the_rest():
    assert decided(unreadable=99, zoned=1) == Reading()


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "CET\0"])
def test_a_zone_that_is_none_is_refused(name):
    with pytest.raises(BadMapping, match="time zone"):
        decided(name, local=1)
