"""`seachange second-factor`: one that was lost is taken off by whoever has the machine."""

from __future__ import annotations

import click

from seachange.errors import NotThere


@click.command()
@click.argument("email")
def second_factor(email: str) -> None:
    """Take off the second factor of the member with this EMAIL, who lost it; they are told.

    For the only administrator: of others one is taken off under Members. It needs the folder or
    the database of the installation, and leaves a line in the audit log. The password stays.
    """
    from seachange.cli.kept import open_pages

    open_pages()
    from seachange.people.witness import under_witness
    from seachange.planning.actions.audit import write_down
    from seachange.planning.reads.snapshot import whole_plan
    from seachange.web.second_factors import ROUTE, take_off

    wanted = email.strip().casefold()
    found = [each for each in whole_plan().members if each.email.casefold() == wanted]
    if len(found) != 1:
        raise NotThere(
            f"{len(found) or 'no'} members have the address {email}",
            remedy="give the address one signs in with",
        )
    with under_witness(lambda: write_down(by="", route=ROUTE, record=found[0].id, status=200)):
        take_off(found[0], by=None)
    click.echo(f"{found[0].name or found[0].id} signs in without a second factor, and is told so.")
