"""From a score's counts to its answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar

from seachange.events.documents import nearest
from seachange.measure.answering.asked import Asked, log_caveats, unseen
from seachange.measure.answering.bases import base_caveats
from seachange.measure.answering.groups import labelled
from seachange.measure.answers import Answer, Caveat, Estimate, Reading, Unknown
from seachange.measure.counts import Invited, ScoreCount
from seachange.measure.periods import Period
from seachange.measure.questions.score import Score
from seachange.measure.sql import score as sql
from seachange.measure.statistics import means, scores
from seachange.measure.statistics.proportions import difference_of

NOT_ASKED = Unknown("no event of being asked was named (`sent`)")
_FIRST = Unknown("there is no period before to compare with")
_LOUD_SHARE = 0.01
_FEW_ANSWER = 0.2

Given = Mapping[Fraction, int]
"""How many people gave each number."""


@dataclass(frozen=True, slots=True)
class Answered:
    """So many people's last answer is this number."""

    score: int
    people: int


@dataclass(frozen=True, slots=True)
class ScorePeriod:
    """The score of one period: the last answer in it of each who answered.

    `change` is the difference from the period shown before it. `partial` while the
    period runs, and where `from` or `to` cuts a piece off it.
    """

    period: str
    people: int
    promoters: int | None
    passives: int | None
    detractors: int | None
    estimate: Reading
    change: Reading
    response_rate: Reading
    partial: bool


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """The score of those with one value of the breakdown."""

    value: str
    people: int
    promoters: int | None
    passives: int | None
    detractors: int | None
    estimate: Reading
    response_rate: Reading


@dataclass(frozen=True, kw_only=True)
class ScoreAnswer(Answer):
    """The score over the last answer of each of `people` in the whole period.

    `estimate` is the NPS (−100..100), the share satisfied (`csat`, 0..1) or the mean;
    `mean` the mean of the answers on any scale. `answers` says how many gave each number
    (none for `mean`, where every one may be different); promoters, passives and
    detractors are counted for `nps` only.
    """

    kind: ClassVar[str] = "score"

    promoters: int | None
    passives: int | None
    detractors: int | None
    estimate: Reading
    mean: Reading
    response_rate: Reading
    answers: tuple[Answered, ...] = ()
    series: tuple[ScorePeriod, ...] = ()
    breakdown: tuple[ScoreGroup, ...] = ()


def answer(question: Score, asked: Asked) -> ScoreAnswer:
    """Count what people answered last, and say how sure the score is."""
    given = _given(question, _counts(question, asked))
    invited = _invited(question, asked).get((0, 0), Invited(0, 0, 0, 0))
    response_rate = _response_rate(question, invited)
    people = sum(given.values())
    return ScoreAnswer(
        **asked.frame(question),
        people=people,
        pending=0,
        **_groups(question, given),
        estimate=_estimate(question, given),
        mean=_mean(question, given),
        response_rate=response_rate,
        answers=_answers(question, given),
        series=_series(question, asked),
        breakdown=_breakdown(question, asked),
        caveats=tuple(_caveats(question, asked, people=people, response_rate=response_rate)),
        derivation=tuple(_derivation(question)),
    )


def difference(after: ScoreAnswer | ScorePeriod, *, minus: ScoreAnswer | ScorePeriod) -> Reading:
    """Estimate one score minus another of the same question, in the score's unit.

    NPS: `statistics.scores.nps_difference`; shares and means: their intervals squared
    and added. Who answered both times counts as two people, which makes the interval
    wider than it need be.
    """
    if after.promoters is None or minus.promoters is None:
        return difference_of(after.estimate, minus=minus.estimate)
    return scores.nps_difference(_wave(after), minus=_wave(minus))


def _wave(row: ScoreAnswer | ScorePeriod) -> scores.Wave:
    return scores.Wave(
        promoters=row.promoters or 0, passives=row.passives or 0, detractors=row.detractors or 0
    )


