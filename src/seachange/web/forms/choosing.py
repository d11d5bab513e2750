"""Forms laid out: fields of one value together, and links as lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.http import urlencode

from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.shape import Shape, Sort, shapes
from seachange.planning.rules.vocabulary import Kind
from seachange.web.choices import called, records_of
from seachange.web.forms.fields import OneALine
from seachange.web.forms.records import MOST_TO_CHOOSE_FROM, names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One field of a record in a form: one question, or one for each part of its value.

    `is_first` is whether it is asked for at once when a record is stated, `is_result` whether
    there can be nothing to say there by then.
    """

    label: str
    asked: tuple[Any, ...]
    is_of_parts: bool
    is_of_many: bool
    is_first: bool
    is_result: bool


# What is filled in as the work goes on, not when a record is stated.
LATER = (
    "visibility",
    "team",
    "keeper",
    "version",
    "earlier_due",
    "changed_on",
    "belief_at_decision",
)


# What a record of a kind can only hold once something came of it: not asked for at its stating.
RESULTS = {
    Kind.ASSUMPTION_TEST: ("control", "treatment", "result_effect", "standard_error"),
}
# What only few who state one have to think of.
SELDOM = {
    Kind.ASSUMPTION_TEST: (
        "is_sequential",
        "looks",
        "variants_judged",
        "metrics_judged",
        "correction",
        "cost",
        "question",
    ),
    Kind.HYPOTHESIS: ("effect_score", "ease_score", "claimed_confidence"),
}


def groups(form: forms.Form, kind: Kind, *, only: str = "") -> list[Group]:
    """Return the fields of a form, each with its parts, in the order people read them."""
    return [
        Group(
            label=shape.label,
            asked=tuple(form[name] for name, _ in names_of(shape) if name in form.fields),
            is_of_parts=shape.sort is Sort.PARTS,
            is_of_many=shape.sort in {Sort.LINKS, Sort.CHOICES},
            is_first=is_first(shape) and shape.name not in SELDOM.get(kind, ()),
            is_result=shape.name in RESULTS.get(kind, ()),
        )
        for shape in shapes(kind)
        if shape.is_typed and (shape.name == only or not only)
    ]


def is_first(shape: Shape) -> bool:
    """Tell whether a field is asked for when a record is stated; the others stand under More."""
    if not shape.may_be_open:
        return shape.name not in LATER
    return not (shape.name in LATER or (shape.sort is Sort.DAY and shape.name.endswith("_on")))


def with_choices(form: forms.Form, plan: Plan, kind: Kind) -> None:
    """Give every link of a form the records it may lead to."""
    for shape in shapes(kind):
        field = form.fields.get(shape.name)
        if field is None or not shape.to:
            continue
        offered = records_of(plan, shape.to)
        if len(offered) > MOST_TO_CHOOSE_FROM:
            field.widget = _typed(shape.name, shape.to)
            if shape.sort is Sort.LINKS:
                field.widget = OneALine(attrs={"rows": 3})
                field.help_text = "Ids, one a line."
            continue
        choices = [(each.id, called(each)) for each in offered]
        if shape.sort is Sort.LINKS:
            field.widget = forms.CheckboxSelectMultiple()
            field.choices = choices
        else:
            field.widget = forms.Select(choices=[("", "none"), *choices])


def offer(
    field: forms.Field, name: str, kinds: Sequence[Kind], *, plan: Plan, none: str = "none"
) -> None:
    """Give a link the records of some kinds to choose from, those of one kind together."""
    groups = [(kind, records_of(plan, [kind])) for kind in kinds]
    if sum(len(offered) for _, offered in groups) > MOST_TO_CHOOSE_FROM:
        field.widget = _typed(name, kinds)
        return
    choices: list[Any] = [("", none)]
    for kind, offered in groups:
        told = [(each.id, called(each)) for each in offered]
        one = kind.one.capitalize()
        choices += [(one, told)] if told and len(kinds) > 1 else told
    field.widget = forms.Select(choices=choices)


def _typed(name: str, kinds: Iterable[Kind]) -> forms.Widget:
    """Have a link typed, with what fits it offered on the way: there are too many to list."""
    query = urlencode({"kinds": ",".join(kinds)})
    return forms.TextInput(
        attrs={
            "list": f"offered-{name}",
            "autocomplete": "off",
            "hx-get": f"{reverse('record_choices')}?{query}",
            "hx-trigger": "input changed delay:150ms",
            "hx-target": f"#offered-{name}",
            "hx-sync": "this:replace",
        }
    )


def kinds_told(text: str) -> list[Kind]:
    """Return the kinds that are named in a text, parted by commas; what is none is left out."""
    known = set(Kind)
    return [Kind(word) for word in text.split(",") if word in known]
