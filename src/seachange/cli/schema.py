"""`seachange schema`: what JSON output looks like, for programs that read it."""

from __future__ import annotations

import json

import click

OF = ("answers", "verdict", "library")


@click.command()
@click.argument("of", type=click.Choice(OF), default="answers")
def schema(of: str) -> None:
    """Print the JSON schema (draft 2020-12) of answers, or of what another command writes."""
    if of == "verdict":
        from seachange.report.verdicts.schema import schema as written
    elif of == "library":
        from seachange.report.library.schema import schema as written
    else:
        from seachange.measure.schema import schema as written
    click.echo(json.dumps(written(), indent=2))
