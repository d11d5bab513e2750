"""Where sessions are kept: under a digest of their key, so that a copy of the table opens none.

The key itself is in its member's browser alone. What lists sessions (allauth's `UserSession`) knows
them by the digest, too; it is told from a key by its first letter, and nobody comes in with it.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.utils import timezone

MARK, LENGTH = "~", 40


def kept(key: str) -> str:
    """Return under what a session is kept, from its key or from that itself."""
    if key.startswith(MARK):
        return key
    return (MARK + hashlib.sha256(key.encode()).hexdigest())[:LENGTH]


class SessionStore(db.SessionStore):
    """Django's sessions in the database; whoever holds a digest may look at one, or end it."""

    def _get_session_from_db(self) -> Any:
        held = self.model.objects.filter(expire_date__gt=timezone.now())
        found = held.filter(session_key=kept(self.session_key)).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Whether there is a session, by its key or its digest."""
        return bool(super().exists(kept(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row of a session."""
        row = super().create_model_instance(data)
        row.session_key = kept(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End a session, by its key or its digest; this one where none is told."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(kept(key))


class Sessions(SessionMiddleware):
    """Give every request its session, by the key of its cookie; a digest is nobody's key."""

    def process_request(self, request: HttpRequest) -> None:
        """Find the session."""
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME, "").startswith(MARK):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        super().process_request(request)
