"""I-1 to I-5, I-28 and I-30: outcomes that can be measured, tied to impacts, and owned."""

from __future__ import annotations

from seachange.planning.models.judgements.judgement import Judgement, words
from seachange.planning.rules.plan.intent import PURSUED

PEOPLE = "r.baseline_promoters + COALESCE(r.baseline_passives, 0) + r.baseline_detractors"
# Where the metric stood: k of n, the NPS in points, else the value as stated.
LEVEL = (
    "CASE WHEN r.baseline_did IS NOT NULL AND r.baseline_people > 0"
    " THEN CAST(r.baseline_did AS double precision) / r.baseline_people"
    f" WHEN {PEOPLE} > 0"
    " THEN CAST(100 * (r.baseline_promoters - r.baseline_detractors) AS double precision)"
    f" / ({PEOPLE}) ELSE r.baseline_value END"
)
COUNTED = (
    "CASE WHEN r.baseline_promoters IS NOT NULL OR r.baseline_detractors IS NOT NULL"
    " THEN COALESCE(r.baseline_promoters, 0) + COALESCE(r.baseline_passives, 0)"
    " + COALESCE(r.baseline_detractors, 0) ELSE r.baseline_people END"
)
# The links that lead on from an outcome, and all it leads to over other outcomes.
ONWARD = (
    "WITH RECURSIVE beyond(id) AS ("
    "SELECT l.driven_outcome_id FROM planning_driverlink l"
    " WHERE l.outcome_id = r.id AND l.state <> 'refuted' AND l.driven_outcome_id IS NOT NULL"
    " UNION SELECT l.driven_outcome_id FROM planning_driverlink l"
    " JOIN beyond ON l.outcome_id = beyond.id"
    " WHERE l.state <> 'refuted' AND l.driven_outcome_id IS NOT NULL)"
)
STATED = (
    "EXISTS (SELECT 1 FROM planning_objective o WHERE o.id = r.objective_id AND o.state <> 'draft')"
)

INTENT = (
    Judgement(
        invariant="I-1",
        table="outcome",
        says="a pursued outcome names actor, behaviour, metric, baseline, target and date",
        condition=f"r.state IN {words(PURSUED)} AND (r.actor <> '' AND r.behaviour <> ''"
        " AND EXISTS (SELECT 1 FROM planning_metric m WHERE m.id = r.metric_id"
        " AND (m.question <> '' OR m.numerator <> '' AND m.denominator <> ''"
        " AND m.\"window\" <> ''))"
        " AND r.baseline_starts IS NOT NULL AND r.baseline_ends IS NOT NULL"
        f' AND {COUNTED} > 0 AND r.target <> ({LEVEL}) AND r."by" IS NOT NULL) IS NOT TRUE',
    ),
    Judgement(
        invariant="I-2",
        table="outcome",
        says="a target lies ahead of its baseline, and a rate between 0 and 1",
        condition="r.state <> 'draft' AND (r.direction IN ('more', 'start')"
        f" AND r.target < ({LEVEL}) OR r.direction IN ('less', 'stop') AND r.target > ({LEVEL})"
        f" OR (r.target < 0 OR r.target > 1 OR r.target IS NOT NULL AND (({LEVEL}) < 0"
        f" OR ({LEVEL}) > 1)) AND EXISTS (SELECT 1 FROM planning_metric m"
        " WHERE m.id = r.metric_id AND m.scale = 'rate'))",
    ),
    Judgement(
        invariant="I-3",
        table="outcome",
        says="no outcome drives itself",
        condition=f"r.id IN ({ONWARD} SELECT id FROM beyond)",
    ),
    Judgement(
        invariant="I-3",
        table="outcome",
        says="a pursued outcome leads to an impact",
        condition=f"r.state IN {words(PURSUED)} AND NOT EXISTS ({ONWARD}"
        " SELECT 1 FROM planning_driverlink d WHERE d.state <> 'refuted'"
        " AND d.impact_id IS NOT NULL"
        " AND (d.outcome_id = r.id OR d.outcome_id IN (SELECT id FROM beyond)))",
    ),
    Judgement(
        invariant="I-4",
        table="keyresult",
        says="an impact is never a key result",
        condition=f"{STATED} AND (r.impact_id IS NOT NULL OR EXISTS (SELECT 1"
        " FROM planning_metric m WHERE m.id = r.metric_id AND m.purpose = 'impact'))",
    ),
    Judgement(
        invariant="I-5",
        table="keyresult",
        says="a key result refers to one outcome or, as health, to one guardrail",
        condition=f"{STATED} AND NOT (r.is_health AND r.guardrail_id IS NOT NULL"
        " AND r.outcome_id IS NULL OR NOT r.is_health AND r.outcome_id IS NOT NULL"
        " AND r.guardrail_id IS NULL)",
    ),
    Judgement(
        invariant="I-28",
        table="measurement",
        says="an outcome is measured by its own metric, in its baseline's version or bridged",
        condition="EXISTS (SELECT 1 FROM planning_outcome o WHERE o.id = r.outcome_id"
        " AND o.state <> 'draft' AND (o.metric_id <> r.metric_id"
        " OR o.baseline_version <> r.level_version AND NOT EXISTS (SELECT 1"
        " FROM planning_metricbridge b WHERE b.metric_id = r.metric_id"
        " AND (b.from_version = o.baseline_version AND b.to_version = r.level_version"
        " OR b.to_version = o.baseline_version AND b.from_version = r.level_version))))",
    ),
    Judgement(
        invariant="I-28",
        table="metric",
        says="what a metric means is kept for its version, and changes with a new version only",
        condition="r.state <> 'draft' AND NOT EXISTS (SELECT 1 FROM planning_metricversion v"
        " WHERE v.metric_id = r.id AND v.version = r.version AND "
        + " AND ".join(
            f'{{partv.definition{{of}}{at}{{end}} = r."{column}"'
            for at, column in enumerate(
                ("numerator", "denominator", "window", "unit", "source", "question", "scale")
            )
        )
        + ")",
    ),
    Judgement(
        invariant="I-30",
        table="outcome",
        says="each department of a shared step owns the outcome",
        condition=f"r.state IN {words(PURSUED)} AND (SELECT COUNT(*)"
        " FROM planning_journeystep_departments s WHERE s.journeystep_id = r.journey_step_id) > 1"
        " AND EXISTS (SELECT 1 FROM planning_journeystep_departments s"
        " WHERE s.journeystep_id = r.journey_step_id AND NOT EXISTS (SELECT 1"
        " FROM planning_outcome_owners w JOIN people_team t ON t.id = w.team_id"
        " WHERE w.outcome_id = r.id AND t.department_id = s.department_id))",
    ),
)
