"""The audit log as a table that is taken along: every line of it, the latest first."""

from __future__ import annotations

from seachange.planning.reads.members import last_done
from seachange.planning.rules.plan.naming import title_of
from seachange.report.cells import Column, Sheet

HEADS = ("No.", "When (UTC)", "Who", "Deed", "About", "Ended")


def all_that_was_done() -> Sheet:
    """Return all lines; who is nobody that is still here has no name in it."""
    rows = tuple(
        (
            str(line.number),
            line.at,
            (title_of(line.by) or line.by.id) if line.by else "nobody signed in",
            line.route.replace("_", " "),
            line.named,
            str(line.status),
        )
        for line in last_done()
    )
    return Sheet("What was done", tuple(map(Column, HEADS)), rows)
