"""All pages, subject by subject."""

from __future__ import annotations

from django.urls import URLPattern

from seachange.web.views import (
    answers,
    checks,
    comments,
    demonstration,
    events,
    exports,
    home,
    hypotheses,
    journeys,
    journeys_edit,
    journeys_outcome,
    objectives,
    outcomes,
    outcomes_state,
    pictures,
    records,
    records_edit,
    records_list,
    roadmap,
    roadmap_handouts,
    search,
    shares,
    strategy,
)

PAGES: list[URLPattern] = [
    *home.ROUTES,
    *outcomes_state.ROUTES,
    *outcomes.ROUTES,
    *objectives.ROUTES,
    *demonstration.ROUTES,
    *strategy.ROUTES,
    *hypotheses.ROUTES,
    *checks.ROUTES,
    *shares.ROUTES,
    *roadmap_handouts.ROUTES,
    *roadmap.ROUTES,
    *pictures.ROUTES,
    *answers.ROUTES,
    *events.ROUTES,
    *journeys_edit.ROUTES,
    *journeys_outcome.ROUTES,
    *journeys.ROUTES,
    *records_list.ROUTES,
    *records_edit.ROUTES,
    *records.ROUTES,
    *search.ROUTES,
    *comments.ROUTES,
    *exports.ROUTES,
]
