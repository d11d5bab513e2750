"""Where a record's own page is: of its kind where that has one, else the page every record has."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from seachange.planning.rules.plan.record import Record
from seachange.planning.rules.vocabulary import Kind

# Kind → the route of its page, which takes the record's id. The others have the general page.
PAGES: dict[Kind, str] = {
    Kind.OUTCOME: "outcome",
    Kind.HYPOTHESIS: "hypothesis",
    Kind.ASSUMPTION_TEST: "trial",
    Kind.REVIEW: "review",
    Kind.OBJECTIVE: "objective",
    Kind.JOURNEY: "journey",
}
GENERAL = "record"


def address_of_record(record: Record) -> str:
    """Return the address of a record's page."""
    try:
        return str(reverse(PAGES.get(record.kind, GENERAL), args=[record.id]))
    except NoReverseMatch:
        return ""
