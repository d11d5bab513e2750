"""What we make."""

from __future__ import annotations

from django.db.models import Q

from seachange.people.fields import (
    composite,
    count,
    day,
    link,
    links,
    money,
    number,
    one_of,
    prose,
    word,
    yes,
)
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import holds, said, stated
from seachange.planning.models.parts import measurement_plan
from seachange.planning.rules.plan.delivery import OUT
from seachange.planning.rules.vocabulary import Kind, Maturity, Origin, OutputKind


class Output(RecordRow):
    """Anything we make or do: a feature, a document, a fix, a training."""

    output_kind = word(OutputKind.FEATURE)
    text = prose()
    idea = link("planning.Idea")
    problem = link("planning.Problem")
    outcome = link("planning.Outcome")
    milestone = link("planning.VisionMilestone")
    product = link("planning.Product")
    made_by = link("people.Team")
    origin = word(Origin.TEAM)
    customers = links("planning.Customer")
    effort_weeks = number()
    effort_spent_weeks = number()
    is_reversible = yes(by_default=True)
    is_risky = yes()
    maturity = word(Maturity.DISCOVERY)
    is_customer_facing = yes(by_default=True)
    measurement_plan = measurement_plan()
    due = day()
    building_started_on = day()
    built_on = day()
    released_on = day()
    launched_on = day()
    buyers = count()
    active_users = count()
    eligible_users = count()
    sales_target = money()
    motion = composite()
    motion_plan = prose()

    class Meta:
        constraints = (
            *stated(Kind.OUTPUT),
            one_of("output", "output_kind", OutputKind),
            one_of("output", "origin", Origin),
            one_of("output", "maturity", Maturity),
            holds(
                "output",
                "I-11",
                ~Q(state__in=sorted(OUT))
                | said(
                    "measurement_plan_hope",
                    "measurement_plan_metric",
                    "measurement_plan_instrumentation",
                ),
            ),
        )
