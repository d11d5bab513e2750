"""What is kept sealed: words that open something elsewhere, unreadable in a copy of the database.

They are sealed under a key that follows from the secret of the installation, which is kept apart
from the database. Secrets from before still open what they sealed, until it is sealed anew.
"""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from seachange.errors import SeachangeError

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

MARK = "sealed:"
PURPOSE = b"seachange: what is sealed"


class Unopenable(SeachangeError):
    """Something that was sealed under a secret this installation does not have."""

    def __init__(self) -> None:
        super().__init__(
            "it was sealed under another secret than this installation has",
            remedy="put the secret of before beside it (file secret.before), or say it anew",
        )


def seal(text: str) -> str:
    """Return a text sealed under the secret of today; what is sealed already stays as it is."""
    if is_sealed(text):
        return text
    return MARK + _key(settings.SECRET_KEY).encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """Return what was sealed. Raises Unopenable; a text from before there were seals is itself."""
    if not is_sealed(text):
        return text
    for secret in (settings.SECRET_KEY, *settings.SECRETS_BEFORE):
        found = _opened_by(secret, text)
        if found is not None:
            return found
    raise Unopenable


def is_sealed(text: str) -> bool:
    """Whether a text is a sealed one."""
    return text.startswith(MARK)


def sealed_today(text: str) -> str:
    """Return a text sealed under the secret of today, whether it was open or sealed before.

    One that no secret opens stays as it is: it may be opened once its secret is found.
    """
    if is_sealed(text) and _opened_by(settings.SECRET_KEY, text) is not None:
        return text
    try:
        return seal(opened(text))
    except Unopenable:
        return text


class SealedText(models.TextField):
    """A text that stands sealed in the database and reads as it was written.

    One that cannot be opened reads as it stands, sealed: whoever needs it asks `is_sealed`.
    """

    def get_prep_value(self, value: Any) -> Any:
        """Seal what goes into the database."""
        told = super().get_prep_value(value)
        return seal(told) if told else told

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """Open what comes out of it."""
        try:
            return opened(value) if value else value
        except Unopenable:
            return value


def _opened_by(secret: str, text: str) -> str | None:
    from cryptography.fernet import InvalidToken

    try:
        return _key(secret).decrypt(text.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        return None


@lru_cache(maxsize=8)
def _key(secret: str) -> Fernet:
    # Loaded where it is needed: most commands open nothing.
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    # HKDF (RFC 5869), salted with nothing: the secret is of chance already.
    follows = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return Fernet(base64.urlsafe_b64encode(follows.derive(secret.encode())))
