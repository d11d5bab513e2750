"""Deeds at random: by every action there is, on records there are, most of them sensible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from seachange.planning.actions import (
    commitments,
    feature_requests,
    hypotheses,
    outcomes,
    outputs,
    records,
    roadmap,
    signals,
)
from seachange.planning.actions.bulk import take_in
from seachange.planning.actions.conflicts import version_of
from seachange.planning.rules.invariants.promises import board_of, signatures
from seachange.planning.rules.plan.delivery import EnablementItem, Output
from seachange.planning.rules.plan.discovery import FeatureRequest
from seachange.planning.rules.plan.intent import Outcome
from seachange.planning.rules.plan.learning import (
    AssumptionTest,
    Decision,
    Evidence,
    Hypothesis,
    Verdict,
)
from seachange.planning.rules.plan.measuring import Measurement, SignalEstimate
from seachange.planning.rules.plan.organisation import Waiver
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.promises import Commitment, Deal, SignOff
from seachange.planning.rules.plan.roadmap import RoadmapItem
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.states import MOVES
from seachange.planning.rules.vocabulary import (
    HORIZONS,
    Answer,
    Bearing,
    Choice,
    EvidenceClass,
    Finish,
    Function,
    Precision,
    SignalStance,
)
from tests.planning.actions.worldly import DAY, change_at_random, record_at_random
from tests.planning.rules.invariants.worlds import QUARTER, SIGNERS
from tests.planning.signalled import BEHAVIOUR, FOUND, SIGNAL, later


@dataclass(frozen=True)
class Deed:
    """Something to do."""

    name: str
    do: Callable[[], Any]


def deed_at_random(random: Random, plan: Plan, by: str, number: int) -> tuple[Deed, str]:
    """Return a deed, mostly one that leads somewhere, and who does it; `number` makes a new id."""
    kind_of_deed = random.choice(DEEDS)
    if kind_of_deed in FIT and random.random() < 0.7:
        by = random.choice(FIT[kind_of_deed])
    return kind_of_deed(random, plan, by, f"N{number}"), by


def _one(random: Random, found: Any, *, prefer: Any = None) -> Any:
    """Pick one of what there is, most often of those preferred; a wrong id now and then."""
    everything = list(found)
    wanted = [each for each in everything if prefer is not None and prefer(each)]
    if wanted and random.random() < 0.85:
        return random.choice(wanted)
    return random.choice(everything) if everything else None


def _state(random: Random, plan: Plan, by: str, name: str) -> Deed:
    record = record_at_random(random, plan, name)
    return Deed(f"create {record.kind}", lambda: records.create(record, by=by))


def _edit(random: Random, plan: Plan, by: str, name: str) -> Deed:
    record = random.choice(list(plan.records()))
    changes = change_at_random(random, plan, record)
    seen = version_of(record.id) if random.random() < 0.5 else None
    return Deed(
        f"edit {record.kind}", lambda: records.edit(record.id, by=by, seen=seen, also=changes)
    )


def _move(random: Random, plan: Plan, by: str, name: str) -> Deed:
    record = random.choice([r for r in plan.records() if r.kind in MOVES])
    to = random.choice(list(MOVES[record.kind]))
    return Deed(f"move {record.kind}", lambda: records.move(record.id, to=to, by=by))


def _move_on(random: Random, plan: Plan, by: str, name: str) -> Deed:
    ways = [(r, to) for r in plan.records() for to in MOVES.get(r.kind, {}).get(r.state, ())]
    record, to = random.choice(ways)
    changes = change_at_random(random, plan, record) if random.random() < 0.2 else {}
    changes = {name: held for name, held in changes.items() if name not in {"to", "by", "why"}}
    return Deed(f"move {record.kind} on", lambda: records.move(record.id, to=to, by=by, **changes))


def _remove(random: Random, plan: Plan, by: str, name: str) -> Deed:
    record = random.choice(list(plan.records()))
    return Deed(f"remove {record.kind}", lambda: records.remove(record.id, by=by, why="no use"))


def _take_in(random: Random, plan: Plan, by: str, name: str) -> Deed:
    """A file with a new record, a changed one and one in whatever state."""
    old = random.choice(list(plan.records()))
    put = [record_at_random(random, plan, name)]
    states = [s for s in MOVES.get(old.kind, {}) if s]
    if states and random.random() < 0.5:
        put.append(replace(old, state=random.choice(states)))
    else:
        put.append(replace(old, **change_at_random(random, plan, old)))
    return Deed("take in", lambda: take_in(put, by=by, why="a file"))


def _sign(random: Random, plan: Plan, by: str, name: str) -> Deed:
    promise = _one(random, plan.commitments, prefer=lambda c: c.state == "feasibility known")
    board = board_of(plan, promise) or tuple(Function)
    signed = signatures(plan, promise)
    absent = [each for each in board if each not in signed]
    mine = [each for each in board if SIGNERS.get(each) == by]
    function = random.choice(mine or absent or list(board))
    answer = random.choice([Answer.YES, Answer.YES, Answer.YES, Answer.YES_IF, Answer.NO])
    who = by if random.random() < 0.9 else random.choice(plan.members).id
    sign_off = SignOff(
        id=name,
        commitment=promise.id,
        function=function,
        member=who or None,
        answer=answer,
        conditions=random.choice(["", "two people more"]),
        supersedes=random.choice([None] * 9 + [s.id for s in plan.sign_offs]),
    )
    act = random.choice([commitments.sign, commitments.sign, records.create])
    return Deed("sign", lambda: act(sign_off, by=by))


def _approve(random: Random, plan: Plan, by: str, name: str) -> Deed:
    promise = _one(random, plan.commitments, prefer=lambda c: c.state == "feasibility known")
    return Deed("approve", lambda: commitments.approve(promise.id, by=by))


def _renegotiate(random: Random, plan: Plan, by: str, name: str) -> Deed:
    promise = random.choice(plan.commitments)
    return Deed(
        "renegotiate",
        lambda: commitments.renegotiate(promise.id, by=by, why="sooner", due=DAY),
    )


def _promise(random: Random, plan: Plan, by: str, name: str) -> Deed:
    deal = random.choice(plan.deals)
    promise = Commitment(id=name, deal=deal.id, text="a call", board=deal.board)
    return Deed("promise", lambda: commitments.promise(promise, by=by))


def _sell(random: Random, plan: Plan, by: str, name: str) -> Deed:
    if random.random() < 0.3:
        deal = Deal(id=name, customer="bramley", board="B1", seller=random.choice(["dan", None]))
        return Deed("create deal", lambda: records.create(deal, by=by))
    found = _one(random, plan.deals, prefer=lambda d: d.state == "signed off")
    return Deed("win", lambda: commitments.win(found.id, by=by))


def _test(random: Random, plan: Plan, by: str, name: str) -> Deed:
    about = _one(random, plan.hypotheses, prefer=lambda h: h.state in {"complete", "testing"})
    planned = [each for each in plan.assumption_tests if each.state == "planned"]
    if planned and random.random() < 0.6:
        chosen = random.choice(planned)
        return Deed("start test", lambda: hypotheses.start_test(chosen.id, by=by))
    test = AssumptionTest(id=name, hypothesis=about.id)
    return Deed("plan test", lambda: records.create(test, by=by))


def _observe(random: Random, plan: Plan, by: str, name: str) -> Deed:
    about = random.choice(plan.hypotheses)
    evidence = Evidence(
        id=name if random.random() < 0.95 else random.choice(list(plan.by_id)),
        hypothesis=about.id,
        evidence_class=random.choice([None, *EvidenceClass]),
        bearing=random.choice([None, *Bearing]),
        observed_on=random.choice([None, DAY, DAY]),
        source=random.choice(["", "the log", "the log"]),
        assumption_test=random.choice([None, *(t.id for t in plan.assumption_tests)]),
    )
    return Deed("add evidence", lambda: hypotheses.add_evidence(evidence, by=by))


def _conclude(random: Random, plan: Plan, by: str, name: str) -> Deed:
    about = _one(random, plan.hypotheses, prefer=lambda h: h.state == "testing")
    standing = [v.id for v in plan.verdicts if v.hypothesis == about.id]
    verdict = Verdict(
        id=name,
        hypothesis=about.id,
        hypothesis_version=random.choice([about.version, about.version, 1, 7]),
        finish=random.choice(list(Finish)),
        supersedes=random.choice([*(standing or [None]) * 5, *(v.id for v in plan.verdicts)]),
        evidence=tuple(e.id for e in random.sample(plan.evidence, k=min(1, len(plan.evidence)))),
        decided_by=by or None,
    )
    act = random.choice([hypotheses.conclude, hypotheses.conclude, records.create])
    return Deed("conclude", lambda: act(verdict, by=by))


def _decide(random: Random, plan: Plan, by: str, name: str) -> Deed:
    decision = Decision(
        id=name,
        choice=random.choice(list(Choice)),
        hypothesis=random.choice([None, *(h.id for h in plan.hypotheses)]),
        output=random.choice([None, *(o.id for o in plan.outputs)]),
        reason="so it seems",
        supersedes=random.choice([None, None, *(d.id for d in plan.decisions)]),
    )
    return Deed("decide", lambda: hypotheses.decide(decision, by=by))


def _measure(random: Random, plan: Plan, by: str, name: str) -> Deed:
    outcome = random.choice(plan.outcomes)
    level = Level(
        did=random.randint(0, 9), people=9, version=random.choice([None, 1, 2]), **QUARTER
    )
    if outcome.state == "draft":
        return Deed("baseline", lambda: outcomes.take_baseline(outcome.id, level=level, by=by))
    measurement = Measurement(
        id=name, metric=random.choice(plan.metrics).id, outcome=outcome.id, level=level
    )
    return Deed("measure", lambda: outcomes.take_measurement(measurement, by=by))


def _find(random: Random, plan: Plan, by: str, name: str) -> Deed:
    """Keep a finding, look at one again, or act on it."""
    behaviour = _one(random, plan.behaviours)
    kept = _one(random, plan.signals, prefer=lambda each: plan.of(SignalEstimate, each.id))
    if kept is None or random.random() < 0.4:
        new = replace(SIGNAL, id=name, behaviour=behaviour.id if behaviour else "BE", owner=None)
        estimate = replace(FOUND, id=f"{name}-1", signal=name)
        own = None if behaviour else replace(BEHAVIOUR, id="BE")
        return Deed("keep", lambda: signals.keep(new, estimate=estimate, behaviour=own, by=by))
    cohort = later(random.randint(1, 12), random.choice([None, 0.0, 0.1, -0.1]), signal=kept.id)
    cohort = replace(cohort, id=f"{kept.id}-{name}")
    why = random.choice(["", "worth it"])
    return random.choice(
        [
            Deed("add cohort", lambda: signals.add_cohort(cohort, by=by)),
            Deed(
                "take stance",
                lambda: signals.take_stance(
                    kept.id, stance=random.choice(list(SignalStance)), by=by
                ),
            ),
            Deed(
                "become outcome",
                lambda: signals.become_outcome(kept.id, outcome=name, by=by, why=why),
            ),
            Deed(
                "become hypothesis",
                lambda: signals.become_hypothesis(kept.id, hypothesis=name, by=by, why=why),
            ),
        ]
    )


def _aim(random: Random, plan: Plan, by: str, name: str) -> Deed:
    outcome: Outcome = random.choice(plan.outcomes)
    if outcome.state == "baselined":
        return Deed("pursue", lambda: outcomes.pursue(outcome.id, by=by))
    is_reached = random.random() < 0.5
    return Deed("close", lambda: outcomes.close(outcome.id, reached=is_reached, by=by, why="due"))


def _make(random: Random, plan: Plan, by: str, name: str) -> Deed:
    act = random.choice([outputs.start_building, outputs.release, outputs.launch])
    fit = {"start_building": "ready", "release": "built"}.get(act.__name__)
    output: Output = _one(random, plan.outputs, prefer=lambda o: o.state == fit)
    return Deed(act.__name__, lambda: act(output.id, by=by))


def _enable(random: Random, plan: Plan, by: str, name: str) -> Deed:
    if not plan.enablement or random.random() < 0.3:
        item = EnablementItem(
            id=name,
            output=random.choice(plan.outputs).id,
            department=random.choice(plan.departments).id,
        )
        return Deed("need", lambda: records.create(item, by=by))
    found = _one(random, plan.enablement, prefer=lambda e: e.state == "ready")
    return Deed("verify", lambda: outputs.verify_enablement(found.id, by=by))


def _waive(random: Random, plan: Plan, by: str, name: str) -> Deed:
    waiver = Waiver(
        id=name,
        rule="I-8",
        record=random.choice(plan.outputs).id,
        reason="a spike",
        approver=random.choice(["boss", by or "boss"]),
        expires_on=DAY,
    )
    return Deed("waive", lambda: outputs.waive(waiver, by=by))


def _listen(random: Random, plan: Plan, by: str, name: str) -> Deed:
    if not plan.feature_requests or random.random() < 0.3:
        asked = FeatureRequest(id=name, asked="SSO")
        return Deed("receive", lambda: feature_requests.receive(asked, by=by))
    found = random.choice(plan.feature_requests)
    said = random.choice(["", "because", "because"])
    acts: list[Callable[[], Any]] = [
        lambda: feature_requests.understand(found.id, need=said, by=by),
        lambda: feature_requests.decide(found.id, choice=Choice.NO, reason=said, by=by),
        lambda: feature_requests.reply(found.id, text=said, by=by),
        lambda: records.move(found.id, to="linked", by=by, outcome="OC1"),
    ]
    return Deed("answer", random.choice(acts))


def _slip(random: Random, plan: Plan, by: str, name: str) -> Deed:
    item: RoadmapItem = _one(random, plan.roadmap)
    if item is None:
        return _state(random, plan, by, name)
    precision, horizon = random.choice(list(Precision)), random.choice(HORIZONS)
    return Deed(
        "reschedule",
        lambda: roadmap.reschedule(
            item.id, due=DAY, precision=precision, horizon=horizon, by=by, why="it takes longer"
        ),
    )


def _complete(random: Random, plan: Plan, by: str, name: str) -> Deed:
    about: Hypothesis = random.choice(plan.hypotheses)
    if random.random() < 0.5:
        copy = replace(about, id=name, state="draft", breaches=())
        return Deed("hypothesise", lambda: records.create(copy, by=by))
    return Deed("complete", lambda: hypotheses.complete(about.id, by=by))


def _offer(random: Random, plan: Plan, by: str, name: str) -> Deed:
    """Lead a sale on, as those who sell do."""
    if random.random() < 0.5:
        found = _one(random, plan.commitments, prefer=lambda c: c.state == "proposed")
        return Deed(
            "look at promise", lambda: records.move(found.id, to="feasibility known", by=by)
        )
    deal = _one(random, plan.deals, prefer=lambda d: d.state in {"open", "in review"})
    to = "in review" if deal.state == "open" else "signed off"
    return Deed("lead deal on", lambda: records.move(deal.id, to=to, by=by))


# Who would do such a thing, most of the time.
MAKERS, SELLERS, DECIDERS = ["ada", "ben", "the-design"], ["dan", "cleo"], ["boss", "ada"]
FIT = {
    _sign: ["ada", "ben", "cleo", "dan"],
    _approve: ["ada", "dan", "cleo"],
    _renegotiate: SELLERS,
    _promise: SELLERS,
    _sell: SELLERS,
    _offer: SELLERS,
    _test: MAKERS,
    _observe: MAKERS,
    _conclude: MAKERS,
    _decide: DECIDERS,
    _measure: MAKERS,
    _aim: DECIDERS,
    _make: MAKERS,
    _enable: ["cleo", "dan", "ada"],
    _waive: ["boss"],
    _listen: MAKERS,
    _slip: ["ada"],
    _complete: MAKERS,
    _move_on: ["the-admin", "", "ada", "ben", "cleo", "dan", "boss"],
    _edit: ["the-admin", "", "ada", "ben", "cleo", "dan", "boss"],
    _state: ["the-admin", "", "ada", "ben", "cleo", "dan", "boss"],
}
DEEDS = [
    *[_state, _edit, _move_on] * 4,
    *[_sign, _conclude, _test, _take_in, _offer, _approve] * 2,
    _move,
    _remove,
    _renegotiate,
    _promise,
    _sell,
    _observe,
    _decide,
    _measure,
    _find,
    _aim,
    _make,
    _enable,
    _waive,
    _listen,
    _slip,
    _complete,
]
