"""A judgement of the database: a way to break an invariant, as a condition on a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

# What the two databases write differently, as it is written here.
SQLITE = (
    ("{functions of b}", "json_each(b.functions) AS f"),
    ("{part", "json_extract("),
    ("{of}", ", '$["),
    ("{end}", "]')"),
    ("{question is broken}", "NOT json_valid(NEW.question)"),
    ("IS DISTINCT FROM", "IS NOT"),  # before SQLite 3.39
)
# PostgreSQL tells broken JSON by an error of its own, which refuses it as well. OFFSET keeps it
# from reading as JSON beforehand what it may turn out not to be asked about.
POSTGRESQL = (
    (
        "{question is broken}",
        "(SELECT json_typeof(q.told::json) <> 'object'"
        " FROM (SELECT NEW.question AS told OFFSET 0) q)",
    ),
    ("{functions of b}", "jsonb_array_elements_text(b.functions) AS f(value)"),
    ("{part", "("),
    ("{of}", " ->> "),
    ("{end}", ")"),
)
SPELLINGS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A way to break an invariant: by a row `r` of a table for which the condition is true.

    Written a second time from domain.md §2.3, in SQL that SQLite and PostgreSQL both read, and
    not derived from the rules: two witnesses who must agree. A row that says of itself that it
    breaks the invariant (`breaches`) is let through: it was found so.
    """

    invariant: str
    table: str
    says: str
    condition: str

    @property
    def broken(self) -> str:
        """The question for the ids of the rows that break it and do not say so."""
        return (
            f"SELECT r.id FROM planning_{self.table} r"
            f" WHERE r.breaches NOT LIKE '%|{self.invariant}|%' AND ({self.condition})"
        )


def spelt(sql: str, vendor: str) -> str:
    """Return SQL as a database of this make spells it."""
    for ours, theirs in SPELLINGS[vendor]:
        sql = sql.replace(ours, theirs)
    return sql


def words(told: Iterable[str | Enum]) -> str:
    """Return words as SQL lists them."""
    plain = sorted(str(each.value) if isinstance(each, Enum) else each for each in told)
    return "(" + ", ".join(f"'{each}'" for each in plain) + ")"
