"""Results too big for any one group."""

from __future__ import annotations

from django.db.models import Q

from seachange.people.fields import day, link, number, one_of, prose, word
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import holds, known, possible, stated
from seachange.planning.models.parts import level
from seachange.planning.rules.vocabulary import ImpactKind, Kind


class Impact(RecordRow):
    """A high-level result, the sum of many behaviours, too big for any one group."""

    statement = prose()
    result = word()
    metric = link("planning.Metric")
    baseline = level()
    target = number()
    by = day()
    sponsor = link("people.Member")
    vision = link("planning.Vision")

    class Meta:
        constraints = (
            *stated(Kind.IMPACT),
            one_of("impact", "result", ImpactKind),
            *possible("impact", "baseline"),
            holds("impact", "I-4", Q(state="retired") | known("sponsor")),
        )
