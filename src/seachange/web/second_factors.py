"""A member's second factor that was lost: taken off by who runs the place, and the member told."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import transaction

from seachange.errors import BadPlan, NotThere
from seachange.people.models import Member as MemberRow
from seachange.people.witness import witnessed
from seachange.planning.reads.members import last_done_to
from seachange.planning.rules.plan.organisation import Member

_TOLD = logging.getLogger("seachange.mail")
# The route under which the audit log has it.
ROUTE = "member_second_factor"
SUBJECT = "Your second factor was taken off"
LETTER = """{by} took off the second factor of your account at Seachange: you sign in with your
password, or by your identity provider, alone, and were signed out everywhere.

Set one up again under Settings, Second factor. If you did not ask for this, change your password
and tell whoever runs the installation.
"""


def guarded() -> frozenset[str]:
    """Return the members who sign in with a second factor or a passkey."""
    with_one = Authenticator.objects.values("user")
    ids = MemberRow.objects.filter(account__in=with_one).values_list("id", flat=True)
    return frozenset(map(str, ids))


def take_off(member: Member, *, by: Member | None) -> None:
    """Take off a member's second factors and recovery codes, sign them out, and write to them.

    Their password stays what it is, and is told to nobody. By nobody is by who has the machine.
    """
    if by is not None and member.id == by.id:
        raise BadPlan("you cannot take off your own here", remedy="do it under Settings")
    account = get_user_model().objects.filter(member=member.id).first()
    factors = Authenticator.objects.filter(user=account)
    if account is None or not factors.exists():
        told = f"there is no second factor of {member.name or member.id}"
        raise NotThere(told, remedy="they sign in with what they have")
    with transaction.atomic(), witnessed():
        factors.delete()
        _sign_out(account.pk)
    if account.email:
        _write_to(account.email, by=by)


def told_at_sign_in(member: str, *, since: str) -> str:
    """Return what a member is told who signs in after theirs was taken off; empty where it was not.

    `since` is when they signed in before, in ISO 8601; empty is never.
    """
    taken = last_done_to(member, route=ROUTE)
    if taken is None or taken.at <= since:
        return ""
    return (
        f"{_called(taken.by)} took off your second factor on {taken.at[:10]}. Set one up again "
        "under Settings; if you did not ask for this, tell whoever runs the installation."
    )


def _sign_out(account: int) -> None:
    """End every session of an account, those too that no list of sessions has."""
    UserSession.objects.filter(user=account).delete()
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(account):
            session.delete()


def _called(by: Member | None) -> str:
    return (by.name or by.id) if by else "Whoever has the machine"


def _write_to(address: str, *, by: Member | None) -> None:
    subject = f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{SUBJECT}"
    try:
        send_mail(subject, LETTER.format(by=_called(by)), None, [address])
    except (OSError, SMTPException):
        # It is done, and they are told where they sign in next.
        _TOLD.exception("a member could not be written to")
