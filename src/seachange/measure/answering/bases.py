"""Whether there were people enough to say anything, and how to say that there were not."""

from __future__ import annotations

from datetime import timedelta

from seachange.events.documents import spoken
from seachange.measure.answers import Caveat

SMALL = 30


def base_caveats(*, people: int, pending: int, window: timedelta | None = None) -> list[Caveat]:
    """Return what is wrong with a base of nobody, and the warning that a small one deserves.

    `people` could be judged, `pending` not yet; `window` is what they have to wait for.
    """
    if not people and pending and window:
        all_of_them = f"All {pending:,} entries are" if pending > 1 else "The only entry is"
        return [
            Caveat(
                "no_mature_entries",
                f"{all_of_them} younger than {spoken(window)}; none can be judged yet. Ask later, "
                "or of a shorter window.",
                "wrong",
            )
        ]
    if not people:
        return [
            Caveat(
                "no_entries",
                "Nobody entered in this period and population"
                + (f"; {pending:,} may once their period is over." if pending else "."),
                "loud",
            )
        ]
    if people < SMALL:
        return [
            Caveat(
                "small_base",
                f"Only {people:,} could be counted; of so few, one more or less moves the "
                "number a lot. Look at the interval, not at the value.",
            )
        ]
    return []
