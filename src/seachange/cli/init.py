"""`seachange init`: an installation set up: its folder, its tables, its secret."""

from __future__ import annotations

import click


@click.command()
def init() -> None:
    """Set up an installation, or bring one up to this version; what is there stays.

    Where: the folder SEACHANGE_DATA (./seachange-data), with the plan in it or at the address
    SEACHANGE_DATABASE. A secret is made in the folder unless SEACHANGE_SECRET gives one.
    """
    from seachange.cli.kept import open_pages

    open_pages()
    from django.conf import settings

    click.echo(f"Set up in {settings.FOLDER.resolve()}/. Now: seachange serve")
