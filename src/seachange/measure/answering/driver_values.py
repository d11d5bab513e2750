"""Below an event that was found: do some values of its properties matter more than others?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.measure.answering.driver_counting import (
    FEWEST_ENTRIES,
    SUPPORTED_BEHAVIOURS,
    Counted,
    Laid,
    arms_of,
)
from seachange.measure.answering.driver_judging import Judged, associated, together_of
from seachange.measure.answering.driver_parts import Behaviour
from seachange.measure.driver_counts import Traces
from seachange.measure.sql import driver_values, drivers
from seachange.measure.sql.driver_values import VALUE_BEGAN, VALUED, Valued
from seachange.measure.statistics.drivers.associations import Associations
from seachange.measure.statistics.drivers.calibration import applied
from seachange.measure.statistics.drivers.clumping import holds
from seachange.measure.statistics.drivers.effects import effects

MOST_PROPERTIES, MOST_VALUES = 12, 20
_AT_ONCE = 12


@dataclass(frozen=True, kw_only=True, eq=False)
class Below:
    """The events found and values of their properties, counted and judged as behaviours."""

    counted: Counted
    judged: Judged


@contextmanager
def below(laid: Laid, counted: Counted, judged: Judged) -> Iterator[Below | None]:
    """Look at values below the findings; None where there are none to look at."""
    question, engine = laid.question, laid.asked.engine
    names = [counted.ids[k] for k in judged.kept]
    held = laid.asked.log.properties
    columns = {held[name]: name for name in properties_of(laid)[:MOST_PROPERTIES] if name in held}
    if not names or not columns:
        yield None
        return
    writer = laid.asked.writer(question)
    valued = driver_values.valued(question, writer, laid.grid, names=names, columns=tuple(columns))
    with engine.kept(VALUED, valued):
        wanted, sizes = _wanted(laid, tuple(columns))
        if not wanted:
            yield None
            return
        writer = laid.asked.writer(question)
        began = driver_values.value_began(writer, wanted, events=names)
        with engine.kept(VALUE_BEGAN, began):
            own = _count(laid, counted, wanted, sizes=sizes, names=names, columns=columns)
            yield Below(counted=own, judged=_judge(laid, own, wanted, judged))


def properties_of(laid: Laid) -> tuple[str, ...]:
    """Return the properties whose values are asked for: those named, or all but segments.

    Of more than MOST_PROPERTIES the first are looked at.
    """
    if laid.question.properties is not None:
        return laid.question.properties
    alike = {segment.name for segment in laid.question.segments}
    return tuple(name for name in laid.asked.log.properties if name not in alike)


def _wanted(laid: Laid, columns: Sequence[str]) -> tuple[list[Valued], dict[int, int]]:
    """Return the commonest values of each property of each event, and how many had them.

    A property with one value only says no more than the event itself.
    """
    found: dict[tuple[int, int], list[tuple[int, str]]] = {}
    rows = laid.asked.rows(driver_values.sizes(columns, fewest=FEWEST_ENTRIES))
    for which, event, value, entries in rows:
        found.setdefault((int(event), int(which)), []).append((int(entries), str(value)))
    chosen = [
        (entries, event, columns[which], value)
        for (event, which), values in found.items()
        if len(values) > 1
        for entries, value in sorted(values, key=lambda v: (-v[0], v[1]))[:MOST_VALUES]
    ]
    chosen.sort(key=lambda each: (-each[0], each[1:]))
    first = 1 + max(laid.asked.log.names.values())
    kept = chosen[:SUPPORTED_BEHAVIOURS]
    wanted = [Valued(first + k, event, column, v) for k, (_, event, column, v) in enumerate(kept)]
    return wanted, {first + k: entries for k, (entries, *_) in enumerate(kept)}


def _count(
    laid: Laid,
    counted: Counted,
    wanted: Sequence[Valued],
    *,
    sizes: dict[int, int],
    names: Sequence[int],
    columns: dict[str, str],
) -> Counted:
    ids = (*names, *(each.number for each in wanted))
    named = {name: counted.named[name] for name in names}
    for each in wanted:
        event, held = counted.named[each.event].label, columns[each.column]
        label = f"{event} ({held} {each.value})"
        named[each.number] = Behaviour(label, event, held, each.value)
    traces = {name: counted.traces[name] for name in names}
    traces |= {number: Traces(entries, 0, 0, entries) for number, entries in sizes.items()}
    return arms_of(
        laid,
        ids=ids,
        named=named,
        traces=traces,
        exposed=drivers.exposed(ids, laid.cuts, laid.strata, of=VALUE_BEGAN, scored=laid.scored),
        removed=drivers.removed(ids, of=VALUE_BEGAN, scored=laid.scored),
    )


def _judge(laid: Laid, counted: Counted, wanted: Sequence[Valued], above: Judged) -> Judged:
    """Judge values by what was learnt from events; one must hold beside its event, too."""
    question = laid.question
    nothing = np.zeros(len(counted.ids), dtype=bool)
    within, found = associated(laid, counted, compared=~nothing, like=above.found)
    known = applied(above.known, found)
    values = np.array([counted.named[name].property is not None for name in counted.ids])
    worth = effects(found, known, asked=values, min_odds_ratio=question.min_odds_ratio)
    flagged = np.nan_to_num(worth.adjusted, nan=1.0) <= question.q
    kept, proxies = _standing(laid, counted, wanted, found, flagged)
    return Judged(
        within=within,
        found=found,
        known=known,
        effects=worth,
        everywhere=nothing,
        brief=nothing,
        kept=tuple(kept),
        proxies=proxies,
    )


def _standing(
    laid: Laid,
    counted: Counted,
    wanted: Sequence[Valued],
    found: Associations,
    flagged: NDArray[np.bool_],
) -> tuple[list[int], dict[int, int]]:
    """Return the values that hold among people alike in their event, and the others' events."""
    place = {name: k for k, name in enumerate(counted.ids)}
    below_event: dict[int, list[int]] = {}
    for each in wanted:
        if flagged[place[each.number]]:
            below_event.setdefault(each.event, []).append(each.number)
    kept: list[int] = []
    proxies: dict[int, int] = {}
    for event, values in below_event.items():
        for some in (values[k : k + _AT_ONCE] for k in range(0, len(values), _AT_ONCE)):
            together = together_of(laid, [event, *some], of=VALUE_BEGAN)
            for nth, number in enumerate(some, start=1):
                k = place[number]
                beta, effect = float(found.beta[k]), found.design_effect
                if holds(together, nth, [0], beta=beta, design_effect=effect):
                    kept.append(k)
                else:
                    proxies[k] = place[event]
    return sorted(kept), proxies
