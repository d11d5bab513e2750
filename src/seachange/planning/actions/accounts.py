"""Which account a member signs in with; the plan itself says nothing of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model

from seachange.errors import BadPlan, NotThere
from seachange.people.guard import writing
from seachange.people.models import Member
from seachange.planning.actions.turns import in_turn, turn


def give_account(member: str, account: int | None) -> None:
    """Let a member sign in with an account, or with none from now on."""
    with turn(), writing():
        if not Member.objects.filter(id=member).update(account=account):
            raise NotThere(f"there is no member {member}", remedy="give the id of one there is")


@in_turn
def open_account(member: str, *, email: str, password: str | None) -> Any:
    """Make an account and give it to a member who has none; return it.

    Without a password it is one that only an identity provider lets in.
    """
    accounts = get_user_model().objects
    if Member.objects.filter(id=member, account__isnull=False).exists():
        raise BadPlan("this member has an account", remedy="sign in with it")
    if accounts.filter(email__iexact=email).exists():
        raise BadPlan("this address has an account", remedy="use another address")
    account = accounts.create_user(username=member, email=email, password=password)
    give_account(member, account.pk)
    return account
