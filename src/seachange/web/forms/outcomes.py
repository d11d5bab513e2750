"""What is asked when somebody states an outcome, or takes its baseline."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from seachange import clock
from seachange.errors import BadPlan, NotAllowed, Refused
from seachange.events.rule_text import rule_from
from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.vocabulary import ActorKind, Direction
from seachange.web.forms.fields import Day, Number
from seachange.web.forms.rules import RuleLine

ASIDE = {"autocomplete": "off"}
# Nobody has events from before, nor plans for after.
EARLIEST, LATEST = 1970, 2200
MOST = 10**12
DRAFT, BASELINED, ACTIVE = "draft", "baselined", "active"
WAYS = {
    Direction.MORE: "should do it more",
    Direction.LESS: "should do it less",
    Direction.START: "should start doing it",
    Direction.STOP: "should stop doing it",
}
# Where a refusal of the rules belongs: the field that mends it.
FIELD_OF = {"I-2": "target", "I-3": "impact", "I-30": "owners"}


class Baseline(forms.Form):
    """Where the metric stood in a period: counted from events, or typed as it was counted."""

    measure = forms.BooleanField(required=False, label="Count it from the events")
    starts = Day(required=False, label="From")
    ends = Day(required=False, label="Up to and with")
    did = forms.IntegerField(required=False, min_value=0, max_value=MOST, label="People who did it")
    people = forms.IntegerField(
        required=False, min_value=1, max_value=MOST, label="of so many people"
    )
    value = Number(required=False, label="or the level itself, where it is no share of people")

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts, and more who did it than there were."""
        told: dict[str, Any] = super().clean() or {}
        for name in ("starts", "ends", "by"):
            day = told.get(name)
            if day is not None and not EARLIEST <= day.year <= LATEST:
                self.add_error(name, f"Give a day between {EARLIEST} and {LATEST}.")
        starts, ends = told.get("starts"), told.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The period ends before it starts.")
        did, people = told.get("did"), told.get("people")
        if did is not None and people is None and "people" not in self.errors:
            self.add_error("people", "Of how many people?")
        if did is not None and people is not None and did > people:
            self.add_error("did", f"{did} of {people} people cannot have done it.")
        if told.get("measure"):
            for name in ("starts", "ends"):
                if told.get(name) is None and name not in self.errors:
                    self.add_error(name, "Say over which period it is to be counted.")
        return told

    @property
    def level(self) -> Level | None:
        """The level that was typed; none where nothing was."""
        told = self.cleaned_data
        names = ("did", "people", "value")
        if all(told.get(name) is None for name in names):
            return None
        return Level(
            value=told.get("value") if told.get("did") is None else None,
            did=told.get("did"),
            people=told.get("people"),
            starts=told.get("starts"),
            ends=told.get("ends"),
        )


