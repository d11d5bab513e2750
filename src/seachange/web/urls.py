"""All pages, subject by subject."""

from __future__ import annotations

from django.urls import URLPattern

from seachange.web.views import (
    answers,
    demonstration,
    events,
    home,
    journeys,
    outcomes,
    outcomes_state,
    pictures,
    records,
    records_edit,
    records_list,
    search,
    strategy,
)

PAGES: list[URLPattern] = [
    *home.ROUTES,
    *outcomes_state.ROUTES,
    *outcomes.ROUTES,
    *demonstration.ROUTES,
    *strategy.ROUTES,
    *pictures.ROUTES,
    *answers.ROUTES,
    *events.ROUTES,
    *journeys.ROUTES,
    *records_list.ROUTES,
    *records_edit.ROUTES,
    *records.ROUTES,
    *search.ROUTES,
]
