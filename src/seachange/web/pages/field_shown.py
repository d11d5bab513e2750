"""A field of a record as a page shows it: in words and links, and who may change it.

Another page makes any field editable in place by two words: `{% load records %}` and then
`{% editable outcome "target" %}` (templatetags/records.py, which prints records/field.html).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from seachange.people.access import Viewer
from seachange.planning.rules.checks.survey import shown as level_shown
from seachange.planning.rules.permissions import Deed, may
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.shape import Shape, Sort, shape_of, word_for
from seachange.planning.rules.plan.values import Criteria, Level
from seachange.planning.rules.states import APPEND_ONLY
from seachange.planning.rules.vocabulary import Scale
from seachange.report import words
from seachange.report.verdicts.telling import amount, chance
from seachange.web.forms.fields import row_text

# Fields that are levels or changes of the metric a record speaks of.
OF_THE_METRIC = frozenset({"target", "start", "value"})
CHANGES_OF_IT = frozenset(
    "result_effect standard_error estimate measured expected_change effect risk_difference"
    " low high".split()
)
# What is believed, as a probability; and shares of people.
BELIEFS = frozenset({"belief", "belief_positive", "belief_before", "belief_at_decision"})
SHARES = frozenset({"reach", "without"})
# By which a record comes to the outcome it is about.
ON_THE_WAY = ("assumption_test", "hypothesis")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    """One field: what it says, as a text, as links, or as parts with their names."""

    record: Record
    name: str
    label: str
    sort: Sort
    text: str = ""
    records: tuple[Record, ...] = ()
    lines: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    may_change: bool = False

    @property
    def is_said(self) -> bool:
        """Whether it says anything."""
        return bool(self.text or self.records or self.lines or self.parts)

    @property
    def is_long(self) -> bool:
        """Whether it takes the width of the page."""
        return self.sort in {Sort.PROSE, Sort.DOCUMENT}


def may_change(viewer: Viewer | None, record: Record) -> bool:
    """Tell whether somebody may edit records of this kind, and whether anybody may."""
    is_open = record.kind not in APPEND_ONLY
    return is_open and viewer is not None and may(viewer.role, deed=Deed.EDIT, kind=record.kind)


def field_shown(plan: Plan, record: Record, shape: Shape, *, viewer: Viewer | None) -> FieldShown:
    """Return a field of a record as somebody sees it, in a plan as they see it."""
    held = getattr(record, shape.name)
    return FieldShown(
        record=record,
        name=shape.name,
        label=shape.label,
        sort=shape.sort,
        may_change=shape.is_typed and may_change(viewer, record),
        **_said(plan, record, shape, held),
    )


def field_named(
    plan: Plan, record: Record, name: str, *, viewer: Viewer | None
) -> FieldShown | None:
    """Return a field by its name, or none where records of this kind have none such."""
    shape = shape_of(record.kind, name)
    return field_shown(plan, record, shape, viewer=viewer) if shape else None


def value_text(plan: Plan, record: Record, name: str) -> str:
    """Return what a field says as one line of text, for a history or a comparison."""
    shape = shape_of(record.kind, name)
    if shape is None:
        return words_of(getattr(record, name, None))
    told = _said(plan, record, shape, getattr(record, name))
    parts = [f"{label}: {text}" for label, text in told.get("parts", ())]
    links = [each.id for each in told.get("records", ())]
    return ", ".join([each for each in (told.get("text", ""), *links) if each]) or "; ".join(
        [*told.get("lines", ()), *parts]
    )


def _said(plan: Plan, record: Record, shape: Shape, held: Any) -> dict[str, Any]:
    if held is None or held in ("", ()):
        return {}
    if isinstance(held, Criteria):
        return _criteria(plan, record, shape, held)
    write = _WAYS.get(shape.sort)
    if write is not None:
        return write(plan, shape, held)
    return {"text": in_its_unit(plan, record, shape.name, held)}


def _links(plan: Plan, _: Shape, held: Any) -> dict[str, Any]:
    ids = held if isinstance(held, tuple) else (held,)
    return {"records": tuple(plan.by_id[each] for each in ids if each in plan.by_id)}


def _parts(shape: Shape, held: Any) -> dict[str, Any]:
    if isinstance(held, Level):
        period = f", {words_of(held.starts)} to {words_of(held.ends)}" if held.has_period else ""
        return {"text": f"{level_shown(held)}{period}"} if held.level is not None else {}
    told = tuple(
        (part.label, words_of(value))
        for part in shape.parts
        if (value := getattr(held, part.name)) not in (None, "")
    )
    return {"parts": told}


def _criteria(plan: Plan, record: Record, shape: Shape, held: Criteria) -> dict[str, Any]:
    """Return what is predicted in the words of the verdict below it: changes in points."""
    metric = metric_of(plan, record)

    def said(value: Any) -> str:
        return _change(metric, value) if isinstance(value, float) else words_of(value)

    told = ((part.label, getattr(held, part.name)) for part in shape.parts)
    return {
        "parts": tuple((label, said(value)) for label, value in told if value not in (None, ""))
    }


_WAYS: dict[Sort, Callable[[Plan, Shape, Any], dict[str, Any]]] = {
    Sort.LINK: _links,
    Sort.LINKS: _links,
    Sort.PARTS: lambda _, shape, held: _parts(shape, held),
    Sort.ROWS: lambda _, __, held: {"lines": tuple(map(row_text, held))},
    Sort.LINES: lambda _, __, held: {"lines": tuple(held)},
    Sort.DAYS: lambda _, __, held: {"lines": tuple(map(words_of, held))},
    Sort.CHOICES: lambda _, __, held: {"text": ", ".join(map(word_for, held))},
    Sort.CHOICE: lambda _, __, held: {"text": word_for(held)},
}


def words_of(value: Any) -> str:
    """Write a plain value as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, float | int | Decimal):
        return _figure(value)
    if isinstance(value, tuple):
        return ", ".join(map(words_of, value))
    if hasattr(value, "__dataclass_fields__"):
        told = ((f.name, words_of(getattr(value, f.name))) for f in fields(value))
        return ", ".join(f"{name.replace('_', ' ')} {text}" for name, text in told if text)
    return str(getattr(value, "value", value))


