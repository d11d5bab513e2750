"""What the database itself refuses, across rows: whoever writes, and by whatever road.

Each refusal is one condition, in SQL that SQLite and PostgreSQL both read. A row that says of
itself that it breaks the invariant (`breaches`) is let through: it was found so.
"""

from __future__ import annotations

from dataclasses import dataclass

from seachange.planning.rules.plan.delivery import JUDGED, STARTED
from seachange.planning.rules.plan.promises import WON


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """A refusal: when one of these happens to a row of a table and the condition is true."""

    name: str
    table: str
    when: tuple[str, ...]  # INSERT, UPDATE, DELETE
    condition: str
    says: str


ONCE = (
    "measurement",
    "contact",
    "verdict",
    "decision",
    "signoff",
    "metricversion",
    "metricbridge",
    "hypothesisversion",
    "fluencycheck",
    "history",
    "seal",
)
PUT = ("INSERT", "UPDATE")


def _in(states: frozenset[str]) -> str:
    return "(" + ", ".join(f"'{state}'" for state in sorted(states)) + ")"


def _breaks(invariant: str, condition: str) -> str:
    return f"NEW.breaches NOT LIKE '%|{invariant}|%' AND {condition}"


WRITTEN_ONCE = tuple(
    Trigger(
        name=f"{table}_is_written_once",
        table=f"planning_{table}",
        when=("UPDATE", "DELETE"),
        condition="1 = 1",
        says=f"a {table} is written once: state a new one that supersedes it",
    )
    for table in ONCE
)

