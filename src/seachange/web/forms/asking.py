"""What a script asks of the events, as it stands in an address: a question as JSON text."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from seachange.measure.schema import question_schema

LONGEST = 20_000
TOO_LONG = f"give a question of at most {LONGEST:,} letters, as JSON"


EXAMPLES: dict[str, Any] = {
    "description": {
        "summary": "Which events there are",
        "value": {"kind": "description"},
    },
    "share": {
        "summary": "Of those who signed up, how many met within a week",
        "value": {"kind": "share", "of": "sign_up", "did": "meeting_held", "within": "7 days"},
    },
    "funnel": {
        "summary": "How many come how far",
        "value": {"kind": "funnel", "steps": ["sign_up", "invite", "meeting_held"]},
    },
}


class QuestionField(forms.CharField):
    """A question: a JSON object. What its kind makes of the rest is judged when it is asked."""

    schema = question_schema()
    examples = EXAMPLES

    def __init__(self, **rest: Any) -> None:
        told = {"required": TOO_LONG, "max_length": TOO_LONG}
        super().__init__(max_length=LONGEST, error_messages=told, **rest)

    def clean(self, value: Any) -> dict[str, Any]:
        """Return the question."""
        try:
            told = json.loads(super().clean(value), parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise ValidationError("the question is not valid JSON") from None
        if not isinstance(told, dict):
            raise ValidationError("a question is a JSON object")
        return told


class Asking(forms.Form):
    """What is asked."""

    question = QuestionField(help_text="A question of a kind that docs/concepts tells of.")


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number in JSON")
