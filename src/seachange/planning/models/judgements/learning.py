"""I-10 to I-12, I-26, I-27 and I-29: criteria that stay, evidence that is some, verdicts kept."""

from __future__ import annotations

from seachange.planning.models.judgements.judgement import Judgement, words
from seachange.planning.rules.invariants.learning import ANSWERS, EARNED

CRITERIA = (
    "predicted_low",
    "predicted",
    "predicted_high",
    "smallest_worthwhile",
    "success_on",
    "kill_state",
    "kill_below",
    "kill_after_people",
    "kill_on",
)
STANDS = "NOT EXISTS (SELECT 1 FROM planning_verdict l WHERE l.supersedes_id = v.id)"
ON_THE_METER = "({0} < 0 OR {0} > 10)"


def _superseded(table: str) -> Judgement:
    """Return what may not be of a record that supersedes another."""
    return Judgement(
        invariant="I-29",
        table=table,
        says=f"a {table} supersedes an earlier one on the same matter, once",
        condition=f"EXISTS (SELECT 1 FROM planning_{table} e WHERE e.id = r.supersedes_id"
        " AND (e.id = r.id OR e.hypothesis_id IS DISTINCT FROM r.hypothesis_id"
        " OR e.decided_on > r.decided_on))"
        f" OR EXISTS (SELECT 1 FROM planning_{table} s WHERE s.supersedes_id = r.supersedes_id"
        " AND s.id <> r.id AND s.breaches NOT LIKE '%|I-29|%')",
    )


def _sealed(table: str, kind: str) -> Judgement:
    return Judgement(
        invariant="seal",
        table=table,
        says=f"a {kind} is sealed as it is written",
        condition="NOT EXISTS (SELECT 1 FROM planning_seal s WHERE s.record = r.id"
        f" AND s.kind = '{kind}')",
    )


def _claimed(table: str, column: str) -> Judgement:
    return Judgement(
        invariant="I-27",
        table=table,
        says="a claimed confidence lies between 0 and 10",
        condition=ON_THE_METER.format(f"r.{column}"),
    )


LEARNING = (
    Judgement(
        invariant="I-10",
        table="hypothesis",
        says="criteria are frozen once a test has started; state a new version",
        condition="EXISTS (SELECT 1 FROM planning_assumptiontest t WHERE t.hypothesis_id = r.id"
        " AND t.state <> 'planned') AND NOT EXISTS (SELECT 1 FROM planning_hypothesisversion v"
        " WHERE v.hypothesis_id = r.id AND v.version = r.version AND NOT ("
        + " OR ".join(f"v.criteria_{each} IS DISTINCT FROM r.criteria_{each}" for each in CRITERIA)
        + "))",
    ),
    Judgement(
        invariant="I-10",
        table="verdict",
        says="a verdict names a version of the criteria that there is",
        condition="r.hypothesis_version < 1 OR EXISTS (SELECT 1 FROM planning_hypothesis h"
        " WHERE h.id = r.hypothesis_id AND h.version < r.hypothesis_version)",
    ),
    Judgement(
        invariant="I-12",
        table="output",
        says="what was refuted or did harm is kept, iterated or removed by a decision",
        condition="r.state IN ('kept', 'iterated', 'removed') AND EXISTS (SELECT 1"
        " FROM planning_verdict v JOIN planning_hypothesis h ON h.id = v.hypothesis_id"
        " WHERE (h.output_id = r.id OR h.idea_id = r.idea_id)"
        f" AND v.finish IN ('refuted', 'harmed') AND {STANDS} AND NOT EXISTS (SELECT 1"
        f" FROM planning_decision d WHERE d.choice IN {words(ANSWERS)}"
        " AND (d.decided_on >= v.decided_on) IS NOT FALSE"
        " AND (d.verdict_id = v.id OR d.hypothesis_id = h.id OR d.output_id = h.output_id"
        " OR d.idea_id = h.idea_id OR d.output_id = r.id)))",
    ),
    Judgement(
        invariant="I-26",
        table="evidence",
        says="the class of evidence follows from the stage of its test",
        condition="r.state NOT IN ('draft', 'retracted') AND ("
        + " OR ".join(
            f"r.evidence_class NOT IN {words(classes)} AND EXISTS (SELECT 1"
            " FROM planning_assumptiontest t WHERE t.id = r.assumption_test_id"
            f" AND t.stage = '{stage.value}')"
            for stage, classes in EARNED.items()
        )
        + ")",
    ),
    _claimed("idea", "claimed_confidence"),
    _claimed("hypothesis", "claimed_confidence"),
    _claimed("roadmapitem", "confidence"),
    _superseded("verdict"),
    _superseded("decision"),
    _sealed("verdict", "verdict"),
    _sealed("decision", "decision"),
    _sealed("signoff", "sign_off"),
    Judgement(
        invariant="I-29",
        table="hypothesis",
        says="a hypothesis ends by the verdict that stands on it",
        condition="r.state IN ('supported', 'refuted', 'inconclusive', 'harmed')"
        " AND NOT EXISTS (SELECT 1 FROM planning_verdict v WHERE v.hypothesis_id = r.id"
        f" AND {STANDS} AND (v.finish = r.state"
        " OR v.finish = 'moved_but_small' AND r.state = 'inconclusive'))"
        " OR r.state <> 'withdrawn' AND EXISTS (SELECT 1 FROM planning_verdict v"
        f" WHERE v.hypothesis_id = r.id AND {STANDS}"
        " AND v.finish IN ('supported', 'refuted', 'harmed') AND v.finish <> r.state)",
    ),
    Judgement(
        invariant="I-29",
        table="verdict",
        says="a verdict that settles something rests on evidence",
        condition="r.finish IN ('supported', 'refuted', 'harmed')"
        " AND NOT EXISTS (SELECT 1 FROM planning_verdict_evidence s WHERE s.verdict_id = r.id)"
        " AND NOT EXISTS (SELECT 1 FROM planning_evidence e JOIN planning_hypothesis h"
        " ON h.id = r.hypothesis_id LEFT JOIN planning_output o ON o.id = h.output_id"
        " WHERE e.state <> 'draft' AND (e.hypothesis_id = h.id OR e.output_id = h.output_id"
        " OR e.idea_id = h.idea_id OR e.idea_id = o.idea_id"
        " OR e.assumption_id IN (SELECT a.id FROM planning_assumption a"
        " WHERE a.hypothesis_id = h.id)"
        " OR e.assumption_test_id IN (SELECT t.id FROM planning_assumptiontest t"
        " WHERE t.hypothesis_id = h.id)))",
    ),
    Judgement(
        invariant="I-29",
        table="verdict",
        says="one verdict stands on a hypothesis: a later one supersedes it",
        condition="NOT EXISTS (SELECT 1 FROM planning_verdict l WHERE l.supersedes_id = r.id)"
        " AND EXISTS (SELECT 1 FROM planning_verdict v WHERE v.hypothesis_id = r.hypothesis_id"
        f" AND v.id <> r.id AND v.breaches NOT LIKE '%|I-29|%' AND {STANDS})",
    ),
)
