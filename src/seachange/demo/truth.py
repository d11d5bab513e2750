"""The planted truth, written beside the events: what acts, what only seems to, what happened.

The questions in it are those that can be asked of the log, word for word.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import numpy as np

from seachange.demo.accounts import BRAMLEY, SINGLE_SIGN_ON
from seachange.demo.background import REDESIGN, VISITORS
from seachange.demo.columns import Log, Words
from seachange.demo.days import (
    AS_OF,
    HOLIDAYS,
    INSTANT_SLOTS,
    OUTAGE,
    REMINDERS,
    SMS_REPLIES,
    START,
    TURN,
    VIRAL,
    Floats,
    Mask,
    Moments,
)
from seachange.demo.effects import EFFECTS, INTENT, MOVED_ONCE, NEVER_MET, TOPICS, risk_difference
from seachange.demo.experiments import BEGINS, CALL_QUEUE
from seachange.demo.figures import EXPERIMENTS, OUTCOMES, RENEWED, SURVEYS, Count
from seachange.demo.hidden import Hidden
from seachange.demo.questions import NPS, QUESTIONS, RENEWAL, Told
from seachange.demo.surveys import QUARTERS

ABOUT = (
    "Parley, a company that does not exist. Outcomes are stated for the home market, where there "
    "is a year of history. In February 2026 Parley opens in three more countries, and experiments "
    "run there; at home things are released by date. Latest counts are of entries whose window is "
    "over at as_of; newer ones are pending. `did` of `people` comes out exactly. Effects are what "
    "was planted, and H6 and H2 show that a count is one draw. Risk differences are the mean "
    "change of the probability among those who could, all else the same; the crude ones are what "
    "a bare table shows."
)

# Which outcome each experiment is to move, what it tries, and how it stands at AS_OF.
TRIED = {
    "H1": ("OC1", "instant slots on the profile", "worked"),
    "H2": ("OC1", "concierge call on day 2", "still running"),
    "H3": ("OC2", "one-tap adviser reply by SMS", "worked"),
    "H4": ("OC3", "time-zone fix in reminders and a reschedule link", "too small to see"),
    "H5": ("OC4", "onboarding playbook and call queue", "worked, before and after only"),
    "H6": ("OC5", "post-meeting summary with the next slot", "did nothing"),
}

# Behaviours without any effect, and what makes them look as if they had one.
CONFOUNDERS = {
    "save_to_shortlist": "hidden intent: the keen save more, in their first ten days",
    "open_app": "hidden intent: the keen come back more often, and by the app",
    "visit": "hidden intent",
    "browse_advisers": "hidden intent",
    "view_profile": "hidden intent",
    "filter_search": "hidden intent",
    "read_article": "hidden intent",
    "read_pricing": "hidden intent",
    "change_settings": "hidden intent",
    "contact_support": "hidden intent",
    "open_newsletter": "hidden intent",
    "error_shown": "hidden intent, and the outage",
    "use_calculator": "topic: investors use it four times as often, and stay anyway",
}
CONSEQUENCES = {
    "invoice_opened": "follows a held meeting",
    "meeting_rated": "follows a held meeting",
    "review_written": "follows a held meeting",
    "reminder_opened": "follows a booked meeting",
    "renewal_receipt_opened": "follows renewal",
    "friend_invited": "follows renewal",
}


@dataclass(frozen=True)
class Tallies:
    """What only the making of the year knows."""

    surveys_sent: dict[str, int]
    redesign_finders: int
    sign_on_users: int
    crawler_events: int
    retries: int


def tell(log: Log, hidden: Hidden, tallies: Tallies, *, scale: int) -> Told:
    """Tell everything that was planted, and every count that must come out."""
    return {
        "about": ABOUT,
        "from": _time(START),
        "baseline_until": _time(TURN),
        "as_of": _time(AS_OF),
        "outcomes": {name: _outcome(name, scale) for name in OUTCOMES},
        "renewal": {"question": RENEWAL | _period(START, TURN), **_count(RENEWED, scale)},
        "nps": {
            "question": NPS,
            "quarters": {
                name: {
                    **{band: people * scale for band, people in asdict(stated).items()},
                    "sent": tallies.surveys_sent[name],
                }
                for name, stated in SURVEYS.items()
            },
        },
        "experiments": {name: _experiment(name, log, scale) for name in EXPERIMENTS},
        "drivers": {
            "renewed": _drivers(hidden, renewing=True),
            "second meeting": _drivers(hidden, renewing=False),
        },
        "roots_of_confounding": {
            "intent": f"normal, log-odds {INTENT} for each standard deviation; not in the log",
            "topic": TOPICS,
            "moved_once": MOVED_ONCE,
            "never_met": NEVER_MET,
        },
        "confounders": CONFOUNDERS,
        "consequences": CONSEQUENCES,
        "shocks": _shocks(),
        "releases_at_home": {
            "instant slots": _time(INSTANT_SLOTS),
            "replies by SMS": _time(SMS_REPLIES),
            "call queue, abroad": _time(CALL_QUEUE),
            "reminders in the right time zone": _time(REMINDERS),
        },
        "launches_nobody_was_enabled_for": _launches(tallies),
        "blemishes": {
            "events_sent_twice": tallies.retries,
            "crawler": {"actor": "crawler_1", "events": tallies.crawler_events},
            "visitors_who_never_sign_up": VISITORS * scale,
        },
        "events": {"rows": len(log), "distinct": len(log) - tallies.retries} | _by_name(log),
    }


def _time(moment: int) -> str:
    return datetime.fromtimestamp(moment // 1_000_000, UTC).isoformat().replace("+00:00", "Z")


def _period(since: int, until: int) -> Told:
    return {"from": _time(since), "to": _time(until)}


def _count(count: Count, scale: int) -> Told:
    return asdict(count.times(scale))


def _outcome(name: str, scale: int) -> Told:
    stated = OUTCOMES[name]
    return {
        "question": QUESTIONS[name],
        "baseline": _count(stated.baseline, scale) | _period(START, TURN),
        # Entries whose window is over at AS_OF; the newest ones are pending, and not in it.
        "latest": _count(stated.latest, scale) | {"from": _time(TURN)},
    }


def _experiment(name: str, log: Log, scale: int) -> Told:
    stated, (outcome, tried, state) = EXPERIMENTS[name], TRIED[name]
    control, variants = (
        ("pre", ["pre", "post"]) if name == "H5" else ("control", ["control", "treatment"])
    )
    metric = QUESTIONS[outcome] | {"entry": "first"}
    of = {key: value for key, value in metric["of"].items() if key != "where"}
    kept = {key: value for key, value in metric["of"].get("where", {}).items() if key != "market"}
    metric |= {"of": of | ({"where": kept} if kept else {})}
    exposed = _exposures(log, name)
    return {
        "tries": tried,
        "outcome": outcome,
        "state": state,
        "question": {
            "kind": "experiment",
            "assigned": {"event": "experiment_viewed", "where": {"experiment": name}},
            "variant": "variant",
            "control": control,
            "metric": metric,
        },
        "first_exposure": _time(int(exposed.min())),
        "last_exposure": _time(int(exposed.max())),
        "began": _time(BEGINS[name]),
        "true_effect_pp": stated.true_effect_pp,
        variants[0]: _count(stated.control, scale),
        variants[1]: _count(stated.treatment, scale),
    }


def _exposures(log: Log, name: str) -> Moments:
    experiment = log.properties["experiment"]
    if not isinstance(experiment, Words):
        raise TypeError("experiments are named by words")
    exposed: Moments = log.time[experiment.codes == experiment.names.index(name)]
    return exposed


def _drivers(hidden: Hidden, *, renewing: bool) -> list[Told]:
    """Tell each true effect as log-odds, and as a risk difference among those who could."""
    cohort = hidden.came_in("home 2025-H2")
    group = cohort if renewing else cohort & hidden.met
    odds = (hidden.odds_of_renewal if renewing else hidden.odds_of_return)[group]
    success = (hidden.renews if renewing else hidden.second)[group]
    reach = {"summary": hidden.met, "no_show": hidden.booked, "moved_twice": hidden.booked}
    told = []
    for name, effect in EFFECTS.items():
        did = hidden.did[name][group]
        reached = reach.get(name, group)[group]
        size = effect.renewing if renewing else effect.returning
        told.append(
            {
                "kind": effect.kind,
                "behaviour": effect.behaviour,
                "event": effect.event,
                "log_odds": size,
                "risk_difference": round(
                    risk_difference(
                        odds, did, effect=size, share=float(success.mean()), reached=reached
                    ),
                    4,
                ),
                "did": int(did.sum()),
                "could": int(reached.sum()),
                "crude_risk_difference": round(_crude(success, did, reached), 4),
            }
        )
    return told


def _crude(success: Mask, did: Mask, reached: Mask) -> float:
    """Return the difference a bare table shows: effect and confounding together."""
    done: Floats = success[reached & did].astype(float)
    not_done: Floats = success[reached & ~did].astype(float)
    return float(done.mean() - not_done.mean())


def _shocks() -> list[Told]:
    return [
        {"what": "outage: fewer visits, errors, missed meetings, slow replies"} | _period(*OUTAGE),
        {"what": "holidays: fewer than half the sign-ups, slow replies"} | _period(*HOLIDAYS),
        {"what": "viral video: three times the sign-ups at home, by the curious"} | _period(*VIRAL),
    ]


def _launches(tallies: Tallies) -> list[Told]:
    return [
        {
            "output": "OU8",
            "what": "app redesign",
            "released": _time(REDESIGN),
            "event": "redesign_opened",
            "people": tallies.redesign_finders,
        },
        {
            "output": "OU7",
            "what": f"SSO for {BRAMLEY}",
            "released": _time(SINGLE_SIGN_ON),
            "event": "sso_used",
            "people": tallies.sign_on_users,
            "accounts": [BRAMLEY],
        },
    ]


def _by_name(log: Log) -> Told:
    rows = np.bincount(log.event.codes, minlength=len(log.event.names))
    return {
        "by_name": dict(sorted(zip(log.event.names, rows.tolist(), strict=True))),
        "quarters": {name: _period(*period) for name, period in QUARTERS.items()},
    }
