"""What a record is made of, as people fill it in: each field's label, sort and choices."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from seachange.planning.rules.plan.encoding import RECORD_TYPES, default_of
from seachange.planning.rules.vocabulary import Kind


class Sort(StrEnum):
    """What one fills in: a line, a number, a day, a choice, a link …"""

    LINE = "line"
    PROSE = "prose"
    DOCUMENT = "document"
    NUMBER = "number"
    WHOLE = "whole"
    AMOUNT = "amount"
    DAY = "day"
    YES = "yes"
    CHOICE = "choice"
    CHOICES = "choices"
    LINK = "link"
    LINKS = "links"
    LINES = "lines"
    DAYS = "days"
    PARTS = "parts"
    ROWS = "rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One field: its name and label, its sort, and what it may hold.

    `may_be_open` is whether it may hold nothing, `is_typed` whether people fill it in. `of` is
    the type of its words or parts, `to` the kinds a link leads to, `parts` the fields of a value
    of several parts.
    """

    name: str
    label: str
    sort: Sort
    may_be_open: bool = False
    is_typed: bool = True
    of: type | None = None
    to: tuple[Kind, ...] = ()
    parts: tuple[Shape, ...] = ()

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """The words of a choice: how each is written down, and how it is said."""
        if self.of is None or not issubclass(self.of, Enum):
            return ()
        return tuple((str(each.value), word_for(each)) for each in self.of)


# What comes first on a page, whatever the kind; and what says who may see it, which comes last.
FIRST = ("name", "title", "text", "statement", "asked", "act", "need", "actor", "behaviour")
ABOUT_SIGHT = ("visibility", "team", "keeper")
NOT_FILLED_IN = frozenset({"id", "state", "breaches"})

PROSE = frozenset(
    "text statement theory reason notes reply answer would_answer asked need analysis_plan"
    " from_state to_state todays_terms purpose proof scope conditions done_when why_buy_today"
    " motion_plan near_term_reason trying_to how_today could_be_easier why material kill_state"
    " hope instrumentation expected waiver_reason invalidated_by".split()
)
LABELS = {
    "actor": "Who",
    "actor_kind": "They are our",
    "behaviour": "Does what",
    "by": "Due by",
    "direction": "Which way",
    "driven_outcome": "Drives the outcome",
    "impact": "Impact",
    "journey_step": "Step of the journey",
    "keeper": "Kept by",
    "made_by": "Made by",
    "smallest_worthwhile": "Smallest change worth it",
    "kill_below": "Stop below",
    "kill_state": "Stop if",
    "kill_on": "Stop on",
    "kill_after_people": "Stop after so many people",
    "success_on": "Judged on",
    "did": "Did it",
    "held_by": "Held by",
    "with_whom": "With whom",
    "starts": "From",
    "ends": "To",
    "asked": "What is asked for",
    "need": "What it is needed for",
    "board": "Who must sign",
    "choice": "Decided",
    "reply": "Our answer",
    "maturity": "How real it is",
    "material": "Mark of the wording signed",
    "why_buy_today": "Why they buy today",
    "visibility": "Who may see it",
    "team": "Team it is for",
    "why_now": "Why now",
    "claimed_confidence": "Confidence somebody claims",
    "is_sequential": "Plan for looking early",
    "planned_control_share": "Share planned for control",
    "text": "In words",
}

# What is computed (I-27): it is shown, and nobody is asked for it. What a file says of an item's
# confidence is kept as its writer's claim.
COMPUTED: dict[Kind, frozenset[str]] = {
    Kind.ROADMAP_ITEM: frozenset({"confidence"}),
    Kind.HYPOTHESIS: frozenset({"belief_at_decision"}),
    Kind.VERDICT: frozenset(
        "measured low high expected_change belief belief_positive confidence belief_before".split()
    ),
}
LABELS_OF = {
    (Kind.ROADMAP_ITEM, "confidence"): "Confidence somebody claims",
    (Kind.VERDICT, "measured"): "Change measured",
    (Kind.VERDICT, "low"): "Lower end measured",
    (Kind.VERDICT, "high"): "Upper end measured",
    (Kind.VERDICT, "belief"): "Chance to be worth it",
    (Kind.VERDICT, "belief_positive"): "Chance to be a gain",
    (Kind.VERDICT, "belief_before"): "Chance to be worth it before anything was measured",
}

