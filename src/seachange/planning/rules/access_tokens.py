"""How a script reads in a member's name: by a token that is theirs, lasts a while, and can end."""

from __future__ import annotations

from enum import StrEnum

PREFIX = "sa_"
LONGEST_DAYS, USUAL_DAYS = 366, 90
LONGEST_NAME = 100
# How many one member may have at a time: who needs more has forgotten some.
MOST = 20


class Standing(StrEnum):
    """Whether a token holds, or why it does not any more."""

    HOLDS = "holds"
    EXPIRED = "it has expired"
    ENDED = "it was ended"
    OUT = "its member comes in no more"
    OF_ANOTHER_ROLE = "its member's role has changed since it was made"


# What ends a token for good, whatever comes later.
FOR_GOOD = frozenset({Standing.OUT, Standing.OF_ANOTHER_ROLE})
