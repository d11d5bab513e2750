"""From signing up to an answer: clients ask an adviser, advisers reply within a day, or do not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seachange.demo.choosing import About, Exactly, choose, everybody
from seachange.demo.days import (
    AS_OF,
    DAY,
    HOLIDAYS,
    HOUR,
    MINUTE,
    NEVER,
    OUTAGE,
    SECOND,
    SMS_REPLIES,
    START,
    TURN,
    Codes,
    Floats,
    Mask,
    Moments,
    awake,
    within,
)
from seachange.demo.experiments import Arms, first_come, record_exposures, split_as_stated
from seachange.demo.figures import EXPERIMENTS, OUTCOMES
from seachange.demo.people import days_since, in_turn
from seachange.demo.stage import Stage

ASKS = 0.90
ASKS_AGAIN_ABROAD = 0.15
ANSWERED_BY_STAND_INS = 0.6
# Requests whose day is over by AS_OF, by half-year: what OC2 counts.
HALVES = ((START, TURN), (TURN, AS_OF - DAY))


@dataclass(frozen=True)
class Asked:
    """One request at most per client: when, whom, and what came of it (NEVER, if nothing)."""

    sent: Moments
    adviser: Codes  # counted from 0
    prompt: Mask  # answered within 24 hours
    sms: Mask  # answered by text message, if at all
    replied: Moments


@dataclass(frozen=True)
class Replies:
    """What clients got: the first reply to any request, from whom, and whether it was prompt."""

    at: Moments
    adviser: Codes
    prompt: Mask


def ask(stage: Stage) -> Replies:
    """Let clients ask, and ask somebody else when no answer comes; OC2 comes out as stated."""
    first = _ask_first(stage)
    again = _ask_again(stage, first)
    for asked in (first, again):
        _record(stage, asked)
    return Replies(
        at=np.minimum(first.replied, again.replied),
        adviser=np.where(first.replied <= again.replied, first.adviser, again.adviser),
        prompt=first.prompt,
    )


def _ask_first(stage: Stage) -> Asked:
    chance, clients = stage.chance, stage.clients
    people = len(clients)
    share = [About(everybody(people), ASKS)]
    asks = choose(chance, 0.4 * clients.intent, share, eligible=clients.signs_up)
    soon = chance.uniform(2 * MINUTE, 40 * MINUTE, people)
    later = HOUR + chance.exponential(1.2 * DAY, people)
    wait = np.where(chance.random(people) < 0.8, soon, later).astype(np.int64)
    sent = np.where(asks, awake(chance, clients.start + wait), NEVER)
    adviser = _share_out(stage, sent, among_stand_ins=False)
    arms = _sms_experiment(stage, sent, adviser)
    stated = EXPERIMENTS["H3"]
    sms = (sent >= SMS_REPLIES) & ~arms.control
    quotas: list[Exactly | About] = [*arms.quotas("H3", scale=stage.scale)]
    for half, count in zip(HALVES, (OUTCOMES["OC2"].baseline, OUTCOMES["OC2"].latest), strict=True):
        # The stand-ins' answers make up the rest of the stated number.
        group = clients.at_home & within(sent, half)
        quotas.append(Exactly(group, round(count.share * int(group.sum()))))
    quotas += [About(~sms, stated.control.share), About(sms, stated.treatment.share)]
    prompt = choose(
        chance, _odds_of_prompt_reply(stage, sent, adviser), quotas, eligible=sent < NEVER
    )
    sms &= chance.random(people) < 0.5
    return Asked(sent, adviser, prompt, sms, _reply(stage, sent, adviser, prompt=prompt, sms=sms))


def _ask_again(stage: Stage, first: Asked) -> Asked:
    """Let some who still wait after a day ask a stand-in: as many as OC2 has requests left."""
    chance, clients = stage.chance, stage.clients
    people = len(clients)
    wait = chance.uniform(25 * HOUR, 36 * HOUR, people).astype(np.int64)
    moment = awake(chance, np.where(first.sent < NEVER, first.sent, AS_OF) + wait)
    waiting = (first.sent < NEVER) & ~first.prompt & (first.replied > moment)
    asks: list[Exactly | About] = []
    left = []
    for half, count in zip(HALVES, (OUTCOMES["OC2"].baseline, OUTCOMES["OC2"].latest), strict=True):
        stated = count.times(stage.scale)
        before = clients.at_home & within(first.sent, half)
        asks.append(
            Exactly(clients.at_home & within(moment, half), stated.people - int(before.sum()))
        )
        left.append(stated.did - int((before & first.prompt).sum()))
    asks.append(About(everybody(people), ASKS_AGAIN_ABROAD))
    again = choose(chance, 0.4 * clients.intent, asks, eligible=waiting)
    sent = np.where(again, moment, NEVER)
    adviser = _share_out(stage, sent, among_stand_ins=True)
    answers: list[Exactly | About] = [
        Exactly(clients.at_home & within(sent, half), many)
        for half, many in zip(HALVES, left, strict=True)
    ]
    answers.append(About(everybody(people), ANSWERED_BY_STAND_INS))
    odds = _odds_of_prompt_reply(stage, sent, adviser)
    prompt = choose(chance, odds, answers, eligible=again)
    sms = (sent >= SMS_REPLIES) & (chance.random(people) < 0.5)
    return Asked(sent, adviser, prompt, sms, _reply(stage, sent, adviser, prompt=prompt, sms=sms))


def _share_out(stage: Stage, sent: Moments, *, among_stand_ins: bool) -> Codes:
    """Give every request to whose turn it is in the client's part of the world."""
    adviser = np.zeros(sent.size, dtype=np.int32)
    for at_home in (True, False):
        group = np.flatnonzero((sent < NEVER) & (stage.clients.at_home == at_home))
        pool = stage.advisers.pool(at_home=at_home, stands_in=among_stand_ins)
        adviser[group] = in_turn(stage.chance, sent[group], pool)
    return adviser


