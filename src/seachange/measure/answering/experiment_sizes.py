"""How large and how long a test must be, reckoned from the units that came lately."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import add

from seachange.events.documents import micros, spoken
from seachange.measure.answering.asked import Asked, log_caveats, unseen
from seachange.measure.answering.bases import base_caveats
from seachange.measure.answering.experiment_effects import Gauge
from seachange.measure.answering.experiment_plan_parts import ExperimentPlanAnswer, SizePoint
from seachange.measure.answers import Caveat, Unknown
from seachange.measure.counts import MetricSums, metric_counts
from seachange.measure.questions.experiment import Experiment
from seachange.measure.questions.experiment_plan import ExperimentPlan
from seachange.measure.sql import experiment as sql
from seachange.measure.sql import metrics as metrics_sql
from seachange.measure.statistics.experiments import sizes
from seachange.measure.statistics.experiments.sides import mean_of, ratio_of
from seachange.measure.statistics.experiments.sizes import Aim, Traffic

_DAY = 86_400_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEEKS = 16
_LONG = 90


def sized(question: ExperimentPlan, asked: Asked) -> ExperimentPlanAnswer:
    """Measure who came and what they did, and reckon what a test of the change takes."""
    gauge = Gauge(question.metric)
    counted = _counted(question, asked)
    aim = Aim(alpha=question.alpha, power=question.power, treated=question.treated)
    watching = sizes.watching(question.looks, aim=aim)
    test = _test(question, gauge, counted, inflation=watching.inflation)
    units = test if isinstance(test, Unknown) else test.units
    days = test if isinstance(test, Unknown) else test.days(test.units)
    return ExperimentPlanAnswer(
        **asked.frame(question),
        people=counted.units,
        pending=0,
        metric=question.metric.label,
        unit=gauge.unit,
        per_day=counted.units * _DAY / micros(question.over),
        estimate=gauge.estimate(counted),
        deviation=test if isinstance(test, Unknown) else test.deviation,
        units=units,
        days=days,
        inflation=watching.inflation,
        expected=watching.expected,
        curve=() if isinstance(test, Unknown) else tuple(test.curve()),
        caveats=tuple(_caveats(question, asked, counted, days)),
        derivation=tuple(_derivation(question, inflation=watching.inflation)),
    )


@dataclass(frozen=True, slots=True)
class _Test:
    """A test of the change: the level and its spread now, and who comes."""

    question: ExperimentPlan
    level: float
    deviation: float
    traffic: Traffic
    inflation: float

    @property
    def aim(self) -> Aim:
        asked = self.question
        return Aim(alpha=asked.alpha, power=asked.power, treated=asked.treated)

    @property
    def after(self) -> float:
        """The level that the change would bring."""
        better = 1 if self.question.metric.better == "more" else -1
        return self.level + better * self.question.change

    @property
    def units(self) -> int:
        """The units that find the change with the power asked for, all looks allowed for."""
        if self.question.metric.kind == "share":
            plain = sizes.units_for_share(self.level, after=self.after, aim=self.aim)
        else:
            change = self.after - self.level
            plain = sizes.units_for_mean(change, deviation=self.deviation, aim=self.aim)
        return math.ceil(plain * self.inflation)

    def days(self, units: int) -> int:
        return self.traffic.days_for(units)

    def curve(self) -> Iterator[SizePoint]:
        """Yield what tests of one week and more could show, at least until the change is."""
        weeks = max(_WEEKS, self.days(self.units) // 7 + 2)
        step = max(1, weeks // _WEEKS)
        for week in range(step, weeks + 1, step):
            days = week * 7 + math.ceil(self.traffic.window_days)
            units = math.floor(self.traffic.units_in(days) / self.inflation)
            if units < 2:
                continue
            yield SizePoint(
                weeks=week,
                days=days,
                units=self.traffic.units_in(days),
                smallest=sizes.smallest_seen(self._error(units), aim=self.aim),
                power=self._power(units),
            )

    def _error(self, units: int) -> float:
        return self.deviation * math.sqrt(sum(self.aim.per_arm) / units)

    def _power(self, units: int) -> float:
        if self.question.metric.kind == "share":
            return sizes.power_for_share(self.level, after=self.after, units=units, aim=self.aim)
        change = self.after - self.level
        return sizes.power_for_mean(change, deviation=self.deviation, units=units, aim=self.aim)


def _test(
    question: ExperimentPlan, gauge: Gauge, counted: MetricSums, *, inflation: float
) -> _Test | Unknown:
    read = ratio_of if question.metric.is_ratio else mean_of
    side = read(gauge.sums(counted).arm())
    if isinstance(side, Unknown):
        return Unknown("too few came in the span looked at to plan by")
    if side.variance == 0:
        return Unknown("all units do the same now, so nothing shows how they vary")
    test = _Test(
        question,
        level=float(side.value),
        deviation=math.sqrt(side.variance * counted.units),
        traffic=Traffic(
            per_day=counted.units * _DAY / micros(question.over),
            taking_part=question.taking_part,
            window_days=question.metric.within / timedelta(days=1),
        ),
        inflation=inflation,
    )
    if question.metric.kind == "share" and not 0 <= test.after <= 1:
        return Unknown("no share can change by so much from where it is")
    return test


def _counted(question: ExperimentPlan, asked: Asked) -> MetricSums:
    """Count the metric over the units that came in the latest span whose windows are over."""
    end = asked.as_of - micros(question.metric.within)
    start, last = _moment(end - micros(question.over)), _moment(end)
    scope = replace(question.scope, start=start, end=last)
    lately = Experiment(
        assigned=question.of, variant="", control="", metric=question.metric, scope=scope
    )
    arrival = metrics_sql.needs_arrival(lately)
    everybody = sql.everybody(lately, asked.writer(lately), arrival=arrival)
    with ExitStack() as kept:
        kept.enter_context(asked.engine.kept(sql.EXPOSED, everybody))
        did = metrics_sql.acted(question.metric, lately, asked.writer(lately))
        kept.enter_context(asked.engine.kept(metrics_sql.ACTED, did))
        judging = metrics_sql.Judging(asked.as_of)
        query = metrics_sql.sums(question.metric, lately, asked.writer(lately), judging)
        cells = metric_counts(asked.rows(query))
    return reduce(add, (cell.sums for cell in cells), MetricSums())


def _moment(micros_: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros_)


def _caveats(
    question: ExperimentPlan, asked: Asked, counted: MetricSums, days: int | Unknown
) -> Iterator[Caveat]:
    yield from unseen(asked.log, question.rules, scope=question.scope)
    yield from base_caveats(people=counted.units, pending=0)
    first = asked.log.first
    since = asked.as_of - micros(question.metric.within) - micros(question.over)
    if first is not None and first > since:
        yield Caveat(
            "short_log",
            f"The log does not go back the {spoken(question.over)} that are looked at, so more "
            "may come a day than is reckoned with. Look at less with `over`.",
            "loud",
        )
    if isinstance(days, int) and days > _LONG:
        yield Caveat(
            "long_test",
            f"{days:,} days are long: people come back with other devices and the world changes. "
            "Measure something that happens sooner or more often, or test a bolder change.",
            "loud",
        )
    yield from log_caveats(asked.log)


def _derivation(question: ExperimentPlan, *, inflation: float) -> Iterator[str]:
    metric, unit = question.metric, question.scope.unit
    yield (
        f"Who comes: each {unit}’s first event matching “{question.of.label}” in the "
        f"{spoken(question.over)} that ended {spoken(metric.within)} before the moment asked of."
    )
    yield f"Level and spread: {metric.label}, of those units."
    yield (
        f"Units: so many that a change of {question.change:g} is found in {question.power:.0%} of "
        f"tests and nothing is found where there is nothing in {1 - question.alpha:.0%}."
    )
    if question.looks > 1:
        yield (
            f"{question.looks} looks, evenly spaced, take {inflation:.3f} times the units of one: "
            "Lan and DeMets’ boundaries of O’Brien and Fleming’s kind."
        )
    yield "Days: whole weeks of entry, since weekends differ, and the window of the last who came."
