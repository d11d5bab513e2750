"""Staging in DuckDB: from typed rows to the one layout that questions count over."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from seachange.events.log import ACCOUNTS, ACTORS, EVENTS, EventLog, Intake

TYPED = "seachange_typed"


def stage(
    connection: duckdb.DuckDBPyConnection,
    *,
    properties: Mapping[str, str],
    has_ids: bool,
    has_accounts: bool,
    has_received: bool,
) -> int:
    """Turn the relation `seachange_typed` into the staged tables; return duplicates dropped.

    `seachange_typed` has columns actor, name, account, id (texts), t, received
    (microseconds), seq (arrival), and one text column for each of `properties`. Of the
    rows that share an id, the first to arrive counts.
    """
    run = connection.execute
    source = TYPED
    if has_ids:
        source = "seachange_once"
        run(
            f"""CREATE TEMP TABLE seachange_later AS
            SELECT seq FROM (SELECT seq, ROW_NUMBER() OVER (PARTITION BY id ORDER BY seq) AS nth
            FROM {TYPED} WHERE id IS NOT NULL
            AND id IN (SELECT id FROM {TYPED} WHERE id IS NOT NULL GROUP BY id HAVING COUNT(*) > 1))
            WHERE nth > 1"""
        )
        run(
            f"CREATE TEMP VIEW {source} AS SELECT * FROM {TYPED} "
            "WHERE seq NOT IN (SELECT seq FROM seachange_later)"
        )
    run(f"CREATE TABLE {ACTORS} AS {_codes(source, 'actor')}")
    run(f"CREATE TABLE seachange_names AS {_codes(source, 'name')}")
    if has_accounts:
        run(f"CREATE TABLE {ACCOUNTS} AS {_codes(source, 'account')}")
    else:
        run(f"CREATE TABLE {ACCOUNTS} (code INTEGER, account VARCHAR)")
    held = "".join(f", e.{column}" for column in properties.values())
    received = ", e.received" if has_received else ""
    account = "c.code AS account" if has_accounts else "CAST(NULL AS INTEGER) AS account"
    joined = f" LEFT JOIN {ACCOUNTS} c ON c.account = e.account" if has_accounts else ""
    run(
        f"""CREATE TABLE {EVENTS} AS
        SELECT a.code AS actor, e.t, n.code AS name, e.seq, {account}{received}{held}
        FROM {source} e JOIN {ACTORS} a ON a.actor = e.actor
        JOIN seachange_names n ON n.name = e.name{joined}
        ORDER BY a.code, e.t, e.seq"""
    )
    if not has_ids:
        return 0
    (dropped,) = run("SELECT COUNT(*) FROM seachange_later").fetchone() or (0,)
    run(f"DROP VIEW {source}")
    run("DROP TABLE seachange_later")
    return int(dropped)


def open_staged(
    connection: duckdb.DuckDBPyConnection,
    *,
    properties: Mapping[str, str],
    has_accounts: bool,
    has_received: bool,
    intake: Intake,
) -> EventLog:
    """Describe the staged tables of a connection as the log that questions are asked of."""
    newest = "MAX(received)" if has_received else "MAX(t)"
    bounds = connection.execute(f"SELECT MIN(t), MAX(t), {newest} FROM {EVENTS}").fetchone()
    first, last, received = bounds or (None, None, None)
    (actors,) = connection.execute(f"SELECT COUNT(*) FROM {ACTORS}").fetchone() or (0,)
    names = connection.execute("SELECT name, code FROM seachange_names ORDER BY code").fetchall()
    return EventLog(
        engine="duckdb",
        connection=connection,
        names=dict(names),
        properties=dict(properties),
        has_accounts=has_accounts,
        has_received=has_received,
        first=first,
        last=last,
        newest=received if received is not None else last,
        actors=actors,
        intake=intake,
        close=connection.close,
    )


def _codes(relation: str, column: str) -> str:
    """Number the distinct texts of a column from 0, in their own order (so: repeatably)."""
    return (
        f"SELECT CAST(ROW_NUMBER() OVER (ORDER BY {column}) - 1 AS INTEGER) AS code, {column} "
        f"FROM (SELECT DISTINCT {column} FROM {relation} WHERE {column} IS NOT NULL) ORDER BY code"
    )
