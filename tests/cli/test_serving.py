"""Pages are served until Ctrl+C, which a terminal tells to everybody who was begun."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from seachange.cli import jobs
from seachange.web import presence
from tests.cli.running import run

MAIN = "import sys; from seachange.cli.main import main; main(sys.argv[1:])"
# What is started beside a test may have been told to overhear Ctrl+C; in a terminal nobody is.
HEARING = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {MAIN}"
# Jobs that are told to end while two of them count.
COUNTING = """
import sys, threading, time, types
import duckdb
from seachange.cli import jobs, kept

def counts():
    log = duckdb.connect()
    while True:
        log.execute("SELECT count(*) FROM range(100000)").fetchall()

def work():
    for _ in range(2):
        threading.Thread(target=counts, daemon=True).start()
    time.sleep(0.2)

kept.open_pages = lambda: None
sys.modules["seachange.web.jobs"] = types.SimpleNamespace(work=work)
jobs.jobs()
"""


def test_jobs_that_end_amid_a_count_end_in_peace():
    run = [sys.executable, "-c", COUNTING]
    ended = subprocess.run(run, capture_output=True, timeout=120, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_at_which_another_serves_is_refused_before_anything_is_done(
    command, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    with socket.socket() as another:
        another.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # so would a second of ours
        another.bind(("127.0.0.1", 0))
        another.listen()
        port = another.getsockname()[1]
        refused = run(capsys, command, "--port", port)
    assert refused.status
    assert f"port {port} cannot be used: Address already in use" in refused.err
    assert not list(tmp_path.iterdir())


@pytest.fixture
def beside(monkeypatch):
    """Give a function that has jobs done by what a list says, one line of Python after another."""
    monkeypatch.setattr(presence, "announce", lambda: None)
    monkeypatch.setattr(jobs, "LOOKS", 0.01)
    children = []

    @contextmanager
    def doing(*lines):
        def begun():
            children.append(subprocess.Popen([sys.executable, "-c", lines[len(children)]]))
            return children[-1]

        monkeypatch.setattr(jobs, "begun", begun)
        with jobs.beside():
            yield children

    yield doing
    assert [child.poll() is None for child in children] == [False] * len(children)


KILLED = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
AT_WORK = "import time; time.sleep(600)"


def until(holds) -> bool:
    end = time.monotonic() + 60
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    return holds()


def test_one_who_does_the_jobs_and_is_killed_is_begun_anew(beside, monkeypatch, capfd):
    monkeypatch.setattr(jobs, "AT_ONCE", 0.0)
    with beside(KILLED, KILLED, AT_WORK) as children:
        assert until(lambda: len(children) == 3)
        assert children[2].poll() is None
    assert capfd.readouterr().err == "seachange: what counts beside the pages ended: Killed\n" * 2


@pytest.mark.parametrize(
    ("line", "says"), [(KILLED, "It had only just begun"), ("raise SystemExit(2)", "")]
)
def test_one_who_would_be_killed_again_or_said_why_not_is_not(line, says, beside, capfd):
    with beside(line) as children:
        assert until(lambda: children[0].poll() is not None)
        assert until(lambda: all(each.name != "keeps" for each in threading.enumerate()))
    assert len(children) == 1
    assert (says in capfd.readouterr().err) if says else not capfd.readouterr().err


@pytest.fixture
def serving(tmp_path):
    """A server of an installation of its own: its process, its address and what it said."""
    told = {**os.environ, "SEACHANGE_DATA": str(tmp_path / "house"), "SEACHANGE_DATABASE": ""}
    subprocess.run([sys.executable, "-c", MAIN, "init"], check=True, env=told, timeout=120)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run, address = (
        [sys.executable, "-c", HEARING, "serve", "--port", str(port)],
        f"127.0.0.1:{port}",
    )
    said = tmp_path / "said"
    with said.open("w") as console:
        serves = subprocess.Popen(run, env=told, start_new_session=True, stderr=console)
    try:
        assert answers(address)
        yield serves, address, said
    finally:
        with suppress(ProcessLookupError):
            os.killpg(serves.pid, signal.SIGKILL)


def answers(address) -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(URLError, ConnectionError):
            return urlopen(f"http://{address}/pictures.css", timeout=30).status == 200
        time.sleep(0.2)
    return False


def those_who_make_pages(serves) -> set[int]:
    """The children of a server that run what it runs; the one that does the jobs does not."""
    own = Path(f"/proc/{serves.pid}/cmdline").read_bytes()
    children = Path(f"/proc/{serves.pid}/task/{serves.pid}/children").read_text().split()
    return {int(each) for each in children if Path(f"/proc/{each}/cmdline").read_bytes() == own}


@pytest.mark.nightly
def test_ctrl_c_ends_pages_and_jobs(serving):
    serves, _, _ = serving
    os.killpg(serves.pid, signal.SIGINT)
    assert serves.wait(timeout=60) == 0


@pytest.mark.nightly
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="who began whom is told in /proc")
def test_one_who_makes_pages_and_is_killed_takes_nobody_along(serving):
    serves, address, said = serving
    first = those_who_make_pages(serves)
    os.kill(min(first), signal.SIGKILL)
    until = time.monotonic() + 60
    while len(those_who_make_pages(serves) - first) == 0 and time.monotonic() < until:
        time.sleep(0.2)
    assert len(those_who_make_pages(serves)) == len(first)
    assert serves.poll() is None
    assert answers(address)
    assert "Unexpected exit" in said.read_text()
    serves.terminate()
    assert serves.wait(timeout=60) == 0


@pytest.mark.nightly
def test_who_connects_and_says_nothing_is_sent_away(serving):
    _, address, _ = serving
    host, _, port = address.partition(":")
    with socket.create_connection((host, int(port)), timeout=60) as silent:
        assert silent.recv(1) == b""
    assert answers(address)
