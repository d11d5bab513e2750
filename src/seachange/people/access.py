"""Who people are here, and who may see a record: roles, functions, visibility."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Visibility(StrEnum):
    """Who may see a record."""

    PUBLIC = "public"
    ORGANISATION = "organisation"
    TEAM = "team"
    PRIVATE = "private"  # its keeper alone


class Role(StrEnum):
    """What a member may do, and which views are theirs."""

    ADMIN = "admin"
    PRODUCT = "product"
    ENGINEERING = "engineering"
    DESIGN = "design"
    SALES = "sales"
    CUSTOMER_SUCCESS = "customer_success"
    SUPPORT = "support"
    MARKETING = "marketing"
    LEADER = "leader"
    REQUESTER = "requester"


class Function(StrEnum):
    """What a department is for, and in whose name somebody signs."""

    PRODUCT = "product"
    ENGINEERING = "engineering"
    DESIGN = "design"
    MARKETING = "marketing"
    SALES = "sales"
    CUSTOMER_SUCCESS = "customer_success"
    SUPPORT = "support"
    SERVICES = "services"
    OPERATIONS = "operations"
    MANUFACTURING = "manufacturing"
    FINANCE = "finance"
    LEGAL = "legal"
    LEADERSHIP = "leadership"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody who looks: a member, as far as looking goes."""

    id: str
    role: Role
    teams: tuple[str, ...] = ()
    is_active: bool = True


def sees(
    viewer: Viewer | None, *, visibility: Visibility, team: str | None, keeper: str | None
) -> bool:
    """Tell whether somebody may see a record of this visibility; nobody (None) sees what is public.

    A requester may be a customer: they see what is public and what they keep themselves, and
    nothing that is merely within the organisation. An administrator runs the place and sees
    every team's records, but not what somebody keeps in private.
    """
    if visibility == Visibility.PUBLIC:
        return True
    if viewer is None or not viewer.is_active:
        return False
    if keeper == viewer.id:
        return True
    if viewer.role == Role.REQUESTER or visibility == Visibility.PRIVATE:
        return False
    if visibility == Visibility.ORGANISATION or viewer.role == Role.ADMIN:
        return True
    return _is_in(viewer.teams, team)


def _is_in(teams: Collection[str], team: str | None) -> bool:
    return team is not None and team in teams
