"""I-7 to I-9, I-11 and I-19 to I-21: what is built was found out first, and reaches people."""

from __future__ import annotations

from seachange.planning.models.judgements.judgement import Judgement, words
from seachange.planning.rules.invariants.delivery import DEAD, VALIDATED
from seachange.planning.rules.meter import GILAD_CALCULATOR, TIER
from seachange.planning.rules.plan.delivery import JUDGED, STARTED
from seachange.planning.rules.vocabulary import FOUR_RISKS

# The published calculator as a table: what a piece of each class weighs, under which cap.
METER = " UNION ALL ".join(
    f"SELECT '{each.value}' AS class, {weight!r} AS weight, {GILAD_CALCULATOR.caps[TIER[each]]!r}"
    " AS cap"
    for each, weight in GILAD_CALCULATOR.weights.items()
)
HYPOTHESES = (
    "SELECT h.id FROM planning_hypothesis h LEFT JOIN planning_output o ON o.id = h.output_id"
    " WHERE h.idea_id = r.id OR o.idea_id = r.id"
)
EARNED = (
    "(SELECT SUM(CASE WHEN g.weighs > g.cap THEN g.cap ELSE g.weighs END) FROM ("
    f"SELECT w.cap AS cap, SUM(w.weight) AS weighs FROM planning_evidence e JOIN ({METER}) w"
    " ON w.class = e.evidence_class WHERE e.state = 'fresh' AND e.bearing = 1"
    " AND (e.idea_id = r.id"
    " OR e.output_id IN (SELECT o.id FROM planning_output o WHERE o.idea_id = r.id)"
    f" OR e.hypothesis_id IN ({HYPOTHESES})"
    " OR e.assumption_id IN (SELECT a.id FROM planning_assumption a"
    f" WHERE a.hypothesis_id IN ({HYPOTHESES}))"
    " OR e.assumption_test_id IN (SELECT t.id FROM planning_assumptiontest t"
    f" WHERE t.hypothesis_id IN ({HYPOTHESES}))) GROUP BY w.cap) g)"
)
NEEDED = (
    "CASE WHEN r.is_risky OR r.effort_weeks > 12 THEN 5.0"
    " WHEN r.effort_weeks > 4 OR NOT r.is_reversible THEN 3.0"
    " WHEN r.effort_weeks > 1 THEN 1.0 ELSE 0.5 END"
)
# Whether some people have it, whatever its own state says.
REACHED = (
    "(r.launched_on IS NOT NULL OR EXISTS (SELECT 1 FROM planning_release s"
    " WHERE s.output_id = r.id AND s.state IN ('partial', 'full')))"
)
PLANNED = " AND ".join(
    f"r.measurement_plan_{part} <> ''" for part in ("hope", "metric", "instrumentation")
)

DELIVERY = (
    Judgement(
        invariant="I-7",
        table="roadmapitem",
        says="an output stands on the roadmap only with a live hypothesis",
        condition="r.item_kind = 'output' AND r.state IN ('later', 'next', 'now')"
        " AND r.output_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM planning_hypothesis h"
        f" WHERE h.state NOT IN {words(DEAD)} AND (h.output_id = r.output_id"
        " OR h.idea_id = (SELECT o.idea_id FROM planning_output o WHERE o.id = r.output_id)))",
    ),
    Judgement(
        invariant="I-8",
        table="output",
        says="an output is built only once its idea is validated, or with a waiver",
        condition=f"(r.state IN {words(STARTED)} OR {REACHED})"
        " AND NOT EXISTS (SELECT 1 FROM planning_idea i"
        f" WHERE i.id = r.idea_id AND i.state IN {words(VALIDATED)})"
        " AND NOT EXISTS (SELECT 1 FROM planning_waiver w WHERE w.record = r.id"
        " AND w.rule = 'I-8' AND (w.expires_on >= r.building_started_on) IS NOT FALSE)",
    ),
    Judgement(
        invariant="I-9",
        table="idea",
        says="a validated idea has a finding on each of four risks, and the confidence it costs",
        condition=f"r.state IN {words(VALIDATED)} AND (r.effort_weeks IS NULL"
        f" OR COALESCE({EARNED}, 0) < {NEEDED} - 1e-9 OR (SELECT COUNT(DISTINCT f.risk)"
        " FROM planning_riskfinding f LEFT JOIN planning_output o ON o.id = f.output_id"
        f" WHERE f.risk IN {words(FOUR_RISKS)} AND (f.idea_id = r.id OR o.idea_id = r.id)) < 4)",
    ),
    Judgement(
        invariant="I-11",
        table="output",
        says="what is measured has a verdict",
        condition=f"r.state IN {words(JUDGED)} AND NOT EXISTS (SELECT 1 FROM planning_verdict v"
        " JOIN planning_hypothesis h ON h.id = v.hypothesis_id"
        " WHERE h.output_id = r.id OR h.idea_id = r.idea_id)",
    ),
    Judgement(
        invariant="I-11",
        table="output",
        says="what reaches anybody has a plan to measure it",
        condition=f"NOT ({PLANNED}) AND {REACHED}",
    ),
    Judgement(
        invariant="I-19",
        table="enablementitem",
        says="a launch waits for those who receive it",
        condition="r.is_required AND r.state NOT IN ('verified', 'waived') AND EXISTS (SELECT 1"
        " FROM planning_output o WHERE o.id = r.output_id AND o.launched_on IS NOT NULL)",
    ),
    Judgement(
        invariant="I-19",
        table="enablementitem",
        says="whoever receives it verifies it",
        condition="r.state = 'verified' AND EXISTS (SELECT 1 FROM people_member m"
        " WHERE m.id = r.verified_by_id AND m.department_id IS DISTINCT FROM r.department_id)",
    ),
    Judgement(
        invariant="I-20",
        table="chainstep",
        says="a chain step is ready only when its preconditions are done",
        condition="r.state IN ('ready', 'done') AND EXISTS (SELECT 1"
        " FROM planning_chainstep_preconditions p JOIN planning_chainstep b"
        " ON b.id = p.to_chainstep_id WHERE p.from_chainstep_id = r.id AND b.state <> 'done')",
    ),
    Judgement(
        invariant="I-21",
        table="problem",
        says="a problem is solved once its pain was measured after a release",
        condition="r.state = 'solved' AND NOT EXISTS (SELECT 1 FROM planning_measurement s"
        " WHERE s.problem_id = r.id AND s.metric_id = r.pain_metric_id"
        " AND COALESCE(s.level_ends, s.measured_on) > (SELECT MIN(o.released_on)"
        " FROM planning_output o LEFT JOIN planning_idea i ON i.id = o.idea_id"
        " WHERE o.problem_id = r.id OR i.problem_id = r.id))",
    ),
)
