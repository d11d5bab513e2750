"""What people asked for, and what we replied."""

from __future__ import annotations

from django.db.models import Q

from seachange.people.access import Role
from seachange.people.fields import day, link, links, money, one_of, prose, word
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import holds, known, said, stated
from seachange.planning.rules.vocabulary import Choice, Kind, Origin


class FeatureRequest(RecordRow):
    """Somebody's wish, usually an output, kept with the need behind it, and our reply."""

    asked_by = prose()
    origin = word(Origin.CUSTOMER)
    role = word()
    member = link("people.Member")
    customers = links("planning.Customer")
    asked = prose()
    need = prose()
    value_at_stake = money()
    received_on = day()
    problem = link("planning.Problem")
    idea = link("planning.Idea")
    output = link("planning.Output")
    outcome = link("planning.Outcome")
    choice = word()
    reason = prose()
    decided_on = day()
    reply = prose()
    replied_on = day()

    class Meta:
        constraints = (
            *stated(Kind.FEATURE_REQUEST),
            one_of("feature_request", "origin", Origin),
            one_of("feature_request", "role", Role),
            one_of("feature_request", "choice", Choice),
            holds(
                "feature_request",
                "I-22",
                ~Q(state__in=["replied", "closed"])
                | known("choice", "replied_on") & said("reason", "reply"),
            ),
        )