def _figure(value: float | int | Decimal) -> str:
    if isinstance(value, float):
        told = f"{value:,.6g}"
    elif isinstance(value, Decimal):
        told = f"{value.normalize():,f}"
    else:
        told = words.count(value)
    return told.replace("-", words.MINUS)


def in_its_unit(plan: Plan, record: Record, name: str, value: Any) -> str:
    """Write a value of a record; one of a metric in the metric's own unit."""
    if isinstance(value, float) and name in OF_THE_METRIC:
        metric = metric_of(plan, record)
        if metric.scale is Scale.RATE if metric is not None else _is_of_people(record):
            return words.quantity(value, "share")
    if isinstance(value, float) and name in BELIEFS:
        return chance(value)
    if isinstance(value, float) and name in SHARES:
        return words.quantity(value, "share")
    if name == "sign":
        return "more of one, more of the other" if value >= 0 else "more of one, less of the other"
    if isinstance(value, float) and name in CHANGES_OF_IT:
        told = _change(metric_of(plan, record), value)
        return told.lstrip("+") if name == "standard_error" else told
    return words_of(value)


def _is_of_people(record: Record) -> bool:
    """Tell whether what it began with is so many of so many: a share, also without its metric."""
    baseline = getattr(record, "baseline", None)
    return isinstance(baseline, Level) and baseline.did is not None


def _change(metric: Metric | None, value: float) -> str:
    """Write a change in the unit of its metric; where none is known, of a share if it can be."""
    if metric is not None:
        return amount(value, metric.scale)
    return amount(value, Scale.RATE) if abs(value) <= 1 else words_of(value)


def metric_of(plan: Plan, record: Record) -> Metric | None:
    """Return the metric a record speaks of: its own, or that of the outcome it leads to."""
    outcome = plan.get(Outcome, getattr(record, "outcome", None))
    own = plan.get(Metric, getattr(record, "metric", None) or (outcome.metric if outcome else None))
    if own is not None:
        return own
    ways = (plan.by_id.get(getattr(record, name, None) or "") for name in ON_THE_WAY)
    nearer = next((each for each in ways if each is not None), None)
    return metric_of(plan, nearer) if nearer is not None else None
