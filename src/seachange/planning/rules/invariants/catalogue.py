"""The thirty invariants of a valid plan (domain.md §2.3), each a predicate over its values."""

from __future__ import annotations

from collections.abc import Iterator

from seachange.planning.rules.invariants import delivery, intent, learning, promises, roadmap
from seachange.planning.rules.invariants.violation import Find, Violation
from seachange.planning.rules.plan.plan import Plan

INVARIANTS: dict[str, Find] = {
    "I-1": intent.outcomes_are_whole,
    "I-2": intent.targets_lie_ahead,
    "I-3": intent.outcomes_drive_impacts,
    "I-4": intent.impacts_have_sponsors,
    "I-5": intent.key_results_are_outcomes,
    "I-6": learning.hypotheses_can_fail,
    "I-7": delivery.roadmap_outputs_have_hypotheses,
    "I-8": delivery.building_follows_discovery,
    "I-9": delivery.validation_looks_at_risks,
    "I-10": learning.criteria_stay,
    "I-11": delivery.releases_are_measured,
    "I-12": learning.failures_are_decided,
    "I-13": promises.promises_have_customers,
    "I-14": promises.wins_are_signed,
    "I-15": promises.boards_hold_those_who_deliver,
    "I-16": promises.nobody_signs_twice,
    "I-17": promises.changes_void_signatures,
    "I-18": promises.futures_are_not_promised,
    "I-19": delivery.launches_are_ready,
    "I-20": delivery.chain_steps_wait,
    "I-21": delivery.solved_is_measured,
    "I-22": delivery.requests_are_answered,
    "I-23": roadmap.dates_are_as_precise_as_known,
    "I-24": roadmap.every_horizon_holds_something,
    "I-25": roadmap.items_have_sources,
    "I-26": learning.evidence_is_some,
    "I-27": learning.claims_are_claims,
    "I-28": intent.versions_agree,
    "I-29": learning.records_are_superseded,
    "I-30": intent.owners_cover_departments,
}


def violations(plan: Plan) -> Iterator[Violation]:
    """Walk everything in a plan that breaks an invariant, known breaches included."""
    for find in INVARIANTS.values():
        yield from find(plan)


def unknown_violations(plan: Plan) -> Iterator[Violation]:
    """Walk what breaks an invariant and is not written down as a known breach of its record."""
    for violation in violations(plan):
        record = plan.by_id.get(violation.record)
        if record is None or violation.invariant not in record.breaches:
            yield violation
