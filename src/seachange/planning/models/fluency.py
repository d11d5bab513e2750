"""Who can tell the category's story: written once."""

from __future__ import annotations

from seachange.people.fields import day, link, listing, needs, yes
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Kind


class FluencyCheck(RecordRow):
    """Whether somebody could tell the category's story unaided, on a day."""

    within = belonging.within(Kind.FLUENCY_CHECK)

    member = needs("people.Member")
    product = link("planning.Product")
    checked_on = day()
    items = listing()
    passed = yes()
    expires_on = day()

    class Meta:
        constraints = (*stated(Kind.FLUENCY_CHECK),)