# What a question is called that is asked of a log; other questions are asked of people.
ASKED = "Question to the events"


def shapes(kind: Kind) -> tuple[Shape, ...]:
    """Return the fields of a kind in the order people read them, all but id, state and breaches."""
    known = _SHAPES.get(kind)
    if known is None:
        known = _SHAPES[kind] = tuple(sorted(_fields(RECORD_TYPES[kind]), key=_place))
    return known


def shape_of(kind: Kind, name: str) -> Shape | None:
    """Return one field of a kind, or none where it has none of this name."""
    return next((each for each in shapes(kind) if each.name == name), None)


def unwritten(kind: Kind) -> frozenset[str]:
    """Return the fields of a kind that nobody writes by hand: computed ones, and what is broken."""
    return COMPUTED.get(kind, frozenset()) | {"breaches"}


def label_of(kind: Kind, name: str) -> str:
    """Return what people call a field of a kind, within a sentence: effect score.

    >>> label_of(Kind.ASSUMPTION_TEST, "planned_people"), label_of(Kind.OUTCOME, "id")
    ('planned people', 'id')
    """
    shape = shape_of(kind, name)
    said = shape.label if shape else _label(name)
    return said[:1].lower() + said[1:]


def word_for(value: Enum) -> str:
    """Return a word of the vocabulary as one says it; of a number its name: against, for."""
    told = value.name.lower() if isinstance(value, IntEnum) else str(value.value)
    return told.replace("_", " ")


_SHAPES: dict[Kind, tuple[Shape, ...]] = {}


def _place(shape: Shape) -> int:
    if shape.name in FIRST:
        return FIRST.index(shape.name) - len(FIRST)
    return 1 + ABOUT_SIGHT.index(shape.name) if shape.name in ABOUT_SIGHT else 0


def _fields(of: Any) -> list[Shape]:
    hints, kind = get_type_hints(of), getattr(of, "kind", None)
    told = (each for each in fields(of) if each.name not in NOT_FILLED_IN)
    return [_shape(field, hints[field.name], kind) for field in told]


def _shape(field: Any, hint: Any, kind: Any) -> Shape:
    inner, may_be_open = hint, False
    if isinstance(hint, UnionType):
        inner = next(each for each in get_args(hint) if each is not type(None))
        may_be_open = True
    is_many = get_origin(inner) is tuple
    of = get_args(inner)[0] if is_many else inner
    to = tuple(field.metadata.get("to", ()))
    is_text = of is str and not to
    return Shape(
        name=field.name,
        label=ASKED
        if "document" in field.metadata
        else LABELS_OF.get((kind, field.name), _named(field.name)),
        sort=_sort(field, of, to=to, is_many=is_many),
        is_typed=field.name not in COMPUTED.get(kind, ()),
        may_be_open=may_be_open or is_many or (is_text and default_of(field) is not MISSING),
        of=of if issubclass(of, Enum) or is_dataclass(of) else None,
        to=to,
        parts=tuple(_fields(of)) if is_dataclass(of) else (),
    )


def _sort(field: Any, of: type, *, to: tuple[Kind, ...], is_many: bool) -> Sort:
    if to:
        return Sort.LINKS if is_many else Sort.LINK
    if is_dataclass(of):
        return Sort.ROWS if is_many else Sort.PARTS
    if issubclass(of, Enum):
        return Sort.CHOICES if is_many else Sort.CHOICE
    if is_many:
        return Sort.DAYS if of is date else Sort.LINES
    if of is str:
        if "document" in field.metadata:
            return Sort.DOCUMENT
        return Sort.PROSE if field.name in PROSE else Sort.LINE
    plain = {bool: Sort.YES, int: Sort.WHOLE, float: Sort.NUMBER, Decimal: Sort.AMOUNT}
    return plain.get(of, Sort.DAY)


def _named(name: str) -> str:
    return LABELS.get(name) or _label(name)


def _label(name: str) -> str:
    words = name.replace("_", " ")
    for before in ("is ", "are ", "has "):
        words = words.removeprefix(before)
    return words[:1].upper() + words[1:]
