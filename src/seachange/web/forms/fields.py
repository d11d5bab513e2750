"""The fields of forms about records: what is typed, read as the value a record holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields as fields_of
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from seachange.planning.rules.plan.encoding import decoder
from seachange.planning.rules.plan.shape import Shape, Sort
from seachange.web.forms.documents import Document

LONGEST, LONGEST_ID = 20_000, 200
APART = "|"


class Number(forms.FloatField):
    """A number; a share may be typed as people say it: 55 %."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> float | None:
        """Return the number that was typed."""
        typed = str(value or "").strip()
        if not typed.endswith("%"):
            told: float | None = super().to_python(typed.replace("\u2212", "-"))
            return told
        share = super().to_python(typed.removesuffix("%").replace("\u2212", "-"))
        return None if share is None else float(Decimal(str(share)) / 100)


class Amount(forms.DecimalField):
    """A sum, shown without idle zeroes."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        """Return how it stands in the field."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class Day(forms.DateField):
    """A day, as 2026-06-30."""

    input_formats = ("%Y-%m-%d",)
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **rest: Any) -> None:
        super().__init__(error_messages={"invalid": "Give a day as 2026-06-30."}, **rest)


class Yes(forms.TypedChoiceField):
    """Yes or no; or, where it may be left open, neither."""

    def __init__(self, *, may_be_open: bool, **rest: Any) -> None:
        ways = [("yes", "yes"), ("no", "no")]
        super().__init__(
            choices=[("", "not known"), *ways] if may_be_open else ways,
            coerce=lambda word: word == "yes",
            empty_value=None,
            **rest,
        )


class Link(forms.CharField):
    """The id of a record; whether there is one is for the plan to say."""

    def clean(self, value: Any) -> str | None:
        """Return the id alone, also of what a list offered: “OC1 · Clients book”."""
        told = str(super().clean(value) or "").partition(" · ")[0].strip()
        return told or None


class Links(forms.MultipleChoiceField):
    """The ids of records, or words of a list, or none of them."""

    def valid_value(self, value: Any) -> bool:
        """Take any id there can be: whether there is such a record is for the plan to say."""
        return len(str(value)) <= LONGEST_ID

    def to_python(self, value: Any) -> list[str]:
        """Return what was chosen, once each; the empty one only says that a choice was made."""
        chosen = (line.strip() for each in super().to_python(value) for line in each.splitlines())
        return list(dict.fromkeys(each for each in chosen if each))

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return what was chosen."""
        return tuple(super().clean(value))


class OneALine(forms.Textarea):
    """Where several ids are typed, one a line."""

    def format_value(self, value: Any) -> str:
        """Write the ids down."""
        return "\n".join(value) if isinstance(value, list | tuple) else str(value or "")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return what was typed, as if it had been chosen from a list."""
        del files
        return list(data.getlist(name))


class Lines(forms.CharField):
    """Several values, one a line; of several parts each, parted by a bar."""

    def __init__(self, *, shape: Shape, **rest: Any) -> None:
        self.shape = shape
        super().__init__(max_length=LONGEST, **rest)

    def clean(self, value: Any) -> tuple[Any, ...]:
        """Return a value for each line that says something."""
        told = str(super().clean(value) or "")
        return tuple(self._read(line.strip()) for line in told.splitlines() if line.strip())

    def _read(self, line: str) -> Any:
        try:
            if self.shape.sort is Sort.DAYS:
                return date.fromisoformat(line)
            if self.shape.sort is Sort.ROWS:
                return _row(self.shape, line)
        except ValueError as error:
            raise forms.ValidationError(f"“{line[:60]}” cannot be read: {error}.") from error
        return line


def _row(shape: Shape, line: str) -> Any:
    words = [word.strip() for word in line.split(APART)]
    if shape.of is None or len(words) > len(shape.parts):
        raise ValueError(f"it has {len(shape.parts)} parts at most")
    named = dict(zip((part.name for part in shape.parts), words, strict=False))
    return decoder(shape.of)({name: word for name, word in named.items() if word})


def row_text(held: Any) -> str:
    """Return a value of several parts as the line it is typed as."""
    words = [_plain(getattr(held, field.name)) for field in fields_of(held)]
    while words and not words[-1]:
        words.pop()
    return f" {APART} ".join(words)


def _plain(value: Any) -> str:
    return "" if value is None else str(getattr(value, "value", value))


