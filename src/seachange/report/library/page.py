"""The learning library as one self-contained HTML page, in the look of every other report."""

from __future__ import annotations

from collections.abc import Callable

from seachange.planning.rules.indicators.learning import Calibration
from seachange.planning.rules.library import Lesson
from seachange.planning.rules.programme import OutcomeTotal, Programme
from seachange.planning.rules.vocabulary import Finish
from seachange.report.cells import Cell, Column, Sheet, shown
from seachange.report.library import telling
from seachange.report.look import environment
from seachange.report.pictures.calibration import calibration
from seachange.report.verdicts import telling as verdicts
from seachange.report.verdicts.page import own_style

_LOOKS = {Finish.SUPPORTED: "good", Finish.REFUTED: "bad", Finish.HARMED: "bad"}


def page(told: Programme, *, name: str, as_of: str) -> str:
    """Return a whole page that works offline and prints; `name` is what the plan is called."""
    template = environment().get_template("library.html")
    return template.render(name=name, as_of=as_of, style=own_style(), **_held(told))


def part(told: Programme, address: Callable[[str], str] | None = None) -> str:
    """Return the same as a part of another page that has the style sheet.

    `address` tells where a hypothesis has a page; without it nothing leads anywhere.
    """
    return environment().get_template("library_part.html").render(_held(told), address=address)


def fragment(told: Programme) -> str:
    """Return the same to stand alone in a notebook's cell."""
    template = environment().get_template("part.html")
    return template.render(inner=part(told), style=own_style())


def _held(told: Programme) -> dict[str, object]:
    bins = told.forecasts[0].bins if told.forecasts else ()
    return {
        "headline": telling.headline(told),
        "facts": list(telling.facts(told)),
        "lessons": [_card(each) for each in told.lessons],
        "totals": _totals(told),
        "stopped": _stopped(told),
        "forecasts": _forecasts(told),
        "score": telling.score(told.forecasts[0]) if told.forecasts else "",
        "mended": telling.mended(told.forecasts[0]) if told.forecasts else "",
        "curve": calibration(bins),
        "curve_narrow": calibration(bins, width=320),
        "teams": [
            (each.team, calibration(each.bins, width=320))
            for each in told.forecasts
            if each.team and each.bins
        ],
        "bins": _bins(told),
        "shown": shown,
    }


def _card(each: Lesson) -> dict[str, str]:
    outcome = each.case.outcome
    return {
        "id": each.case.hypothesis.id,
        "title": f"{each.case.hypothesis.id}: {each.title}",
        "called": verdicts.CALLED[each.verdict.finish],
        "look": _LOOKS.get(each.verdict.finish, ""),
        "said": telling.came_of(each),
        "outcome": f"{outcome.id}: {outcome.text}" if outcome else "",
        "decided": telling.decided(each),
        "reason": each.verdict.reason,
    }


def _totals(told: Programme) -> Sheet:
    columns = (
        *(Column("Outcome", "prose"), Column("Won", "people")),
        *(Column(each, "number") for each in ("As measured", "Luck", "Without it", "Believed")),
    )
    rows = tuple(_total(each) for each in told.totals)
    return Sheet("What all winners did together", columns, rows)


def _total(each: OutcomeTotal) -> tuple[Cell, ...]:
    found = each.total
    parts = (found.measured, -found.luck, found.effect) if found else ()
    measured = [telling.amount(part, each.scale) for part in parts] or ["", "", ""]
    outcome = f"{each.outcome.id}: {each.outcome.text}"
    return (outcome, each.won, *measured, telling.amount(each.believed, each.scale))


def _stopped(told: Programme) -> Sheet:
    columns = (Column("What"), Column("Name", "prose"), Column("How"), Column("Why", "prose"))
    rows = tuple(
        (each.record, each.title, each.how, each.why or "nobody wrote down why")
        for each in told.killed
    )
    return Sheet("What was stopped", columns, rows)


def _forecasts(told: Programme) -> Sheet:
    columns = (
        *(Column("Team"), Column("Forecasts", "people")),
        *(Column("Brier score", "number"), Column("Of the base rate", "number")),
    )
    rows = tuple(
        (
            spoken_team(each.team),
            each.score.forecasts,
            f"{each.score.brier:.3f}",
            f"{each.score.brier_of_base:.3f}",
        )
        for each in told.forecasts
        if isinstance(each.score, Calibration)
    )
    return Sheet("By team", columns, rows)


def spoken_team(team: str) -> str:
    """Return a team's name; everybody where it is none in particular."""
    return team or "all"


def _bins(told: Programme) -> Sheet:
    columns = (Column("Said"), Column("On average", "number"), Column("Came true", "number"))
    bins = told.forecasts[0].bins if told.forecasts else ()
    rows = tuple(
        (f"{each.low:g} to {each.high:g}", f"{each.said:.2f}", telling.share(each.came_true))
        for each in bins
    )
    return Sheet("What was said, and what came true", columns, rows)
