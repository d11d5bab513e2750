"""The secret of an installation: made once, kept in its folder for its owner's eyes alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from seachange.errors import SeachangeError, UnwritableFile

NAME = "secret"
BEFORE = "secret.before"
SHORTEST = 32


def keep_secret(folder: Path) -> None:
    """Make the secret of an installation, unless it has one; its folder is made with it."""
    make_folder(folder, mode=0o700)
    own = folder / f"{NAME}.{os.getpid()}"
    if (folder / NAME).exists():
        return
    file = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w") as writing:
        writing.write(secrets.token_urlsafe(64))
        writing.flush()
        os.fsync(writing.fileno())
    try:
        # A link is made whole or not at all: of two who begin at once, one makes the secret.
        os.link(own, folder / NAME)
    except FileExistsError:
        pass
    finally:
        own.unlink()


def make_folder(folder: Path, *, mode: int = 0o777) -> None:
    """Make the folder of an installation, unless it is there. Raises UnwritableFile."""
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFile(
            f"there can be no folder {folder}: {error.strerror}",
            place="SEACHANGE_DATA",
            remedy="name a place that is there, and where you may write",
        ) from None


def secret_of(folder: Path, *, given: str) -> str:
    """Return what signs sessions: the one that was given, else the one kept in the folder.

    Where there is neither, one for this process alone: whatever it signed ends with it. One that
    is given and could be guessed is refused.
    """
    if given:
        if len(given) < SHORTEST or len(set(given)) < 10:
            raise SeachangeError(
                f"the secret is guessed too easily: give {SHORTEST} characters of chance at least",
                place="SEACHANGE_SECRET",
                remedy="or leave it empty: one is made and kept in the folder SEACHANGE_DATA",
            )
        return given
    kept = folder / NAME
    return kept.read_text() if kept.is_file() else secrets.token_urlsafe(64)


def secrets_before(folder: Path, *, today: str, given: str) -> list[str]:
    """Return the secrets that what is sealed may have been sealed under before, the latest first.

    One that was given, those in the folder's file `secret.before` (one a line), and the folder's
    own where another is given today.
    """
    told = [given]
    for name in (NAME, BEFORE):
        kept = folder / name
        told += kept.read_text().split() if kept.is_file() else []
    return [each for each in dict.fromkeys(told) if each and each != today]
