"""From a funnel's counts to its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from seachange.events.documents import spoken
from seachange.measure.answering.asked import Asked, log_caveats, unseen
from seachange.measure.answering.bases import base_caveats
from seachange.measure.answering.groups import OTHER, labelled
from seachange.measure.answering.share import TOO_NEW
from seachange.measure.answers import Answer, Caveat, Reading, Times
from seachange.measure.counts import FunnelCounts, FunnelTimes
from seachange.measure.engines import funnel as engines
from seachange.measure.engines.funnel import View
from seachange.measure.periods import Period
from seachange.measure.questions.funnel import Funnel
from seachange.measure.sql.entries import entries
from seachange.measure.sql.funnel import NOTHING
from seachange.measure.statistics import means, proportions
from seachange.measure.statistics.quantiles import HALF, QUARTER, THREE_QUARTERS, place

NOTHING_SINCE = "(nothing since)"
SECOND = 1_000_000

# So many next events are named, the commonest ones; the others are counted together.
_NAMED = 10


@dataclass(frozen=True, slots=True)
class NextEvent:
    """So many of those who left did this next."""

    name: str
    people: int


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One step: who reached it, how sure the conversion is, how long it took.

    `reached` counts everybody so far, `mature` those of them whose window is over, and
    `pending` those who have not reached it but still may. `from_previous` and
    `from_first` are conversions of mature entries, None at the first step, as are
    `seconds_from_previous`, of all who reached it. `next_events` is what those did next
    who got no further. `satisfaction` is their mean score, None where none was asked for.
    """

    step: int
    name: str
    reached: int
    mature: int
    pending: int
    from_previous: Reading | None
    from_first: Reading | None
    seconds_from_previous: Times | None
    next_events: tuple[NextEvent, ...]
    satisfaction: Reading | None


@dataclass(frozen=True, slots=True)
class FunnelPeriod:
    """The funnel of those who entered in one period."""

    period: str
    steps: tuple[FunnelStep, ...]


@dataclass(frozen=True, slots=True)
class FunnelGroup:
    """The funnel of those who entered with one value of the breakdown."""

    value: str
    steps: tuple[FunnelStep, ...]


@dataclass(frozen=True, kw_only=True)
class FunnelAnswer(Answer):
    """The steps of a funnel; `people` are mature entries, `pending` neither mature nor done.

    `excluded` entered, but were removed by an exclusion and are counted nowhere else.
    """

    kind: ClassVar[str] = "funnel"

    excluded: int
    steps: tuple[FunnelStep, ...]
    series: tuple[FunnelPeriod, ...] = ()
    breakdown: tuple[FunnelGroup, ...] = ()


def answer(question: Funnel, asked: Asked) -> FunnelAnswer:
    """Count a funnel and say how sure its conversions are."""
    cut = asked.cut(question.scope, question.trend)
    groups = _groups(question, asked)
    views = [View(), View(cut=cut), View(groups=groups)]
    wanted = [True, bool(cut), groups is not None]
    counted = iter(
        engines.count(
            question,
            asked.engine,
            write=lambda: asked.writer(question),
            views=[view for view, is_wanted in zip(views, wanted, strict=True) if is_wanted],
        )
    )
    counts, by_period, by_group = (next(counted) if each else FunnelCounts() for each in wanted)
    steps = _steps(question, asked, counts)
    people = _entered(counts, mature=True)
    pending = steps[-1].pending
    return FunnelAnswer(
        **asked.frame(question),
        people=people,
        pending=pending,
        excluded=sum(cell.people for cell in counts.people if cell.depth == 0),
        steps=steps,
        series=tuple(_series(question, asked, cut, by_period)),
        breakdown=tuple(_breakdown(question, asked, groups, by_group)),
        caveats=tuple(_caveats(question, asked, counts)),
        derivation=_derivation(question),
    )


def _groups(question: Funnel, asked: Asked) -> tuple[str, ...] | None:
    if question.by is None:
        return None
    writer = asked.writer(question)
    tables = entries(writer, question.entry, question.scope, by=question.by)
    return asked.groups(writer, question.by, tables)


def _entered(counts: FunnelCounts, *, mature: bool) -> int:
    return sum(cell.people for cell in counts.people if cell.depth and cell.mature is mature)


def _steps(question: Funnel, asked: Asked, counts: FunnelCounts) -> tuple[FunnelStep, ...]:
    names = {code: name for name, code in asked.log.names.items()} | {NOTHING: NOTHING_SINCE}
    times = {time.step: time for time in counts.times}
    steps: list[FunnelStep] = []
    for k, name in enumerate(question.names, start=1):
        reached = [cell for cell in counts.people if cell.depth >= k]
        short = [cell for cell in counts.people if 0 < cell.depth < k]
        mature = sum(cell.people for cell in reached if cell.mature)
        step = FunnelStep(
            step=k,
            name=name,
            reached=sum(cell.people for cell in reached),
            mature=mature,
            pending=sum(cell.people for cell in short if not cell.mature),
            from_previous=_conversion(mature, of=steps[-1]) if steps else None,
            from_first=_conversion(mature, of=steps[0]) if steps else None,
            seconds_from_previous=_seconds(times.get(k)) if steps else None,
            next_events=_next_events(counts, k, names),
            satisfaction=_satisfaction(counts, k) if question.survey else None,
        )
        steps.append(step)
    return tuple(steps)