def _counts(
    question: Score,
    asked: Asked,
    *,
    cut: Sequence[Period] = (),
    groups: Sequence[str] | None = None,
) -> list[ScoreCount]:
    query = sql.answers(question, asked.writer(question), cut=cut, groups=groups)
    return [ScoreCount(period, group, text, n) for period, group, text, n in asked.rows(query)]


def _given(question: Score, counts: Iterable[ScoreCount]) -> Given:
    """Return how many gave each number, however they wrote it: 9 and 9.0 are one."""
    given: Counter[Fraction] = Counter()
    for count in counts:
        # Points are read as the engine read them to find them on the scale.
        points = question.scale != "mean"
        number = Fraction(round(float(count.answer))) if points else Fraction(count.answer)
        given[number] += count.people
    return given


def _invited(
    question: Score,
    asked: Asked,
    *,
    cut: Sequence[Period] = (),
    groups: Sequence[str] | None = None,
) -> dict[tuple[int, int], Invited]:
    """Return how many were asked, by period and group."""
    if question.sent is None:
        return {}
    query = sql.responses(question, asked.writer(question), cut=cut, groups=groups)
    rows = [Invited(*map(int, row)) for row in asked.rows(query)]
    return {(row.period, row.group): row for row in rows}


def _estimate(question: Score, given: Given) -> Reading:
    if question.scale == "nps":
        return scores.nps(scores.Wave.of(_whole(given)))
    if question.scale == "csat" and question.range is not None:
        lowest, highest = map(int, question.range)
        return scores.satisfaction(_whole(given), lowest=lowest, highest=highest).satisfied
    return _mean(question, given)


def _mean(question: Score, given: Given) -> Reading:
    people = sum(given.values())
    if not people:
        return scores.NO_ANSWERS
    return means.mean(
        people,
        total=sum((x * n for x, n in given.items()), Fraction()),
        total_squares=sum((x * x * n for x, n in given.items()), Fraction()),
        **({"least": question.range[0], "most": question.range[1]} if question.range else {}),
    )


def _whole(given: Given) -> dict[int, int]:
    return {int(number): people for number, people in given.items()}


def _groups(question: Score, given: Given) -> dict[str, Any]:
    """Return promoters, passives and detractors, unknown to other scales."""
    if question.scale != "nps":
        return {"promoters": None, "passives": None, "detractors": None}
    wave = scores.Wave.of(_whole(given))
    return {
        "promoters": wave.promoters,
        "passives": wave.passives,
        "detractors": wave.detractors,
    }


def _answers(question: Score, given: Given) -> tuple[Answered, ...]:
    if question.scale == "mean" or question.range is None:
        return ()
    lowest, highest = map(int, question.range)
    return tuple(Answered(n, given.get(Fraction(n), 0)) for n in range(lowest, highest + 1))


def _response_rate(question: Score, invited: Invited) -> Reading:
    if question.sent is None:
        return NOT_ASKED
    return scores.response_rate(invited.answered, asked=invited.asked)


def _series(question: Score, asked: Asked) -> tuple[ScorePeriod, ...]:
    """Return each period from the first on in which anybody answered or was asked."""
    cut = asked.cut(question.scope, question.trend)
    if not cut:
        return ()
    counts = _counts(question, asked, cut=cut)
    invited = _invited(question, asked, cut=cut)
    seen = [c.period for c in counts] + [period for period, _ in invited]
    series: list[ScorePeriod] = []
    for index in range(min(seen, default=len(cut)), len(cut)):
        given = _given(question, (c for c in counts if c.period == index))
        row = ScorePeriod(
            cut[index].label,
            sum(given.values()),
            **_groups(question, given),
            estimate=_estimate(question, given),
            change=_FIRST,
            response_rate=_response_rate(
                question, invited.get((index, 0), Invited(index, 0, 0, 0))
            ),
            partial=not asked.is_whole(cut[index], question.scope),
        )
        series.append(replace(row, change=difference(row, minus=series[-1])) if series else row)
    return tuple(series)


