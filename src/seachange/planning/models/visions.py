"""Where the product is going: visions, their milestones, the trends behind them."""

from __future__ import annotations

from django.db import models

from seachange.people.fields import count, day, link, listing, needs, one_of, prose
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import HORIZONS, Kind


class Vision(RecordRow):
    """A concrete future state of the product, and the category it belongs to."""

    category = prose()
    statement = prose()
    from_state = prose()
    to_state = prose()
    problem = prose()
    why_now = listing()
    todays_terms = prose()
    product = link("planning.Product")

    class Meta:
        constraints = (*stated(Kind.VISION),)


class VisionMilestone(RecordRow):
    """A point on the way to the vision, at a horizon; `earlier_due` are the dates it slipped."""

    within = belonging.within(Kind.MILESTONE)

    vision = needs("planning.Vision")
    text = prose()
    horizon = models.IntegerField(default=12)
    due = day()
    earlier_due = listing()
    reached_on = day()

    class Meta:
        constraints = (
            *stated(Kind.MILESTONE),
            one_of("vision_milestone", "horizon", HORIZONS),
        )


class Trend(RecordRow):
    """Something going on outside that the vision rests on."""

    within = belonging.within(Kind.TREND)

    vision = needs("planning.Vision")
    text = prose()
    source = prose()
    priority = count()

    class Meta:
        constraints = (*stated(Kind.TREND),)
