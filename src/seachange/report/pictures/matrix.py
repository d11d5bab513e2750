"""A matrix of who stayed: a row a cohort, a column a period later, darker for more."""

from __future__ import annotations

from typing import Any

from seachange.measure.answers import Estimate
from seachange.report import words
from seachange.report.pictures.drawing import Drawing

_LEFT, _TOP, _ROW = 128, 26, 26


def matrix(answer: Any, *, width: float = 720) -> str:
    """Draw a retention answer; pending cells stay empty."""
    cohorts = answer.cohorts
    across = max((len(c.kept) for c in cohorts), default=0)
    drawing = Drawing(width, _TOP + _ROW * len(cohorts) + 8, "Retention by cohort")
    if not across:
        drawing.text(width / 2, 24, "No cohort yet.", anchor="middle", classes="soft")
        return drawing.svg()
    cell = (width - _LEFT) / across
    small = cell < 44
    for k in range(0, across, 2 if small else 1):
        drawing.text(
            _LEFT + cell * (k + 0.5), 16, f"+{k}", size=11.5, anchor="middle", classes="soft"
        )
    for line, cohort in enumerate(cohorts):
        y = _TOP + _ROW * line
        drawing.text(0, y + 17, cohort.period, size=12.5)
        drawing.text(
            _LEFT - 10, y + 17, words.count(cohort.people), size=12, anchor="end", classes="soft"
        )
        for k, share in enumerate(cohort.share):
            if isinstance(share, Estimate):
                _cell(drawing, cohort, share, k, (_LEFT + cell * k, y, cell), small=small)
    return drawing.svg()


def _cell(
    drawing: Drawing,
    cohort: Any,
    share: Estimate,
    k: int,
    place: tuple[float, float, float],
    *,
    small: bool,
) -> None:
    x, y, cell = place
    shape = Drawing(0, 0, "")
    shape.rect(
        x + 1,
        y + 1,
        cell - 2,
        _ROW - 2,
        classes="cell",
        radius=3,
        opacity=0.07 + 0.55 * share.value,
    )
    figure = f"{share.value * 100:.0f}" + ("" if small else f"{words.NARROW}%")
    shape.text(x + cell / 2, y + 17, figure, size=11 if small else 12, anchor="middle")
    drawing.hint(f"{cohort.period} +{k}: {words.estimate(share, 'share')}", shape.parts)
