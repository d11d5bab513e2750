"""From the cells of a retention matrix to its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from seachange.measure.answering.asked import Asked, log_caveats, unseen
from seachange.measure.answering.bases import base_caveats
from seachange.measure.answering.groups import labelled
from seachange.measure.answers import Answer, Caveat, Reading
from seachange.measure.counts import CohortCount, CohortSums
from seachange.measure.engines.overrides import formulation
from seachange.measure.periods import Period
from seachange.measure.questions.retention import Retention
from seachange.measure.sql import retention as sql
from seachange.measure.sql.entries import entries
from seachange.measure.statistics import proportions

Cells = Mapping[tuple[int, int], int]
_ALL = -1


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who came in one period, and how many of them did it in the k-th after.

    `kept[k]` and `share[k]` are None where the k-th period is not over. `partial` where
    the cohort itself is not whole: its period runs, or `from` or `to` cuts it.
    """

    period: str
    people: int
    kept: tuple[int | None, ...]
    share: tuple[Reading | None, ...]
    partial: bool


@dataclass(frozen=True, slots=True)
class RetentionStep:
    """All cohorts whose k-th period is over, taken together."""

    k: int
    people: int
    kept: int
    estimate: Reading


@dataclass(frozen=True, slots=True)
class RetentionGroup:
    """The cohorts of those who came with one value of the breakdown, taken together."""

    value: str
    people: int
    pending: int
    overall: tuple[RetentionStep, ...]


@dataclass(frozen=True, kw_only=True)
class RetentionAnswer(Answer):
    """The matrix, and all cohorts together.

    `people` are in cohorts of which at least the 0-th period is over, `pending` in the
    others. With `recurring` both count each actor once for every cohort they are in, and
    `actors` once only.
    """

    kind: ClassVar[str] = "retention"

    actors: int
    cohorts: tuple[Cohort, ...] = ()
    overall: tuple[RetentionStep, ...] = ()
    breakdown: tuple[RetentionGroup, ...] = ()


@dataclass(frozen=True)
class _Frame:
    """The periods of the matrix: which hold cohorts, and how many k are over for each.

    `first` is the first cohort with anybody in it: it has the most k that are over.
    """

    cut: tuple[Period, ...]
    over: tuple[int, ...]
    first: int = 0

    @property
    def columns(self) -> int:
        """How many k are over for any cohort that is shown."""
        return max(self.over[self.first :], default=0)

    @property
    def whole(self) -> tuple[int, ...]:
        """For each k, how many cohorts (the earliest ones) have it over."""
        return tuple(sum(k < over for over in self.over) for k in range(self.columns))


def answer(question: Retention, asked: Asked) -> RetentionAnswer:
    """Count who came back, and say how sure the shares are."""
    frame = _frame(question, asked)
    cells = _cells(question, asked, frame).get(0, {})
    frame = replace(frame, first=min((c for c, _ in cells), default=len(frame.over)))
    overall, actors = _overall(question, frame, cells, _sums(question, asked, frame).get(0, {}))
    people, pending = _people(frame, cells)
    return RetentionAnswer(
        **asked.frame(question),
        people=people,
        pending=pending,
        actors=actors,
        cohorts=_cohorts(question, asked, frame, cells),
        overall=overall,
        breakdown=_breakdown(question, asked, frame) if question.by else (),
        caveats=tuple(_caveats(question, asked, people=people, pending=pending)),
        derivation=_derivation(question),
    )


