"""Installations to walk through: made once, copied for whoever works in them, and served."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.planning.databases import copy_of
from tests.servers import database_of_its_own

ROOT = Path(__file__).parents[2]
PATIENCE = 60
SERVE = "import sys; from seachange.cli.main import main; main(sys.argv[1:])"
# Databases on a server of PostgreSQL are told apart by a number.
NUMBERS = count()


@dataclass(frozen=True)
class House:
    """An installation: its folder, and the address its plan is at where that is PostgreSQL."""

    folder: Path
    database: str = ""

    def surroundings(self, **more: str) -> dict[str, str]:
        """What a process of ours is told: where this is, and nothing of this one's settings."""
        settings = ("SEACHANGE_", "DJANGO_")
        kept = {key: told for key, told in os.environ.items() if not key.startswith(settings)}
        here = {"SEACHANGE_DATA": str(self.folder), "SEACHANGE_DATABASE": self.database}
        return {**kept, "PYTHONPATH": str(ROOT / "src"), **here, **more}

    def does(self, code: str, *words: str, **environment: str) -> str:
        """Run Python of ours in it; return what that prints."""
        run = [sys.executable, "-c", code, *words]
        told = self.surroundings(**environment)
        done = subprocess.run(run, check=True, env=told, timeout=500, stdout=subprocess.PIPE)
        return done.stdout.decode()


@contextmanager
def place_of_its_own(folder: Path, server: str) -> Iterator[House]:
    """Yield where nothing is set up: a folder, and a database if a server of PostgreSQL is told."""
    if not server:
        yield House(folder)
        return
    with database_of_its_own(server, f"house_{os.getpid()}_{next(NUMBERS)}") as database:
        yield House(folder, database)


@contextmanager
def copied(house: House, folder: Path) -> Iterator[House]:
    """Copy a house nobody is in, folder and database, and yield the copy."""
    shutil.copytree(house.folder, folder)
    with ExitStack() as kept:
        yield House(folder, kept.enter_context(copy_of(house.database)) if house.database else "")


@contextmanager
def served(house: House, *, by: str = SERVE, **environment: str) -> Iterator[str]:
    """Serve an installation as anybody would, or as `by` does, and yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = said_by(house).open("w")
    told = house.surroundings(**environment)
    run = [sys.executable, "-c", by, "serve", "--port", str(port)]
    server = subprocess.Popen(run, env=told, stdout=log, stderr=log)
    try:
        _await(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def said_by(house: House) -> Path:
    """Return where stands what its server said on the console."""
    return house.folder.parent / f"{house.folder.name}.log"


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended at once"
        with suppress(URLError, ConnectionError):
            urlopen(f"{address}/pictures.css")
            return
        time.sleep(0.1)
    raise AssertionError("the server did not come up")
