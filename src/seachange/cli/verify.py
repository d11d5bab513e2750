"""`seachange verify`: does everything that was decided still read as it was written?"""

from __future__ import annotations

import click

from seachange.cli.kept import open_kept_plan
from seachange.errors import Tampered


@click.command()
@click.option("--head", default="", help="The fingerprint it ended with before, kept elsewhere.")
def verify(head: str) -> None:
    """Walk the chain of verdicts, decisions and sign-offs, and say where it was touched.

    Also which records do not read as their history says, which lines of the audit log were
    changed or taken out, and whether the database still refuses all that it is to refuse.

    Prints the fingerprint of its end: kept somewhere else and given back as --head, it shows
    that nothing was cut off.
    """
    open_kept_plan()
    from seachange.planning.actions.audit import verify_audit
    from seachange.planning.actions.seals import head_of_chain, verify_chain

    damage = [*verify_chain(head=head), *verify_audit()]
    if damage:
        told = [f"{each.record or 'the chain'}: {each.says}" for each in damage]
        raise Tampered(
            f"what was written was touched in {len(damage)} places",
            remedy="\n".join(told),
        )
    click.echo(f"Everything reads as it was written. {head_of_chain()}".rstrip())
