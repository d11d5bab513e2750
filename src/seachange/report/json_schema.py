"""The words of JSON schemas (draft 2020-12) for what commands write."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Json = {"type": ["string", "null"]}
NUMBER: Json = {"type": ["number", "null"]}


def said(description: str, **rest: Any) -> Json:
    """Return a schema with what its value means."""
    return {"description": description, **rest}


def or_null(name: str, description: str) -> Json:
    """Return the schema of a definition that may be missing."""
    return said(description, anyOf=[{"type": "null"}, {"$ref": f"#/$defs/{name}"}])


def listed(items: Json, description: str) -> Json:
    """Return the schema of a list of such items."""
    return said(description, type="array", items=items)


def keyed(**properties: Json) -> Json:
    """Return the schema of an object that has all these keys."""
    return {"type": "object", "properties": properties, "required": list(properties)}
