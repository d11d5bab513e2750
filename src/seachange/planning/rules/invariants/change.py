"""What may become of a plan: links that hold, moves that are allowed, nothing rewritten."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.rules.invariants.violation import Violation, listed
from seachange.planning.rules.plan.learning import AssumptionTest, Hypothesis, HypothesisVersion
from seachange.planning.rules.plan.measuring import Metric, MetricVersion
from seachange.planning.rules.plan.plan import Plan
from seachange.planning.rules.plan.record import Record, link_fields
from seachange.planning.rules.plan.shape import label_of
from seachange.planning.rules.plan.values import Criteria
from seachange.planning.rules.states import APPEND_ONLY, MOVES, reachable
from seachange.planning.rules.vocabulary import Visibility


def dangling(plan: Plan) -> Iterator[Violation]:
    """Walk the links that lead to nothing, or to a record of another kind than they may."""
    for record in plan.records():
        for name, kinds in link_fields(type(record)):
            held = getattr(record, name)
            ids = held if isinstance(held, tuple) else (held,) if held is not None else ()
            for each in ids:
                there = plan.by_id.get(each)
                if there is None or there.kind not in kinds:
                    yield leads_nowhere(record, name, each, there)


def leads_nowhere(record: Record, name: str, to: str, there: Record | None) -> Violation:
    """Say that a link leads to nothing, or to what it may not lead to."""
    kinds = dict(link_fields(type(record)))[name]
    found = "there is none" if there is None else f"that is {there.kind.one}"
    return Violation(
        invariant="link",
        record=record.id,
        says=f"its {label_of(record.kind, name)} is {to!r}, but {found}",
        remedy=f"give the id of {' or '.join(kind.one for kind in kinds)}",
    )


def unseen_by_whom(plan: Plan) -> Iterator[Violation]:
    """Walk the records kept for a team or a keeper that name none: nobody could ever see them."""
    needs = {Visibility.TEAM: "team", Visibility.PRIVATE: "keeper"}
    for record in plan.records():
        name = needs.get(record.visibility)
        if name is not None and getattr(record, name) is None:
            yield Violation(
                invariant="visibility",
                record=record.id,
                says=f"it is for a {name} alone, and names none",
                remedy=f"name its {name}, or let the organisation see it",
            )


def circles(plan: Plan) -> Iterator[Violation]:
    """Walk the chain steps and superseding records that come round to themselves."""
    follows: dict[str, tuple[str, ...]] = {step.id: step.preconditions for step in plan.chain_steps}
    for records in (plan.verdicts, plan.decisions, plan.sign_offs):
        follows |= {each.id: (each.supersedes,) for each in records if each.supersedes}
    for start in follows:
        at, seen = list(follows[start]), set[str]()
        while at:
            here = at.pop()
            if here not in seen:
                seen.add(here)
                at.extend(follows.get(here, ()))
        if start in seen:
            yield Violation(
                invariant="circle",
                record=start,
                says="it comes before itself, round a circle",
                remedy="remove one of the links of the circle",
            )


def rewritten(before: Plan, after: Plan) -> Iterator[Violation]:
    """Walk what was stated once and is changed or gone (I-29), and moves that lead nowhere."""
    for old in before.records():
        now = after.by_id.get(old.id)
        if old.kind in APPEND_ONLY and now != old:
            yield Violation(
                invariant="I-29",
                record=old.id,
                says=f"{old.kind.one} is written once, and this would "
                f"{'change' if now is not None else 'remove'} it",
                remedy="state a new one that supersedes it",
            )
        elif now is not None and now.kind != old.kind:
            yield Violation(
                invariant="kind",
                record=old.id,
                says=f"{old.kind.one} cannot become {now.kind.one}",
                remedy="give the other one an id of its own",
            )
        elif now is not None and now.state != old.state:
            yield from _moved(old, now)


def goalposts(before: Plan, after: Plan) -> Iterator[Violation]:
    """I-10: walk the hypotheses under test whose guardrails changed without a new version."""
    for hypothesis in after.hypotheses:
        old = before.get(Hypothesis, hypothesis.id)
        if old is None or set(old.guardrails) == set(hypothesis.guardrails):
            continue
        started = [t for t in before.of(AssumptionTest, old.id) if t.state != "planned"]
        if started and old.version == hypothesis.version:
            yield Violation(
                invariant="I-10",
                record=hypothesis.id,
                says=f"its guardrails changed after {started[0].id} had started",
                remedy="put them back, or raise its version",
            )


def _moved(old: Record, now: Record) -> Iterator[Violation]:
    if reachable(old.kind, before=old.state, after=now.state):
        return
    to = MOVES[old.kind][old.state]
    yield Violation(
        invariant="move",
        record=old.id,
        says=f"{old.kind.one} does not go from {old.state} to {now.state}",
        remedy=f"from {old.state} it goes to {listed(list(to))}" if to else "that is its end",
    )


def kept_versions(before: Plan, after: Plan) -> list[Record]:
    """Return the versions to be written down with a change: of criteria under test, of metrics.

    A hypothesis's criteria are kept when its first test starts and whenever its version is raised
    after that (I-10); a metric's definition as soon as it is no draft (I-28).
    """
    kept: list[Record] = []
    for hypothesis in after.hypotheses:
        tests = after.of(AssumptionTest, hypothesis.id)
        is_tested = any(test.state != "planned" for test in tests)
        if is_tested and not _has(after, HypothesisVersion, hypothesis):
            kept.append(
                HypothesisVersion(
                    id=f"{hypothesis.id}.v{hypothesis.version}",
                    hypothesis=hypothesis.id,
                    version=hypothesis.version,
                    criteria=_criteria_before(before, hypothesis),
                    since=after.as_of,
                )
            )
    kept += [
        MetricVersion(
            id=f"{metric.id}.v{metric.version}",
            metric=metric.id,
            version=metric.version,
            definition=metric.definition,
            fingerprint=metric.fingerprint,
            since=after.as_of,
        )
        for metric in after.metrics
        if not metric.is_draft and not _has(after, MetricVersion, metric)
    ]
    return kept


def _has(
    plan: Plan, of: type[HypothesisVersion] | type[MetricVersion], record: Hypothesis | Metric
) -> bool:
    versions: tuple[HypothesisVersion | MetricVersion, ...] = plan.of(of, record.id)
    return any(each.version == record.version for each in versions)


def _criteria_before(before: Plan, hypothesis: Hypothesis) -> Criteria:
    old = before.get(Hypothesis, hypothesis.id)
    return old.criteria if old and old.version == hypothesis.version else hypothesis.criteria
