"""`seachange events …`: the events themselves."""

from __future__ import annotations

from typing import Any

import click

from seachange.cli.answers import answer
from seachange.cli.options import answer_options, events_options, taken_events


@click.group()
def events() -> None:
    """Look at the events themselves."""


@events.command()
@events_options
@answer_options
def describe(**keys: Any) -> None:
    """Tell names, actors, span and rates per day, and what looks suspicious."""
    from seachange.measure.ask import parse

    answer(parse({"kind": "description"}), taken_events(keys), keys)
