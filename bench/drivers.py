"""`make bench ARGS=drivers`: boosters and blockers on worlds of which the truth is known.

Every world is a log of events, put through the same door as anybody's, with the rules of
analytics products beside ours. Seeds of tuning and of reporting are apart; the report
says which were used. Writes its part of `bench/RESULTS.md`.

    make bench ARGS=drivers                       200 worlds a size, 60 a scenario
    make bench ARGS="drivers --worlds 30"         something quicker
    make bench ARGS="drivers --tuning"            other seeds, nothing written
    make bench ARGS="drivers --check"             nothing written; fails when a bar is missed
    make bench ARGS="drivers --keep FOLDER"       a run that is broken off goes on from there
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing.pool import Pool
from pathlib import Path

from bench import results
from bench.worlds import bars, figures
from bench.worlds.bars import Bar
from bench.worlds.judging import Case, Judged, cases, judge
from bench.worlds.keeping import judged_once
from bench.worlds.planted import SCENARIOS

TITLE = "Boosters and blockers on planted truth"
REPORTING, TUNING = 100_000, 20_000
SIZES = (2_000, 10_000, 40_000)
ORDINARY = "default"
STRESS = tuple(name for name in SCENARIOS if name not in (ORDINARY, "dose"))
STRESSED = 10_000
PROCESSES = 2


def main(words: Sequence[str]) -> int:
    """Judge the worlds asked for, tell the report, and keep it if it is of reporting seeds."""
    asked = _arguments(words)
    seeds = TUNING if asked.tuning else REPORTING
    by_size: dict[int, list[Judged]] = {}
    stressed: dict[str, list[Judged]] = {}
    report, is_cleared = "", True
    with workers(asked.processes) as pool:
        for scenario, people, worlds in _wanted(asked):
            began = time.perf_counter()
            wanted = cases(scenario, people=people, seeds=range(seeds, seeds + worlds))
            found = judge_all(wanted, pool, kept_in=asked.keep)
            _tell(f"{scenario}, {people:,} people: {time.perf_counter() - began:.0f} s")
            if scenario == ORDINARY:
                by_size[people] = found
            else:
                stressed[scenario] = found
            report, is_cleared = _report(by_size, stressed, seeds=seeds, tuning=asked.tuning)
            if not asked.tuning and not asked.check:
                results.put(TITLE, report)  # all that is known, should it be broken off
    sys.stdout.write(f"{report}\n")
    return int(asked.check and not is_cleared)


def _wanted(asked: argparse.Namespace) -> list[tuple[str, int, int]]:
    """Return what to judge: scenario, people, worlds."""
    numbers = [*asked.worlds, *[asked.worlds[-1]] * len(asked.sizes)]
    sizes = [(ORDINARY, people, n) for people, n in zip(asked.sizes, numbers, strict=False)]
    each = asked.stress_worlds or max(3, asked.worlds[0] * 3 // 10)
    return sizes + [(scenario, STRESSED, each) for scenario in asked.scenarios]


def _report(
    by_size: dict[int, list[Judged]],
    stressed: dict[str, list[Judged]],
    *,
    seeds: int,
    tuning: bool,
) -> tuple[str, bool]:
    """Return the report, and whether every bar was cleared."""
    found = [
        *((f"{n:,}", bar) for n, worlds in by_size.items() for bar in bars.of_size(worlds)),
        *((n, bar) for n, worlds in stressed.items() for bar in bars.of_scenario(n, worlds)),
    ]
    kind = "tuning" if tuning else f"reporting; tuning looked at those from {TUNING:,} on"
    parts = [*_header(f"from {seeds:,} on ({kind})")]
    parts += [line for people, worlds in by_size.items() for line in _size(people, worlds)]
    parts += [*_scenarios(stressed), *_bars(found)]
    return "\n".join(parts), all(bar.is_cleared for _, bar in found)


def workers(processes: int) -> Pool:
    """Return processes that judge worlds; each is replaced by a fresh one now and then."""
    return multiprocessing.get_context("spawn").Pool(processes, maxtasksperchild=40)


def judge_all(wanted: Sequence[Case], pool: Pool, *, kept_in: Path | None = None) -> list[Judged]:
    """Judge every case, in whichever order they come back; return them by seed.

    Those that a folder holds already are taken from there, and the others kept in it.
    """
    done: Callable[[Case], Judged] = judge
    if kept_in is not None:
        kept_in.mkdir(parents=True, exist_ok=True)
        done = partial(judged_once, folder=kept_in)
    return sorted(pool.imap_unordered(done, wanted), key=lambda world: world.case.seed)


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench drivers")
    add = parser.add_argument
    add("--worlds", type=int, nargs="+", default=[200], help="worlds of each size in turn")
    add("--sizes", type=int, nargs="*", default=SIZES, help="people who enter")
    add("--scenarios", nargs="*", default=STRESS, metavar="NAME", choices=SCENARIOS)
    add("--stress-worlds", type=int, help="worlds a scenario; 30 %% of the first size's")
    add("--tuning", action="store_true", help="the seeds that may be looked at")
    add("--check", action="store_true", help="write nothing, and fail when a bar is missed")
    add("--keep", type=Path, metavar="FOLDER", help="where judged worlds are kept, to go on from")
    add("--processes", type=int, default=PROCESSES)
    return parser.parse_args(list(words))


def _header(seeds: str) -> Iterator[str]:
    yield (
        "Worlds of which the truth is known (`bench/worlds`), each a log of events asked through "
        "`ask`; the rivals are plain SQL over the same log. *False* is the mean over worlds of the "
        "share of what is shown that has no effect; *power* the share of true effects shown with "
        "the right sign. In brackets 95 % intervals over worlds.\n"
    )
    yield f"Seeds: {seeds}.\n"


def _size(people: int, worlds: list[Judged]) -> Iterator[str]:
    methods = list(worlds[0].verdicts)
    yield f"\n## {people:,} people, {len(worlds)} worlds\n"
    yield "| rule | false | power | wrong signs | worlds with anything false |"
    yield "|---|---|---|---|---|"
    for method in methods:
        told = (figures.false_share, figures.power, figures.wrong_signs, figures.any_shown)
        yield f"| {method} | " + " | ".join(str(f(worlds, method)) for f in told) + " |"
    yield "\n| share of a class shown | " + " | ".join(methods) + " |"
    yield "|---" * (len(methods) + 1) + "|"
    for name in dict.fromkeys(worlds[0].classes):
        shown = (f"{figures.reported(worlds, name, method).value:.3f}" for method in methods)
        yield f"| {name} | " + " | ".join(shown) + " |"
    known = [world.calibration for world in worlds if world.calibration]
    means = {k: sum(c[k] for c in known) / len(known) for k in (known[0] if known else ())}
    yield "\nOurs: " + ", ".join(
        [
            f"coverage of nothing {figures.coverage(worlds, true=False)}",
            f"of true effects {figures.coverage(worlds, true=True)}",
            f"size of nothing {figures.size_of_nothing(worlds)} pp",
            *(f"{name} {value:.3f}" for name, value in means.items()),
            f"{sum(world.seconds for world in worlds) / len(worlds):.2f} s a world",
        ]
    )


def _scenarios(stressed: dict[str, list[Judged]]) -> Iterator[str]:
    if not stressed:
        return
    yield f"\n## Stress, {STRESSED:,} people\n"
    yield "| scenario | worlds | naive false | ours false | ours power | worlds with a false one |"
    yield "|---|---|---|---|---|---|"
    for name, worlds in stressed.items():
        told = (
            figures.false_share(worlds, bars.NAIVE),
            figures.false_share(worlds),
            figures.power(worlds),
            figures.any_shown(worlds),
        )
        yield f"| {name} | {len(worlds)} | " + " | ".join(map(str, told)) + " |"


def _bars(found: list[tuple[str, Bar]]) -> Iterator[str]:
    missed = [f"- {where}: {bar}" for where, bar in found if not bar.is_cleared]
    yield f"\n## Bars\n\n{len(found) - len(missed)} of {len(found)} cleared.\n"
    if missed:
        yield "Missed:\n"
        yield from missed


def _tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
