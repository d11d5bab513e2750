"""Whether what is no log is refused, soon, with the place and the remedy."""

from __future__ import annotations

import gzip
import os
import random
import resource
import shutil
import subprocess
import sys
from io import StringIO
from types import SimpleNamespace

import duckdb
import polars as pl
import pytest

from seachange.errors import BadMapping, UnreadableSource
from seachange.events.sources import room
from seachange.events.sources.open import open_log
from seachange.events.sources.workshop import large_workshop, small_workshop

HEADER = b"user,time,event\n"
ROW = b"ada,2024-01-01T00:00:00Z,visit\n"


def refused(path, content=None, error=UnreadableSource, **named):
    """Return the error with which a file of this content is refused; it names the file."""
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error) as told:
        open_log(str(path), **named)
    assert path.name in told.value.place
    assert told.value.remedy
    return told.value


def test_a_file_that_is_not_there(tmp_path):
    (tmp_path / "events.csv").write_bytes(HEADER + ROW)
    error = refused(tmp_path / "event.csv")
    assert "no such file" in error.what
    assert "events.csv" in error.remedy
    assert "no folder" in refused(tmp_path / "nowhere" / "events.csv").remedy


def test_a_folder(tmp_path):
    assert "folder" in refused(tmp_path).what


def test_a_pattern_that_matches_nothing(tmp_path):
    with pytest.raises(UnreadableSource, match="pattern"):
        open_log(str(tmp_path / "*.csv"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "events.csv"
    path.write_bytes(HEADER + ROW)
    path.chmod(0)
    assert "cannot be opened" in refused(path).what


@pytest.mark.parametrize("name", ["a.csv", "a.ndjson", "a.xes", "a.parquet", "a.csv.gz", "a.tsv"])
def test_an_empty_file(tmp_path, name):
    assert "empty" in refused(tmp_path / name, b"").what


@pytest.mark.parametrize("content", [HEADER, HEADER.strip(), b"\xef\xbb\xbf" + HEADER + b"\n\n"])
def test_a_file_of_nothing_but_the_names_of_columns(tmp_path, content):
    assert "no rows" in refused(tmp_path / "a.csv", content).what


@pytest.mark.parametrize("content", [b"\n\n\n", b" \n"])
def test_a_file_of_blank_lines(tmp_path, content):
    assert "blank" in refused(tmp_path / "a.csv", content).what
    refused(tmp_path / "a.ndjson", content, error=(UnreadableSource, BadMapping))


@pytest.mark.parametrize("name", ["a.csv", "a.ndjson", "a.xes", "a.parquet", "a.csv.gz", "a.bin"])
@pytest.mark.parametrize("size", [100, 300_000])
def test_binary_junk(tmp_path, name, size):
    junk = random.Random(size).randbytes(size)
    error = refused(tmp_path / name, junk, error=(UnreadableSource, BadMapping))
    assert str(error).isprintable() or "\n" in str(error)
    assert len(str(error)) < 1000


@pytest.mark.parametrize(
    ("begins", "what"),
    [
        (b"PK\x03\x04", "spreadsheet"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"BZh9", "bzip2"),
        (b"\xfd7zXZ\x00", "xz"),
        ("user,time\n".encode("utf-16"), "UTF-16"),
        (b"SQLite format 3\x00", "SQLite"),
    ],
)
def test_what_is_something_else_is_called_by_its_name(tmp_path, begins, what):
    assert what in refused(tmp_path / "a.csv", begins + bytes(1000)).what


def test_a_gzip_file_that_was_cut_off(tmp_path):
    packed = gzip.compress(HEADER + ROW * 50_000)
    assert "ends in the middle" in refused(tmp_path / "a.csv.gz", packed[: len(packed) // 2]).what
    assert "ends in the middle" in refused(tmp_path / "b.csv.gz", packed[:-3]).what


def test_a_gzip_file_whose_sum_is_wrong(tmp_path):
    packed = bytearray(gzip.compress(HEADER + ROW * 50_000))
    packed[-8] ^= 1
    assert "damaged" in refused(tmp_path / "a.csv.gz", bytes(packed)).what


def test_a_gzip_file_with_a_flipped_bit_inside(tmp_path):
    packed = bytearray(gzip.compress(HEADER + ROW * 50_000))
    packed[len(packed) // 2] ^= 8
    refused(tmp_path / "a.csv.gz", bytes(packed))


@pytest.mark.broad
def test_a_gzip_file_that_would_fill_the_disk(tmp_path):
    path = tmp_path / "a.csv.gz"
    with gzip.open(path, "wb") as out:
        out.write(HEADER)
        for _ in range(300):
            out.write(ROW * 32_000)
    assert path.stat().st_size < 4 << 20
    assert "swells" in refused(path).what


def test_a_gzip_file_that_unpacks_to_more_than_there_is_room_for(tmp_path, monkeypatch):
    kept = tmp_path / "kept"
    monkeypatch.setenv("SEACHANGE_CACHE", str(kept))
    packed, gigabyte = gzip.compress(HEADER + ROW * 50_000), 1 << 30
    (tmp_path / "a.csv.gz").write_bytes(packed)

    def opened(*, free, most=""):
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
        monkeypatch.setenv("SEACHANGE_MOST_UNPACKED_GB", most)
        return open_log(tmp_path / "a.csv.gz", on_disk=True).intake.rows

    assert opened(free=100 * gigabyte) == 50_000
    for told in ({"free": 1_000_000}, {"free": 100 * gigabyte, "most": "0.0001"}):
        with pytest.raises(UnreadableSource, match="unpacks to more than the 0.0 GB"):
            opened(**told)
    with pytest.raises(BadMapping, match="no number of gigabytes"):
        opened(free=100 * gigabyte, most="lots")


def test_what_would_fill_the_disk_is_stopped_and_leaves_nothing_on_it(tmp_path, monkeypatch):
    kept = tmp_path / "kept"
    monkeypatch.setenv("SEACHANGE_CACHE", str(kept))
    (tmp_path / "a.csv").write_bytes(HEADER + ROW * 50_000)
    left = iter([50 << 30, 50 << 30])  # what is free when the work begins, and then hardly any
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=next(left, 1 << 20)))
    monkeypatch.setattr(room, "_OFTEN", 0.001)
    with pytest.raises(UnreadableSource) as refused:
        open_log(tmp_path / "a.csv", on_disk=True)
    assert "would fill the disk" in refused.value.what
    assert "Make room" in refused.value.remedy
    assert not list(kept.iterdir())


def test_a_line_that_does_not_end(tmp_path):
    path = tmp_path / "a.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as out:
        out.write(HEADER + ROW)
        for _ in range(64):
            out.write(b"x" * (1 << 20))
    error = refused(path)
    assert "longer than 16 MB" in error.what
    assert "line 3" in error.place


@pytest.mark.nightly
def test_a_line_of_a_gigabyte_takes_no_gigabyte(tmp_path):
    path = tmp_path / "a.ndjson"
    with path.open("wb") as out:
        out.write(b'{"user": "')
        out.truncate(1 << 30)
        for at in range(0, 1 << 30, 1 << 26):
            out.seek(at + 100)
            out.write(b"x")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_columns_that_are_not_there_are_refused_with_those_that_are(tmp_path):
    error = refused(tmp_path / "a.csv", b"who,when,what\n1,2,3\n", error=BadMapping)
    assert "who, when, what" in error.what
    assert "--actor" in error.remedy
    error = refused(tmp_path / "b.csv", HEADER + ROW, error=BadMapping, actor="usr")
    assert "Did you mean user?" in error.remedy


def test_times_that_are_none_are_refused_with_the_first(tmp_path):
    error = refused(tmp_path / "a.csv", HEADER + b"ada,yesterday,visit\nben,01/02/2024,visit\n")
    assert "'yesterday' in row 2" in error.what
    assert "2024-07-01T09:30:00Z" in error.remedy


def test_mixed_zones_are_refused_with_one_row_of_each(tmp_path):
    error = refused(tmp_path / "a.csv", HEADER + ROW + b"ben,2024-01-02 10:00:00,visit\n")
    assert "'2024-01-01T00:00:00Z' in row 2" in error.what
    assert "'2024-01-02 10:00:00' in row 3" in error.what
    assert open_log(str(tmp_path / "a.csv"), timezone="Europe/Berlin").intake.events == 2


@pytest.mark.parametrize("slip", [b"1704067300000", b"-1704067300000000", b"9999999999999.5"])
def test_one_number_of_another_unit_does_not_move_all_others_to_1970(tmp_path, slip):
    rows = b"ada,1704067200,visit\nben,0,visit\nada," + slip + b",buy\n"
    error = refused(tmp_path / "a.csv", HEADER + rows)
    assert "mixes seconds ('1704067200' in row 2)" in error.what
    assert f"({slip.decode()!r} in row 4)" in error.what
    assert "One unit a file" in error.remedy


@pytest.mark.parametrize("unit", [1_000, 1_000_000, 1_000_000_000])
def test_moments_of_1970_are_read_where_nothing_says_otherwise(tmp_path, unit):
    (tmp_path / "a.csv").write_bytes(HEADER + b"ada,0,visit\nada,%d,buy\n" % (1_704_067_200 * unit))
    log = open_log(str(tmp_path / "a.csv"))
    assert (log.first, log.last) == (0, 1_704_067_200_000_000)


def test_days_of_a_spreadsheet_are_read_as_seconds_and_doubted(tmp_path):
    (tmp_path / "a.csv").write_bytes(HEADER + b"ada,45292.5,visit\nada,45293,buy\n")
    notes = open_log(str(tmp_path / "a.csv")).intake.notes
    assert any("days of a spreadsheet" in note for note in notes)


def test_a_stream_is_refused_at_once_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert "stream" in refused(tmp_path / "pipe.csv").what
    with pytest.raises(UnreadableSource, match="stream"):
        open_log("-")


def test_a_table_in_which_no_row_is_an_event(tmp_path):
    error = refused(tmp_path / "a.csv", HEADER + b",2024-01-01,visit\n,2024-01-02,visit\n")
    assert "none of 2 rows is an event" in error.what
    assert "row 2: no actor" in error.what


@pytest.mark.parametrize("cut", [0.3, 0.9, 0.999])
def test_a_parquet_file_that_was_cut_off(tmp_path, cut):
    from tests.events.formats import write

    rows = [{"actor": "ada", "time": n * 10**15, "event": "visit"} for n in range(1, 9)]
    path = tmp_path / "events.parquet"
    write(tmp_path, rows, "parquet")
    whole = path.read_bytes()
    refused(path, whole[: int(len(whole) * cut)])


def test_a_json_array_is_told_how_to_become_ndjson(tmp_path):
    assert "jq" in refused(tmp_path / "a.json", b'[{"user": "ada"}]').remedy


def test_json_lines_that_are_none(tmp_path):
    refused(tmp_path / "a.ndjson", b"hello\nworld\n", error=(UnreadableSource, BadMapping))
    refused(tmp_path / "b.ndjson", b"[1]\n2\n", error=(UnreadableSource, BadMapping))


def test_files_that_do_not_belong_together(tmp_path):
    (tmp_path / "a.csv").write_bytes(HEADER + ROW)
    (tmp_path / "b.csv").write_bytes(b"person,time,event\nben,2024-01-01,visit\n")
    with pytest.raises(BadMapping) as told:
        open_log([tmp_path / "a.csv", tmp_path / "b.csv"], actor="user")
    assert "b.csv" in told.value.place


@pytest.mark.parametrize(
    "source",
    [
        17, None, 3.5, object(), [1, 2], [["a"]], [], "", "ftp://x/y",
        {"user": ["ada"]}, StringIO("user,time,event\n"), pl.Series([1]),
    ],
)  # fmt: skip
def test_what_no_events_can_come_from(source):
    with pytest.raises(UnreadableSource):
        open_log(source)


def test_a_keyword_that_means_nothing_is_not_left_unheard(tmp_path):
    (tmp_path / "a.csv").write_bytes(HEADER + ROW)
    with pytest.raises(TypeError, match="did you mean account"):
        open_log(str(tmp_path / "a.csv"), acount="user")


def test_a_memory_that_is_no_size_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(HEADER + ROW)
    with pytest.raises(BadMapping, match="memory"):
        open_log(str(tmp_path / "a.csv"), memory="a lot")


def test_a_table_that_is_not_in_the_database_is_refused_with_those_that_are(tmp_path):
    path = tmp_path / "a.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute("CREATE TABLE clicks (user VARCHAR)")
        database.execute("CREATE VIEW views AS SELECT 1")
    assert "clicks" in refused(tmp_path / "a.duckdb::click").remedy
    assert "clicks, views" in refused(tmp_path / "a.duckdb::nothing like it").remedy
    assert "::TABLE" in refused(path).remedy
    assert "no DuckDB file" in refused(tmp_path / "b.duckdb", b"text").what


@pytest.mark.parametrize(
    ("content", "what"),
    [(HEADER + ROW, "no DuckDB database"), (b"SQLite format 3\x00" + bytes(99), "SQLite")],
)
@pytest.mark.parametrize("name", ["a.csv", "a.db"])
def test_a_table_of_what_is_no_duckdb_database_is_refused_without_asking_anybody(
    tmp_path, name, content, what
):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableSource) as told:
        open_log(f"{tmp_path / name}::clicks")
    assert what in told.value.what
    assert "extension" not in str(told.value)  # such as would be fetched from the internet


def test_a_table_beside_files_is_told_to_stand_alone(tmp_path):
    (tmp_path / "a.csv").write_bytes(HEADER + ROW)
    for table in (f"{tmp_path / 'b.duckdb'}::clicks", "postgresql://me:secret@host/db?table=t"):
        with pytest.raises(UnreadableSource, match="a source by itself") as told:
            open_log([tmp_path / "a.csv", table])
        assert "secret" not in str(told.value)


def test_no_database_fetches_what_it_lacks():
    settings = "SELECT current_setting('autoinstall_known_extensions')"
    for workshop in (small_workshop(), large_workshop()):
        assert workshop.connection.execute(settings).fetchall() == [(False,)]
        workshop.discard()


def test_a_database_that_somebody_writes_to_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "a.duckdb"
    busy = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(flush=True); input()"
    holding = subprocess.Popen(
        [sys.executable, "-c", busy, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        holding.stdout.readline()
        with pytest.raises(UnreadableSource) as told:
            open_log(f"{path}::clicks")
        assert "Close the program" in told.value.remedy
    finally:
        holding.communicate(b"\n")
