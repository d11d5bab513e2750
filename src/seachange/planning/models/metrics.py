"""Measures with their versions, and what was measured."""

from __future__ import annotations

from django.db import models

from seachange.people.fields import day, link, listing, needs, one_of, prose, word, yes
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import possible, stated
from seachange.planning.models.parts import level
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import Kind, Purpose, Scale, Timing


class Metric(RecordRow):
    """A measure with a definition; `question` is the measuring core's question, as JSON text."""

    numerator = prose()
    denominator = prose()
    window = prose()
    unit = prose()
    source = prose()
    question = prose()
    version = models.IntegerField(default=1)
    scale = word(Scale.RATE)
    purpose = word(Purpose.BEHAVIOUR)
    timing = word(Timing.LEADING)
    tags = listing()
    is_tied_to_pay = yes()

    class Meta:
        constraints = (
            *stated(Kind.METRIC),
            one_of("metric", "scale", Scale),
            one_of("metric", "purpose", Purpose),
            one_of("metric", "timing", Timing),
        )


class MetricVersion(RecordRow):
    """What a metric meant in one version: its definition, kept as it was, with a hash of it."""

    within = belonging.within(Kind.METRIC_VERSION)

    metric = needs("planning.Metric")
    version = models.IntegerField(default=1)
    definition = listing()
    fingerprint = prose()
    since = day()

    class Meta:
        constraints = (
            *stated(Kind.METRIC_VERSION),
            models.UniqueConstraint(fields=("metric", "version"), name="metric_version_once"),
        )


class MetricBridge(RecordRow):
    """Why levels of two versions of a metric may be compared, and by what factor."""

    within = belonging.within(Kind.METRIC_BRIDGE)

    metric = needs("planning.Metric")
    from_version = models.IntegerField(default=1)
    to_version = models.IntegerField(default=2)
    factor = models.FloatField(default=1.0)
    reason = prose()

    class Meta:
        constraints = (*stated(Kind.METRIC_BRIDGE),)


class Measurement(RecordRow):
    """A level of a metric as it was measured in a period; never changed afterwards."""

    within = belonging.within(Kind.MEASUREMENT)

    metric = needs("planning.Metric")
    outcome = link("planning.Outcome")
    impact = link("planning.Impact")
    problem = link("planning.Problem")
    output = link("planning.Output")
    deal = link("planning.Deal")
    level = level()
    segment = prose()
    source = prose()
    measured_on = day()

    class Meta:
        constraints = (
            *stated(Kind.MEASUREMENT),
            *possible("measurement", "level"),
        )
