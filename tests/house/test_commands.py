"""Whether every command of the terminal and each of its options is documented."""

from collections.abc import Iterator

import click
import pytest

from seachange.cli.main import cli
from tests.house.checkout import ROOT, text

CONTEXT = click.Context(cli)


def commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """Walk a command, or all below it if it is a group, each by its full name."""
    if not isinstance(command, click.Group):
        yield name, command
        return
    for word in command.list_commands(CONTEXT):
        yield from commands(f"{name} {word}", command.get_command(CONTEXT, word))


@pytest.mark.parametrize("word", cli.list_commands(CONTEXT))
def test_a_command_is_documented_with_all_its_options(word):
    page = text(ROOT / "docs/reference/commands.md")
    for name, command in commands(f"seachange {word}", cli.get_command(CONTEXT, word)):
        assert f"`{name}" in page
        assert command.help, name
        options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
        names = {max(option.opts, key=len) for option in options}
        assert sorted(n for n in names if f"`{n}" not in page) == [], name
