"""What is asked of whoever puts something on the roadmap: what it is, how far ahead, for what."""

from __future__ import annotations

from typing import Any

from django import forms

from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.vocabulary import (
    HORIZONS,
    Function,
    Kind,
    Precision,
    RoadmapKind,
    Source,
)
from seachange.web.choices import called
from seachange.web.forms.choosing import offer
from seachange.web.forms.fields import LONGEST_ID, Day, Link, Number

# Each kind of item, in words; the first four are what a roadmap is of.
KINDS = {
    RoadmapKind.QUESTION: "A question: what we do not know yet, and want to",
    RoadmapKind.HYPOTHESIS: "A hypothesis: what we believe would change what people do",
    RoadmapKind.OUTCOME: "An outcome: what people shall do more, or less",
    RoadmapKind.MILESTONE: "A milestone: a part of the vision that shall be true by then",
    RoadmapKind.PROBLEM: "A problem of people that we want to understand or solve",
    RoadmapKind.THEME: "A theme: a field to look into, without a record of its own",
    RoadmapKind.OUTPUT: "Something we make; at most 6 months ahead, unless it is promised",
}
USUAL = 4
# Which field of an item leads to the record that it is about.
SUBJECTS = {
    RoadmapKind.QUESTION: ("question", Kind.QUESTION),
    RoadmapKind.HYPOTHESIS: ("hypothesis", Kind.HYPOTHESIS),
    RoadmapKind.OUTCOME: ("outcome", Kind.OUTCOME),
    RoadmapKind.MILESTONE: ("milestone", Kind.MILESTONE),
    RoadmapKind.PROBLEM: ("problem", Kind.PROBLEM),
    RoadmapKind.OUTPUT: ("output", Kind.OUTPUT),
}
SOURCES = {
    Source.OUTCOME: "an outcome we want",
    Source.VISION: "the vision",
    Source.REQUEST: "somebody asked for it",
    Source.DEAL: "a deal with a customer",
    Source.OBLIGATION: "a law or a contract asks for it",
}
PRECISIONS = {
    Precision.DAY: "that very day (at most 3 months ahead)",
    Precision.MONTH: "some time in that month",
    Precision.QUARTER: "some time in that quarter",
    Precision.HALF_YEAR: "some time in that half-year",
    Precision.YEAR: "some time in that year",
}
# Where a refusal of the rules belongs: the field that mends it.
FIELD_OF = {"I-23": "precision", "I-25": "source"}
_FURTHEST_OUTPUT = 6


