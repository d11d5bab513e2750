"""The few words of canonical SQL that engines spell differently, put by sqlglot.

Canonical text is DuckDB's; this is what a further engine has to say. Each rewrite
answers a trap that gave a wrong number, not an error (`docs/adr/0003-canonical-sql.md`).
"""

from __future__ import annotations

from functools import lru_cache

import sqlglot
from sqlglot import exp


@lru_cache(maxsize=256)
def put(text: str, dialect: str, kinds: tuple[tuple[str, str], ...] = ()) -> str:
    """Return canonical text in a dialect; `kinds` gives ClickHouse the type of each value."""
    tree = sqlglot.parse_one(text, read="duckdb")
    types = dict(kinds)

    def word(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.IntDiv):
            return _divided(node, dialect)
        if isinstance(node, exp.Mod) and dialect == "postgres":
            # The operator is a percent sign, which psycopg takes for a placeholder.
            return exp.Anonymous(this="MOD", expressions=[node.this, node.expression])
        if isinstance(node, exp.TryCast):
            return _tried(node, dialect)
        if isinstance(node, exp.RegexpLike):
            return _matched(node, dialect)
        if isinstance(node, exp.PercentileCont | exp.Median) and dialect == "clickhouse":
            return _quantile(node)
        if isinstance(node, exp.DataType) and node.this == exp.DataType.Type.INT128:
            return node if dialect != "postgres" else exp.DataType.build("decimal(38, 0)")
        if isinstance(node, exp.Placeholder) and dialect == "clickhouse":
            return exp.Placeholder(this=node.name, kind=exp.var(types[node.name]))
        return node

    for node in reversed(list(tree.walk())):  # inner ones first, so that none is lost
        put_so = word(node)
        if put_so is not node:
            node.replace(put_so)
    return str(tree.sql(dialect=dialect))


def _divided(node: exp.IntDiv, dialect: str) -> exp.Expr:
    """Both sides are whole and not negative, so truncation is the floor everywhere."""
    if dialect == "postgres":
        return exp.paren(exp.Div(this=node.this, expression=node.expression, typed=True))
    return exp.Anonymous(this="intDiv", expressions=[node.this, node.expression])


def _tried(node: exp.TryCast, dialect: str) -> exp.Expr:
    """The text was matched as a number before, so PostgreSQL's plain cast cannot fail."""
    if dialect == "clickhouse":
        return exp.Anonymous(this="toFloat64OrNull", expressions=[node.this])
    return exp.cast(node.this, node.to)


def _matched(node: exp.RegexpLike, dialect: str) -> exp.Expr:
    if dialect == "clickhouse":
        return exp.Anonymous(this="match", expressions=[node.this, node.expression])
    return node


def _quantile(node: exp.Expr) -> exp.Expr:
    """ClickHouse's own quantile() samples; the inclusive one is exact and type 7."""
    level = "0.5" if isinstance(node, exp.Median) else node.expression.sql()
    return exp.ParameterizedAgg(
        this="quantileExactInclusive",
        expressions=[exp.Literal.number(level)],
        params=[node.this],
    )
