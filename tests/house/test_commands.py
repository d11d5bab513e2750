"""Whether every command of the terminal and each of its options is documented."""

import importlib.util

import pytest

from tests.house.checkout import ROOT, text


def commands() -> dict[str, set[str]]:
    """Return every command by its full name, with its options; none while there is no terminal."""
    if importlib.util.find_spec("seachange.cli") is None:
        return {}
    import click

    from seachange.cli.main import main

    found: dict[str, set[str]] = {}
    waiting = [("seachange", main)]
    context = click.Context(main)
    while waiting:
        name, command = waiting.pop()
        if isinstance(command, click.Group):
            subs = [
                (sub, command.get_command(context, sub)) for sub in command.list_commands(context)
            ]
            waiting += [(f"{name} {sub}", found_) for sub, found_ in subs if found_ is not None]
        else:
            options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
            found[name] = {max(p.opts, key=len) for p in options} - {"--help"}
    return found


COMMANDS = commands()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_is_documented_with_all_its_options(name):
    page = text(ROOT / "docs/reference/commands.md")
    assert f"`{name}" in page
    assert sorted(option for option in COMMANDS[name] if f"`{option}" not in page) == []
