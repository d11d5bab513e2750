"""Customers, sales in progress, and the boards that sign."""

from __future__ import annotations

from seachange.people.fields import day, link, links, listing, money, needs, prose
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Kind


class Customer(RecordRow):
    """An organisation or person that buys."""

    segment = prose()
    since = day()

    class Meta:
        constraints = (*stated(Kind.CUSTOMER),)


class Board(RecordRow):
    """The functions whose sign-off a deal or a promise needs."""

    functions = listing()

    class Meta:
        constraints = (*stated(Kind.BOARD),)


class Deal(RecordRow):
    """A sale in progress, made by a team and not by a department."""

    within = belonging.within(Kind.DEAL)

    customer = needs("planning.Customer")
    value = money()
    seller = link("people.Member")
    products = links("planning.Product")
    board = link("planning.Board")
    why_buy_today = prose()
    opened_on = day()
    won_on = day()
    lost_on = day()
    handed_over_on = day()
    outcome_measured_on = day()

    class Meta:
        constraints = (*stated(Kind.DEAL),)
