"""What departments need before a launch, their steps, their objections."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from seachange.people.fields import day, link, links, needs, prose, yes
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import holds, known, said, stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Kind


class EnablementItem(RecordRow):
    """What a department needs to play its part for an output, and the proof that it has it."""

    within = belonging.within(Kind.ENABLEMENT)

    output = needs("planning.Output")
    department = needs("people.Department")
    need = prose()
    owner = link("people.Member")
    due = day()
    proof = prose()
    is_required = yes(by_default=True)
    ready_said_by = link("people.Member")
    verified_by = link("people.Member")
    verified_on = day()
    waiver_reason = prose()

    class Meta:
        constraints = (
            *stated(Kind.ENABLEMENT),
            holds(
                "enablement_item",
                "I-19",
                (~Q(state="waived") | said("waiver_reason"))
                & (~Q(state="verified") | known("verified_by")),
            ),
        )


class ChainStep(RecordRow):
    """A department's step between market problem and solved problem, with what must come first."""

    within = belonging.within(Kind.CHAIN_STEP)

    output = link("planning.Output")
    department = link("people.Department")
    owner = link("people.Member")
    position = models.IntegerField(default=1)
    preconditions = links("planning.ChainStep")
    done_when = prose()
    ready_on = day()
    started_on = day()
    done_on = day()

    class Meta:
        constraints = (*stated(Kind.CHAIN_STEP),)


class Objection(RecordRow):
    """One department's doubt about what another plans, and the answer."""

    within = belonging.within(Kind.OBJECTION)

    department = needs("people.Department")
    output = link("planning.Output")
    text = prose()
    raised_on = day()
    answer = prose()
    answered_on = day()

    class Meta:
        constraints = (*stated(Kind.OBJECTION),)
