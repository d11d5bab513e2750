"""An id for a record made of others: what it is called by, and a number if that is taken."""

from __future__ import annotations

from itertools import count

from seachange.planning.reads.snapshot import whole_plan

# So much of a wish is kept that a number still fits behind it (people.fields.ID_LENGTH).
LONGEST = 90


def free_id(wanted: str) -> str:
    """Return the id that is wanted, or it with a number behind where a record has it already.

    Records that whoever asks may not see count as well: an id is never given twice.
    """
    taken, wanted = whole_plan().by_id, wanted[:LONGEST]
    if wanted not in taken:
        return wanted
    return next(each for n in count(2) if (each := f"{wanted}-{n}") not in taken)