def field_for(shape: Shape) -> forms.Field:
    """Return the form field in which a field of a record is filled in."""
    told: dict[str, Any] = {
        "label": shape.label,
        "required": not shape.may_be_open,
        "help_text": HINTS.get(shape.name, HINTS.get(shape.sort, "")),
    }
    return _MAKERS[shape.sort](shape, told)


def _line(_: Shape, told: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=LONGEST, strip=True, **told)


def _prose(shape: Shape, told: dict[str, Any]) -> forms.Field:
    is_document = shape.sort is Sort.DOCUMENT
    area = forms.Textarea(attrs={"rows": 8 if is_document else 3, "data-grows": True})
    return (Document if is_document else forms.CharField)(max_length=LONGEST, widget=area, **told)


def _whole(_: Shape, told: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(widget=widget, **told)


def _amount(_: Shape, told: dict[str, Any]) -> forms.Field:
    return Amount(max_digits=18, decimal_places=4, **told)


def _choice(shape: Shape, told: dict[str, Any]) -> forms.Field:
    open_word = [("", "not said")] if shape.may_be_open else []

    of: Any = shape.of

    def read(word: str) -> Any:
        return next(each for each in of if str(each.value) == word)

    return forms.TypedChoiceField(
        choices=[*open_word, *shape.words], coerce=read, empty_value=None, **told
    )


def _choices(shape: Shape, told: dict[str, Any]) -> forms.Field:
    return Choices(shape, choices=shape.words, widget=forms.CheckboxSelectMultiple, **told)


class Choices(Links):
    """Some words of a list, as the vocabulary holds them."""

    def __init__(self, shape: Shape, **rest: Any) -> None:
        self.of: Any = shape.of
        super().__init__(**rest)

    def valid_value(self, value: Any) -> bool:
        """Take the words of the list alone."""
        return any(str(each.value) == value for each in self.of)

    def clean(self, value: Any) -> tuple[Any, ...]:
        """Return the words of the vocabulary that were chosen."""
        return tuple(self.of(each) for each in super().clean(value))


_MAKERS: dict[Sort, Callable[[Shape, dict[str, Any]], forms.Field]] = {
    Sort.LINE: _line,
    Sort.PROSE: _prose,
    Sort.DOCUMENT: _prose,
    Sort.NUMBER: lambda _, told: Number(**told),
    Sort.WHOLE: _whole,
    Sort.AMOUNT: _amount,
    Sort.DAY: lambda _, told: Day(**told),
    Sort.YES: lambda shape, told: Yes(may_be_open=shape.may_be_open, **told),
    Sort.CHOICE: _choice,
    Sort.CHOICES: _choices,
    Sort.LINK: lambda _, told: Link(max_length=LONGEST_ID, **told),
    Sort.LINKS: lambda _, told: Links(**told),
    Sort.LINES: lambda shape, told: Lines(
        shape=shape, widget=forms.Textarea(attrs={"rows": 3, "data-grows": True}), **told
    ),
    Sort.DAYS: lambda shape, told: Lines(
        shape=shape, widget=forms.Textarea(attrs={"rows": 2}), **told
    ),
    Sort.ROWS: lambda shape, told: Lines(
        shape=shape, widget=forms.Textarea(attrs={"rows": 4, "data-grows": True}), **told
    ),
}

HINTS: dict[str, str] = {
    Sort.LINES: "One a line.",
    Sort.DAYS: "One day a line, as 2026-06-30.",
    Sort.DOCUMENT: "As in a file of a question, YAML or JSON; or left empty.",
    "lanes": "One a line: who | customer, user, employee, partner or stakeholder.",
    "claims": "One a line: what we say | available, committed, in discovery or vision | the day.",
    "target": "In the units of its metric; a share as 0.55 or 55 %.",
    "predicted": "The change we expect, in the units of the metric: 3 % is three points.",
    "smallest_worthwhile": "A smaller change would not be worth it.",
    "kill_below": "A change; one that falls short of it is stopped.",
    "planned_people": "All groups together.",
    "claimed_confidence": "From 0 to 10. A claim, shown beside the confidence that its evidence "
    "earns: that is computed, and never typed.",
    "asked": "In the words of whoever asks.",
    "need": "What do they try to get done, and what gets in the way today?",
    "why_buy_today": "What they need that is there today, without any promise.",
    "board": "The departments whose yes every promise in it needs.",
    "maturity": "Available: people have it. Committed: it is being made. In discovery or vision: "
    "it may never come, and is never promised.",
    "visibility": "Private: its keeper alone. Team: those of the team. Public: customers too.",
}
