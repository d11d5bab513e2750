"""Whether nothing in the checkout points at the machine it was written on."""

import re

from tests.house.checkout import ROOT, files, text

# Written apart, so that this file does not find itself.
PLACES = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/[a-z]", "/Us" + "ers/", "/tm" + "p/"]
HOSTS = [
    "py" + r"pi\.org",
    "python" + "hosted",
    "np" + "mjs",
    "cra" + r"tes\.io",
    "con" + r"da\.io",
]
HOSTS += ["arti" + "factory", "index-url" + " ="]
LARGEST = 400_000


def test_no_file_names_a_place_of_somebody_s_machine():
    assert [f"{p}: {found}" for p in files() for found in _found(p, PLACES)] == []


def test_no_file_names_a_host_of_packages():
    assert [f"{p}: {found}" for p in files() for found in _found(p, HOSTS)] == []


def test_no_file_is_so_large_that_it_must_be_events():
    sizes = {str(p): (ROOT / p).stat().st_size for p in files()}
    assert {p: n for p, n in sizes.items() if n > LARGEST and not p.endswith(".lock")} == {}


def _found(path, patterns: list[str]) -> list[str]:
    return [match[0] for pattern in patterns for match in re.finditer(pattern, text(path))]
