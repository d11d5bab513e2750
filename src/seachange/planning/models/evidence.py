"""What was observed for or against."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from seachange.people.access import Function
from seachange.people.fields import between, count, day, link, number, one_of, prose, word, yes
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import holds, known, said, stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Design, EvidenceClass, Kind


class Evidence(RecordRow):
    """A dated, sourced observation for or against something."""

    within = belonging.within(Kind.EVIDENCE)

    text = prose()
    hypothesis = link("planning.Hypothesis")
    assumption = link("planning.Assumption")
    idea = link("planning.Idea")
    output = link("planning.Output")
    problem = link("planning.Problem")
    driver_link = link("planning.DriverLink")
    assumption_test = link("planning.AssumptionTest")
    measurement = link("planning.Measurement")
    evidence_class = word()
    bearing = models.SmallIntegerField(null=True, blank=True)
    design = word()
    estimate = number()
    standard_error = number()
    people = count()
    quality = models.FloatField(default=1.0)
    relevance = models.FloatField(default=1.0)
    remaining = models.FloatField(default=1.0)
    invalidated_by = prose()
    observed_on = day()
    source = prose()
    source_function = word()
    population = prose()
    is_from_customers = yes()

    class Meta:
        constraints = (
            *stated(Kind.EVIDENCE),
            one_of("evidence", "evidence_class", EvidenceClass),
            one_of("evidence", "design", Design),
            one_of("evidence", "source_function", Function),
            holds(
                "evidence",
                "I-26",
                Q(state="retracted")
                | known("evidence_class", "bearing", "observed_on") & said("source"),
            ),
            between("evidence", "quality", 0, 1),
            between("evidence", "relevance", 0, 1),
            between("evidence", "remaining", 0, 1),
        )
