"""Pages speak as people do: no word of plan files stands on one, outside of code and of exports."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from html.parser import HTMLParser
from typing import Any

import pytest

from seachange.people.access import Role
from seachange.planning.actions.signals import become_hypothesis
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.vocabulary import Kind
from seachange.web.forms.records import form_of
from tests.house.checkout import PACKAGE
from tests.web.ways import in_plan, ways

FILE_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+|`[^`]*`?")
# What stands in one of these is code, or typed by somebody; what has one of these classes, an id.
CODE, IDS = {"code", "pre", "script", "style", "textarea", "kbd"}, {"id", "event"}
# Attributes that are read out or shown.
READ = {"aria-label", "title", "placeholder", "alt"}
VOID = {"input", "br", "img", "meta", "link", "hr", "wbr", "col", "source"}


class Seen(HTMLParser):
    """What somebody reads of a page, or hears of it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.within: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.said += [told[name] or "" for name in READ if name in told]
        is_code = tag in CODE or bool(IDS & set((told.get("class") or "").split()))
        if tag not in VOID:
            self.within.append(is_code or any(self.within[-1:]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value or "" for name, value in attrs if name in READ]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.within:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.within[-1:]):
            self.said.append(data)


def file_words(page: str, theirs: set[str]) -> set[str]:
    """Return the words of files that a page shows to people; `theirs` are names they gave."""
    seen = Seen()
    seen.feed(page)
    found = {word for text in seen.said for word in FILE_WORD.findall(text)}
    return {word for word in found if word not in theirs}


def named_by_people(plan: Any) -> set[str]:
    """Return the names with underscores that people gave: ids, events, properties."""
    return {word for record in plan.records() for text in texts(record) for word in words_in(text)}


def texts(held: Any) -> Iterator[str]:
    """Walk the texts people wrote into a record: not the words of its vocabulary."""
    if isinstance(held, Enum):
        return
    if isinstance(held, str):
        try:
            yield from values(json.loads(held)) if held.startswith(("{", "[")) else (held,)
        except ValueError:
            yield held
    elif isinstance(held, tuple):
        for each in held:
            yield from texts(each)
    elif is_dataclass(held):
        for each in fields(held):
            yield from texts(getattr(held, each.name))


def values(told: Any) -> Iterator[str]:
    """Walk the texts a document holds, but not its keys."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict | list):
        for each in told.values() if isinstance(told, dict) else told:
            yield from values(each)


def words_in(text: str) -> list[str]:
    return [word for word in FILE_WORD.findall(text) if "`" not in word]


# Where most words of a plan come together, for a look by day.
BY_DAY = ("/checks/", "/roadmap/new/", "/records/T1/", "/records/new/verdict/", "/hypotheses/H1/")


def addresses(plan: Any) -> Iterator[str]:
    """Walk the addresses of pages: each route about a record of every kind there is."""
    first: dict[Kind, str] = {}
    for record in plan.records():
        first.setdefault(record.kind, record.id)
    for way in ways():
        if way.is_a_library_s or "GET" not in way.route.methods or way.route.is_for_scripts:
            continue
        told = first.values() if way.parts == ["record"] else [""]
        yield from (in_plan(way, plan, each) for each in told)
    for kind, record in first.items():
        yield f"/records/{record}/"
        yield f"/records/kind/{kind.value}/"
        yield f"/records/new/{kind.value}/"


def is_a_page(answer: Any) -> bool:
    return answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming


@pytest.mark.parametrize(
    ("role", "is_whole"),
    [
        (Role.PRODUCT, False),
        *(pytest.param(role, True, marks=pytest.mark.nightly) for role in Role),
    ],
)
def test_no_page_shows_a_word_of_plan_files(role, is_whole, client_as):
    client = client_as(role)
    become_hypothesis("SG1", hypothesis="H9", by="nadia")  # its test lacks all it can
    plan = whole_plan()
    theirs = named_by_people(plan)
    found = {}
    walked = addresses(plan) if is_whole else BY_DAY
    for address in dict.fromkeys([*walked, "/hypotheses/H9/", "/tests/T-H9/"]):
        answer = client.get(address)
        if is_a_page(answer):
            told = file_words(answer.content.decode(), theirs)
            found |= {address: told} if told else {}
    assert found == {}


# What refuses, finds or asks, as pages show it; and what of it is no word to people.
SAYS = (
    "BadPlan Check Choice Conflict Hit Item NotAllowed NotThere Point Refused SeachangeError"
    " TooMany Violation ValidationError _either error info success"
).split()
NO_WORDS = {"fields", "id", "invariant", "place"}
ROOMS = ("evidence", "people", "planning/actions", "planning/reads", "planning/rules", "web")


def said_in(path: Any) -> Iterator[tuple[int, str]]:
    """Walk the texts of a module that are said to people, with the line each stands in."""
    for call in ast.walk(ast.parse(path.read_text())):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        told = [*call.args, *(k.value for k in call.keywords if k.arg not in NO_WORDS)]
        parts = (part for each in told for part in ast.walk(each)) if name in SAYS else ()
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.lineno, part.value


def test_nothing_that_is_refused_found_or_asked_is_named_as_files_name_it():
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for room in ROOMS
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for line, text in said_in(path)
        if any(not word.isupper() for word in FILE_WORD.findall(text))
    ]
    assert found == []


# What is typed where something else was asked for: in every field of a form, one at a time.
TYPED = ("zzz", "-7", "OC1")


@pytest.mark.nightly
@pytest.mark.parametrize("kind", [each for each in Kind if each is not Kind.MEMBER])
def test_no_form_refuses_anything_in_the_words_of_plan_files(kind, client_as):
    client, theirs = client_as(Role.ADMIN), named_by_people(whole_plan())
    first = {each.kind: each.id for each in reversed(list(whole_plan().records()))}
    found = {}
    for name in form_of(kind).base_fields:
        for typed in TYPED:
            for address in (f"/records/new/{kind.value}/", f"/records/{first.get(kind)}/edit/"):
                answer = client.post(address, {name: typed})
                told = file_words(answer.content.decode(), theirs) if is_a_page(answer) else set()
                found |= {(address, name, typed): told} if told else {}
    assert found == {}
