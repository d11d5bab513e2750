"""`seachange verify`: does everything that was decided still read as it was written?"""

from __future__ import annotations

import click

from seachange.cli.kept import open_kept_plan
from seachange.errors import Tampered


@click.command()
@click.option(
    "--head",
    multiple=True,
    metavar="FINGERPRINT",
    help="What the chain or the audit log ended with before, kept elsewhere; may be repeated.",
)
def verify(head: tuple[str, ...]) -> None:
    """Walk the chain of verdicts, decisions and sign-offs, and say where it was touched.

    Also which records do not read as their history says, which lines of the audit log were
    changed or taken out, and whether the database still refuses all that it is to refuse.

    Prints the fingerprints of both ends: kept somewhere else and given back as --head, they
    show that nothing was cut off.
    """
    open_kept_plan()
    from seachange.planning.actions.audit import is_line, verify_audit
    from seachange.planning.actions.seals import head_of_chain, is_seal, verify_chain
    from seachange.planning.reads.members import head_of_audit

    damage = [*verify_chain(), *verify_audit()]
    told = [f"{each.record or 'the chain'}: {each.says}" for each in damage]
    told += [
        f"the chain or the audit log: no line has the fingerprint you kept ({each[:80]}): an end "
        "was cut off"
        for each in head
        if not (is_seal(each) or is_line(each))
    ]
    if told:
        raise Tampered(
            f"what was written was touched in {len(told)} places",
            remedy="\n".join(told),
        )
    click.echo(f"Everything reads as it was written. {head_of_chain()}".rstrip())
    if head_of_audit():
        click.echo(f"The audit log ends with {head_of_audit()}")
