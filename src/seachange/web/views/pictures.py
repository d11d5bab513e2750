"""The colours of pictures, as a style sheet made from where they are drawn."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from seachange.report.look import environment
from seachange.report.pictures.drawing import CLASSES, DARK, LIGHT, colours
from seachange.web.policies import ANYBODY
from seachange.web.routing import route


def style(_: HttpRequest) -> HttpResponse:
    """Return the style sheet of pictures, in light and dark."""
    sheet = (
        f":root{{{colours(LIGHT)}}}"
        f"@media(prefers-color-scheme:dark){{:root:not([data-theme=light]){{{colours(DARK)}}}}}"
        f":root[data-theme=dark]{{{colours(DARK)}}}{CLASSES}"
    )
    answer = HttpResponse(sheet, content_type="text/css")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def reports(_: HttpRequest) -> HttpResponse:
    """Return the style sheet of what reports and pages show alike, without colours of its own."""
    nothing = {"light": "", "dark": "", "classes": ""}
    sheets = ("report.css", "drivers.css", "verdicts.css")
    told = "".join(environment().get_template(sheet).render(nothing) for sheet in sheets)
    answer = HttpResponse(told, content_type="text/css")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


ROUTES = [
    route("reports.css", reports, name="reports", policy=ANYBODY),
    route("pictures.css", style, name="pictures", policy=ANYBODY),
]
