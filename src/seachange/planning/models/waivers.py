"""Leave to break a rule, with a reason and an end."""

from __future__ import annotations

from django.db import models

from seachange.people.fields import day, link, prose
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import known, said, stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Kind


class Waiver(RecordRow):
    """Leave to break a rule for one record: why, given by whom, until when."""

    within = belonging.within(Kind.WAIVER)

    rule = prose()
    record = prose()
    reason = prose()
    approver = link("people.Member")
    granted_on = day()
    expires_on = day()

    class Meta:
        constraints = (
            *stated(Kind.WAIVER),
            models.CheckConstraint(
                condition=said("rule", "record", "reason") & known("approver", "expires_on"),
                name="waiver_is_complete",
            ),
        )
