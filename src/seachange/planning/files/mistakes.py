"""All that is amiss in a plan file, told at once and in the order it stands there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from seachange.errors import BadPlan
from seachange.planning.rules.checks.finding import Place

MOST_TOLD = 50


class PlanMistake(BadPlan):
    """One mistake, and where it stands."""

    def __init__(self, what: str, *, at: Place, remedy: str = "") -> None:
        self.at = at
        place = f"{at.file}, line {at.line}, column {at.column}"
        super().__init__(what, place=place, remedy=remedy)


class PlanMistakes(BadPlan):
    """Several mistakes; nothing of the plan counts before all are mended."""

    def __init__(self, mistakes: Sequence[BadPlan]) -> None:
        self.mistakes = tuple(mistakes)
        told = [str(each).replace("\n", "\n    ") for each in self.mistakes[:MOST_TOLD]]
        if len(self.mistakes) > MOST_TOLD:
            told.append(f"and {len(self.mistakes) - MOST_TOLD} more")
        super().__init__(f"{len(self.mistakes)} mistakes", remedy="\n".join(told))


class Mistakes:
    """What has been met so far while reading on."""

    def __init__(self) -> None:
        self._met: list[BadPlan] = []

    def __bool__(self) -> bool:
        """Whether anything was met."""
        return bool(self._met)

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Keep what the block refuses, and go on behind it."""
        try:
            yield
        except BadPlan as mistake:
            self.add(mistake)

    def add(self, mistake: BadPlan) -> None:
        """Keep one mistake, or the several that one error tells."""
        self._met += mistake.mistakes if isinstance(mistake, PlanMistakes) else (mistake,)

    def refuse(self) -> None:
        """Raise what was met, if anything was: one as itself, several together."""
        if len(self._met) == 1:
            raise self._met[0]
        if self._met:
            raise PlanMistakes(sorted(self._met, key=_order))


def _order(mistake: BadPlan) -> tuple[str, int, int]:
    at = mistake.at if isinstance(mistake, PlanMistake) else Place(mistake.place, 0)
    return at.file, at.line, at.column
