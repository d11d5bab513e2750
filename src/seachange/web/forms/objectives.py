"""What is asked when somebody states an objective or a key result of it."""

from __future__ import annotations

from typing import Any

from django import forms

from seachange.planning.rules.plan.plan import Plan
from seachange.web.forms.fields import Day, Number


class Aim(forms.Form):
    """An objective: what is aimed at, by whom, in which cycle."""

    text = forms.CharField(max_length=500, label="What we aim at")
    cycle = forms.CharField(max_length=40, label="Cycle", help_text="Such as 2026-H2.")
    cycle_starts = Day(required=False, label="From")
    cycle_ends = Day(required=False, label="To")
    teams = forms.MultipleChoiceField(
        required=False, label="Whose it is", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *given: Any, plan: Plan, **rest: Any) -> None:
        super().__init__(*given, **rest)
        self.fields["teams"].choices = [(each.id, each.name or each.id) for each in plan.teams]

    def clean(self) -> dict[str, Any]:
        """Refuse a cycle that ends before it starts."""
        told: dict[str, Any] = super().clean() or {}
        starts, ends = told.get("cycle_starts"), told.get("cycle_ends")
        if starts and ends and ends < starts:
            self.add_error("cycle_ends", "The cycle ends before it starts.")
        return told


class Result(forms.Form):
    """A key result: an outcome, from where to where; in words of one's own if need be."""

    outcome = forms.ChoiceField(label="Which outcome it counts")
    text = forms.CharField(
        max_length=500, required=False, label="In your own words (the outcome's, if left empty)"
    )
    start = Number(required=False, label="From", help_text="The outcome's baseline, if empty.")
    target = Number(required=False, label="To", help_text="The outcome's target, if empty.")

    def __init__(self, *given: Any, plan: Plan, **rest: Any) -> None:
        super().__init__(*given, **rest)
        offered = [(each.id, f"{each.id} {each.text}") for each in plan.outcomes]
        self.fields["outcome"].choices = [("", "choose an outcome"), *offered]
