"""Promises inside deals, and who signed them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from seachange.people.access import Function
from seachange.people.fields import count, day, link, money, needs, number, one_of, prose, word, yes
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import holds, stated
from seachange.planning.rules import belonging
from seachange.planning.rules.plan.promises import APPROVED
from seachange.planning.rules.vocabulary import Answer, Kind, Maturity


class Commitment(RecordRow):
    """One promise inside a deal. Its text, scope, due date and price are what is signed for."""

    within = belonging.within(Kind.COMMITMENT)
    derived = ("material",)

    deal = needs("planning.Deal")
    text = prose()
    scope = prose()
    price = money()
    due = day()
    output = link("planning.Output")
    outcome = link("planning.Outcome")
    maturity = word(Maturity.AVAILABLE)
    board = link("planning.Board")
    delivery_days_p80 = count()
    is_capacity_reserved = yes()
    effort_weeks = number()
    proposed_on = day()
    delivered_on = day()
    accepted_on = day()
    renegotiated_on = day()
    # Kept beside what it is a hash of, so that the database can tell a void signature.
    material = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = (
            *stated(Kind.COMMITMENT),
            one_of("commitment", "maturity", Maturity),
            holds(
                "commitment",
                "I-18",
                ~Q(state__in=sorted(APPROVED))
                | ~Q(maturity__in=[Maturity.DISCOVERY.value, Maturity.VISION.value]),
            ),
        )


class SignOff(RecordRow):
    """A function's yes, yes-if or no to a promise as it read that day; a later one replaces it."""

    within = belonging.within(Kind.SIGN_OFF)

    commitment = needs("planning.Commitment")
    function = word(Function.PRODUCT)
    member = link("people.Member")
    answer = word(Answer.YES)
    conditions = prose()
    are_conditions_met = yes()
    signed_on = day()
    material = prose()
    supersedes = link("planning.SignOff")

    class Meta:
        constraints = (
            *stated(Kind.SIGN_OFF),
            one_of("sign_off", "function", Function),
            one_of("sign_off", "answer", Answer),
        )
