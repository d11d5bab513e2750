"""The first administrator: a code on the console, typed once, and then never again."""

from __future__ import annotations

import hmac
import secrets
from typing import Any

from django.db import transaction
from django.db.models import F

from seachange import clock
from seachange.errors import Refused
from seachange.people.access import Role
from seachange.people.guard import writing
from seachange.people.models import Member as MemberRow
from seachange.planning.actions import records
from seachange.planning.actions.accounts import open_account
from seachange.planning.actions.turns import in_turn
from seachange.planning.models.entrances import StartCode
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.entering import MOST_TRIES, digest_of, plain_id, tidied
from seachange.planning.rules.plan.organisation import Member

# 32 letters and digits that nobody takes for one another: 20 of them are 100 bits.
ALPHABET, LENGTH = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20


def has_administrator() -> bool:
    """Tell whether anybody can sign in and run the place."""
    return bool(
        MemberRow.objects.filter(
            role=Role.ADMIN.value, is_active=True, account__isnull=False
        ).exists()
    )


def fresh_code() -> str:
    """Make the code for the first administrator, in place of any before it; return it this once.

    Empty where there is an administrator already.
    """
    if has_administrator():
        return ""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    with transaction.atomic(), writing():
        StartCode.objects.all().delete()
        StartCode.objects.create(digest=digest_of(code), tries_left=MOST_TRIES, at=clock.now())
    return "-".join(code[at : at + 5] for at in range(0, LENGTH, 5))


def found(code: str, *, name: str, email: str, password: str) -> Any:
    """Make the first administrator of whoever knows the code; return their account.

    Raise `Refused` for a wrong code, one tried too often, or where there is an administrator.
    """
    _spend_a_try()
    return _found(code, name=name, email=email, password=password)


def _spend_a_try() -> None:
    """Take a try away before looking, and keep it taken whatever comes of it."""
    with transaction.atomic(), writing():
        if not StartCode.objects.filter(tries_left__gt=0).update(tries_left=F("tries_left") - 1):
            raise _wrong()


@in_turn
def _found(code: str, *, name: str, email: str, password: str) -> Any:
    kept = StartCode.objects.first()
    is_right = kept is not None and hmac.compare_digest(kept.digest, digest_of(tidied(code)))
    if not is_right or has_administrator():
        raise _wrong()
    plan = whole_plan()
    # Whoever was taken in with a plan under this address is the one who comes.
    known = next((m for m in plan.members if m.email.casefold() == email.casefold()), None)
    if known is not None:
        records.edit(known.id, by="", role=Role.ADMIN, is_active=True)
    member = known or Member(
        id=plain_id(name, set(plan.by_id)), name=name, role=Role.ADMIN, email=email
    )
    if known is None:
        records.create(member, by="", why="the first administrator")
    account = open_account(member.id, email=email, password=password)
    StartCode.objects.all().delete()
    return account


def _wrong() -> Refused:
    return Refused(
        "this code is not the one on the console, or was tried too often",
        remedy="begin “seachange serve” anew: it prints another",
    )