class Statement(Baseline):
    """An outcome: who does what, how it is measured, from where to where, what it is to drive."""

    id = forms.CharField(max_length=60, label="Id", help_text="Short and lasting.")
    actor = forms.CharField(
        max_length=200, label="Who", widget=forms.TextInput({"placeholder": "new clients", **ASIDE})
    )
    actor_kind = forms.ChoiceField(
        choices=[(each.value, each.value) for each in ActorKind], label="They are", required=False
    )
    behaviour = forms.CharField(
        max_length=500,
        label="Does what",
        widget=forms.TextInput({"placeholder": "hold a first meeting within 7 days", **ASIDE}),
    )
    direction = forms.ChoiceField(
        choices=[(way.value, said) for way, said in WAYS.items()], label="They", required=False
    )
    metric = forms.ChoiceField(required=False, label="Measured by")
    of_event = RuleLine(
        max_length=200, required=False, label="Of the people with the event",
        widget=forms.TextInput({"placeholder": "sign_up", **ASIDE}),
    )  # fmt: skip
    did_event = RuleLine(
        max_length=200, required=False, label="those who go on to",
        widget=forms.TextInput({"placeholder": "meeting_held", **ASIDE}),
    )  # fmt: skip
    within_days = forms.IntegerField(
        required=False, min_value=1, max_value=3650, label="within so many days"
    )
    target = Number(required=False, label="To which rate", help_text="A share as 45 % or 0.45.")
    by = Day(required=False, label="By when")
    owners = forms.MultipleChoiceField(
        required=False, label="Whose it is", widget=forms.CheckboxSelectMultiple
    )
    impact = forms.ChoiceField(required=False, label="Drives which result")
    theory = forms.CharField(
        max_length=2000, required=False, label="Why it should",
        widget=forms.TextInput({"placeholder": "who meets early stays", **ASIDE}),
    )  # fmt: skip
    step = forms.ChoiceField(required=False, label="At which step of the journey")
    goes_to = forms.ChoiceField(
        choices=[(each, each) for each in (DRAFT, BASELINED, ACTIVE)], required=False
    )

    def __init__(self, *given: Any, plan: Plan, **rest: Any) -> None:
        super().__init__(*given, **rest)
        offer = {
            "metric": [("", "a new one: a share between two events")]
            + [(each.id, f"{each.id} {each.name or each.numerator}") for each in plan.metrics],
            "impact": [("", "not said yet")]
            + [(each.id, f"{each.id} {each.name or each.statement}") for each in plan.impacts],
            "step": [("", "not said")]
            + [(each.id, each.name or each.id) for each in plan.journey_steps],
            "owners": [(each.id, each.name or each.id) for each in plan.all(Team)],
        }
        for name, choices in offer.items():
            self.fields[name].choices = choices

    def choose_among_those_there_are(self) -> None:
        """Offer no new metric to whom it is not to define one."""
        there_are = list(self.fields["metric"].choices)[1:]
        self.fields["metric"].choices = [("", "not said yet"), *there_are]

    def clean(self) -> dict[str, Any]:
        """Ask for what the state needs that it is to go to, each beside its field."""
        told = super().clean()
        goes_to = told.get("goes_to") or DRAFT
        by, ends = told.get("by"), told.get("ends")
        if by and ends and by <= ends:
            self.add_error("by", "Its baseline was counted up to then: give a later day.")
        elif by and goes_to == ACTIVE and by < clock.now().date():
            self.add_error("by", "That day is past. By when shall it be reached?")
        is_new = not told.get("metric") and (told.get("of_event") or told.get("did_event"))
        if is_new:
            for name in ("of_event", "did_event", "within_days"):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, "A share needs both events and a window.")
        if goes_to in {BASELINED, ACTIVE}:
            self._need("metric", "Say how it is measured.", unless=bool(is_new))
            if not told.get("measure"):
                has_level = told.get("did") is not None or told.get("value") is not None
                self._need("did", "Say where it stands today.", unless=has_level)
        if goes_to == ACTIVE:
            self._need("target", "To which rate?")
            self._need("by", "By when?")
            self._need("impact", "Which result should it move? Without one, why go after it?")
            if not told.get("measure"):
                self._need("starts", "Counted from which day?")
                self._need("ends", "Up to which day?")
                self._need("people", "Counted on how many people?")
        return told

    def _need(self, name: str, words: str, *, unless: bool = False) -> None:
        is_given = self.cleaned_data.get(name) not in (None, "", [])
        if not (unless or is_given or name in self.errors):
            self.add_error(name, words)

    @property
    def question(self) -> dict[str, Any]:
        """The question of a new metric: a share between two events."""
        told = self.cleaned_data
        return {
            "kind": "share",
            "of": rule_from(told["of_event"]).to_dict(),
            "did": rule_from(told["did_event"]).to_dict(),
            "within": f"{timedelta(days=told['within_days']).days} days",
        }


def refuse(form: forms.Form, error: Refused | BadPlan | NotAllowed) -> None:
    """Write a refusal of the rules beside the field that mends it."""
    name = FIELD_OF.get(getattr(error, "invariant", ""))
    form.add_error(name if name in form.fields else None, error.sentences)
