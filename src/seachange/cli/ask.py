"""`seachange ask`: a question that stands in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from seachange.cli.answers import answer
from seachange.cli.options import answer_options, events_options, taken_events


@click.command("ask")
@click.argument("question", type=click.Path(path_type=Path))
@events_options
@answer_options
def ask_command(question: Path, **keys: Any) -> None:
    """Answer the question in the YAML or JSON file QUESTION.

    \b
    kind: share
    of: {event: sign_up}
    did: {event: first_meeting}
    within: 7 days
    """
    from seachange.events.yaml_files import read_document
    from seachange.measure.ask import parse

    events = taken_events(keys)
    answer(read_document(question, parse), events, keys)
