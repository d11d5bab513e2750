"""All pages, subject by subject."""

from __future__ import annotations

from django.urls import URLPattern

from seachange.web.views import answers, demonstration, home, pictures, strategy

PAGES: list[URLPattern] = [
    *home.ROUTES,
    *demonstration.ROUTES,
    *strategy.ROUTES,
    *pictures.ROUTES,
    *answers.ROUTES,
]
