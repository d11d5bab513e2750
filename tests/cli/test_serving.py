"""Pages are served until Ctrl+C, which a terminal tells to everybody who was begun."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from urllib.error import URLError
from urllib.request import urlopen

import pytest

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


@pytest.mark.nightly
def test_ctrl_c_ends_pages_and_jobs(tmp_path):
    told = {**os.environ, "SEACHANGE_DATA": str(tmp_path / "house"), "SEACHANGE_DATABASE": ""}
    subprocess.run([sys.executable, "-c", MAIN, "init"], check=True, env=told, timeout=120)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = [sys.executable, "-c", HEARING, "serve", "--port", str(port)]
    serving = subprocess.Popen(run, env=told, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(URLError, ConnectionError):
                urlopen(f"http://127.0.0.1:{port}/pictures.css")
                break
            time.sleep(0.2)
        os.killpg(serving.pid, signal.SIGINT)
        assert serving.wait(timeout=60) == 0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(serving.pid, signal.SIGKILL)
