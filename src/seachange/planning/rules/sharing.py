"""What may be shared by a link, and for how long."""

from __future__ import annotations

import hashlib
from enum import StrEnum


class Shared(StrEnum):
    """What a link shows: a way of handing the roadmap out, or one outcome."""

    ROADMAP = "the public roadmap"
    SELLERS = "the roadmap for sellers"
    OUTCOME = "an outcome"


ABOUT_A_RECORD = frozenset({Shared.OUTCOME})
LONGEST_DAYS = 366
PREFIX = "sc_"


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
