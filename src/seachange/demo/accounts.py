"""Business customers: accounts, who buys and works in them, and the CS managers who call."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seachange.demo.choosing import About, Exactly, choose, everybody
from seachange.demo.columns import NOTHING
from seachange.demo.days import (
    AS_OF,
    DAY,
    HOUR,
    MINUTE,
    NEVER,
    START,
    TURN,
    Chance,
    Codes,
    Mask,
    Moments,
    awake,
    day,
    midnights,
    moment,
    office,
)
from seachange.demo.experiments import CALL_QUEUE, Arms, record_exposures
from seachange.demo.figures import EXPERIMENTS, OUTCOMES
from seachange.demo.ledger import Ledger
from seachange.demo.people import ABROAD, END

CALL_WINDOW = 5 * DAY
FIVE_WEEKS = 35 * DAY
CALLED = 0.55  # in time, where no count is stated
PENDING = day("2026-06-26")  # the five days of accounts opened from here on are not over
SINGLE_SIGN_ON = day("2026-05-29")
BRAMLEY, NORFOLD, KESTREL = "Bramley Bank", "Norfold Advisers", "Kestrel Group"


@dataclass(frozen=True)
class Batch:
    """Accounts opened in one period, as many as stated, and how many get their call in time."""

    accounts: int
    since: int
    until: int
    called: int | None = None  # where None, the usual share
    is_home: bool = True
    variant: int = NOTHING  # H5: 0 before the call queue, 1 after


def batches(scale: int) -> tuple[Batch, ...]:
    """Return the year's accounts, without the two that have a story of their own.

    At home the call queue is in use from January on, as a trial; abroad from 20 April on. So
    OC4 rises at home with the half-year, and H5 compares five weeks before and after abroad.
    """
    base = OUTCOMES["OC4"].baseline.times(scale)
    latest = OUTCOMES["OC4"].latest.times(scale)
    pre = EXPERIMENTS["H5"].control.times(scale)
    post = EXPERIMENTS["H5"].treatment.times(scale)
    before, after = CALL_QUEUE - FIVE_WEEKS, CALL_QUEUE + FIVE_WEEKS
    return (
        Batch(base.people, START, TURN, base.did),
        # Bramley never gets its call, Norfold does.
        Batch(latest.people - 2, TURN, PENDING, latest.did - 1),
        Batch(6 * scale, PENDING, END),
        Batch(30 * scale, ABROAD, before, is_home=False),
        Batch(pre.people, before, CALL_QUEUE, pre.did, is_home=False, variant=0),
        Batch(post.people, CALL_QUEUE, after, post.did, is_home=False, variant=1),
        Batch(25 * scale, after, END, is_home=False),
    )


@dataclass(frozen=True)
class Accounts:
    """Accounts by number: when each opened and got its call, where, and in which part of H5."""

    opened: Moments
    called: Moments  # NEVER if it was forgotten
    market: Codes
    variant: NDArray[np.int16]

    @property
    def number(self) -> Codes:
        return np.arange(self.opened.size, dtype=np.int32)


def serve_accounts(chance: Chance, ledger: Ledger, *, scale: int) -> int:
    """Open accounts, hold set-up calls, let members work; return how many used single sign-on."""
    accounts = _open(chance, scale)
    ledger.accounts += [f"acct_{number:04d}" for number in range(1, accounts.opened.size - 1)]
    ledger.accounts += [BRAMLEY, NORFOLD, KESTREL]
    bramley, kestrel = len(ledger.accounts) - 3, len(ledger.accounts) - 1
    _onboard(chance, ledger, accounts, managers=8 * scale)
    _work(chance, ledger, accounts)
    _prospect(chance, ledger, kestrel)
    return _sign_on(chance, ledger, bramley)


def _open(chance: Chance, scale: int) -> Accounts:
    """Draw when accounts open and when their set-up call is held."""
    plan = batches(scale)
    people = [batch.accounts for batch in plan]
    which = np.repeat(np.arange(len(plan)), people)
    opened = np.concatenate([_opening(chance, batch) for batch in plan])
    quotas = [
        Exactly(which == place, batch.called)
        if batch.called is not None
        else About(which == place, CALLED)
        for place, batch in enumerate(plan)
    ]
    in_time = choose(chance, np.zeros(which.size), quotas, eligible=everybody(which.size))
    at_home = np.array([batch.is_home for batch in plan])[which]
    market = np.where(at_home, 0, chance.integers(1, 4, which.size))
    variant = np.array([batch.variant for batch in plan])[which]
    bramley, norfold = moment("2026-02-20T10:12:00"), moment("2026-04-28T14:40:00")
    norfold_called = moment("2026-05-02T09:30:00")
    return Accounts(
        opened=np.append(opened, [bramley, norfold]),
        called=np.append(_call(chance, opened, in_time), [NEVER, norfold_called]),
        market=np.append(market, [0, 0]).astype(np.int32),
        variant=np.append(variant, [NOTHING, NOTHING]).astype(np.int16),
    )


def _opening(chance: Chance, batch: Batch) -> Moments:
    """Draw moments on working days, well inside the batch's period."""
    days = midnights(batch.since, batch.until)
    days = days[(days // DAY + 3) % 7 < 5]
    clock = chance.integers(8 * HOUR, 17 * HOUR, size=batch.accounts)
    return np.sort(chance.choice(days, size=batch.accounts) + clock)


def _call(chance: Chance, opened: Moments, in_time: Mask) -> Moments:
    soon = office(chance, since=opened + 3 * HOUR, until=opened + CALL_WINDOW - HOUR)
    late = office(chance, since=opened + CALL_WINDOW + HOUR, until=opened + 24 * DAY)
    forgotten = chance.random(opened.size) < 0.3
    return np.where(in_time, soon, np.where(forgotten, NEVER, late))


def _onboard(chance: Chance, ledger: Ledger, accounts: Accounts, *, managers: int) -> None:
    """Write down who opened an account and which CS manager called them."""
    number, opened, called = accounts.number, accounts.opened, accounts.called
    buyer = number + ledger.cast.admit("buyer", accounts.market, digits=4)
    first = ledger.cast.admit("cs", np.zeros(managers, dtype=np.int32), digits=2)
    manager = first + number % managers
    arms = Arms(accounts.variant)
    record_exposures(ledger, "H5", arms, actor=buyer, time=opened - 30 * MINUTE, account=number)
    ledger.record("account_opened", buyer, opened, account=number)
    queued = np.where(called < NEVER, opened + (called - opened) // 3, NEVER)
    ledger.record("setup_call_booked", manager, queued, account=number)
    minutes = np.clip(chance.normal(38, 9, opened.size), 12, 75).astype(np.int32)
    ledger.record("setup_call_held", manager, called, account=number, minutes=minutes)


def _work(chance: Chance, ledger: Ledger, accounts: Accounts) -> None:
    """Let each account's people come and do their work in the weeks after it opened."""
    seats = 1 + chance.poisson(1.5, accounts.opened.size)
    of = np.repeat(accounts.number, seats)
    first = ledger.cast.admit("member", accounts.market[of], digits=5)
    member = np.arange(first, first + of.size, dtype=np.int32)
    wait = chance.exponential(8 * DAY, of.size).astype(np.int64)
    joined = awake(chance, accounts.opened[of] + wait)
    ledger.record("seat_added", member, joined, account=of)
    for name, often in (("workspace_opened", 2.2), ("report_exported", 0.5)):
        who = np.repeat(np.arange(of.size), chance.poisson(often, of.size))
        wait = chance.exponential(25 * DAY, who.size).astype(np.int64)
        ledger.record(name, member[who], awake(chance, joined[who] + wait), account=of[who])


def _prospect(chance: Chance, ledger: Ledger, account: int) -> None:
    """Kestrel has not bought: two people try the demonstration and read the offer."""
    first = ledger.cast.admit("prospect", np.zeros(2, dtype=np.int32), digits=2)
    actor = np.array([first, first + 1], dtype=np.int32)
    accounts = np.full(actor.size, account, dtype=np.int32)
    start = np.full(actor.size, moment("2026-05-18T09:00:00"))
    for name, after in (("demo_requested", 0), ("proposal_viewed", 16), ("proposal_viewed", 29)):
        wait = after * DAY + chance.integers(0, 6 * HOUR, actor.size)
        ledger.record(name, actor, start + wait, account=accounts)


def _sign_on(chance: Chance, ledger: Ledger, account: int) -> int:
    """Seven people of Bramley use the single sign-on that was built for Bramley; nobody else."""
    people = 7
    first = ledger.cast.admit("bramley", np.zeros(people, dtype=np.int32), digits=2)
    who = np.repeat(np.arange(people, dtype=np.int32), 1 + chance.poisson(4.0, people))
    days = chance.uniform(0, 32, who.size) * DAY
    times = awake(chance, SINGLE_SIGN_ON + days.astype(np.int64))
    accounts = np.full(who.size, account, dtype=np.int32)
    ledger.record("sso_used", first + who, times, account=accounts)
    return int(np.unique(who[times <= AS_OF]).size)
