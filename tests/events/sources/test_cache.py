"""Whether a staged log is kept, found again, and never taken for another."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from seachange.errors import UnreadableSource
from seachange.events.sources import cache
from seachange.events.sources import open as opening
from seachange.events.sources.open import open_log
from tests.events.contents import adds_up, told

ROWS = "user,time,event\nada,2024-01-01,visit\nben,2024-01-02,buy\n,2024-01-02,buy\n"


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch, tmp_path):
    """Stage even these few rows on disk, and keep them in a folder of the test's own."""
    monkeypatch.setattr(opening, "_MUCH", 0)
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "kept"))


def kept(tmp_path):
    return sorted((tmp_path / "kept").glob("*.duckdb"))


def stages_of(path, **named):
    """Open and close a file; return what it said it was doing."""
    stages = []
    log = open_log(str(path), progress=lambda stage, _: stages.append(stage), **named)
    assert adds_up(log)
    log.close()
    return set(stages)


def test_the_second_time_nothing_is_staged_and_all_is_the_same(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(ROWS)
    first = open_log(str(path))
    (file,) = kept(tmp_path)
    stages = []
    second = open_log(str(path), progress=lambda stage, _: stages.append(stage))
    assert set(stages) == {"Checking"}
    assert told(first) == told(second)
    assert first.intake == second.intake
    assert first.list_set_aside() == second.list_set_aside()
    assert (first.names, first.properties, first.newest) == (
        second.names,
        second.properties,
        second.newest,
    )
    assert file.stat().st_mode & 0o777 == (path.stat().st_mode & 0o777)


def test_what_is_kept_goes_by_the_bytes_and_not_by_the_name(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(ROWS)
    open_log(str(tmp_path / "a.csv")).close()
    log = open_log(str(tmp_path / "b.csv"))
    assert len(kept(tmp_path)) == 1
    assert log.intake.names == (str(tmp_path / "b.csv"),)
    assert [aside.file for aside in log.list_set_aside()] == [str(tmp_path / "b.csv")]


def test_other_bytes_another_mapping_or_another_zone_make_another_log(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(ROWS)
    prints = {open_log(str(path)).intake.fingerprint}
    prints.add(open_log(str(path), actor="event", event="user").intake.fingerprint)
    prints.add(open_log(str(path), timezone="Asia/Tokyo").intake.fingerprint)
    path.write_text(ROWS + "cleo,2024-01-03,buy\n")
    prints.add(open_log(str(path)).intake.fingerprint)
    assert len(kept(tmp_path)) == len(prints) == 4


def test_the_order_of_files_makes_another_log_too(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(ROWS + f"{name},2024-01-03,buy\n")
    for names in (("a.csv", "b.csv"), ("b.csv", "a.csv")):
        open_log([tmp_path / name for name in names]).close()
    assert len(kept(tmp_path)) == 2


def test_it_can_be_turned_off(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text(ROWS)
    assert "Sorting" in stages_of(path, cache=False)
    assert kept(tmp_path) == []
    monkeypatch.setenv(cache.FOLDER, "0")
    assert "Sorting" in stages_of(path)
    assert cache.folder() is None


def test_it_is_where_caches_are(monkeypatch, tmp_path):
    monkeypatch.delenv(cache.FOLDER)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    assert cache.folder() == tmp_path / "caches" / "seachange"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.folder() == tmp_path / ".cache" / "seachange"


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text(ROWS)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "file" / "kept"))
    assert "Sorting" in stages_of(tmp_path / "a.csv")


def test_a_kept_log_that_was_damaged_is_staged_anew(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(ROWS)
    expected = told(open_log(str(path)))
    (file,) = kept(tmp_path)
    for damage in (b"", b"not a database", file.read_bytes()[:5000]):
        file.write_bytes(damage)
        log = open_log(str(path))
        assert told(log) == expected
        log.close()


def test_nothing_is_kept_of_what_was_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("user,time,event\n,2024-01-01,visit\n")
    with pytest.raises(UnreadableSource):
        open_log(str(path))
    assert list((tmp_path / "kept").iterdir()) == []


def test_when_there_is_too_much_the_one_not_opened_for_longest_goes(tmp_path, monkeypatch):
    paths = [tmp_path / f"{n}.csv" for n in range(4)]
    for n, path in enumerate(paths):
        path.write_text(ROWS + f"user {n},2024-01-03,buy\n")
    for path in paths[:3]:
        stages_of(path)
        time.sleep(0.01)
    size = kept(tmp_path)[0].stat().st_size
    monkeypatch.setenv(cache.SIZE, str(3.5 * size / 2**30))
    assert stages_of(paths[0]) == {"Checking"}  # wanted again, so it is not the oldest now
    stages_of(paths[3])
    assert len(kept(tmp_path)) == 3
    assert stages_of(paths[0]) == {"Checking"}
    assert "Sorting" in stages_of(paths[1])


ALONE = """
import sys
from seachange.events.sources import open as opening
opening._MUCH = 0
log = opening.open_log(sys.argv[1])
count = log.connection.execute("SELECT COUNT(*) FROM seachange_events").fetchall()
print(log.intake.fingerprint, count)
log.close()
"""


def test_processes_that_open_the_same_at_once_do_not_disturb_each_other(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(ROWS + "".join(f"u{n},2024-01-03,buy\n" for n in range(20_000)))
    running = [
        subprocess.Popen(
            [sys.executable, "-c", ALONE, str(path)],
            env={"PYTHONPATH": "src", cache.FOLDER: str(tmp_path / "kept")},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    ended = [process.communicate() for process in running]
    assert {stderr for _, stderr in ended} == {""}
    assert len({stdout for stdout, _ in ended}) == 1
    assert len(kept(tmp_path)) == 1
    assert [p.name for p in (tmp_path / "kept").iterdir() if p.name.startswith(cache.WORK)] == []


def test_what_a_killed_staging_left_behind_is_swept_up_a_day_later(tmp_path):
    import os

    place = tmp_path / "kept"
    for name, age in (("old", 2 * 86_400), ("new", 60)):
        (place / f"{cache.WORK}{name}").mkdir(parents=True)
        os.utime(place / f"{cache.WORK}{name}", (time.time() - age,) * 2)
    cache.sweep()
    assert [path.name for path in place.iterdir()] == [f"{cache.WORK}new"]
