"""What lies ahead, at 3, 6, 9 and 12 months."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from seachange.people.fields import day, link, listing, number, one_of, prose, word, yes
from seachange.people.records import RecordRow
from seachange.planning.models.constraints import holds, known, stated
from seachange.planning.rules import belonging
from seachange.planning.rules.vocabulary import HORIZONS, Kind, Precision, RoadmapKind, Source

OPEN = ["later", "next", "now"]


class RoadmapItem(RecordRow):
    """An outcome, question, theme, problem, hypothesis, milestone or output at a horizon."""

    within = belonging.within(Kind.ROADMAP_ITEM)

    item_kind = word(RoadmapKind.OUTCOME)
    outcome = link("planning.Outcome")
    question = link("planning.LearningQuestion")
    problem = link("planning.Problem")
    milestone = link("planning.VisionMilestone")
    hypothesis = link("planning.Hypothesis")
    output = link("planning.Output")
    title = prose()
    horizon = models.IntegerField(default=3)
    due = day()
    precision = word()
    earliest = day()
    latest = day()
    earlier_due = listing()
    confidence = number()
    source = word()
    feature_request = link("planning.FeatureRequest")
    deal = link("planning.Deal")
    near_term_reason = prose()
    is_legal_date = yes()
    effort_weeks = number()
    audience = listing()
    changed_on = day()

    class Meta:
        constraints = (
            *stated(Kind.ROADMAP_ITEM),
            one_of("roadmap_item", "item_kind", RoadmapKind),
            one_of("roadmap_item", "precision", Precision),
            one_of("roadmap_item", "source", Source),
            one_of("roadmap_item", "horizon", HORIZONS),
            holds(
                "roadmap_item",
                "I-23",
                ~Q(state__in=OPEN)
                | Q(horizon__lte=3)
                | Q(due__isnull=True)
                | (known("precision") & ~Q(precision="day")),
            ),
            holds("roadmap_item", "I-25", known("source")),
        )


class RoadmapView(RecordRow):
    """A way of looking at the roadmap, and the departments it is for."""

    audience = listing()

    class Meta:
        constraints = (*stated(Kind.ROADMAP_VIEW),)
