"""What was made available to whom, and how delivery went."""

from __future__ import annotations

from seachange.people.fields import between, count, day, link, needs, number, prose, yes
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Kind


class Release(RecordRow):
    """Making an output available to a share of some users."""

    within = belonging.within(Kind.RELEASE)

    output = needs("planning.Output")
    share = number()
    segment = prose()
    released_on = day()
    flag = prose()
    holdback_share = number()
    soft_on = day()
    announced_on = day()
    has_failed = yes()

    class Meta:
        constraints = (
            *stated(Kind.RELEASE),
            between("release", "share", 0, 1),
            between("release", "holdback_share", 0, 1),
        )


class DeliveryPeriod(RecordRow):
    """How delivery went in a period: context, never a goal."""

    made_by = link("people.Team")
    starts = day()
    ends = day()
    deployments = count()
    failed_deployments = count()
    lead_time_hours = number()
    recovery_hours = number()

    class Meta:
        constraints = (*stated(Kind.DELIVERY_PERIOD),)
