"""A rule in a form: a line such as `sign_up where market = home`."""

from __future__ import annotations

from typing import Any

from django import forms

from seachange.errors import BadQuestion
from seachange.events.rule_text import document_of, rule_from


class RuleLine(forms.CharField):
    """A rule as somebody types it; what is wrong with it is told with the place."""

    def __init__(self, **told: Any) -> None:
        super().__init__(**{"max_length": 2000, **told})

    def clean(self, value: Any) -> str:
        """Return the line, which says a rule."""
        text = str(super().clean(value))
        if text:
            self.read(text)
        return text

    def read(self, text: str) -> str:
        """Return the rule as a step keeps it: a name, or the rule as JSON."""
        try:
            return document_of(rule_from(text))
        except BadQuestion as error:
            where = f"{error.place}: " if error.place else ""
            raise forms.ValidationError(f"{where}{error.sentences}") from None


class RuleField(RuleLine):
    """A rule typed as a line, given as a step keeps it."""

    def clean(self, value: Any) -> str:
        """Return the rule as a step keeps it."""
        text = super().clean(value)
        return self.read(text) if text else ""