def _conversion(did: int, *, of: FunnelStep) -> Reading:
    if not of.mature and of.reached:
        return TOO_NEW
    return proportions.share(did, people=of.mature)


def _seconds(times: FunnelTimes | None) -> Times:
    """Return the quartiles and the mean, exact until they become seconds."""
    if times is None:
        return Times(0)
    quartiles = [
        place(times.people, share=share).between(low, at_upper=high)
        for share, low, high in zip(
            (QUARTER, HALF, THREE_QUARTERS), times.ranked[::2], times.ranked[1::2], strict=True
        )
    ]
    q25, median, q75 = (float(micros / SECOND) for micros in quartiles)
    mean = float(Fraction(times.total, times.people) / SECOND)
    return Times(times.people, median=median, mean=mean, q25=q25, q75=q75)


def _next_events(
    counts: FunnelCounts, step: int, names: Mapping[int, str]
) -> tuple[NextEvent, ...]:
    """Return what was done next, the most people first, the seldom events as one."""
    found = [NextEvent(names[c.name], c.people) for c in counts.nexts if c.step == step]
    events = [event for event in found if event.name != NOTHING_SINCE]
    nothing = [event for event in found if event.name == NOTHING_SINCE]
    shown = [*_commonest(events)[:_NAMED], *nothing]
    rest = sum(event.people for event in _commonest(events)[_NAMED:])
    return (*_commonest(shown), *([NextEvent(OTHER, rest)] if rest else []))


def _commonest(events: Sequence[NextEvent]) -> list[NextEvent]:
    return sorted(events, key=lambda event: (-event.people, event.name))


def _satisfaction(counts: FunnelCounts, step: int) -> Reading:
    given = [(Fraction(c.score), c.people) for c in counts.scores if c.step == step]
    return means.mean(
        sum(people for _, people in given),
        total=sum((score * people for score, people in given), Fraction(0)),
        total_squares=sum((score * score * people for score, people in given), Fraction(0)),
    )


def _series(
    question: Funnel, asked: Asked, cut: Sequence[Period], counts: FunnelCounts
) -> Iterator[FunnelPeriod]:
    """Yield each period from that of the first entry on."""
    counts = replace(counts, people=tuple(cell for cell in counts.people if cell.depth))
    first = min((cell.period for cell in counts.people), default=len(cut))
    for index in range(first, len(cut)):
        yield FunnelPeriod(cut[index].label, _steps(question, asked, counts.those(period=index)))


def _breakdown(
    question: Funnel, asked: Asked, groups: Sequence[str] | None, counts: FunnelCounts
) -> Iterator[FunnelGroup]:
    for index, value in labelled(groups or ()):
        own = counts.those(group=index)
        if any(cell.depth for cell in own.people):
            yield FunnelGroup(value, _steps(question, asked, own))


def _caveats(question: Funnel, asked: Asked, counts: FunnelCounts) -> list[Caveat]:
    excluding = {f"exclusions[{i}]": e.rule for i, e in enumerate(question.exclusions, start=1)}
    caveats = [
        *unseen(asked.log, question.rules, scope=question.scope, by=question.by),
        # That nobody did what must not be done is no mistake.
        *(replace(caveat, weight="note") for caveat in unseen(asked.log, excluding)),
        *base_caveats(
            people=_entered(counts, mature=True),
            pending=_entered(counts, mature=False),
            window=question.window,
        ),
    ]
    if question.survey and question.survey.value not in asked.log.properties:
        caveats.append(
            Caveat(
                "unseen_property",
                f"value: no property of the log is called {question.survey.value!r}.",
                "wrong",
            )
        )
    removed = sum(cell.people for cell in counts.people if cell.depth == 0)
    if removed:
        caveats.append(Caveat("excluded", f"{removed:,} entered but were removed by an exclusion."))
    return caveats + log_caveats(asked.log)


def _derivation(question: Funnel) -> tuple[str, ...]:
    unit, window = question.scope.unit, spoken(question.window)
    between = {
        "ordered": "in order, with or without other events between",
        "strict": "in order, with no other event between",
        "unordered": "in any order",
    }[question.order]
    sentences = [
        f"Entries: each {unit}’s first event matching “{question.entry.label}” in the period.",
        f"Reached: different events match the steps {between}, the last at most {window} after "
        "the first, the edge included; whichever attempt gets furthest counts.",
        f"Judged: entries at least {window} before the moment asked of. Of younger ones those "
        "that are through count as reached, and in no rate; the others are pending.",
        "A share of the same people holds back all younger ones, those that did it already too: it "
        "shows fewer who did it and more pending, and judges the same people.",
        "Times: from the step before, in each one’s first attempt that got furthest.",
    ]
    for e in question.exclusions:
        removed = "keep step 1 only" if question.order == "unordered" else "do not count"
        sentences.append(
            f"Excluded: attempts with “{e.rule.label}” after step {e.first} and before step "
            f"{e.last}, or the end of the window, {removed}."
        )
    return (*sentences, "Interval: Wilson 95 %.")
