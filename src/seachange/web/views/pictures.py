"""The colours of pictures, as a style sheet made from where they are drawn."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

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


ROUTES = [route("pictures.css", style, name="pictures", policy=ANYBODY)]
