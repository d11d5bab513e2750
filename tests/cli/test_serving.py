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
