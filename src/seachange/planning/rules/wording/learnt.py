"""What was learnt from labelled goals: the weight of each sign, the trust in each rule."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

_HUNDREDTHS = 100


@lru_cache(maxsize=1)
def weights() -> dict[str, tuple[float, ...]]:
    """Return how rare every sign is, and its weight for each label (`weighing.LABELS`)."""
    return _table("weights.tsv")


@lru_cache(maxsize=1)
def trust() -> dict[str, tuple[float, ...]]:
    """Return what each voice of a rule adds to each label told; *words* is their measure."""
    return _table("trust.tsv")


def is_met(norm: str) -> bool:
    """Tell whether a word stands in labelled goals often enough to weigh."""
    return f"w {norm}" in weights()


def _table(name: str) -> dict[str, tuple[float, ...]]:
    lines = files(__package__).joinpath(name).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:])
    return {sign: tuple(int(number) / _HUNDREDTHS for number in numbers) for sign, *numbers in rows}
