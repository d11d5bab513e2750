"""Who works here: departments, teams, members."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from seachange.people.access import Function, Role
from seachange.people.fields import composite, link, links, one_of, prose, word, yes
from seachange.people.records import RecordRow, named


class Department(RecordRow):
    """A part of the organisation with a leader and a way of being paid."""

    function = word(Function.OTHER)
    leader = link("people.Member")
    pay_basis = prose()
    motion = composite()

    class Meta:
        constraints = (*named("department"), one_of("department", "function", Function))


class Team(RecordRow):
    """People who work on the same outcomes."""

    department = link("people.Department")
    is_product_team = yes()

    class Meta:
        constraints = (*named("team"),)


class Member(RecordRow):
    """A person of the organisation, with or without an account to log in with."""

    role = word(Role.REQUESTER)
    email = prose()
    department = link("people.Department")
    teams = links("people.Team")
    is_active = yes(by_default=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="member"
    )

    class Meta:
        constraints = (*named("member"), one_of("member", "role", Role))