class Adding(forms.Form):
    """An item: what it is about, how far ahead, which outcome it serves, whose it is, and why."""

    item_kind = forms.ChoiceField(
        choices=[(kind.value, said) for kind, said in KINDS.items()],
        initial=RoadmapKind.QUESTION.value,
        widget=forms.RadioSelect,
        label="What is it?",
    )
    about = Link(
        max_length=LONGEST_ID, required=False, label="Which one",
        help_text="If it is written down in the plan already.",
    )  # fmt: skip
    title = forms.CharField(
        max_length=500, required=False, label="Or in your own words",
        help_text="A question ends with a question mark: why do so few come back?",
    )  # fmt: skip
    horizon = forms.TypedChoiceField(
        choices=[(str(months), f"within {months} months") for months in HORIZONS],
        coerce=int,
        label="How far ahead",
        help_text="When it shall be answered, reached or true; no date, the further the less.",
    )
    serves = Link(
        max_length=LONGEST_ID, required=False, label="Which outcome it serves",
        help_text="The change in what people do that it is for.",
    )  # fmt: skip
    team = forms.ChoiceField(required=False, label="Whose it is")
    source = forms.ChoiceField(
        choices=[(source.value, said) for source, said in SOURCES.items()],
        label="Where it comes from",
    )
    because = forms.CharField(
        max_length=2000, required=False, label="Note",
        widget=forms.Textarea(attrs={"rows": 2, "data-grows": True}),
        help_text="Why it is here now. It stays in its history.",
    )  # fmt: skip
    due = Day(required=False, label="A date, if there is one")
    precision = forms.ChoiceField(
        choices=[("", "not said"), *((each.value, said) for each, said in PRECISIONS.items())],
        required=False,
        label="How exactly it is meant",
    )
    earliest = Day(
        required=False, label="At the earliest",
        help_text="From here to the latest says how sure it is; how sure what it is about is "
        "follows from the evidence.",
    )  # fmt: skip
    latest = Day(required=False, label="At the latest")
    effort_weeks = Number(required=False, label="Work, in weeks of one person", min_value=0)
    audience = forms.MultipleChoiceField(
        choices=[(each.value, each.value.replace("_", " ")) for each in Function],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Who shall see it on their roadmap",
        help_text="Nobody ticked: all of them.",
    )
    feature_request = Link(max_length=LONGEST_ID, required=False, label="Who asked: the request")
    deal = Link(max_length=LONGEST_ID, required=False, label="For which deal")
    near_term_reason = forms.CharField(
        max_length=2000, required=False, label="Why so soon",
        widget=forms.Textarea(attrs={"rows": 2, "data-grows": True}),
        help_text="Of something we make: what speaks for making it now.",
    )  # fmt: skip
    is_legal_date = forms.BooleanField(required=False, label="The date is set by law")

    def __init__(self, *given: Any, plan: Plan, **rest: Any) -> None:
        super().__init__(*given, **{"label_suffix": "", **rest})
        self.plan = plan
        self.fields["team"].choices = [
            ("", "nobody’s yet"),
            *((each.id, each.name or each.id) for each in plan.all(Team)),
        ]
        kinds = [kind for _, kind in SUBJECTS.values()]
        offer(self.fields["about"], "about", kinds, plan=plan, none="not written down yet")
        offer(self.fields["serves"], "serves", [Kind.OUTCOME], plan=plan, none="none yet")
        offer(self.fields["feature_request"], "feature_request", [Kind.FEATURE_REQUEST], plan=plan)
        offer(self.fields["deal"], "deal", [Kind.DEAL], plan=plan)

    @property
    def usual(self) -> list[Any]:
        """What stands on a roadmap most of the time, to choose from."""
        return list(self["item_kind"])[:USUAL]

    @property
    def seldom(self) -> list[Any]:
        """What else may stand there."""
        return list(self["item_kind"])[USUAL:]

    @property
    def is_seldom(self) -> bool:
        """Whether what was chosen is one of the latter."""
        return self["item_kind"].value() in {kind.value for kind in list(KINDS)[USUAL:]}

    @property
    def has_more(self) -> bool:
        """Whether anything of what is folded away was said, or is wrong."""
        return any(self[name].value() or self[name].errors for name in MORE)

    def clean(self) -> dict[str, Any]:
        """Refuse what is about nothing, or about something of another kind than it says."""
        told: dict[str, Any] = super().clean() or {}
        kind, about = told.get("item_kind"), told.get("about")
        record = self.plan.by_id.get(about or "")
        if about and record is None:
            self.add_error("about", f"There is no {about} in the plan.")
        elif record is not None and kind:
            self._check_kind(RoadmapKind(kind), called(record), record.kind)
        elif not about and not told.get("title"):
            self.add_error("title", "Choose one above, or say it here in your own words.")
        serves = told.get("serves")
        if kind == RoadmapKind.OUTCOME and serves and about and serves != about:
            self.add_error("serves", "It is an outcome itself: leave this open.")
        if kind == RoadmapKind.OUTPUT and (told.get("horizon") or 0) > _FURTHEST_OUTPUT:
            said = "So far ahead nobody knows what will be made: put the question or the outcome."
            self.add_error("horizon", said)
        earliest, latest = told.get("earliest"), told.get("latest")
        if (earliest is None) != (latest is None):
            self.add_error("earliest" if earliest is None else "latest", "Say both, or neither.")
        elif earliest and latest and latest < earliest:
            self.add_error("latest", "It ends before it begins.")
        return told

    def _check_kind(self, kind: RoadmapKind, name: str, found: Kind) -> None:
        wanted = SUBJECTS.get(kind)
        if wanted is None or wanted[1] != found:
            fits = next((each for each, (_, of) in SUBJECTS.items() if of == found), None)
            said = KINDS[fits].partition(":")[0].lower() if fits else "no kind of item"
            self.add_error("about", f"{name} is {said}: say so above, or choose another.")

    def item(self, record_id: str) -> RoadmapItem:
        """Return the item that a valid form states."""
        told = self.cleaned_data
        kind = RoadmapKind(told["item_kind"])
        links = {"outcome": told["serves"]} if told["serves"] else {}
        if told["about"]:
            links[SUBJECTS[kind][0]] = told["about"]
        return RoadmapItem(
            id=record_id,
            item_kind=kind,
            title=told["title"],
            horizon=told["horizon"],
            team=told["team"] or None,
            source=Source(told["source"]),
            due=told["due"],
            precision=Precision(told["precision"]) if told["precision"] else None,
            earliest=told["earliest"],
            latest=told["latest"],
            effort_weeks=told["effort_weeks"],
            audience=tuple(Function(each) for each in told["audience"]),
            feature_request=told["feature_request"],
            deal=told["deal"],
            near_term_reason=told["near_term_reason"],
            is_legal_date=told["is_legal_date"],
            **links,
        )


MORE = (
    *("due", "precision", "earliest", "latest", "effort_weeks", "audience"),
    *("feature_request", "deal", "near_term_reason", "is_legal_date"),
)
