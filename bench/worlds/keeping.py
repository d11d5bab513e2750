"""Judged worlds kept in a folder, so that a long run that was broken off goes on from there."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from bench.worlds.judging import Case, Judged, judge
from bench.worlds.rivals import Verdicts

ROOT = Path(__file__).resolve().parents[2]

# What a judged world hangs on: change any of it, and all are judged anew.
JUDGES = ("src/seachange/events", "src/seachange/measure", "bench/worlds", "requirements.lock")


def folder_of_this_code(root: Path = ROOT) -> Path:
    """Return where worlds are kept as the code that stands in the checkout judges them."""
    told = hashlib.sha256()
    for name in JUDGES:
        place = root / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            told.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return root / "bench/cache" / f"worlds-{told.hexdigest()[:16]}"


def judged_once(case: Case, *, folder: Path) -> Judged:
    """Return a judged world from a folder, or judge it and keep it there."""
    file = folder / f"{case.scenario}-{case.people}-{case.seed}.json"
    if file.exists():
        return _read(json.loads(file.read_text(encoding="utf-8")))
    judged = judge(case)
    keep(judged, file)
    return judged


def keep(judged: Judged, file: Path) -> None:
    """Write a judged world to a file, whole or not at all."""
    half = file.with_suffix(".half")
    half.write_text(json.dumps(_plain(asdict(judged))), encoding="utf-8")
    half.rename(file)


def _plain(held: Any) -> Any:
    if isinstance(held, dict):
        return {name: _plain(each) for name, each in held.items()}
    return held.tolist() if isinstance(held, np.ndarray) else held


def _read(told: dict[str, Any]) -> Judged:
    arrays = ("right", "truth", "estimate", "low", "high")
    return Judged(
        case=Case(**told["case"]),
        classes=np.array(told["classes"]),
        verdicts={
            name: Verdicts(shown=np.array(each["shown"]), sign=np.array(each["sign"]))
            for name, each in told["verdicts"].items()
        },
        calibration=told["calibration"],
        seconds=told["seconds"],
        **{name: np.array(told[name], dtype=float) for name in arrays},
    )
