"""What a route for scripts says of what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a route for scripts gives: the schema of what it answers with.

    `waiting` is what it answers while something is still being counted, with status 202; none
    where nobody ever waits. `links` lead from what it gives to other routes.
    """

    body: Json
    waiting: Json | None = None
    links: Json = field(default_factory=dict)
