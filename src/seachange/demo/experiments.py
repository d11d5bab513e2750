"""Who is in which experiment, in which arm, and the event that says so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.demo.choosing import Exactly
from seachange.demo.columns import NOTHING
from seachange.demo.days import REMINDERS, SMS_REPLIES, Chance, Codes, Mask, Moments, day
from seachange.demo.figures import EXPERIMENTS
from seachange.demo.ledger import VOCABULARY, Ledger
from seachange.demo.people import ABROAD

# When each experiment lets the first one in. All run abroad: at home things are released by date.
BEGINS = {
    "H1": ABROAD,
    "H2": day("2026-06-01"),
    "H3": SMS_REPLIES,
    "H4": REMINDERS,
    "H5": day("2026-03-16"),
    "H6": ABROAD,
}
CALL_QUEUE = day("2026-04-20")  # H5 compares the five weeks before this day and the five after


@dataclass(frozen=True)
class Arms:
    """One code a unit: NOTHING, 0 for the control, 1 for the treatment."""

    codes: NDArray[np.int16]

    @property
    def control(self) -> Mask:
        arm: Mask = self.codes == 0
        return arm

    @property
    def treatment(self) -> Mask:
        arm: Mask = self.codes == 1
        return arm

    @property
    def everyone(self) -> Mask:
        units: Mask = self.codes != NOTHING
        return units

    def quotas(self, experiment: str, *, scale: int) -> list[Exactly]:
        """Return how many in each arm are to do what the experiment counts."""
        stated = EXPERIMENTS[experiment]
        return [
            Exactly(self.control, stated.control.did * scale),
            Exactly(self.treatment, stated.treatment.did * scale),
        ]


def size(experiment: str, *, scale: int) -> int:
    """Return how many units the experiment takes in."""
    stated = EXPERIMENTS[experiment]
    return (stated.control.people + stated.treatment.people) * scale


def first_come(experiment: str, times: Moments, eligible: Mask, *, scale: int) -> Mask:
    """Let units in by order of time since the experiment began, until it is full."""
    waiting = np.flatnonzero(eligible & (times >= BEGINS[experiment]))
    places = waiting[np.argsort(times[waiting], kind="stable")][: size(experiment, scale=scale)]
    entered = np.zeros(times.size, dtype=np.bool_)
    entered[places] = True
    return entered


def split(chance: Chance, units: Mask, *, control: int) -> Arms:
    """Draw lots: `control` of the units go to the control, the rest to the treatment."""
    codes = np.full(units.size, NOTHING, dtype=np.int16)
    drawn = chance.permutation(np.flatnonzero(units))
    codes[drawn[:control]] = 0
    codes[drawn[control:]] = 1
    return Arms(codes)


def split_as_stated(chance: Chance, experiment: str, units: Mask, *, scale: int) -> Arms:
    """Draw lots so that the arms have the sizes stated for this experiment."""
    return split(chance, units, control=EXPERIMENTS[experiment].control.people * scale)


def record_exposures(
    ledger: Ledger,
    experiment: str,
    arms: Arms,
    *,
    actor: Codes,
    time: Moments,
    account: Codes | None = None,
) -> None:
    """Write down who saw which variant; `time` must lie before whatever is counted."""
    first = VOCABULARY["variant"].index("pre" if experiment == "H5" else "control")
    variant = (arms.codes + first).astype(np.int32)
    whose = {} if account is None else {"account": account}
    ledger.record(
        "experiment_viewed",
        actor,
        time,
        only=arms.everyone,
        experiment=experiment,
        variant=variant,
        **whose,
    )
