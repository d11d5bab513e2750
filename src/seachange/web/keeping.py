"""A finding kept as a signal, once a cohort of its step shows it; if not, why nothing was kept."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.db import close_old_connections

from seachange.errors import SeachangeError
from seachange.evidence import sources, wishes
from seachange.evidence.logs import log_of
from seachange.evidence.models import SignalWish
from seachange.evidence.signals import Found, Look, Wanted, as_held_by
from seachange.evidence.signals import look as find_signals
from seachange.planning.actions import signals
from seachange.planning.actions.turns import in_turn
from seachange.planning.reads.snapshot import whole_plan

_TOLD = logging.getLogger("seachange.jobs")
KEPT = "it is kept as a signal already"
LATER = "Ask again when more people have come to the step."


def keep(number: str) -> None:
    """Count a step's cohort once more, and keep the signal that somebody asked for.

    Where the cohort does not show it, nothing is kept: a signal has a cohort that found it.
    """
    close_old_connections()
    for wish in wishes.waiting(int(number)):
        try:
            _answer(wish)
        except SeachangeError as error:
            wishes.refused(wish, why=error.what, remedy=error.remedy)
        except Exception:
            # The queue would only log it; whoever waits must be told, too.
            _TOLD.exception("a signal could not be kept")
            wishes.refused(wish, why="a fault of ours stopped the count", remedy="Try once more.")


def _answer(wish: SignalWish) -> None:
    source = sources.source_in_use()
    if source is None:
        wishes.refused(wish, why="no events are in use", remedy="Bring events, and use them.")
        return
    log, plan = log_of(source), whole_plan()
    until = datetime.fromtimestamp((log.last or 0) / 1_000_000, UTC).date()
    looks = list(find_signals(plan, log, as_of=until, wanted=Wanted(step=wish.step)))
    # The plan may call it otherwise than the log does, by whose words it was asked for.
    fitting = [each for seen in looks for each in seen.found if each.label == wish.behaviour]
    found = next((each for each in fitting if each.is_new), None)
    if found is None:
        why = KEPT if fitting else _why_not(looks, wish.behaviour)
        wishes.refused(wish, why=why, remedy="" if fitting else LATER)
        return
    if _keep_now(found, by=wish.by):
        wishes.granted(wish)
    else:
        wishes.refused(wish, why=KEPT)


@in_turn
def _keep_now(found: Found, *, by: str) -> bool:
    """Keep a finding in the plan as it is now; others wrote in it while it was counted."""
    plan = whole_plan()
    held = as_held_by(plan, found)
    if held is None:
        return False
    is_known = held.behaviour.id in plan.by_id
    behaviour = None if is_known else held.behaviour
    signals.keep(held.signal, estimate=held.estimate, behaviour=behaviour, by=by)
    return True


def _why_not(looks: Iterable[Look], behaviour: str) -> str:
    """Say why no cohort of a step tells a behaviour."""
    why = "nobody could be looked at there"
    for seen in looks:
        passed = dict(seen.passed_over)
        if behaviour in passed:
            return passed[behaviour]
        if seen.why:
            why = seen.why
        elif seen.starts and seen.ends:
            came = f"those who came from {_day(seen.starts)} to {_day(seen.ends)}"
            why = f"{came} do not show it clearly enough"
    return why


def _day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"
