"""A throwaway PostgreSQL, started where its programs are and gone after the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

# Where packagers put programs that are not on everybody's PATH.
PLACES = ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"]

# A server as one meets it: words sorted as people sort them, and a clock that is not UTC's.
# What is right here is right on a tidier one.
AS_MET = ["--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8"]
SETTINGS = {
    "timezone": "Asia/Kathmandu",
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "100",
}


class NoServer(Exception):
    """No PostgreSQL can be started here, and why."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start a PostgreSQL of our own and yield its address; raise `NoServer` where none is."""
    programs = _programs()
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="seachange-postgres-"))
    try:
        if user:
            shutil.chown(folder, user)
        address = _start(programs, folder, user)
        try:
            yield address
        finally:
            _run(programs / "pg_ctl", "-D", folder / "log", "-m", "immediate", "stop", user=user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database_of_its_own(address: str, name: str) -> Iterator[str]:
    """Create an empty database on a server, yield its address, and drop it afterwards."""
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        server.execute(f"CREATE DATABASE {name}".encode())
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def stopped(address: str) -> Iterator[None]:
    """Stop a server that was started here for as long as a block lasts, then start it again."""
    with psycopg.connect(address) as server:
        told = server.execute("SHOW data_directory").fetchone()
    folder, port = Path(str(told[0] if told else "")), urlsplit(address).port or 0
    programs, user = _programs(), _user()
    # Fast, not immediate: what was committed a moment ago waits in memory to be written (SETTINGS).
    _run(programs / "pg_ctl", "-D", folder, "-m", "fast", "-w", "stop", user=user)
    try:
        yield
    finally:
        _begin(programs, folder.parent, port, user)


def _programs() -> Path:
    candidates = [found for place in PLACES for found in sorted(Path("/").glob(place[1:]))]
    on_path = shutil.which("initdb")
    if on_path:
        candidates.append(Path(on_path).parent)
    for folder in reversed(candidates):
        if all((folder / program).exists() for program in ("initdb", "pg_ctl", "postgres")):
            return folder
    raise NoServer("PostgreSQL is not installed (Debian: `apt install postgresql`)")


def _user() -> str | None:
    """Return whom to run as: PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NoServer("PostgreSQL will not run as root, and there is nobody else to run it as")


def _start(programs: Path, folder: Path, user: str | None) -> str:
    made = ["-D", folder / "log", "-U", "seachange", "-A", "trust", "-E", "UTF8", "--no-sync"]
    try:
        _run(programs / "initdb", *made, *AS_MET, user=user)
    except NoServer:
        # Before PostgreSQL 15, or built without ICU.
        shutil.rmtree(folder / "log", ignore_errors=True)
        _run(programs / "initdb", *made, "--no-locale", user=user)
    port = _free_port()
    _begin(programs, folder, port, user)
    return f"postgresql://seachange@127.0.0.1:{port}/postgres"


def _begin(programs: Path, folder: Path, port: int, user: str | None) -> None:
    settings = {**SETTINGS, "port": str(port), "unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    begin = ["-D", folder / "log", "-l", folder / "server.log", "-w", "-t", "60", "-o", options]
    _run(programs / "pg_ctl", *begin, "start", user=user)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _run(*command: str | Path, user: str | None) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        user=user,
        cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        # A file, not a pipe: the server keeps it open, and a pipe would never end.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0:
        raise NoServer(f"`{Path(str(command[0])).name}` ended with {done.returncode}")