def _sms_experiment(stage: Stage, sent: Moments, adviser: Codes) -> Arms:
    """H3 takes in advisers abroad, each with the first request they get after it began."""
    abroad = ~stage.clients.at_home
    candidates = np.flatnonzero((sent >= SMS_REPLIES) & (sent <= AS_OF) & abroad)
    in_time = candidates[np.argsort(sent[candidates], kind="stable")]
    _, places = np.unique(adviser[in_time], return_index=True)
    firsts = np.zeros(sent.size, dtype=np.bool_)
    firsts[in_time[places]] = True
    entered = first_come("H3", sent, firsts, scale=stage.scale)
    arms = split_as_stated(stage.chance, "H3", entered, scale=stage.scale)
    actor = stage.advisers.first + adviser
    record_exposures(stage.ledger, "H3", arms, actor=actor, time=sent - 20 * SECOND)
    return arms


def _odds_of_prompt_reply(stage: Stage, sent: Moments, adviser: Codes) -> Floats:
    odds = stage.advisers.responsive[adviser].copy()
    odds -= 0.4 * ((sent // DAY + 3) % 7 >= 5)
    odds -= 0.9 * within(sent, HOLIDAYS) + 1.2 * within(sent, OUTAGE)
    # At home the service improves bit by bit through the winter, then by text message.
    odds += stage.clients.at_home * (0.8 * np.minimum(days_since(sent, TURN) / 100, 1.0))
    odds += stage.clients.at_home * (0.5 * (sent >= SMS_REPLIES))
    return odds


def _reply(stage: Stage, sent: Moments, adviser: Codes, *, prompt: Mask, sms: Mask) -> Moments:
    """Draw when the answer comes: well inside a day, well past one, or never."""
    chance = stage.chance
    hours = chance.lognormal(np.log(np.where(sms, 1.3, 3.5)), 0.9)
    fast = sent + np.minimum(hours * HOUR, 23.5 * HOUR).astype(np.int64)
    rested = awake(chance, fast)
    fast = np.where(rested <= sent + 23 * HOUR + 45 * MINUTE, rested, fast)
    wait = np.minimum(24.5 * HOUR + chance.exponential(9 * HOUR, sent.size), 60 * HOUR)
    slow = awake(chance, sent + wait.astype(np.int64))
    silent = (stage.advisers.responsive[adviser] < -2.5) | (chance.random(sent.size) < 0.06)
    replied = np.where(prompt, fast, np.where(silent, NEVER, slow))
    return np.where(sent < NEVER, replied, NEVER)


def _record(stage: Stage, asked: Asked) -> None:
    """Write a request and its answer down twice: as the client's and as the adviser's."""
    ledger, clients = stage.ledger, stage.clients
    adviser = stage.advisers.first + asked.adviser
    via = asked.sms.astype(np.int32)
    seen = asked.replied + 2 * SECOND
    ledger.record("request_sent", clients.actor, asked.sent, adviser=adviser, topic=clients.topic)
    ledger.record("request_received", adviser, asked.sent + SECOND)
    ledger.record("adviser_replied", adviser, asked.replied, via=via)
    ledger.record("reply_received", clients.actor, seen, adviser=adviser, via=via)
