"""What the database refuses by itself, whoever writes, and by whatever road.

Writing is done in a turn (models/turns.py): outside of one no table takes a word, and none ends
before every judgement of the whole plan was passed. Beside that, row by row: what is written once
stays, a state follows from the one before, the chain of seals has no gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps

from seachange.planning.models.judgements.delivery import DELIVERY
from seachange.planning.models.judgements.intent import INTENT
from seachange.planning.models.judgements.judgement import Judgement, spelt
from seachange.planning.models.judgements.learning import LEARNING
from seachange.planning.models.judgements.promises import PROMISES
from seachange.planning.models.judgements.roadmap import IS_WHOLE, ROADMAP
from seachange.planning.rules.invariants.frozen import OF_A_TEST
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.states import MOVES, reachable
from seachange.planning.rules.vocabulary import Kind

JUDGEMENTS: tuple[Judgement, ...] = (*INTENT, *LEARNING, *DELIVERY, *PROMISES, *ROADMAP)


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """A refusal: when one of these happens to a row of a table and the condition is true."""

    name: str
    table: str
    when: tuple[str, ...]  # INSERT, UPDATE, DELETE
    condition: str
    says: str


# Table → its key, of what is stated once and never changed.
ONCE = {
    "measurement": "id",
    "contact": "id",
    "verdict": "id",
    "decision": "id",
    "signoff": "id",
    "metricversion": "id",
    "metricbridge": "id",
    "hypothesisversion": "id",
    "fluencycheck": "id",
    "signalestimate": "id",
    "history": "sequence",
    "seal": "sequence",
    "auditline": "sequence",
}
WRITTEN_ONCE = tuple(
    Trigger(
        name=f"{table}_is_written_once",
        table=f"planning_{table}",
        when=("UPDATE", "DELETE"),
        condition="1 = 1",
        says=f"I-29: a {table} is written once: state a new one that supersedes it",
    )
    for table in ONCE
)
# SQLite alone: INSERT OR REPLACE takes a row away without telling anybody.
REPLACED = tuple(
    Trigger(
        name=f"{table}_is_not_replaced",
        table=f"planning_{table}",
        when=("INSERT",),
        condition=f"EXISTS (SELECT 1 FROM planning_{table} o WHERE o.{key} = NEW.{key})",
        says=f"I-29: a {table} is written once: there is one of this id",
    )
    for table, key in ONCE.items()
)


# What begins as a JSON object is one; a row that was here before says it again as it stands.
BROKEN_QUESTION = tuple(
    Trigger(
        name=f"{table}_question_is_an_object",
        table=f"planning_{table}",
        when=("INSERT", "UPDATE"),
        condition="(CASE WHEN substr(NEW.question, 1, 1) <> '{' THEN false"
        f" WHEN EXISTS (SELECT 1 FROM planning_{table} o"
        " WHERE o.id = NEW.id AND o.question = NEW.question) THEN false"
        " ELSE {question is broken} END)",
        says="question: what is asked of the events is one JSON object",
    )
    for table in ("assumptiontest", "behavioursignal", "metric")
)


def _moved(kind: Kind) -> Trigger:
    """Return the refusal of a state that does not follow from the one before."""
    ways = [
        f"OLD.state = '{before}' AND NEW.state IN ("
        + ", ".join(f"'{each}'" for each in after)
        + ")"
        for before in MOVES[kind]
        if (after := [to for to in MOVES[kind] if reachable(kind, before=before, after=to)])
    ]
    table = RECORD_TYPES[kind].__name__.lower()
    return Trigger(
        name=f"{table}_moves_as_it_may",
        table=f"planning_{table}",
        when=("UPDATE",),
        condition=f"NEW.state <> OLD.state AND NOT ({' OR '.join(ways)})",
        says=f"move: {kind}: it does not go from that state to this one",
    )


def _column(field: str) -> str:
    """Return the column of a field of a test: of a link, with its ending."""
    return f"{field}_id" if field in {"hypothesis", "metric"} else field


AT_ROWS = (
    *WRITTEN_ONCE,
    *BROKEN_QUESTION,
    *(_moved(kind) for kind in MOVES),
    Trigger(
        name="promise_reads_as_its_material_says",
        table="planning_commitment",
        when=("UPDATE",),
        condition="(NEW.material IS DISTINCT FROM OLD.material) <> ("
        + " OR ".join(
            f"NEW.{e} IS DISTINCT FROM OLD.{e}" for e in ("text", "scope", "due", "price")
        )
        + ")",
        says="I-17: what is signed for and its hash change together",
    ),
    Trigger(
        name="test_stays_as_it_began",
        table="planning_assumptiontest",
        when=("UPDATE",),
        condition="OLD.state <> 'planned' AND ("
        + " OR ".join(f"NEW.{_column(e)} IS DISTINCT FROM OLD.{_column(e)}" for e in OF_A_TEST)
        + ")",
        says="I-10: what a test was set up with stays once it has started",
    ),
    Trigger(
        name="seal_breaks_the_chain",
        table="planning_seal",
        when=("INSERT",),
        condition="NEW.sequence <> 1 + (SELECT COUNT(*) FROM planning_seal)"
        " OR NEW.previous <> COALESCE((SELECT s.fingerprint FROM planning_seal s"
        " ORDER BY s.sequence DESC LIMIT 1), '')",
        says="seal: a seal follows the last one",
    ),
    Trigger(
        name="turn_is_not_thrown_away",
        table="planning_turn",
        when=("DELETE",),
        condition="1 = 1",
        says="turn: the row of the turn stays",
    ),
)
OUT_OF_TURN = (
    "turn: write to the plan in a turn of your own: first set planning_turn.held_id to 2, and"
    " at the end to NULL, which has the whole plan judged"
)
ID_GIVEN_TWICE = "id: an id is given once, whatever the kind"
ROADMAP_EMPTIED = "I-24: the roadmap held something at each of four horizons, and would not"


# What is said and given away beside the plan: it takes no turn, and says nothing of the plan.
BESIDE = frozenset(
    {
        "planning_accesstoken",
        "planning_auditline",
        "planning_comment",
        "planning_commentbefore",
        "planning_invitation",
        "planning_mention",
        "planning_sharelink",
        "planning_startcode",
    }
)


def tables() -> list[str]:
    """Return the tables the plan consists of, its links, its history and its seals."""
    models = [
        model
        for app in ("people", "planning")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return sorted({each._meta.db_table for each in models} - {"planning_turn"} - BESIDE)


def records() -> list[str]:
    """Return the tables of records: those whose rows have an id of the plan."""
    models = [m for app in ("people", "planning") for m in apps.get_app_config(app).get_models()]
    return sorted(each._meta.db_table for each in models if hasattr(each, "derived"))


def refusals() -> Iterator[tuple[str, str]]:
    """Walk what is judged as a turn ends: what is said, and the question that finds it broken."""
    ids = " UNION ALL ".join(f"SELECT id FROM {table}" for table in records())
    yield ID_GIVEN_TWICE, f"SELECT id FROM ({ids}) given GROUP BY id HAVING COUNT(*) > 1"
    yield ROADMAP_EMPTIED, f"SELECT 1 WHERE OLD.is_roadmap_whole AND NOT ({IS_WHOLE})"
    for judgement in JUDGEMENTS:
        yield f"{judgement.invariant}: {judgement.says}", judgement.broken


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def sqlite() -> list[str]:
    """Return the statements that set up all refusals in SQLite."""
    judged = " ".join(
        f"SELECT RAISE(ABORT, {_quoted(says)}) WHERE EXISTS ({broken});"
        for says, broken in refusals()
    )
    lines = [
        f"CREATE TRIGGER seachange_{trigger.name}_{when.lower()} BEFORE {when} ON {trigger.table}"
        f" WHEN {trigger.condition} BEGIN SELECT RAISE(ABORT, {_quoted(trigger.says)}); END"
        for trigger in (*AT_ROWS, *REPLACED)
        for when in trigger.when
    ]
    lines += [
        f"CREATE TRIGGER seachange_{table}_in_turn_{when.lower()} AFTER {when} ON {table} BEGIN"
        f" SELECT RAISE(ABORT, {_quoted(OUT_OF_TURN)})"
        " WHERE (SELECT held_id FROM planning_turn) IS NULL;"
        " UPDATE planning_turn SET stamp = lower(hex(randomblob(16))); END"
        for table in tables()
        for when in ("INSERT", "UPDATE", "DELETE")
    ]
    lines.append(
        "CREATE TRIGGER seachange_turn_ends BEFORE UPDATE OF held_id ON planning_turn"
        f" WHEN OLD.held_id IS NOT NULL AND NEW.held_id IS NULL BEGIN {judged} END"
    )
    return [spelt(line, "sqlite") for line in lines]


def postgresql() -> list[str]:
    """Return the statements that set up all refusals in PostgreSQL."""
    lines = []
    for trigger in AT_ROWS:
        row = "OLD" if "DELETE" in trigger.when else "NEW"
        lines += _function(
            trigger.name, f"{_refuse(trigger.condition, trigger.says)} RETURN {row};"
        )
        lines.append(
            f"CREATE TRIGGER seachange_{trigger.name} BEFORE {' OR '.join(trigger.when)}"
            f" ON {trigger.table} FOR EACH ROW EXECUTE FUNCTION seachange_{trigger.name}()"
        )
    not_held = "(SELECT held_id FROM planning_turn) IS NULL"
    stamped = "UPDATE planning_turn SET stamp = replace(gen_random_uuid()::text, '-', '');"
    lines += _function("in_turn", f"{_refuse(not_held, OUT_OF_TURN)} {stamped} RETURN NULL;")
    lines += [
        f"CREATE TRIGGER seachange_in_turn AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION seachange_in_turn()"
        for table in tables()
    ]
    judged = " ".join(_refuse(f"EXISTS ({broken})", says) for says, broken in refusals())
    lines += _function("turn_ends", f"{judged} RETURN NEW;")
    lines.append(
        "CREATE TRIGGER seachange_turn_ends BEFORE UPDATE OF held_id ON planning_turn FOR EACH ROW"
        " WHEN (OLD.held_id IS NOT NULL AND NEW.held_id IS NULL)"
        " EXECUTE FUNCTION seachange_turn_ends()"
    )
    lines += _function("stays", f"{_refuse('1 = 1', 'I-29: it is written once')} RETURN NULL;")
    lines += [
        f"CREATE TRIGGER seachange_stays BEFORE TRUNCATE ON planning_{table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION seachange_stays()"
        for table in (*ONCE, "turn")
    ]
    return [spelt(line, "postgresql") for line in lines]


def _function(name: str, body: str) -> list[str]:
    return [
        f"CREATE FUNCTION seachange_{name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {body} END $$"
    ]


def _refuse(condition: str, says: str) -> str:
    said = _quoted(says.replace("%", "%%"))
    return f"IF {condition} THEN RAISE EXCEPTION {said} USING ERRCODE = 'check_violation'; END IF;"


WRITERS = {"sqlite": sqlite, "postgresql": postgresql}
# What stands on our tables: nobody else puts triggers there.
STANDING = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    " AND (tbl_name LIKE 'planning@_%' ESCAPE '@' OR tbl_name LIKE 'people@_%' ESCAPE '@')",
    "postgresql": "SELECT DISTINCT p.proname, p.prosrc FROM pg_trigger t"
    " JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
    " AND (c.relname LIKE 'planning@_%' ESCAPE '@' OR c.relname LIKE 'people@_%' ESCAPE '@')",
}


def statements(vendor: str) -> list[str]:
    """Return all that sets up the refusals in a database of this make."""
    return WRITERS[vendor]()


def removals(vendor: str, standing: Iterable[str]) -> list[str]:
    """Return all that takes away the refusals of these names."""
    if vendor == "postgresql":
        return [f"DROP FUNCTION {name}() CASCADE" for name in standing]
    return [f"DROP TRIGGER {name}" for name in standing]
