"""Rules as a line somebody types: `sign_up where market = home or invite_accepted`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from seachange.errors import BadQuestion
from seachange.events.documents import Field
from seachange.events.rules import Condition, Pick, Rule, Scalar, parse_rule
from seachange.events.yaml_files import parse_document

ANY = "any event"
HOW = (
    "Write the event's name, then what must hold: sign_up where market = home and seats > 3. "
    "Several: a or b. Texts with such words in them stand in quotes."
)

_CONDITION = re.compile(
    r"""\s*(?P<name>"[^"]*"|[^\s"=!<>]+)\s*
    (?:(?P<set>is\s+(?:not\s+)?set)
    |(?P<operator>!=|<=|>=|=|<|>|contains\b|in\b)\s*(?P<value>.*?))\s*\Z""",
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?\Z")
_TO_RULE = {"=": "equals", "!=": "not", "in": "one_of"}
_TO_TEXT = {operator: sign for sign, operator in _TO_RULE.items()}
_RESERVED = re.compile(r'\s(?:or|and|where)\s|["=!<>(),{}]|^\s|\s$|^$', re.IGNORECASE)


def rule_from(text: str) -> Rule:
    """Return the rule a line says, or the one a document in braces says.

    Raises BadQuestion, which names the character at which it cannot be understood.
    """
    if "\0" in text:
        at = text.index("\0") + 1
        raise BadQuestion("no event's name holds this", place=f"character {at}", remedy=HOW)
    if text.lstrip().startswith("{"):
        return parse_document(text.strip(), parse_rule, name="the rule")
    if not text.strip():
        raise BadQuestion("a rule names an event", place="character 1", remedy=HOW)
    return Rule(tuple(_pick(part, at) for at, part in _parts(text, "or", 0)))


def text_of(rule: Rule) -> str:
    """Return the line that says a rule; read back, it picks the same events."""
    return " or ".join(line for pick in rule.picks for line in _lines(pick))


def _pick(text: str, at: int) -> Pick:
    pieces = list(_parts(text, "where", at))
    (_, name), conditions = pieces[0], pieces[1:]
    if len(conditions) > 1:
        raise _wrong("there is a second `where`", conditions[1][0], "Join conditions with `and`.")
    if not name.strip():
        raise _wrong("an event's name is missing", at, HOW)
    where: list[Condition] = []
    for begins, each in conditions:
        where += [_condition(part, start) for start, part in _parts(each, "and", begins)]
    bare = name.strip()
    if bare.casefold() in {ANY, "any"}:
        return Pick(None, tuple(where))
    if _RESERVED.search(_within_quotes(bare)) and not _is_quoted(bare):
        raise _wrong(f"{bare[:60]!r} is not the name of an event", at, HOW)
    return Pick(frozenset({_unquoted(bare)}), tuple(where))


def _condition(text: str, at: int) -> Condition:
    found = _CONDITION.match(text)
    if found is None:
        raise _wrong(f"{text.strip()[:60]!r} is no condition", at, "Write one such as plan = pro.")
    name = _unquoted(found["name"])
    if found["set"]:
        return Condition(name, "is_set", "not" not in found["set"])
    operator = _TO_RULE.get(found["operator"], found["operator"])
    value: Any = found["value"].strip()
    if not value:
        raise _wrong("there is nothing to compare with", at, 'Write a value, or "" for none.')
    if operator == "one_of":
        inner = value.removeprefix("(").removesuffix(")")
        value = tuple(_scalar(part.strip()) for _, part in _parts(inner, ",", at))
    elif operator == "contains":
        value = _unquoted(value)
    else:
        value = _scalar(value)
    try:
        return Condition(name, operator, value)
    except BadQuestion as error:
        raise _wrong(error.what, at, error.remedy) from None


def _parts(text: str, word: str, at: int) -> Iterator[tuple[int, str]]:
    """Part a text at a word that stands outside of quotes; with where each part begins."""
    joint = r"," if word == "," else rf"(?:^|(?<=\s)){word}(?=\s|$)"
    begin = 0
    for found in re.finditer(rf'"[^"]*"|(?P<joint>{joint})', text, re.IGNORECASE):
        if found["joint"] is not None:
            yield at + begin, text[begin : found.start()]
            begin = found.end()
    yield at + begin, text[begin:]


def _scalar(text: str) -> Scalar:
    if _is_quoted(text):
        return _unquoted(text)
    if text in {"true", "false"}:
        return text == "true"
    if _NUMBER.match(text):
        return float(text) if "." in text else int(text)
    return text


def _is_quoted(text: str) -> bool:
    return len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]


def _unquoted(text: str) -> str:
    return text[1:-1] if _is_quoted(text) else text


def _within_quotes(text: str) -> str:
    return re.sub(r'"[^"]*"', "x", text) if _is_quoted(text) else text


def _wrong(what: str, at: int, remedy: str) -> BadQuestion:
    return BadQuestion(what, place=f"character {at + 1}", remedy=remedy)


def _lines(pick: Pick) -> Iterator[str]:
    demands = " and ".join(_demand(each) for each in pick.where)
    names = [ANY] if pick.names is None else [_quoted(name) for name in sorted(pick.names)]
    for name in names:
        yield f"{name} where {demands}" if demands else name


def _demand(condition: Condition) -> str:
    name, value = _quoted(condition.name, of_one_word=True), condition.value
    if condition.operator == "is_set":
        return f"{name} is {'' if value else 'not '}set"
    sign = _TO_TEXT.get(condition.operator, condition.operator)
    if isinstance(value, tuple):
        return f"{name} in ({', '.join(_value(each) for each in value)})"
    return f"{name} {sign} {_value(value)}"


def _value(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    return f'"{value}"' if not isinstance(_scalar(value), str) else _quoted(value)


def _quoted(text: str, *, of_one_word: bool = False) -> str:
    is_plain = not _RESERVED.search(f" {text} "[1:-1]) and text.casefold() not in {
        ANY, "any", "or", "and", "where", "in", "contains", "is",
    }  # fmt: skip
    if of_one_word:
        is_plain = is_plain and not re.search(r"\s", text)
    return text if is_plain else f'"{text}"'


def document_of(rule: Rule) -> str:
    """Return a rule as a step keeps it: a name, or the rule as JSON."""
    told = rule.to_dict()
    bare = told.keys() == {"event"} and isinstance(told["event"], str)
    return str(told["event"]) if bare else json.dumps(told, ensure_ascii=False)


def kept_rule(text: str) -> Rule:
    """Return the rule that a step keeps: the name of an event, or a rule as JSON."""
    if not text.startswith("{"):
        return parse_rule(Field(text))
    try:
        return parse_rule(Field(json.loads(text)))
    except ValueError as error:
        raise BadQuestion(f"no valid JSON: {error}", place="the rule") from None
