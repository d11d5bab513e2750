"""Who may come where and do what, as tables: read off the doors and the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver

from seachange.people.access import Role, Viewer
from seachange.planning.rules.permissions import MAY, Deed, may
from seachange.web.routing import Door, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A route with its whole address, and who may come there; None is a stranger."""

    address: str
    route: Route
    open_to: tuple[Role | None, ...]

    @property
    def who(self) -> str:
        """Who may, in words."""
        if None in self.open_to:
            return "anybody"
        if len(self.open_to) == len(Role):
            return "every member"
        absent = [role for role in Role if role not in self.open_to]
        if len(absent) == 1:
            return f"every member but {_spoken(absent[0])}"
        return ", ".join(_spoken(role) for role in self.open_to if role) or "nobody"


def ways(patterns: list[Any], before: str = "") -> Iterator[Way]:
    """Walk all routes."""
    for each in patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from ways(each.url_patterns, address)
        elif isinstance(each, URLPattern) and isinstance(each.callback, Door):
            route = each.callback.route
            asking: tuple[Role | None, ...] = (None, *Role)
            admitted = tuple(role for role in asking if route.policy.admits(_somebody(role)))
            yield Way(address=address, route=route, open_to=admitted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Who may do what to one kind of record, deed by deed."""

    kind: str
    deeds: tuple[str, ...]


def rights() -> list[Rights]:
    """Return who may do what to which kind of record."""
    return [
        Rights(
            kind=kind.value.replace("_", " "),
            deeds=tuple(
                _roles([role for role in Role if may(role, deed=deed, kind=kind)]) for deed in Deed
            ),
        )
        for kind in MAY
    ]


def document(patterns: list[Any]) -> str:
    """Return both tables as a page of the reference."""
    lines = [
        "# Who may come where, and do what",
        "",
        "Written from the doors and the rules themselves; a test holds it to them."
        " `WRITE_REFERENCE=1 python -m pytest tests/web/test_who_may.py` writes it anew.",
        "",
        "## Pages",
        "",
        "What somebody sees behind a door is what they may see; what they do there is judged once"
        " more, by the second table. Who may see a record but not the page of its kind, such as a"
        " requester with a link to a public outcome, is led to the page every record has.",
        "",
        "| address | asked | who |",
        "|---|---|---|",
    ]
    for way in ways(patterns):
        asked = ", ".join(each for each in way.route.methods if each != "HEAD")
        address = f"/{way.address}".replace("|", "\\|")
        lines.append(f"| `{address}` | {asked} | {way.who} |")
    lines += ["", "## Records", "", f"| record | {' | '.join(Deed)} |", "|---" * 5 + "|"]
    lines += [f"| {each.kind} | {' | '.join(each.deeds)} |" for each in rights()]
    return "\n".join(lines) + "\n"


def _somebody(role: Role | None) -> Viewer | None:
    return None if role is None else Viewer(id="somebody", role=role)


def _roles(those: list[Role]) -> str:
    if len(those) == len(Role):
        return "everybody"
    if set(those) == set(Role) - {Role.REQUESTER}:
        return "all but requesters"
    return ", ".join(_spoken(role) for role in those)


def _spoken(role: Role) -> str:
    return role.value.replace("_", " ")