ACROSS_ROWS = (
    Trigger(
        name="output_skips_discovery",
        table="planning_output",
        when=PUT,
        condition=_breaks(
            "I-8",
            f"NEW.state IN {_in(STARTED)} AND NOT EXISTS (SELECT 1 FROM planning_idea i"
            " WHERE i.id = NEW.idea_id AND i.state IN ('validated', 'in delivery'))"
            " AND NOT EXISTS (SELECT 1 FROM planning_waiver w"
            " WHERE w.record = NEW.id AND w.rule = 'I-8')",
        ),
        says="I-8: an output is built only once its idea is validated, or with a waiver",
    ),
    Trigger(
        name="output_without_verdict",
        table="planning_output",
        when=PUT,
        condition=_breaks(
            "I-11",
            f"NEW.state IN {_in(JUDGED)} AND NOT EXISTS (SELECT 1 FROM planning_verdict v"
            " JOIN planning_hypothesis h ON h.id = v.hypothesis_id"
            " WHERE h.output_id = NEW.id OR h.idea_id = NEW.idea_id)",
        ),
        says="I-11: an output is measured only with a verdict",
    ),
    Trigger(
        name="roadmap_output_without_hypothesis",
        table="planning_roadmapitem",
        when=PUT,
        condition=_breaks(
            "I-7",
            "NEW.item_kind = 'output' AND NEW.state IN ('later', 'next', 'now')"
            " AND NOT EXISTS (SELECT 1 FROM planning_hypothesis h"
            " WHERE h.state NOT IN ('refuted', 'harmed', 'withdrawn')"
            " AND (h.output_id = NEW.output_id"
            " OR h.idea_id = (SELECT o.idea_id FROM planning_output o"
            " WHERE o.id = NEW.output_id)))",
        ),
        says="I-7: an output stands on the roadmap only with a live hypothesis",
    ),
    Trigger(
        name="chain_step_out_of_turn",
        table="planning_chainstep",
        when=PUT,
        condition=_breaks(
            "I-20",
            "NEW.state IN ('ready', 'done') AND EXISTS (SELECT 1"
            " FROM planning_chainstep_preconditions p"
            " JOIN planning_chainstep b ON b.id = p.to_chainstep_id"
            " WHERE p.from_chainstep_id = NEW.id AND b.state <> 'done')",
        ),
        says="I-20: a chain step is ready only when its preconditions are done",
    ),
    Trigger(
        name="sign_off_for_two",
        table="planning_signoff",
        when=("INSERT",),
        condition=_breaks(
            "I-16",
            "EXISTS (SELECT 1 FROM planning_signoff s WHERE s.commitment_id = NEW.commitment_id"
            " AND s.member_id = NEW.member_id AND s.function <> NEW.function)",
        ),
        says="I-16: nobody signs off for two functions",
    ),
    Trigger(
        name="seller_signs_for_cs",
        table="planning_signoff",
        when=("INSERT",),
        condition=_breaks(
            "I-16",
            "NEW.function = 'customer_success' AND EXISTS (SELECT 1 FROM planning_commitment c"
            " JOIN planning_deal d ON d.id = c.deal_id"
            " WHERE c.id = NEW.commitment_id AND d.seller_id = NEW.member_id)",
        ),
        says="I-16: the seller does not sign for customer success",
    ),
    Trigger(
        name="deal_won_unsigned",
        table="planning_deal",
        when=PUT,
        condition=_breaks(
            "I-14",
            f"NEW.state IN {_in(WON)} AND EXISTS (SELECT 1 FROM planning_commitment c"
            " JOIN planning_board b ON b.id = COALESCE(c.board_id, NEW.board_id),"
            " {each b.functions}"
            " WHERE c.deal_id = NEW.id AND c.state NOT IN ('withdrawn', 'rejected')"
            " AND NOT EXISTS (SELECT 1 FROM planning_signoff s"
            " WHERE s.commitment_id = c.id AND s.function = f.value AND s.material = c.material"
            " AND s.answer IN ('yes', 'yes-if')"
            " AND NOT EXISTS (SELECT 1 FROM planning_signoff l WHERE l.supersedes_id = s.id)))",
        ),
        says="I-14: a deal is won only once every role of the board signed every promise in it",
    ),
    Trigger(
        name="key_result_is_an_impact",
        table="planning_keyresult",
        when=PUT,
        condition=_breaks(
            "I-4",
            "NEW.impact_id IS NOT NULL AND EXISTS (SELECT 1 FROM planning_objective o"
            " WHERE o.id = NEW.objective_id AND o.state <> 'draft')",
        ),
        says="I-4: an impact is never a key result",
    ),
    Trigger(
        name="criteria_are_frozen",
        table="planning_hypothesis",
        when=("UPDATE",),
        condition=_breaks(
            "I-10",
            "NEW.version = OLD.version AND ("
            + " OR ".join(
                f"NEW.criteria_{column} IS DISTINCT FROM OLD.criteria_{column}"
                for column in (
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
            )
            + ") AND EXISTS (SELECT 1 FROM planning_assumptiontest t"
            " WHERE t.hypothesis_id = NEW.id AND t.state <> 'planned')",
        ),
        says="I-10: criteria are frozen once a test has started; state a new version",
    ),
    Trigger(
        name="seal_breaks_the_chain",
        table="planning_seal",
        when=("INSERT",),
        condition="NEW.sequence <> 1 + (SELECT COUNT(*) FROM planning_seal)"
        " OR NEW.previous <> COALESCE((SELECT s.fingerprint FROM planning_seal s"
        " ORDER BY s.sequence DESC LIMIT 1), '')",
        says="a seal follows the last one",
    ),
)

TRIGGERS = (*WRITTEN_ONCE, *ACROSS_ROWS)


def sqlite(trigger: Trigger) -> list[str]:
    """Return the statements that set up a refusal in SQLite."""
    condition = trigger.condition.replace("{each b.functions}", "json_each(b.functions) AS f")
    said = trigger.says.replace("'", "''")
    return [
        f"CREATE TRIGGER {trigger.name}_{when.lower()} BEFORE {when} ON {trigger.table}"
        f" WHEN {condition} BEGIN SELECT RAISE(ABORT, '{said}'); END"
        for when in trigger.when
    ]


def postgresql(trigger: Trigger) -> list[str]:
    """Return the statements that set up a refusal in PostgreSQL."""
    each = "jsonb_array_elements_text(b.functions) AS f(value)"
    condition = trigger.condition.replace("{each b.functions}", each)
    said = trigger.says.replace("'", "''")
    row = "OLD" if "DELETE" in trigger.when else "NEW"
    return [
        f"CREATE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {condition} THEN RAISE EXCEPTION '{said.replace('%', '%%')}'"
        f" USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$",
        f"CREATE TRIGGER {trigger.name} BEFORE {' OR '.join(trigger.when)} ON {trigger.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {trigger.name}()",
    ]


WRITERS = {"sqlite": sqlite, "postgresql": postgresql}


def statements(vendor: str) -> list[str]:
    """Return all that sets up the refusals in a database of this make."""
    return [line for trigger in TRIGGERS for line in WRITERS[vendor](trigger)]


def removals(vendor: str) -> list[str]:
    """Return all that takes the refusals away again."""
    if vendor == "postgresql":
        return [f"DROP FUNCTION {trigger.name}() CASCADE" for trigger in TRIGGERS]
    return [
        f"DROP TRIGGER {trigger.name}_{when.lower()}"
        for trigger in TRIGGERS
        for when in trigger.when
    ]