def _breakdown(question: Score, asked: Asked) -> tuple[ScoreGroup, ...]:
    if question.by is None:
        return ()
    writer = asked.writer(question)
    tables = sql.last_answers(question, writer, by=question.by)
    groups = asked.groups(writer, question.by, tables)
    counts = _counts(question, asked, groups=groups)
    known_before = question.by.level != "event"
    invited = _invited(question, asked, groups=groups) if known_before else {}
    shown = []
    for index, value in labelled(groups):
        given = _given(question, (c for c in counts if c.group == index))
        here = invited.get((0, index))
        if not given and here is None:
            continue
        rate = _response_rate(question, here or Invited(0, index, 0, 0))
        if question.sent and not known_before:
            rate = Unknown("only those who answered have this property")
        shown.append(
            ScoreGroup(
                value,
                sum(given.values()),
                **_groups(question, given),
                estimate=_estimate(question, given),
                response_rate=rate,
            )
        )
    return tuple(shown)


def _caveats(
    question: Score, asked: Asked, *, people: int, response_rate: Reading
) -> Iterator[Caveat]:
    yield from unseen(asked.log, question.rules, scope=question.scope, by=question.by)
    known = asked.log.properties
    if question.value not in known:
        near = nearest(question.value, known) or sorted(known)[:8]
        yield Caveat(
            "unseen_property",
            f"value: no property of the log is called {question.value!r}. "
            f"Near, or there: {', '.join(near) or 'none at all'}.",
            "wrong",
        )
    else:
        yield from _off_the_scale(question, asked)
    yield from base_caveats(people=people, pending=0)
    if isinstance(response_rate, Estimate) and response_rate.value < _FEW_ANSWER:
        yield Caveat(
            "low_response",
            f"Only {response_rate.value:.0%} of those asked answered; the score speaks for "
            "them, and who likes to answer is seldom like the rest.",
        )
    yield from log_caveats(asked.log)


def _off_the_scale(question: Score, asked: Asked) -> Iterator[Caveat]:
    ((answers, off, missing),) = asked.rows(sql.off_the_scale(question, asked.writer(question)))
    if not off:
        return
    texts = asked.rows(sql.examples_off_the_scale(question, asked.writer(question), most=3))
    examples = ", ".join(f"{text!r} ({n:,})" for text, n in texts)
    said = [f"{missing:,} have no {question.value}"] if missing else []
    said += [f"{off - missing:,} hold no {_scale(question)}: {examples}"] if examples else []
    yield Caveat(
        "off_the_scale",
        f"{off:,} of {answers:,} answers are left out: {'; '.join(said)}.",
        "loud" if off / answers > _LOUD_SHARE else "note",
    )


def _scale(question: Score) -> str:
    if question.range is None:
        return "number"
    lowest, highest = question.range
    return f"{'' if question.scale == 'mean' else 'whole '}number from {lowest:g} to {highest:g}"


def _derivation(question: Score) -> Iterator[str]:
    unit = question.scope.unit
    yield (
        f"Answers: events matching “{question.survey.label}” whose {question.value} is a "
        f"{_scale(question)}; of each {unit} the last one counts, in a trend the last one of "
        "each period."
    )
    if question.scale == "nps":
        yield (
            "NPS: the share of promoters (9–10) minus that of detractors (0–6), in points. "
            "Interval: Wald 95 %, adjusted where answers are few or a group is empty."
        )
    elif question.scale == "csat":
        yield "CSAT: the share who gave one of the two highest numbers. Interval: Wilson 95 %."
    else:
        yield "Interval of the mean: Student's t, 95 %."
    if question.sent:
        yield (
            f"Response rate: of each {unit} with an event matching “{question.sent.label}” in "
            "the period, who answered in it, no earlier than first asked. Interval: Wilson 95 %."
        )
