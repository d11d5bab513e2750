"""Steps that produce evidence."""

from __future__ import annotations

from django.db import models

from seachange.people.fields import (
    between,
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
from seachange.planning.models.constraints import possible, stated
from seachange.planning.models.parts import level
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Design, Kind, Stage


class AssumptionTest(RecordRow):
    """A step that produces evidence; an experiment if it has a control."""

    within = belonging.within(Kind.ASSUMPTION_TEST)

    hypothesis = link("planning.Hypothesis")
    assumptions = links("planning.Assumption")
    method = prose()
    asked = prose()
    held_by = link("people.Member")
    with_whom = prose()
    stage = word(Stage.TEST)
    design = word(Design.NONE)
    metric = link("planning.Metric")
    guardrails = links("planning.Metric")
    planned_people = count()
    planned_control_share = models.FloatField(default=0.5)
    cost = money()
    starts_on = day()
    ends_on = day()
    finished_on = day()
    analysed_on = day()
    analysis_plan = prose()
    is_sequential = yes()
    looks = models.IntegerField(default=0)
    variants_judged = models.IntegerField(default=1)
    metrics_judged = models.IntegerField(default=1)
    correction = prose()
    control = level()
    treatment = level()
    result_effect = number()
    standard_error = number()
    question = prose()

    class Meta:
        constraints = (
            *stated(Kind.ASSUMPTION_TEST),
            one_of("assumption_test", "stage", Stage),
            one_of("assumption_test", "design", Design),
            *possible("assumption_test", "control"),
            *possible("assumption_test", "treatment"),
            between("assumption_test", "planned_control_share", 0, 1),
        )
