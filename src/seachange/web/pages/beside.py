"""What the checks find at one record, to stand beside it on its own page."""

from __future__ import annotations

from dataclasses import dataclass

from seachange.people.access import Viewer
from seachange.planning.reads.snapshot import snapshot
from seachange.planning.rules.plan.kept import is_kept
from seachange.web.pages.checks import Asked, ChecksPage, checks_page, report_of

# A plan of as many records is read within the time of a page.
MOST_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The findings at one record; none are told where finding them would take too long."""

    record: str
    page: ChecksPage | None


def beside(viewer: Viewer | None, record: str) -> Beside:
    """Return what is found at one record.

    Reading a large plan takes seconds: until somebody asked for all its findings, none is told.
    """
    plan = snapshot(viewer)
    is_told = len(plan.by_id) <= MOST_AT_ONCE or is_kept(report_of, plan)
    return Beside(
        record=record, page=checks_page(viewer, Asked(record=record)) if is_told else None
    )
