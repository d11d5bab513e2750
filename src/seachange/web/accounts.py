"""How signing in is told from coming along: nobody opens an account but by being asked in."""

from __future__ import annotations

import logging
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from seachange.people.sealing import opened, seal
from seachange.planning.actions.accounts import open_account
from seachange.planning.reads.snapshot import whole_plan
from seachange.planning.rules.plan.organisation import Member
from seachange.web.second_factors import told_at_sign_in
from seachange.web.who import member_of_account

_TOLD = logging.getLogger("seachange.sign_in")


class Accounts(DefaultAccountAdapter):
    """Accounts with a password: made by invitation alone."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "No such address with this password. Try once more.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password.",
        "too_many_login_attempts": "That was tried too often. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens one by themselves."""
        del request
        return False

    def pre_login(self, request: HttpRequest, user: Any, **told: Any) -> HttpResponse | None:
        """Tell whoever has said who they are what became of their account since they came last.

        Who was let go comes in no more; whose second factor was taken off is told by whom.
        """
        member = member_of_account(user.pk)
        if member is None:
            return render(request, "accounts/let_go.html", status=403)
        refused: HttpResponse | None = super().pre_login(request, user, **told)
        since = user.last_login.isoformat(timespec="seconds") if user.last_login else ""
        notice = told_at_sign_in(member.id, since=since)
        if refused is None and notice:
            messages.warning(request, notice)
        return refused


class SecondFactors(DefaultMFAAdapter):
    """Second factors: what makes their codes is sealed in the database."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That is not the code of this moment. Type the one your app shows now.",
    }

    def encrypt(self, text: str) -> str:
        """Seal it."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it. Raises Unopenable."""
        return opened(encrypted_text)


class Providers(DefaultSocialAccountAdapter):
    """Accounts of an identity provider: those of members whose address it has verified."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody opens one by themselves, whatever provider vouches for them."""
        del request, sociallogin
        return False

    def on_authentication_error(self, request: HttpRequest, *_: Any, **told: Any) -> None:
        """Say what to do where a provider's word does not hold; whoever turned back is told so."""
        if told.get("error") != AuthError.CANCELLED:
            raise ImmediateHttpResponse(cannot_come_in(request, told.get("exception")))

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in a member, known from before or by a verified address, and nobody else."""
        if sociallogin.is_existing:
            if member_of_account(sociallogin.user.pk) is None:
                raise _not_asked(request)
            return
        # Some providers tell it as a text, and "false" is one.
        verified = {e.email for e in sociallogin.email_addresses if e.verified in {True, "true"}}
        member = member_with(verified)
        if member is None:
            raise _not_asked(request)
        account = get_user_model().objects.filter(member=member.id).first()
        if account is None:
            account = open_account(member.id, email=member.email, password=None)
        sociallogin.connect(request, account)


def member_with(addresses: set[str]) -> Member | None:
    """Return the one active member who has one of these addresses; none where several have."""
    wanted = {each.casefold() for each in addresses if each}
    found = [m for m in whole_plan().members if m.is_active and m.email.casefold() in wanted]
    return found[0] if len(found) == 1 else None


def cannot_come_in(
    request: HttpRequest, error: Exception | None, *, status: int = 401
) -> HttpResponse:
    """Tell that the provider's word does not hold, or never came; why stands on the console."""
    if error is not None:  # else somebody came by themselves, with no word at all
        _TOLD.error("nobody came in by the identity provider: %r", error)
    answer: HttpResponse = render(request, "accounts/no_word.html", status=status)
    return answer


def _not_asked(request: HttpRequest) -> Exception:
    refused: Exception = ImmediateHttpResponse(
        render(request, "accounts/not_asked.html", status=403)
    )
    return refused
