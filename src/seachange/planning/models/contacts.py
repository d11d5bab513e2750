"""Talks with customers: written once."""

from __future__ import annotations

from django.db import models

from seachange.people.access import Function
from seachange.people.fields import day, link, links, one_of, prose, word
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Kind


class Contact(RecordRow):
    """Somebody of ours talked with somebody of theirs; `conversations` of them on that day."""

    within = belonging.within(Kind.CONTACT)

    held_on = day()
    member = link("people.Member")
    function = word()
    product_team = link("people.Team")
    customer = link("planning.Customer")
    with_whom = prose()
    form = prose()
    conversations = models.IntegerField(default=1)
    notes = prose()
    problems = links("planning.Problem")
    ideas = links("planning.Idea")
    outputs = links("planning.Output")
    deals = links("planning.Deal")

    class Meta:
        constraints = (
            *stated(Kind.CONTACT),
            one_of("contact", "function", Function),
        )
