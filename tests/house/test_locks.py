"""Whether what gets installed is pinned, hashed and free of addresses."""

import re
import tomllib

import pytest

from tests.house.checkout import ROOT, files, text

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==(\S+)(?: ; (.*?))?(?: \\)?$", re.M)
LOCKS = [p for p in files() if p.name.endswith(".lock")]


def pins(name: str) -> set[tuple[str, ...]]:
    return set(PIN.findall(text(ROOT / name)))


@pytest.mark.parametrize("lock", LOCKS, ids=str)
def test_a_lock_holds_names_versions_and_hashes_but_no_address(lock):
    assert "://" not in text(lock)
    blocks = re.split(r"\n(?=\S)", text(lock).strip())
    assert all(PIN.match(block) and "--hash=sha256:" in block for block in blocks)


def test_there_is_a_lock_for_running_for_testing_and_for_measuring():
    names = {lock.as_posix() for lock in LOCKS}
    assert {"requirements.lock", "requirements-dev.lock", "requirements-bench.lock"} <= names
    assert "uv.lock" not in names


def test_the_environment_of_the_tests_is_that_of_the_program_and_more():
    program = {(name, version) for name, version, _ in pins("requirements.lock")}
    tests = {(name, version) for name, version, _ in pins("requirements-dev.lock")}
    assert program <= tests


def test_every_dependency_is_locked_within_what_it_may_be():
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    locked = {name: version for name, version, _ in pins("requirements.lock")}
    for wanted in project["dependencies"]:
        name = re.match(r"[a-z0-9.-]+", wanted)[0].replace(".", "-")
        assert name in locked, wanted
        exact = re.search(r"==(\S+)", wanted)
        assert exact is None or locked[name] == exact[1]


def test_the_version_is_the_same_wherever_it_stands():
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    assert f'__version__ = "{project["version"]}"' in text(ROOT / "src/seachange/__init__.py")
