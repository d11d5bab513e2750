"""Rules that pick events: a name or several, conditions on properties, any of several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from seachange.errors import BadQuestion
from seachange.events.documents import Field

Scalar = str | int | float | bool

COMPARISONS = ("<", "<=", ">", ">=")
OPERATORS = ("equals", "one_of", "not", *COMPARISONS, "is_set", "contains")
_SPELLINGS = {"=": "equals", "≤": "<=", "≥": ">=", "in": "one_of", "not_equals": "not"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One demand on a property.

    A number is compared as a number, a text as a text, letter by letter; a missing
    property meets `not`, and no other demand but `is_set: false`.
    """

    name: str
    operator: str
    value: Scalar | tuple[Scalar, ...]

    def __post_init__(self) -> None:
        if self.operator not in OPERATORS:
            raise BadQuestion(f"{self.operator!r} is not one of: {', '.join(OPERATORS)}")
        if self.operator in COMPARISONS and not _is_number(self.value):
            raise BadQuestion(f"{self.operator} compares with a number, not {self.value!r}")
        if self.operator == "is_set" and not isinstance(self.value, bool):
            raise BadQuestion("is_set takes true or false")
        if (self.operator == "one_of") != isinstance(self.value, tuple):
            raise BadQuestion("only one_of takes several values")
        if self.value == ():
            raise BadQuestion("one_of needs at least one value")


@dataclass(frozen=True, slots=True)
class Pick:
    """Events of these names (None: of any name) that meet every condition."""

    names: frozenset[str] | None
    where: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        if self.names is not None and not self.names:
            raise BadQuestion("a rule that picks no event at all is not a rule")


@dataclass(frozen=True, slots=True)
class Rule:
    """Events that any of these picks picks."""

    picks: tuple[Pick, ...]

    def __post_init__(self) -> None:
        if not self.picks:
            raise BadQuestion("`any` needs at least one rule")

    @property
    def names(self) -> frozenset[str] | None:
        """Every event name that can meet this rule; None where any can."""
        named = [p.names for p in self.picks if p.names is not None]
        return frozenset().union(*named) if len(named) == len(self.picks) else None

    @property
    def properties(self) -> frozenset[str]:
        """Every property that the rule looks at."""
        return frozenset(c.name for pick in self.picks for c in pick.where)

    def may_overlap(self, other: Rule) -> bool:
        """Say whether one event might meet both; names decide, conditions are not compared."""
        mine, theirs = self.names, other.names
        return mine is None or theirs is None or bool(mine & theirs)

    @property
    def label(self) -> str:
        """The rule in a few words, for tables and pictures."""
        return " or ".join(_label(p) for p in self.picks)

    def to_dict(self) -> dict[str, Any]:
        """Return the rule as it would be written, in one canonical spelling."""
        written = [_written(p) for p in self.picks]
        return written[0] if len(written) == 1 else {"any": written}


ANY_EVENT = Rule((Pick(None),))


def event(*names: str, where: Mapping[str, Any] | None = None) -> Rule:
    """Write a rule in Python: `event("buy", where={"plan": ["pro", "team"]})`."""
    return parse_rule(Field({"event": list(names), "where": dict(where or {})}))


def parse_rule(field: Field) -> Rule:
    """Read a rule as it stands in a question: a name, a mapping, or `any` of several."""
    if isinstance(field.value, Rule):
        return field.value
    if isinstance(field.value, str):
        return Rule((Pick(frozenset({field.text()})),))
    keys = field.keys(("event", "any_event", "where", "any", "name"), what="a rule")
    ways = [k for k in ("event", "any_event", "any") if k in keys]
    if len(ways) != 1:
        raise field.wrong(
            "a rule needs exactly one of event, any_event, any",
            remedy="Write {event: sign_up}, {any_event: true} or {any: [{event: a}, {event: b}]}.",
        )
    if "any" in keys:
        if "where" in keys:
            raise keys["where"].wrong("conditions belong inside each rule of `any`")
        rules = [parse_rule(item) for item in keys["any"].items()]
        if not rules:
            raise keys["any"].wrong("`any` needs at least one rule")
        return Rule(tuple(pick for rule in rules for pick in rule.picks))
    where = tuple(_conditions(keys["where"])) if "where" in keys else ()
    return Rule((Pick(_names(keys), where),))


def parse_conditions(field: Field) -> tuple[Condition, ...]:
    """Read `property: value | [values] | {op: value}` pairs, all of which must hold."""
    return tuple(_conditions(field))


