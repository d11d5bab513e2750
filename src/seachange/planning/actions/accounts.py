"""Which account a member signs in with; the plan itself says nothing of it."""

from __future__ import annotations

from seachange.errors import BadPlan
from seachange.people.guard import writing
from seachange.people.models import Member
from seachange.planning.actions.turns import turn


def give_account(member: str, account: int | None) -> None:
    """Let a member sign in with an account, or with none from now on."""
    with turn(), writing():
        if not Member.objects.filter(id=member).update(account=account):
            raise BadPlan(f"there is no member {member}", remedy="give the id of one there is")
