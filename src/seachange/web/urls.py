"""All pages, subject by subject."""

from __future__ import annotations

from django.urls import URLPattern

from seachange.web.views import (
    answers,
    demonstration,
    events,
    home,
    journeys,
    pictures,
    records,
    records_edit,
    records_list,
    strategy,
)

PAGES: list[URLPattern] = [
    *home.ROUTES,
    *demonstration.ROUTES,
    *strategy.ROUTES,
    *pictures.ROUTES,
    *answers.ROUTES,
    *events.ROUTES,
    *journeys.ROUTES,
    *records_list.ROUTES,
    *records_edit.ROUTES,
    *records.ROUTES,
]
