"""What the drivers question must achieve on planted truth, and whether it does."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.worlds import figures
from bench.worlds.figures import Figure
from bench.worlds.judging import Judged

NAIVE = "funnel odds ratio, as shown"
POWER = {2_000: 0.25, 10_000: 0.72, 40_000: 0.92}
FALSE_OF_HIDDEN_SKILL = 0.12
TRAPS = ("trivial", "conseq", "wait", "segment", "cohort", "active")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A figure and the bar it is to clear: at least `least`, at most `most`."""

    key: str
    says: str
    figure: Figure
    least: float = float("-inf")
    most: float = float("inf")

    @property
    def is_cleared(self) -> bool:
        """Whether the figure itself is within; its interval says how sure that is.

        Where there was nothing to get wrong (nothing shown, so no wrong sign), nothing was.
        """
        return math.isnan(self.figure.value) or self.least <= self.figure.value <= self.most

    def __str__(self) -> str:
        limit = (
            f"at least {self.least:g}" if self.most == float("inf") else f"at most {self.most:g}"
        )
        return f"{self.key} {self.says}: {self.figure}, {limit}"


def of_size(worlds: Sequence[Judged]) -> Iterator[Bar]:
    """Yield the bars of ordinary worlds, all with the same number of people."""
    people = worlds[0].case.people
    yield Bar(key="S1", says="false share", figure=figures.false_share(worlds), most=0.10)
    yield Bar(
        key="S1",
        says="false share of the naive rule",
        figure=figures.false_share(worlds, NAIVE),
        least=0.60,
    )
    if people in POWER:
        yield Bar(key="S2", says="power", figure=figures.power(worlds), least=POWER[people])
    yield Bar(key="S3", says="wrong signs", figure=figures.wrong_signs(worlds), most=0.002)
    for true, what in ((False, "nothing"), (True, "true effects")):
        held = figures.coverage(worlds, true=true)
        yield Bar(key="S5", says=f"coverage of {what}", figure=held, least=0.93)
    if people != 10_000:
        return
    nothing = figures.size_of_nothing(worlds)
    yield Bar(key="S6", says="size of nothing, pp", figure=nothing, most=1.1)
    for trap in TRAPS:
        shown = figures.reported(worlds, trap)
        yield Bar(key="S7", says=f"{trap} reported", figure=shown, most=0.03)
    follow = figures.reported(worlds, "follow")
    yield Bar(key="S7", says="follow reported as its own", figure=follow, most=0.05)


def of_scenario(name: str, worlds: Sequence[Judged]) -> Iterator[Bar]:
    """Yield the bars of a stress scenario."""
    if name == "null":
        shown = figures.any_shown(worlds)
        yield Bar(key="S4", says="worlds without effects show one", figure=shown, most=0.05)
        return
    most = FALSE_OF_HIDDEN_SKILL if name == "skill" else 0.10
    false = figures.false_share(worlds)
    yield Bar(key="S8", says=f"false share, {name}", figure=false, most=most)
    if name == "dense":
        yield Bar(key="S8", says="power, dense", figure=figures.power(worlds), least=0.60)
