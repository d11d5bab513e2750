"""Running the command line in this process, as a terminal would see it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from seachange.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What a command printed, what it complained, and its exit status."""

    out: str
    err: str
    status: int


def run(capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
    """Run a command and return what came of it."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    heard = capsys.readouterr()
    status = ended.value.code
    return Ran(heard.out, heard.err, status if isinstance(status, int) else 0)
