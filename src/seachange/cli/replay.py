"""`seachange replay`: does a settled verdict still come out as it was sealed?"""

from __future__ import annotations

import click

from seachange.cli.kept import open_kept_plan
from seachange.errors import Tampered


@click.command()
@click.argument("verdict")
@click.option("--show", is_flag=True, help="Print the records it rests on and what they came to.")
def replay(verdict: str, *, show: bool) -> None:
    """Weigh again what was sealed with a VERDICT of the plan kept here, and compare byte for byte.

    It rests on the records as they were on the day it was given: what has become of them since
    changes nothing, and is named.
    """
    open_kept_plan()
    from seachange.planning.reads.replay import replay as replayed
    from seachange.report.verdicts.replayed import text

    told = replayed(verdict)
    if show:
        click.echo(told.sealed)
        return
    if not told.is_same:
        raise Tampered(f"{verdict} does not come out as it was sealed", remedy=text(told))
    click.echo(text(told), nl=False)
