"""Values of several columns: where a metric stood, and what a hypothesis is held to."""

from __future__ import annotations

from seachange.people.fields import Columns, count, day, number, prose


def level() -> Columns:
    """Return the columns of a `Level`; all empty means there is none."""
    return Columns(
        value=number(),
        did=count(),
        people=count(),
        promoters=count(),
        passives=count(),
        detractors=count(),
        starts=day(),
        ends=day(),
        version=count(),
    )


def criteria() -> Columns:
    """Return the columns of a hypothesis's `Criteria`."""
    return Columns(
        predicted_low=number(),
        predicted=number(),
        predicted_high=number(),
        smallest_worthwhile=number(),
        success_on=day(),
        kill_state=prose(),
        kill_below=number(),
        kill_after_people=count(),
        kill_on=day(),
    )


def measurement_plan() -> Columns:
    """Return the columns of a `MeasurementPlan`."""
    return Columns(hope=prose(), metric=prose(), instrumentation=prose())
