"""A form that was sent, as the audit log has it: told with what it wrote, or how it was refused."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from seachange.planning.actions.audit import write_down
from seachange.planning.reads.snapshot import whole_plan
from seachange.web.who import member_of, member_of_account

DONE, REFUSED = 200, 400


class Sent:
    """A form on its way through a request: one line when it writes, or one when it ends."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.record = ""
        self.is_told = False

    def comes_to(self, named: dict[str, str]) -> None:
        """Take in which record the form is about, while that is still there."""
        known = whole_plan().by_id
        self.record = next((part for part in reversed(named.values()) if part in known), "")

    def writes(self) -> None:
        """Write a line down in the transaction of what the form wrote.

        Whoever is nobody yet comes in by what they write; of them it is told at the end, by name.
        """
        by = member_of(self.request)
        if by is None or self.is_told:
            return
        self._write_down(by.id, DONE)
        transaction.on_commit(self._is_kept)

    def _is_kept(self) -> None:
        self.is_told = True

    def ends(self, status: int) -> None:
        """Write down how it ended, unless that was told when it was written."""
        match = self.request.resolver_match
        if match is None or not hasattr(match.func, "route"):
            return
        if self.is_told and status < REFUSED:
            return
        by = member_of(self.request)
        if by is None and self.request.user.is_authenticated:  # who has just come in
            by = member_of_account(self.request.user.pk)
        # Strangers at a shut door did nothing, nor those who were refused there; and nobody fills
        # the disk by knocking. Of wrong passwords (200) so many are let through, and no more.
        is_refused = status >= REFUSED or not match.func.route.policy.admits(None)
        if by is None and is_refused:
            return
        self._write_down(by.id if by else "", status)

    def _write_down(self, by: str, status: int) -> None:
        route = self.request.resolver_match.func.route.name
        write_down(by=by, route=route, record=self.record, status=status)
