"""The picture of what people really did: no arrow looks as if it led through somebody else."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

import seachange as sea
from seachange.report.pictures.map import observed_map
from tests.story import story

# Nobody did look and pay in one visit, nor ask and pay; in one row each skips a name.
SKIPPING = """
ada: look@0   ask@1m  buy@2m
ben: look@1d  buy@1d2m
cyd: look@2d  buy@2d2m
dee: ask@3d   pay@3d1m
eve: ask@4d   pay@4d1m
fay: look@5d  ask@5d1m buy@5d2m pay@5d3m
"""
NUMBER = r"(-?[\d.]+)"
SIZES = ("x", "y", "width", "height")


def at(bend, part):
    """A point of a cubic curve, by de Casteljau's halving of its corners."""
    while len(bend) > 1:
        pairs = pairwise(bend)
        bend = [tuple(a + part * (b - a) for a, b in zip(*pair, strict=True)) for pair in pairs]
    return bend[0]


@pytest.fixture(scope="module")
def drawn():
    """The picture's boxes, as (left, top, right, bottom), and its curves to the right."""
    picture = observed_map(sea.open_log(story(SKIPPING)).ask({"kind": "journey_map"}), width=960)
    boxes = []
    for one in re.findall(r'<rect[^>]*class="node"[^>]*>', picture):
        x, y, width, height = (float(re.search(rf' {n}="{NUMBER}"', one)[1]) for n in SIZES)
        boxes.append((x, y, x + width, y + height))
    assert len(boxes) == 4
    bends = [
        [(float(x), float(y)) for x, y in re.findall(f"{NUMBER},{NUMBER}", one)]
        for one in re.findall(r'd="(M[^"]* C[^"]*)"', picture)
    ]
    return boxes, [each for each in bends if each[0][0] < each[-1][0]]


def test_an_arrow_runs_behind_no_name_it_does_not_lead_to(drawn):
    boxes, curves = drawn
    assert len(curves) >= 5
    for bend in curves:
        for left, top, right, bottom in boxes:
            inside = [
                part
                for part in range(1, 100)
                for x, y in [at(bend, part / 100)]
                if left < x < right and top < y < bottom
            ]
            assert not inside


def test_every_arrow_stays_within_the_picture(drawn):
    _, curves = drawn
    assert all(y > 0 for bend in curves for part in range(101) for y in [at(bend, part / 100)[1]])
