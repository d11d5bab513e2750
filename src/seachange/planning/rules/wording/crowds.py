"""Where people stand in a sentence, and whether one or many are meant."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from seachange.planning.rules.wording import nouns, people, verbs
from seachange.planning.rules.wording.inflection import Form
from seachange.planning.rules.wording.people import Group
from seachange.planning.rules.wording.tokens import Kind, Token, norm_at

_GLUE = nouns.DETERMINERS | nouns.PREPOSITIONS | nouns.CONJUNCTIONS
_BEFORE_NAME = nouns.DETERMINERS | nouns.PREPOSITIONS
_BEHIND_ONE = nouns.LINKS | nouns.ADVERBS | nouns.DETERMINERS | verbs.HELPING
_MACHINES = frozenset("ai chat digital virtual voice".split())
_EDITED = frozenset("code form image level map page photo template text video wysiwyg".split())
_LOOK_LIKE_VERBS = nouns.TOIL | nouns.THING | nouns.IMPACT


@dataclass(frozen=True, slots=True)
class People:
    """A group of people in a sentence; `first` and `last` are positions of its words."""

    first: int
    last: int
    group: Group
    is_many: bool
    is_stand_in: bool = False  # events named for those behind them: *trials*, *sign-ups*


def find_people(
    tokens: Sequence[Token], *, named: Sequence[tuple[int, int]], measured: Container[int]
) -> tuple[People, ...]:
    """Find every group of people, those a plan names (`named`, spans of positions) first."""
    spans = dict(named)
    found: list[People] = []
    index = 0
    while index < len(tokens):
        last = spans.get(index, index)
        if index in spans:
            is_many = people.group_of_many(tokens[last].norm) is not None
            found.append(People(index, last, Group.PLANNED, is_many or _is_plural(tokens[last])))
        else:
            person = _at(tokens, index, measured)
            if person is not None:
                found.append(person)
        index = last + 1
    return tuple(found)


def _is_plural(token: Token) -> bool:
    return token.norm.endswith("s") and not token.norm.endswith("ss")


def _at(tokens: Sequence[Token], index: int, measured: Container[int]) -> People | None:
    token = tokens[index]
    if token.kind is not Kind.WORD or token.is_quoted:
        return None
    if token.is_possessive and norm_at(tokens, index + 1) != "time":
        return None
    if _is_part_of_name(tokens, index):
        return None
    if _is_department(tokens, index):
        return People(index, index, Group.EMPLOYEE, is_many=False)
    many = people.group_of_many(token.norm)
    if many is not None and not _names_makers(tokens, index):
        return People(index, index, many, True, people.is_stand_in(token.norm))
    if _is_shown_by_place(tokens, index, measured):
        return People(index, index, Group.CUSTOMER, is_many=True)
    one = people.group_of_one(token.norm)
    if one is None and _is_each_by_ending(tokens, index):
        one = Group.CUSTOMER
    if one is None or _names_makers(tokens, index):
        return None
    return People(index, index, one, False) if _means_one(tokens, index, measured) else None


def _is_each_by_ending(tokens: Sequence[Token], index: int) -> bool:
    """*per job seeker*: one of a group known by its ending only."""
    is_each = "per" in {norm_at(tokens, index - 1), norm_at(tokens, index - 2)}
    return is_each and people.is_person_by_ending(tokens[index].norm)


def _is_part_of_name(tokens: Sequence[Token], index: int) -> bool:
    """*voice assistant*, *level editor*, *app store*, *audience share*."""
    norm, before = tokens[index].norm, norm_at(tokens, index - 1)
    is_machine = norm.startswith("assistant") and before in _MACHINES
    is_editor = norm == "editor" and before in _EDITED
    is_thing = (before, norm) in nouns.THING_PAIRS
    is_result = (norm, norm_at(tokens, index + 1)) in nouns.IMPACT_PAIRS
    return is_machine or is_editor or is_thing or is_result


def _is_shown_by_place(tokens: Sequence[Token], index: int, measured: Container[int]) -> bool:
    """A group we have no word for: *… who*, or *40 % of … book*."""
    norm, after = tokens[index].norm, norm_at(tokens, index + 1)
    if norm in _GLUE or index in measured:
        return False
    if after == "who":
        return True
    at = index - 1
    while at > index - 3 and norm_at(tokens, at) not in {"of", ""}:
        at -= 1
    is_share = norm_at(tokens, at) == "of" and at - 1 in measured
    is_known = norm in nouns.KNOWN or verbs.is_form(norm, Form.THIRD)
    return is_share and norm.endswith("s") and not is_known and verbs.is_act(after)


def _names_makers(tokens: Sequence[Token], index: int) -> bool:
    """*our team*, *the design team*, *squad*: those who make the product."""
    if tokens[index].norm not in {"team", "teams", "squad", "squads"}:
        return False
    before = norm_at(tokens, index - 1)
    is_alone = tokens[index].norm in {"team", "squad"} and before in {"the", ""}
    return before in people.MAKERS | {"our"} or is_alone


def _is_department(tokens: Sequence[Token], index: int) -> bool:
    """*Sales closes 30 %*, *support answer 90 %*: a department that does something."""
    if tokens[index].norm not in people.DEPARTMENTS or index + 1 >= len(tokens):
        return False
    before = norm_at(tokens, index - 1)
    is_subject = index == 0 or tokens[index - 1].kind is Kind.BREAK or before in {"and", "%"}
    after = tokens[index + 1]
    does = verbs.is_form(after.norm, Form.THIRD) and after.norm not in nouns.NOUNS
    return is_subject and does


def _means_one(tokens: Sequence[Token], index: int, measured: Container[int]) -> bool:
    """Tell *each client pays* from *client portal*: one person, not the first half of a name."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after is None or after.kind is not Kind.WORD or index + 1 in measured:
        return True
    if _is_about_one(tokens, index) and verbs.is_form(after.norm, Form.THIRD, Form.PAST):
        return _is_verb_behind_one(tokens, index + 1)
    return after.norm in _BEHIND_ONE or after.norm.endswith("ly")


def _is_about_one(tokens: Sequence[Token], index: int) -> bool:
    """*each client*, *a new admin*, *1 user*; or a name at the start, as plans write it."""
    at = index - 1
    while at >= 0 and index - at <= 3 and tokens[at].kind is Kind.WORD:
        if people.says_one(tokens[at].norm):
            return True
        if tokens[at].norm in _BEFORE_NAME:
            return False
        at -= 1
    is_in_list = at > 0 and tokens[at].norm in {",", "("}  # *(freeze, limits, merchant blocks)*
    is_behind_break = at < 0 or (tokens[at].kind is Kind.BREAK and not is_in_list)
    return is_behind_break or tokens[at].norm == "1"


def _is_verb_behind_one(tokens: Sequence[Token], at: int) -> bool:
    """Tell *client books a meeting* from *client calls per week*: nouns that look like verbs."""
    norm, after = tokens[at].norm, norm_at(tokens, at + 1)
    if {norm_at(tokens, i) for i in (at - 2, at - 3)} & {"a", "an", "each", "every"}:
        return True  # *an analyst shares*: two nouns would not both be many and one
    if "_" in verbs.base_form(norm, after):
        return True
    if norm not in nouns.ACT_NOUN and norm not in _LOOK_LIKE_VERBS:
        return True
    if after in {"per", "from", "up", "down", "among", "by", "of", "rate"}:
        return False
    if norm not in _LOOK_LIKE_VERBS:
        return True
    is_object = after in nouns.DETERMINERS | nouns.DEPARTMENT_NAMES
    return is_object or people.group_of_many(after) is not None
