#!/usr/bin/env python3
"""The house's own door: set up what is missing, then open the demonstration or run the tests.

Only the standard library, so that it runs before anything is installed.
"""

import sys

# Not sys.version_info, and no newer syntax above: an old Python is to read this and say so.
if sys.hexversion < 0x030B0000:
    sys.exit(
        "Seachange needs Python 3.11 or newer and this one is older: install it, "
        "then run `make PYTHON=python3.11 demo`."
    )

import argparse
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
BINARIES = "Scripts" if WINDOWS else "bin"

MADE = [".venv", ".venv-bench", "demo", ".hypothesis", ".import_linter_cache", ".mypy_cache"]
MADE += [".pytest_cache", ".ruff_cache", "bench/data", "bench/cache", "screenshots"]

# What `fast` leaves out; tests/left_out.py tells how a test comes by these marks.
LEFT_OUT = ["nightly", "engine", "process", "command", "page", "browser"]
LEFT_OUT += ["crowd", "year", "real", "broad"]

# A lock needs nothing further when a lock that holds all of it is already in.
HOLDS = {"requirements.lock": ("requirements-dev.lock",)}


class GaveUp(Exception):
    """A step that failed, with the sentence that says what to do about it."""


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code."""
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="handed on to the command")
    asked = parser.parse_args(arguments)
    try:
        return COMMANDS[asked.command](asked.rest)
    except GaveUp as why:
        print(f"\n{why}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# ---------------------------------------------------------------------------------------------
# Commands


def demo(rest: Sequence[str]) -> int:
    """Generate the demonstration company's year, measure it, write the report and show it."""
    python = prepare(".venv", "requirements.lock")
    return run([python, "-P", "-c", LAUNCH, "demo", *rest])


def fast(rest: Sequence[str]) -> int:
    """Run what needs no other engine, process, door or whole year: under a minute on two cores."""
    kept = " and ".join(f"not {mark}" for mark in LEFT_OUT)
    return pytest(["-m", kept, *spread(), *rest], HYPOTHESIS_PROFILE="fast")


def test(rest: Sequence[str]) -> int:
    """Run the tests that every commit is held to; what follows the command goes to pytest."""
    return pytest([*spread(), *rest])


def check(rest: Sequence[str]) -> int:
    """Run form, lint, types and walls one by one with all they have to say, then the tests."""
    python = prepare(".venv", "requirements-dev.lock")
    failed = []
    for name, command in {
        "form (mend it with `.venv/bin/ruff format`)": ["-m", "ruff", "format", "--check", "."],
        "lint (mend what it can with `.venv/bin/ruff check --fix`)": ["-m", "ruff", "check", "."],
        "types": ["-m", "mypy"],
        "walls (docs/adr/0001-floors.md)": ["-c", WALLS],
    }.items():
        say(name)
        if run([python, *command]) != 0:
            failed.append(name)
    say("tests")
    # The suite holds the same checks once more, for those who only run the tests.
    if pytest([*spread(), "--ignore=tests/house/test_tools.py", *rest]) != 0:
        failed.append("tests")
    if failed:
        raise GaveUp("Failed: " + "; ".join(failed))
    say("all is well")
    return 0


def nightly(rest: Sequence[str]) -> int:
    """Run every test, the long ones too, with thousands of random logs a law."""
    return pytest(["-m", "", *spread(), *rest], HYPOTHESIS_PROFILE="nightly")


def bench(rest: Sequence[str]) -> int:
    """Measure us beside our peers, in an environment that holds them; or a part that needs none."""
    if rest[:1] in (["drivers"], ["experiment"], ["pages"], ["paired"]):
        python = prepare(".venv", "requirements-dev.lock")
        return run([python, "-m", f"bench.{rest[0]}", *rest[1:]])
    python = prepare(".venv-bench", "requirements-bench.lock")
    # One of the peers reports home unless told not to.
    return run([python, "-m", "bench.run", *rest], RETENTIONEERING_NO_TRACK="1")


def lock(rest: Sequence[str]) -> int:
    """Write the lock files anew from pyproject.toml: names, versions and hashes, no addresses."""
    uv = shutil.which("uv")
    if uv is None:
        raise GaveUp("Locks are made by uv: install it (`pip install uv`), then run this again.")
    compile_ = [uv, "pip", "compile", "-q", "--universal", "--python-version", "3.11"]
    compile_ += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"]
    for name, wanted in {
        "requirements.lock": [],
        "requirements-dev.lock": ["--group", "dev", "-c", "requirements.lock"],
        "requirements-bench.lock": ["--group", "bench", "-c", "requirements-dev.lock"],
    }.items():
        say(name)
        if run([*compile_, "pyproject.toml", *wanted, "-o", name, *rest]) != 0:
            raise GaveUp(f"{name} could not be made; what uv says stands above.")
    return 0


def clean(rest: Sequence[str]) -> int:
    """Remove what the other commands made; they make it anew."""
    if rest:
        raise GaveUp("clean removes everything that was made, and takes no further words.")
    for name in MADE:
        if (ROOT / name).exists():
            say(f"removing {name}")
            shutil.rmtree(ROOT / name)
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": demo,
    "fast": fast,
    "test": test,
    "check": check,
    "nightly": nightly,
    "bench": bench,
    "lock": lock,
    "clean": clean,
}


