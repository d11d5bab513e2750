"""Whether every capability asked of Seachange is listed, and what is claimed is proven."""

import re

import pytest

from tests.house.checkout import ROOT, functions, text

# How many capabilities each of the texts behind Seachange asks for.
ASKED = {"S0": 17, "S1": 22, "S2": 23, "S3": 36, "S4": 26, "SX": 8}
ROW = re.compile(r"^\| (S[0-4X]\.\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.M)
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
NOT_YET = "not yet"
ROWS = ROW.findall(text(ROOT / "docs/reference/capabilities.md"))


def test_every_capability_is_listed_once_and_in_order():
    asked = [f"{text_}.{n}" for text_, count in ASKED.items() for n in range(1, count + 1)]
    assert [row[0] for row in ROWS] == asked


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_capability_is_either_not_yet_there_or_proven_by_tests(row):
    _, _, where, proof = row
    if NOT_YET in (where, proof):
        assert where == proof
        return
    named = PROOF.findall(proof)
    assert named, "name the tests that prove it: `tests/path/test_x.py::test_name`"
    for path, name in named:
        assert (ROOT / path).exists(), path
        assert name in {f.name for f in functions(ROOT / path)}, f"{path}::{name}"
