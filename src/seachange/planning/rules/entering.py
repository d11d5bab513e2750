"""How one comes in for the first time: codes and links that hold once, for a while, a few times."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from seachange.planning.rules.plan.naming import flaw_of_id

# The first administrator's code: so many tries, then another is printed when serving begins anew.
MOST_TRIES = 10
# An invitation holds for a week: it lies in somebody's mail.
INVITATION_DAYS = 7
PREFIX = "si_"


def digest_of(secret: str) -> str:
    """Return what is kept of a code or a token, which cannot be had back from it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def tidied(code: str) -> str:
    """Return a typed code as it was printed.

    >>> tidied(" abcde fghij ")
    'ABCDEFGHIJ'
    """
    return re.sub(r"[\s-]", "", code).upper()


def plain_id(name: str, taken: set[str]) -> str:
    """Return an id for somebody of this name that nobody has.

    >>> plain_id("Inês Duarte", {"ines-duarte"})
    'ines-duarte-2'
    >>> plain_id("Edit", set())
    'edit-2'
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[:60] or "member"
    if stem not in taken and not flaw_of_id(stem):
        return stem
    return next(each for n in range(2, len(taken) + 3) if (each := f"{stem}-{n}") not in taken)
