"""What every record of a plan has, and how records point at one another by id."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from seachange.errors import BadPlan
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.states import DRAFTS, MOVES, first_state
from seachange.planning.rules.vocabulary import Kind, Visibility


def needs(*kinds: Kind) -> Any:
    """Declare a link a record cannot be without."""
    return field(metadata={"to": kinds})


def link(*kinds: Kind) -> Any:
    """Declare a link to one record of these kinds, or to none."""
    return field(default=None, metadata={"to": kinds})


def links(*kinds: Kind) -> Any:
    """Declare links to any number of records of these kinds."""
    return field(default=(), metadata={"to": kinds})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record of a plan: an id that outlives every renaming, and who may see it.

    `breaches` names the invariants this record is known to break: facts of the past are written
    down as they were found, in the open, rather than refused or tidied (actions/bulk.py).
    """

    kind: ClassVar[Kind]

    id: str
    name: str = ""
    state: str = ""
    visibility: Visibility = Visibility.ORGANISATION
    team: str | None = link(Kind.TEAM)
    keeper: str | None = link(Kind.MEMBER)
    breaches: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_record(self)

    @property
    def is_draft(self) -> bool:
        """Whether it is still being thought about, so that the invariants leave it alone."""
        return self.state in DRAFTS


UNMEASURED = Level()
MAY_BE_UNMEASURED = ("baseline", "pain_baseline", "control", "treatment", "doing", "succeeding")
# What somebody gives an idea or a hypothesis: points, as ICE multiplies them.
SCORES, HIGHEST_SCORE = ("effect_score", "ease_score"), 10

_LINK_FIELDS: dict[str, tuple[tuple[str, tuple[Kind, ...]], ...]] = {}


def check_record(record: Record) -> None:
    """Give a record its first state, and refuse an empty id, or a state or score there is none of.

    A level that says nothing is none: there is one way to say that nothing was measured.
    """
    for name in MAY_BE_UNMEASURED:
        if getattr(record, name, None) == UNMEASURED:
            object.__setattr__(record, name, None)
    if not record.id or record.id != record.id.strip():
        raise BadPlan(f"{record.kind.one} needs an id", remedy="short and lasting, such as OC1")
    if not record.state:
        object.__setattr__(record, "state", first_state(record.kind))
    elif record.state not in MOVES.get(record.kind, {}):
        known = ", ".join(MOVES.get(record.kind, {})) or "none"
        raise BadPlan(
            f"{record.kind.one} has no state {record.state!r}",
            place=record.id,
            remedy=f"its states: {known}",
        )
    for name in SCORES:
        score = getattr(record, name, None)
        if isinstance(score, int | float) and not 0 <= score <= HIGHEST_SCORE:
            raise BadPlan(
                f"its {name.replace('_', ' ')} lies between 0 and 10, and is not {score:g}",
                place=record.id,
            )


def link_fields(record_type: type[Record]) -> tuple[tuple[str, tuple[Kind, ...]], ...]:
    """Return the fields of a record that hold ids, with the kinds they may point at."""
    # Not functools.cache: to mypy, a dataclass's type is not hashable.
    found = _LINK_FIELDS.get(record_type.__name__)
    if found is None:
        found = tuple((f.name, f.metadata["to"]) for f in fields(record_type) if "to" in f.metadata)
        _LINK_FIELDS[record_type.__name__] = found
    return found


def document_text(text: str) -> str:
    """Return the text of a JSON object spaced as we space it; any other text as it is.

    So the same question, written by a person or by a file, is the same question.
    """
    if not text.startswith("{"):
        return text
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def document_in(text: str) -> dict[str, Any] | None:
    """Return the JSON object a text is; none where it is none, such as prose or one cut short.

    >>> document_in('{"kind": "share"}'), document_in('{"kind": '), document_in("a rate")
    ({'kind': 'share'}, None, None)
    """
    if not text.startswith("{"):
        return None
    try:
        told: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return told


def linked(record: Record) -> list[tuple[str, str]]:
    """Return (field, id) for every record this one points at, in the order of its fields."""
    out: list[tuple[str, str]] = []
    for name, _ in link_fields(type(record)):
        held = getattr(record, name)
        if isinstance(held, tuple):
            out += [(name, each) for each in held]
        elif held is not None:
            out.append((name, held))
    return out
