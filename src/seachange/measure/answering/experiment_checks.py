"""Whether an experiment may be believed: its split, and what a reader must know besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seachange.events.documents import nearest
from seachange.measure.answering.asked import Asked, log_caveats, unseen
from seachange.measure.answering.bases import base_caveats
from seachange.measure.answering.experiment_counting import Counted, Exposed
from seachange.measure.answering.experiment_parts import SampleRatioCheck
from seachange.measure.answers import Caveat
from seachange.measure.questions.experiment import Experiment
from seachange.measure.questions.metrics import Metric
from seachange.measure.sql import metrics as metrics_sql
from seachange.measure.sql.experiment import SEVERAL, UNLISTED
from seachange.measure.statistics.experiments import sample_ratio
from seachange.measure.statistics.experiments.sample_ratio import Split

_LOUD_SHARE = 0.01


def check_split(exposed: Exposed, *, is_over: bool) -> SampleRatioCheck:
    """Check every day's split of the units, and once it is over the last one's chi-square."""
    if len(exposed.variants) < 2:
        return SampleRatioCheck(None, None, ok=True, sentence="There is one variant only.")
    units = dict.fromkeys(_places(exposed), 0)
    days: list[list[Split]] = []
    counts = [c for c in exposed.counts if c.variant >= 0]
    for day in sorted({c.period for c in counts}):
        for c in counts:
            if c.period == day:
                units[c.variant, c.phase] += c.units
        days.append(_splits(exposed, units))
    found = sample_ratio.watched(days or [_splits(exposed, units)])
    ok = found.is_healthy_today and (found.is_healthy_at_the_end or not is_over)
    return SampleRatioCheck(found.p, found.bayes_factor, ok=ok, sentence=_SPLIT[ok])


def caveats(
    exposed: Exposed,
    counted: Counted,
    check: SampleRatioCheck,
    *,
    people: int,
    pending: int,
    is_over: bool,
) -> Iterator[Caveat]:
    """Yield what a reader must know before relying on the numbers."""
    question, asked = exposed.question, exposed.asked
    if not check.ok:
        yield Caveat("sample_ratio", check.sentence, "wrong")
    yield from unseen(asked.log, question.rules, scope=question.scope)
    yield from _unseen_variant(question, asked)
    if len(exposed.variants) < 2 and exposed.units():
        yield Caveat(
            "one_variant",
            f"No unit was shown any variant but {question.control!r}: there is nothing to compare.",
            "wrong",
        )
    yield from base_caveats(people=people, pending=pending, window=question.metric.within)
    yield from _set_aside(exposed)
    if question.shares is None:
        yield Caveat(
            "equal_shares",
            "The planned shares of the variants were not said, so equal ones are expected.",
        )
    if question.plan is None:
        yield Caveat(
            "no_plan",
            "There is no plan, so the intervals are those that may be looked at always; with "
            "a plan of how many units are to be judged they would be narrower.",
        )
    yield from _uneven(exposed, counted)
    late = counted.judged - people
    if is_over and late > 0:
        yield Caveat(
            "after_the_end",
            f"{late:,} units were judged after the experiment was over; they are not counted.",
        )
    for metric in question.metrics:
        yield from _unread(metric, asked, question)
    yield from log_caveats(asked.log)


def _places(exposed: Exposed) -> list[tuple[int, int]]:
    return [(v, p) for v in range(len(exposed.variants)) for p in range(len(exposed.phases))]


def _splits(exposed: Exposed, units: Mapping[tuple[int, int], int]) -> list[Split]:
    """Return the split of each phase that has begun."""
    splits = []
    for phase, shares in enumerate(exposed.phases):
        found = tuple(units[variant, phase] for variant in range(len(exposed.variants)))
        if any(found) or phase == 0:
            splits.append(
                Split(units=found, planned=tuple(shares[name] for name in exposed.variants))
            )
    return splits


def _unseen_variant(question: Experiment, asked: Asked) -> Iterator[Caveat]:
    known = asked.log.properties
    if question.variant in known:
        return
    near = nearest(question.variant, known) or sorted(known)[:8]
    yield Caveat(
        "unseen_property",
        f"variant: no property of the log is called {question.variant!r}. "
        f"Near, or there: {', '.join(near) or 'none at all'}.",
        "wrong",
    )


def _set_aside(exposed: Exposed) -> Iterator[Caveat]:
    counted = exposed.units()
    for variant, code, said in (
        (SEVERAL, "several_variants", "were shown more than one variant"),
        (UNLISTED, "unlisted_variant", "were shown a variant that is not among those compared"),
    ):
        units = exposed.set_aside(variant)
        if units:
            share = units / (units + counted)
            yield Caveat(
                code,
                f"{units:,} units ({share:.2%}) {said}; they are set aside and count nowhere.",
                "loud" if share > _LOUD_SHARE else "note",
            )


def _uneven(exposed: Exposed, counted: Counted) -> Iterator[Caveat]:
    """Warn where a variant changed who came to where the metric's window starts."""
    if exposed.question.metric.of is None or len(exposed.variants) < 2:
        return
    units = {place: counted.entered(*place) for place in _places(exposed)}
    if not sample_ratio.sample_ratio(_splits(exposed, units)).is_healthy_today:
        yield Caveat(
            "uneven_entry",
            f"Of one variant more units came to “{exposed.question.metric.of.label}” than of "
            "another, so those who are compared are no longer alike. Judge what all units did "
            "after their exposure instead: leave out `of`.",
            "loud",
        )


def _unread(metric: Metric, asked: Asked, question: Experiment) -> Iterator[Caveat]:
    if metric.value is None:
        return
    known = asked.log.properties
    if metric.value not in known:
        yield Caveat(
            "unseen_property",
            f"value: no property of the log is called {metric.value!r}. "
            f"Near, or there: {', '.join(nearest(metric.value, known) or sorted(known)[:8])}.",
            "wrong",
        )
        return
    ((events, unread),) = asked.rows(metrics_sql.unread(metric, asked.writer(question)))
    if unread:
        yield Caveat(
            "off_the_scale",
            f"{unread:,} of {events:,} events matching “{metric.did.label}” have no number in "
            f"{metric.value} that can be read; they are left out.",
            "loud" if unread / events > _LOUD_SHARE else "note",
        )


_SPLIT = {
    True: "The units came in the planned shares.",
    False: "The units did not come in the planned shares: something loses or adds units of one "
    "variant, and those that are left are not alike. No result is shown until that is mended.",
}