def pytest(options: Sequence[str], **environment: str) -> int:
    python = prepare(".venv", "requirements-dev.lock")
    # Tests start many Pythons. What they compile is kept, and out of the way of the sources, even
    # where the machine is told to keep nothing.
    kept = {"PYTHONPYCACHEPREFIX": str(ROOT / ".venv/bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    return run([python, "-m", "pytest", *options], **kept, **environment)


def spread() -> list[str]:
    """Return how pytest spreads tests over the cores: neighbours stay together, who is idle helps.

    Neighbours share what is dear to make: a log, a year, a plan that is kept.
    """
    return ["-n", str(max(2, min(4, os.cpu_count() or 2))), "--dist", "worksteal"]


def run(command: Sequence[str], **environment: str) -> int:
    """Run a command in the checkout, with its output where ours goes; return its exit code."""
    return subprocess.run(
        list(command), cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode


# ---------------------------------------------------------------------------------------------
# Setting up

WALLS = "from importlinter.cli import lint_imports_command as check_walls; check_walls()"
LAUNCH = (
    "import sys; sys.argv[0] = 'seachange'; from seachange.cli.main import main; sys.exit(main())"
)


def prepare(environment: str, lock_name: str) -> str:
    """Make the environment hold exactly what the lock says; return its Python.

    What was done is written down beside it, by the lock's fingerprint and the checkout's
    place, so that nothing is done twice and a moved checkout is set up anew.
    """
    folder, locked = ROOT / environment, ROOT / lock_name
    python = folder / BINARIES / ("python.exe" if WINDOWS else "python")
    stamp = folder / "seachange.json"
    done = read_stamp(stamp)
    if done.get("root") not in (None, str(ROOT)) or not works(python):
        done = {}
        create(folder)
    if any(done.get(n) == fingerprint(ROOT / n) for n in (lock_name, *HOLDS.get(lock_name, ()))):
        return str(python)
    install(python, locked)
    tie_in(python, folder)
    done |= {"root": str(ROOT), lock_name: fingerprint(locked)}
    stamp.write_text(json.dumps(done, indent=2) + "\n", encoding="utf-8")
    return str(python)


def read_stamp(stamp: Path) -> dict[str, str]:
    try:
        return dict(json.loads(stamp.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def fingerprint(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        raise GaveUp(f"{path.name} is missing: it belongs to the checkout.") from None


def works(python: Path) -> bool:
    """Whether an environment's Python is there and new enough (its base may be gone)."""
    question = "import sys; sys.exit(sys.hexversion < 0x030B0000)"
    try:
        return answers([str(python), "-c", question])
    except OSError:
        return False


def create(folder: Path) -> None:
    say(f"making {folder.name} with Python {sys.version.split()[0]}")
    uv = shutil.which("uv")
    if uv is not None:
        if run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)]) == 0:
            return
        say("uv could not; trying without it")
    try:
        venv.create(folder, clear=True, with_pip=True, symlinks=not WINDOWS)
    except (subprocess.CalledProcessError, OSError):
        # Debian keeps ensurepip in a package of its own; the pip outside can serve instead.
        venv.create(folder, clear=True, with_pip=False, symlinks=not WINDOWS)


def install(python: Path, locked: Path) -> None:
    """Install what the lock names, each file checked against its hash, wheels only."""
    total = sum("==" in line for line in locked.read_text(encoding="utf-8").splitlines())
    say(f"installing {total} packages from {locked.name} (a minute or so, the first time)")
    started = time.monotonic()
    command = [*installer(python), "--require-hashes", "--only-binary", ":all:", "-r", str(locked)]
    if run(command) != 0:
        raise GaveUp(
            f"Installing from {locked.name} failed; the reason stands above.\n"
            "Without a network, or behind a mirror, tell pip where packages are (PIP_INDEX_URL,\n"
            "or UV_DEFAULT_INDEX with uv) and run the same command again: it goes on from here."
        )
    say(f"installed in {time.monotonic() - started:.0f} s")


def installer(python: Path) -> list[str]:
    """Return the first of uv, the environment's own pip and the pip outside that is there."""
    uv = shutil.which("uv")
    if uv is not None:
        return [uv, "pip", "install", "--quiet", "--python", str(python)]
    quiet = ["install", "--quiet", "--disable-pip-version-check", "--no-input"]
    if answers([str(python), "-m", "pip", "--version"]):
        return [str(python), "-m", "pip", *quiet]
    if answers([str(python), "-m", "ensurepip"]):
        return [str(python), "-m", "pip", *quiet]
    if answers([sys.executable, "-m", "pip", "--version"]):
        return [sys.executable, "-m", "pip", "--python", str(python), *quiet]
    raise GaveUp(
        "This Python has neither pip nor ensurepip: install uv, or your system's packages for\n"
        "them (on Debian and Ubuntu: `apt install python3-venv`), then run the same command again."
    )


def answers(command: Sequence[str]) -> bool:
    return subprocess.run(list(command), capture_output=True, check=False).returncode == 0


def tie_in(python: Path, folder: Path) -> None:
    """Let the environment see the checkout, and give it the `seachange` command.

    A path file and a launcher instead of an editable install: nothing to build or fetch.
    """
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.check_output([python, "-c", where], text=True).strip()
    Path(packages, "seachange.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    if WINDOWS:
        launcher = folder / BINARIES / "seachange.cmd"
        launcher.write_text(f'@"{python}" -P -c "{LAUNCH}" %*\n', encoding="utf-8")
        return
    launcher = folder / BINARIES / "seachange"
    text = f'#!/bin/sh\nexec {shlex.quote(str(python))} -P -c "{LAUNCH}" "$@"\n'
    launcher.write_text(text, encoding="utf-8")
    launcher.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