def conditions_to_dict(conditions: tuple[Condition, ...]) -> dict[str, Any]:
    """Return conditions as `property: {op: value}` pairs, none of them lost."""
    written: dict[str, dict[str, Any]] = {}
    for c in conditions:
        value: Any = list(c.value) if isinstance(c.value, tuple) else c.value
        demands = written.setdefault(c.name, {})
        if c.operator == "not" and "not" in demands:
            before = demands["not"]
            value = [*(before if isinstance(before, list) else [before]), value]
        demands[c.operator] = value
    return written


def _names(keys: dict[str, Field]) -> frozenset[str] | None:
    if "any_event" in keys:
        if keys["any_event"].value is not True:
            raise keys["any_event"].wrong("any_event is either `true` or not there")
        return None
    field = keys["event"]
    if isinstance(field.value, str):
        return frozenset({field.text()})
    if isinstance(field.value, int | float):
        raise field.wrong(
            f"an event's name is a text, not {_spelt(field.value)}",
            remedy=f"Put it in quotes: '{_spelt(field.value)}'.",
        )
    names = frozenset(item.text() for item in field.items())
    if not names:
        raise field.wrong("a rule needs at least one event name")
    return names


def _conditions(field: Field) -> Iterator[Condition]:
    if not isinstance(field.value, Mapping):
        raise field.wrong("conditions are a mapping: {platform: mobile, amount: {'>': 100}}")
    for name, value in sorted(field.value.items(), key=lambda pair: str(pair[0])):
        yield from _condition(str(name), Field(value, (*field.path, str(name))))


def _condition(name: str, field: Field) -> Iterator[Condition]:
    value = field.value
    if isinstance(value, Mapping):
        if not value:
            raise field.wrong("a condition needs an operator: {'>': 100}")
        spelt = {_SPELLINGS.get(str(operator), str(operator)) for operator in value}
        if len(spelt) < len(value):
            raise field.wrong("one demand is written twice, in two spellings")
        for operator, operand in sorted(value.items(), key=lambda pair: str(pair[0])):
            place = Field(operand, (*field.path, str(operator)))
            yield from _demand(name, _SPELLINGS.get(str(operator), str(operator)), place)
    elif _is_list(value):
        yield from _demand(name, "one_of", field)
    else:
        yield from _demand(name, "equals", field)


def _demand(name: str, operator: str, field: Field) -> Iterator[Condition]:
    if operator == "not" and _is_list(field.value):
        for item in field.items():
            yield Condition(name, "not", _scalar(item))
        return
    listed = _is_list(field.value)
    value = tuple(_scalar(item) for item in field.items()) if listed else _scalar(field)
    try:
        yield Condition(name, operator, value)
    except BadQuestion as error:
        raise field.wrong(error.what) from None


def _scalar(field: Field) -> Scalar:
    if isinstance(field.value, bool):
        return field.value
    if isinstance(field.value, str):
        return field.text() if field.value.strip() else field.value
    if isinstance(field.value, int | float):
        number = field.number()
        return int(field.value) if isinstance(field.value, int) else number
    if field.value is None:
        raise field.wrong(
            "nothing to compare with", remedy="Use {is_set: false} for a missing value."
        )
    raise field.wrong("expected a text, a number or true/false")


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _label(pick: Pick) -> str:
    names = "any event" if pick.names is None else " / ".join(sorted(pick.names))
    if not pick.where:
        return names
    return f"{names} ({', '.join(_phrase(c) for c in pick.where)})"


def _phrase(condition: Condition) -> str:
    value = condition.value
    if condition.operator == "is_set":
        return f"{condition.name} {'set' if value else 'not set'}"
    if isinstance(value, tuple):
        return f"{condition.name} {' or '.join(map(_spelt, value))}"
    word = {"equals": "", "not": "not ", "contains": "has "}.get(condition.operator)
    sign = f"{condition.operator} " if word is None else word
    return f"{condition.name} {sign}{_spelt(value)}"


def _spelt(value: Scalar) -> str:
    """Write a value as a question does: true, not True."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _written(pick: Pick) -> dict[str, Any]:
    written: dict[str, Any]
    if pick.names is None:
        written = {"any_event": True}
    else:
        names = sorted(pick.names)
        written = {"event": names[0] if len(names) == 1 else names}
    if pick.where:
        written["where"] = conditions_to_dict(pick.where)
    return written
