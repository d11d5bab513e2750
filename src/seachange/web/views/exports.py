"""Taking along: a table or picture as a page shows it, and the plan as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from seachange import clock
from seachange.planning.files.writing import plan_text
from seachange.planning.reads.snapshot import snapshot
from seachange.report.pictures.files import TYPES, as_file
from seachange.report.spreadsheet import sheet_as_csv, workbook
from seachange.web.exports import Later, made_again
from seachange.web.policies import INSIDE, MEMBERS
from seachange.web.routing import route
from seachange.web.who import viewer_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# So that Excel reads it as UTF-8.
MARK = "\ufeff"


def export(request: HttpRequest) -> HttpResponse:
    """Give `what` the page `of` an address shows, in a `form`: csv, xlsx, svg, png or pdf."""
    address, what = request.GET.get("of", ""), request.GET.get("what", "")
    form = request.GET.get("form", "")
    if form not in {"csv", "xlsx", *TYPES}:
        raise Http404
    offered = made_again(request, address, whole=form not in TYPES)
    if form in TYPES:
        if what not in offered.pictures:
            raise Http404
        return _file(as_file(offered.pictures[what], form), f"{what}.{form}", TYPES[form])
    if what not in offered.sheets:
        raise Http404
    told = offered.sheets[what]
    sheet = told.make() if isinstance(told, Later) else told
    if form == "csv":
        text = f"{MARK}{sheet_as_csv(sheet)}".encode()
        return _file(text, f"{what}.csv", "text/csv; charset=utf-8")
    return _file(workbook([sheet]), f"{what}.xlsx", EXCEL)


def plan(request: HttpRequest) -> HttpResponse:
    """Give the plan as a file of YAML, as far as whoever asks may see it."""
    told = plan_text(snapshot(viewer_of(request)))
    day = clock.now().date()
    return _file(told.encode(), f"plan-{day}.yml", "application/yaml; charset=utf-8")


def _file(content: bytes, name: str, form: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=form)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


ROUTES = [
    route("export/plan.yml", plan, name="export_plan", policy=INSIDE),
    route("export/", export, name="export", policy=MEMBERS),
]