def _frame(question: Retention, asked: Asked) -> _Frame:
    """Cut the periods up to the moment of asking, and say what is over by then."""
    scope = question.scope
    cut = asked.cut(scope, question.period, to_the_end=True)
    cohorts = cut[: len(asked.cut(scope, question.period))]
    if question.days is not None:
        # Over for whoever might come at the last moment of the cohort's period.
        span = question.days * sql.DAY
        over = [(asked.as_of - period.end) // span for period in cohorts]
    else:
        ended = sum(period.end <= asked.as_of for period in cut)
        over = [ended - index for index in range(len(cohorts))]
    return _Frame(cut, tuple(min(question.most, max(0, n)) for n in over))


def _cells(
    question: Retention, asked: Asked, frame: _Frame, groups: Sequence[str] | None = None
) -> dict[int, dict[tuple[int, int], int]]:
    """Return for each group how many people of a cohort did it in its k-th period."""
    found: dict[int, dict[tuple[int, int], int]] = {}
    if frame.cut:
        write = formulation(asked.engine.name, "retention", sql.matrix)
        query = write(question, asked.writer(question), cut=frame.cut, groups=groups)
        for row in asked.rows(query):
            cell = CohortCount(*map(int, row))
            found.setdefault(cell.group, {})[cell.cohort, cell.k] = cell.people
    return found


def _sums(
    question: Retention, asked: Asked, frame: _Frame, groups: Sequence[str] | None = None
) -> dict[int, dict[int, CohortSums]]:
    """Return for each group and k the sums over actors, where one can be in many cohorts."""
    found: dict[int, dict[int, CohortSums]] = {}
    if question.mode == "recurring" and frame.columns:
        writer = asked.writer(question)
        query = sql.clusters(question, writer, cut=frame.cut, whole=frame.whole, groups=groups)
        for row in asked.rows(query):
            sums = CohortSums(*map(int, row))
            found.setdefault(sums.group, {})[sums.k] = sums
    return found


def _cohorts(question: Retention, asked: Asked, frame: _Frame, cells: Cells) -> tuple[Cohort, ...]:
    """Return each cohort from the first with anybody in it on."""
    cohorts = []
    for index in range(frame.first, len(frame.over)):
        people, over = cells.get((index, _ALL), 0), frame.over[index]
        kept = [cells.get((index, k), 0) if k < over else None for k in range(frame.columns)]
        cohorts.append(
            Cohort(
                frame.cut[index].label,
                people,
                tuple(kept),
                tuple(None if n is None else proportions.share(n, people=people) for n in kept),
                partial=not asked.is_whole(frame.cut[index], question.scope),
            )
        )
    return tuple(cohorts)


def _overall(
    question: Retention, frame: _Frame, cells: Cells, sums: Mapping[int, CohortSums]
) -> tuple[tuple[RetentionStep, ...], int]:
    """Return all cohorts together for each k, and how many actors they are."""
    steps = []
    for k, cohorts in enumerate(frame.whole):
        people = sum(cells.get((index, _ALL), 0) for index in range(cohorts))
        kept = sum(cells.get((index, k), 0) for index in range(cohorts))
        estimate = proportions.share(kept, people=people)
        if k in sums:
            estimate = _clustered(sums[k])
        steps.append(RetentionStep(k, people, kept, estimate))
    if question.mode == "recurring":
        return tuple(steps), sums[0].actors if 0 in sums else 0
    return tuple(steps), steps[0].people if steps else 0


def _clustered(sums: CohortSums) -> Reading:
    return proportions.clustered_share(
        sum_did=sums.kept,
        sum_entries=sums.cohorts,
        actors=sums.actors,
        sum_did2=sums.kept_kept,
        sum_did_entries=sums.kept_cohorts,
        sum_entries2=sums.cohorts_cohorts,
    )


def _people(frame: _Frame, cells: Cells) -> tuple[int, int]:
    judged = sum(cells.get((i, _ALL), 0) for i, over in enumerate(frame.over) if over)
    return judged, sum(n for (_, k), n in cells.items() if k == _ALL) - judged


def _breakdown(question: Retention, asked: Asked, frame: _Frame) -> tuple[RetentionGroup, ...]:
    if not frame.cut:
        return ()
    writer, recurring = asked.writer(question), question.mode == "recurring"
    tables = entries(
        writer,
        question.of,
        question.scope,
        by=question.by,
        cut=frame.cut if recurring else (),
    )
    groups = asked.groups(writer, question.by, tables)
    found = _cells(question, asked, frame, groups)
    sums = _sums(question, asked, frame, groups)
    shown = []
    for index, value in labelled(groups):
        if index in found:
            people, pending = _people(frame, found[index])
            overall, _ = _overall(question, frame, found[index], sums.get(index, {}))
            shown.append(RetentionGroup(value, people, pending, overall))
    return tuple(shown)


def _caveats(question: Retention, asked: Asked, *, people: int, pending: int) -> list[Caveat]:
    return [
        *unseen(asked.log, question.rules, scope=question.scope, by=question.by),
        *base_caveats(people=people, pending=pending),
        *log_caveats(asked.log),
    ]


def _derivation(question: Retention) -> tuple[str, ...]:
    unit, period = question.scope.unit, question.period
    recurring = question.mode == "recurring"
    cohort = (
        f"every {unit} with an event matching “{question.of.label}” in the {period}"
        if recurring
        else f"{unit}s whose first event matching “{question.of.label}” is in the {period}"
    )
    kth = (
        f"in the k-th {question.days} days from their own entry"
        if question.days is not None
        else f"in the k-th {period} after, at or after their entry"
    )
    return (
        f"Cohort: {cohort}.",
        f"Kept: those with an event matching “{question.did.label}” {kth}; the entry itself "
        "counts at k = 0.",
        "Pending, and left empty, until the k-th period is over for everybody in the cohort.",
        "Interval: Wilson 95 %" + (f", {unit}s as the sample." if recurring else "."),
    )
