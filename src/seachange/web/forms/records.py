"""Forms about records, made from what each kind is made of: one field, several, or all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from seachange.errors import BadPlan
from seachange.planning.rules.plan.encoding import RECORD_TYPES, default_of
from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.plan.shape import Shape, Sort, shapes
from seachange.planning.rules.vocabulary import Kind
from seachange.web.forms.fields import LONGEST, field_for, row_text

# Links stand in lists to choose from while there are few enough to look through.
MOST_TO_CHOOSE_FROM = 100


class Because(forms.Form):
    """Why something is done; for the history, and for those who wonder later."""

    def __init__(self, *told: Any, **rest: Any) -> None:
        super().__init__(*told, **{"label_suffix": "", **rest})

    because = forms.CharField(
        label="Why", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )


class MustSayWhy(Because):
    """Why something is done that nobody should do without a reason."""

    because = forms.CharField(
        label="Why",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why: it stays in the history."},
    )


def names_of(shape: Shape) -> tuple[tuple[str, Shape], ...]:
    """Return the form's names of a field: its own, or one for each part it has."""
    if shape.sort is not Sort.PARTS:
        return ((shape.name, shape),)
    return tuple((f"{shape.name}-{part.name}", part) for part in shape.parts)


def form_of(kind: Kind) -> type[forms.Form]:
    """Return the form of a kind: every field that people fill in, and why."""
    known = _FORMS.get(kind)
    if known is None:
        typed = (shape for shape in shapes(kind) if shape.is_typed)
        told = {name: field_for(part) for shape in typed for name, part in names_of(shape)}
        known = _FORMS[kind] = _made(f"Fill{RECORD_TYPES[kind].__name__}", told)
    return known


_FORMS: dict[Kind, type[forms.Form]] = {}


def _made(name: str, told: dict[str, forms.Field]) -> type[forms.Form]:
    made: type[forms.Form] = type(name, (Because,), told)
    return made


def _of_every_kind() -> type[forms.Form]:
    """Return a form that knows the fields of all kinds: what a page about any record may carry."""
    told: dict[str, forms.Field] = {
        "id": forms.CharField(required=False, max_length=200, label="Id")
    }
    for kind in RECORD_TYPES:
        for name, field in form_of(kind).base_fields.items():
            if not isinstance(told.get(name), forms.MultipleChoiceField):
                told[name] = field
    return _made("FillAny", told)


FillAny = _of_every_kind()


def filled(kind: Kind, told: QueryDict, *, is_stated: bool = False) -> forms.Form:
    """Return the form of a kind, filled with what was sent of it: no field that was not.

    A record that `is_stated` needs all that its kind cannot be without, sent or not.
    """
    form = form_of(kind)(told)
    strange = sorted(told.keys() - form.fields.keys() - NO_FIELDS)
    if strange:
        raise BadPlan(
            f"{kind.one} has no {strange[0][:40]}", remedy="fill in the form that is here"
        )
    needed = _needed(kind) if is_stated else frozenset()
    form.fields = {
        name: field for name, field in form.fields.items() if name in told or name in needed
    }
    return form


def _needed(kind: Kind) -> frozenset[str]:
    """Return the fields that a record of a kind cannot be made without."""
    return frozenset(f.name for f in fields(RECORD_TYPES[kind]) if default_of(f) is MISSING)


NO_FIELDS = frozenset({"csrfmiddlewaretoken", "next", "seen", "id"})


# What is typed in the unit of a metric; of a share as people say it.
OF_A_SHARE = frozenset(
    "target predicted_low predicted predicted_high smallest_worthwhile kill_below".split()
)


def initial_of(record: Record, *, is_of_a_share: bool = False) -> dict[str, Any]:
    """Return what the form of a record says before anybody types; levels of a share as 55 %."""
    out: dict[str, Any] = {}
    for shape in shapes(record.kind):
        held = getattr(record, shape.name)
        for name, part in names_of(shape):
            value = held if part is shape else getattr(held, part.name, None)
            if is_of_a_share and part.name in OF_A_SHARE and isinstance(value, float):
                out[name] = percent_typed(value)
            else:
                out[name] = _typed(part, value)
    return out


def percent_typed(share: float) -> str:
    """Return a share as it is typed, and read again to the same number: 5.5 %."""
    return f"{(Decimal(repr(share)) * 100).normalize():f} %"


def defaults_of(kind: Kind) -> dict[str, Any]:
    """Return what the form of a kind says before anybody types: what holds if nobody does."""
    held = {f.name: default_of(f) for f in fields(RECORD_TYPES[kind])}
    told = {shape.name: shape for shape in shapes(kind) if shape.sort is not Sort.PARTS}
    return {
        name: _typed(shape, held[name])
        for name, shape in told.items()
        if held[name] not in (MISSING, None)
    }


def _typed(shape: Shape, value: Any) -> Any:
    """Return a value as it is typed into a form."""
    write = _TYPED.get(shape.sort)
    return "" if value is None else write(value) if write else value


_TYPED: dict[Sort, Callable[[Any], Any]] = {
    Sort.YES: lambda value: "yes" if value else "no",
    Sort.CHOICE: lambda value: str(value.value),
    Sort.CHOICES: lambda value: [str(each.value) for each in value],
    Sort.LINKS: list,
    Sort.ROWS: lambda value: "\n".join(map(row_text, value)),
    Sort.LINES: "\n".join,
    Sort.DAYS: lambda value: "\n".join(map(str, value)),
    Sort.NUMBER: repr,
}


def values_in(form: forms.Form, record: Record) -> dict[str, Any]:
    """Return the fields of a record that a valid form says otherwise than the record does."""
    told = form.cleaned_data
    out: dict[str, Any] = {}
    for shape in shapes(record.kind):
        said = {name: part for name, part in names_of(shape) if name in told}
        if not said:
            continue
        held = getattr(record, shape.name)
        value = _composed(shape, said, told, held)
        if value != held:
            out[shape.name] = value
    return out


def _composed(shape: Shape, said: dict[str, Shape], told: dict[str, Any], held: Any) -> Any:
    if shape.sort is not Sort.PARTS:
        return told[shape.name]
    of: Any = shape.of
    parts = {part.name: told[name] for name, part in said.items()}
    return replace(held, **parts) if held is not None else of(**parts)
