"""What is asked when somebody states an objective or a key result of it."""

from __future__ import annotations

from typing import Any

from django import forms

from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.measuring import Metric
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.vocabulary import Direction, Scale
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
        self._plan = plan
        offered = [(each.id, f"{each.id} {each.text}") for each in plan.outcomes]
        self.fields["outcome"].choices = [("", "choose an outcome"), *offered]

    def clean(self) -> dict[str, Any]:
        """Refuse an aim that lies where the outcome is not to go, and a share of more than all."""
        told: dict[str, Any] = super().clean() or {}
        outcome = self._plan.get(Outcome, told.get("outcome"))
        if outcome is None:
            return told
        metric = self._plan.get(Metric, outcome.metric)
        for name in ("start", "target"):
            level = told.get(name)
            is_share = metric is not None and metric.scale == Scale.RATE
            if is_share and level is not None and not 0 <= level <= 1:
                self.add_error(name, "A share lies between 0 and 100 %: 45 % or 0.45.")
        start, target = told.get("start"), told.get("target")
        if start is None and outcome.baseline is not None:
            start = outcome.baseline.level
        if target is None or start is None or self.errors:
            return told
        rises = outcome.direction in {Direction.MORE, Direction.START}
        if (target <= start) if rises else (target >= start):
            side, way = ("above", "more") if rises else ("below", "less")
            said = f"{outcome.id} is to be done {way}: give an aim {side} where it starts."
            self.add_error("target", said)
        return told
