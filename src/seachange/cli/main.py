"""The command line: the same questions, for a terminal, a script or a pipeline.

Exit status: 0 answered; 2 something for the person to mend (said on standard error);
1 a fault of ours, or, from `check`, an error that stands in the plan.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from seachange import __version__
from seachange.errors import SeachangeError

# Name → (module, object, one line): loaded when called, so that --help comes at once.
COMMANDS = {
    "ask": ("ask", "ask_command", "Answer a question that stands in a file."),
    "funnel": ("quick", "funnel", "How many get from step to step, and where they leave."),
    "share": ("quick", "share", "Of those who could, who did it in time."),
    "frequency": ("quick", "frequency", "How often active people do it, period by period."),
    "duration": ("quick", "duration", "How long it takes until they do it."),
    "journey-map": ("quick", "journey_map", "What people did after what."),
    "retention": ("quick", "retention", "Who came back, cohort by cohort."),
    "score": ("quick", "score", "NPS, CSAT or a mean from survey answers."),
    "drivers": (
        "quick",
        "drivers",
        "Boosters and blockers: what goes with success, and how surely.",
    ),
    "experiment": ("experiment", "experiment", "What a change did, where chance gave it."),
    "rollout": ("rollout", "rollout", "What a change did that came to segments, or to all."),
    "events": ("events", "events", "Look at the events themselves."),
    "report": ("report", "report", "Measure a study and write one page about it."),
    "check": ("check", "check_plan", "Read a plan as a good coach would, and say what to mend."),
    "signals": ("signals", "signals", "Boosters and blockers kept in a plan, and acted upon."),
    "verdict": ("verdict", "verdict", "What all evidence on a hypothesis says, and what next."),
    "library": ("library", "library", "What was learnt, to be found again; what won and what not."),
    "plan": ("plan", "plan", "A plan: gathered, asked what for, taken in, written out."),
    "init": ("init", "init", "Set up an installation: folder, tables, secret."),
    "second-factor": ("second_factor", "second_factor", "Take off one that a member lost."),
    "serve": ("serve", "serve", "Serve the pages of the plan that is kept here."),
    "jobs": ("jobs", "jobs", "Measure what the pages ask for, beside them."),
    "schema": ("schema", "schema", "Print the JSON schema of answers."),
    "verify": ("verify", "verify", "Check that nothing decided was changed afterwards."),
    "replay": ("replay", "replay", "Weigh a settled verdict again, and compare byte for byte."),
    "demo": ("demo", "demo", "Make the demonstration company, measure it, show the report."),
}


class Lazy(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command, or return none that has such a name."""
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"seachange.cli.{module}"), name)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a name that is none gets the nearest."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from seachange.events.documents import nearest

            near = nearest(args[0], COMMANDS)
            hint = f" Did you mean {near[0]}?" if near else ""
            ctx.fail(f"there is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="seachange %(version)s")
def cli() -> None:
    """Are people's behaviours changing because of what we build, and did it reach them?

    Ask questions of an event log: files (CSV, NDJSON, Parquet, XES), DuckDB, PostgreSQL
    or ClickHouse tables.

    \b
    seachange events describe --events events.csv
    seachange funnel --steps visit,sign_up,buy --window 14d --events events.csv
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; the way in for `seachange` and `python -m seachange`."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status: Any = cli.main(spread(arguments), prog_name="seachange", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except SeachangeError as error:
        _complain(str(error))
        sys.exit(2)
    except click.UsageError as error:
        hint = f"\n{error.ctx.get_usage()}" if error.ctx else ""
        _complain(f"{error.format_message()}{hint}")
        sys.exit(2)
    except click.ClickException as error:
        _complain(error.format_message())
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        _complain("stopped")
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def spread(arguments: list[str]) -> list[str]:
    """Let `--events a.csv b.csv` name several files, as a shell's `*` writes them.

    >>> spread(["ask", "q.yml", "--events", "a.csv", "b.csv", "-o", "x"])
    ['ask', 'q.yml', '--events', 'a.csv', '--events', 'b.csv', '-o', 'x']
    """
    out: list[str] = []
    taking = 0
    for argument in arguments:
        if taking and not argument.startswith("-") and not argument.endswith((".yml", ".yaml")):
            out += ["--events", argument] if taking > 1 else [argument]
            taking = 2
            continue
        taking = 1 if argument == "--events" else 0
        out.append(argument)
    return out


def _complain(words: str) -> None:
    from seachange.report.words import visible

    words = visible(words)  # what others called their events and columns stands in it
    label = "seachange: "
    if sys.stderr.isatty() and "NO_COLOR" not in os.environ:
        label = f"\x1b[31m{label}\x1b[0m"
    sys.stderr.write(f"{label}{words}\n")
