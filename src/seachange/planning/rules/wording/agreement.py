"""One does, several do: the verb of what people do, bent to how many they are."""

from __future__ import annotations

import re

from seachange.planning.rules.wording.inflection import Form, verb_forms
from seachange.planning.rules.wording.verbs import readings

_MANY = frozenset("people children men women staff police folk personnel they we both".split())
_ONE_THOUGH_IT_ENDS_SO = frozenset("sales news logistics analytics operations".split())
# What follows says more of them, and not how many they are.
_MORE_OF_THEM = re.compile(
    r"[(,]|\b(who|that|which|of|in|on|at|from|with|without|for|to|by|using|whose)\b"
)


def are_many(actor: str) -> bool:
    """Tell whether somebody is several: new clients, shoppers in Norway, a client and an adviser.

    >>> [are_many(who) for who in ("shoppers", "new client", "people who pay", "CS", "our boss")]
    [True, False, True, False, False]
    """
    head = _MORE_OF_THEM.split(actor.strip(), maxsplit=1)[0].split()
    if not head:
        return False
    last = head[-1].strip("“”\"'’")
    if "and" in head or last.casefold() in _MANY:
        return True
    ends_so = last.endswith("s") and not last.endswith(("ss", "us", "is"))
    return ends_so and not last.isupper() and last.casefold() not in _ONE_THOUGH_IT_ENDS_SO


def agreeing(actor: str, behaviour: str) -> str:
    """Return what somebody does with its verb bent to how many they are.

    Only a first word that is known as a verb, and stands in the other number, is bent.

    >>> agreeing("shoppers", "buys within 7 days"), agreeing("new client", "book a meeting")
    ('buy within 7 days', 'books a meeting')
    >>> agreeing("clients", "sessions a week"), agreeing("", "buys again")
    ('sessions a week', 'buys again')
    """
    first, gap, rest = behaviour.partition(" ")
    if not actor.strip() or not first.isalpha():
        return behaviour
    found, wanted = (Form.THIRD, Form.BASE) if are_many(actor) else (Form.BASE, Form.THIRD)
    known = readings(first.casefold())
    if any(form is wanted for _, form in known):
        return behaviour
    bases = sorted(base for base, form in known if form is found and "_" not in base)
    if not bases:
        return behaviour
    forms = verb_forms(bases[0])[wanted]
    # Of two spellings that as it was typed.
    bent = max(sorted(forms), key=lambda each: _begins_alike(each, first))
    return f"{bent}{gap}{rest}"


def _begins_alike(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
