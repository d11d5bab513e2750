"""A verdict weighed again, as text: that it comes out the same, and what changed since."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.reads.replay import Replay
from seachange.report.verdicts.telling import CALLED
from seachange.report.words import plural


def text(told: Replay) -> str:
    """Tell what came of weighing a verdict again."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: Replay) -> Iterator[str]:
    verdict = told.verdict
    records = plural(len(told.dossier.records), "record")
    if told.is_same:
        yield f"{verdict.id} comes out as it was sealed, byte for byte, from {records}."
    else:
        yield f"{verdict.id} comes out otherwise than it was sealed:"
        for name, before, after in told.differences:
            yield f"  {name}: {before} as sealed, {after} now"
    judged = told.judged
    yield (
        f"  given {CALLED[verdict.finish]} on {verdict.decided_on}, on version "
        f"{verdict.hypothesis_version} of {verdict.hypothesis}'s criteria"
    )
    if judged.get("worthwhile") is not None:
        yield (
            f"  by its evidence that day {judged['finish'].replace('_', ' ')}: confidence "
            f"{judged['confidence']:.2f}, P(θ ≥ δ*) {judged['worthwhile']:.3f}, P(θ > 0) "
            f"{judged['positive']:.3f}"
        )
    yield f"  sealed at {told.sealed_at}, fingerprint {told.fingerprint}"
    if told.changed:
        yield f"  changed since: {', '.join(told.changed)}"
    if told.gone:
        yield f"  gone since: {', '.join(told.gone)}"
