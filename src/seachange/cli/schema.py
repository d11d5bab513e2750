"""`seachange schema`: what JSON output looks like, for programs that read it."""

from __future__ import annotations

import json

import click


@click.command()
def schema() -> None:
    """Print the JSON schema of answers (draft 2020-12)."""
    from seachange.measure.schema import schema as answers_schema

    click.echo(json.dumps(answers_schema(), indent=2))
