"""The document that describes what scripts are given (OpenAPI 3.1), read off the doors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from seachange.people.access import Role
from seachange.web.forms.asking import LONGEST, QuestionField
from seachange.web.given import Given, Json
from seachange.web.in_json import VERSION
from seachange.web.routing import PART
from seachange.web.schemas import components, named
from seachange.web.who_may import Way, ways

FORMAT = "3.1.1"
JSON = "application/json"
SHARED = "#/components/responses/"

# What is told with a status, wherever it is told.
MEANS = {
    200: "what was asked for",
    202: "still being counted: ask again",
    302: "a browser that is not signed in is led to where one signs in",
    400: "the query has a field that there is none of here, or one twice",
    401: "not signed in: no token, none there is, or one that does not hold any more",
    403: "not for this role",
    404: "there is no such thing, or none that one may see",
    422: "it cannot be asked so: where it is wrong, and what to do",
    429: "too much at once: tokens that there are not, or counts that wait",
    500: "a fault of ours: the console where this runs says which",
    503: "the plan's database cannot be had just now: come again",
}
AGAIN: Json = {"description": "when to ask again, in seconds", "schema": {"type": "integer"}}
SCHEME: Json = {"description": "how to come", "required": True, "schema": {"const": "Bearer"}}
# The headers that a status brings: Retry-After with 429 only where tokens were guessed.
HEADERS: dict[int, Json] = {
    202: {"Retry-After": {**AGAIN, "required": True}},
    401: {"WWW-Authenticate": SCHEME},
    429: {"Retry-After": AGAIN},
    503: {"Retry-After": {**AGAIN, "required": True}},
}


def document(patterns: list[Any]) -> Json:
    """Return the description of every route for scripts among these, as OpenAPI 3.1.

    Raise TypeError where the query of one has a field of a sort that has no words here yet.
    """
    told = [(way, way.route.gives) for way in ways(patterns)]
    session = {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
    return {
        "openapi": FORMAT,
        "info": {
            "title": "Seachange",
            "version": str(VERSION),
            "summary": "The numbers and records that pages show, for scripts.",
            "description": (
                "Everything is given as whoever asks may see it, and nothing is changed. HEAD is"
                " answered as GET is, without what it gives. What is not known is told as"
                " `unknown`, with why."
            ),
        },
        "servers": [{"url": "/", "description": "this installation"}],
        "security": [{"token": []}, {"session": []}],
        "paths": {
            "/" + PART.sub(r"{\1}", way.address): {
                method.lower(): _operation(way, gives)
                for method in way.route.methods
                if method != "HEAD"
            }
            for way, gives in told
            if gives is not None
        },
        "components": {
            "schemas": components(),
            "responses": _shared(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}, "session": session},
        },
    }


def _operation(way: Way, gives: Given) -> Json:
    out: Json = {
        "operationId": way.route.name,
        "summary": (way.route.view.__doc__ or "").partition("\n")[0],
        "description": f"For {way.who}.",
        "parameters": [
            *(
                {"name": name, "in": "path", "required": True, **told}
                for name, told in way.route.parts.items()
            ),
            *(_asked(name, field) for name, field in _fields(way).items()),
        ],
        "responses": {str(status): _answer(status, gives) for status in _statuses(way, gives)},
    }
    if None in way.open_to:
        out["security"] = [{}, {"token": []}, {"session": []}]
    return out


def _fields(way: Way) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = way.route.asks.base_fields if way.route.asks else {}
    return found


def _asked(name: str, field: forms.Field) -> Json:
    """Tell of one field of a query: what it holds, and how much of it."""
    if not isinstance(field, QuestionField):
        raise TypeError(f"{name}: a query has no fields of this sort so far; say here what it is")
    return {
        "name": name,
        "in": "query",
        "required": field.required,
        "description": f"{field.help_text} As JSON text of at most {LONGEST:,} letters.",
        "content": {JSON: {"schema": field.schema, "examples": field.examples}},
    }


def _statuses(way: Way, gives: Given) -> list[int]:
    """Return with which statuses a route answers, whoever asks."""
    is_for_strangers = None in way.open_to
    is_for_all = set(Role) <= set(way.open_to)
    there = {
        200: True,
        202: gives.waiting is not None,
        302: not is_for_strangers,
        403: not is_for_all,
        404: bool(way.route.parts),
        422: bool(_fields(way)),
    }
    return [status for status in MEANS if there.get(status, True)]


def _answer(status: int, gives: Given) -> Json:
    """Tell what one status brings; what all routes tell alike is told once, elsewhere."""
    if status not in {200, 202}:
        return {"$ref": f"{SHARED}{status}"}
    out = _told(status, gives.body if status == 200 else gives.waiting)
    return out | {"links": gives.links} if status == 200 and gives.links else out


def _told(status: int, body: Json | None) -> Json:
    out: Json = {"description": MEANS[status]}
    if status in HEADERS:
        out["headers"] = HEADERS[status]
    if body is not None:
        out["content"] = {JSON: {"schema": body}}
    return out


def _shared() -> Json:
    refusal = named("Refusal")
    return {
        str(each): _told(each, refusal if each >= 400 else None) for each in MEANS if each > 202
    }
