"""`seachange serve`: the pages, on this machine or behind a proxy."""

from __future__ import annotations

import os
import socket
import sys

import click

from seachange.errors import SeachangeError

# So many seconds have those who make pages to end what they are at. On Ctrl+C they and we hear of
# it at once, and one of them may wait for another word for ever.
PATIENCE = 3
# For so many seconds a thread without work is kept, the most there is: ended after half a minute,
# it is begun anew for whoever looks next, with another connection to the database.
REST = 600
# What goes wrong where no page can tell of it: one that ended, an answer that broke off.
FAULTS = {
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
}


@click.command()
@click.option("--host", default="127.0.0.1", help="The address to listen at (127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, help="And the port (8080).")
@click.option(
    "--threads", type=click.IntRange(1, 64), default=4, help="Pages a worker makes side by side."
)
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes that make pages (2; 1 on one core)."
)
def serve(host: str, port: int, threads: int, workers: int | None) -> None:
    """Serve the pages of the plan that is kept here, until Ctrl+C.

    Where it is kept: the folder SEACHANGE_DATA (./seachange-data), or the address
    SEACHANGE_DATABASE. Behind a proxy, name the hosts in SEACHANGE_HOSTS.
    """
    from seachange.cli.kept import open_pages

    must_be_free(host=host, port=port)
    open_pages()
    at = tell_how_to_come_in(host=host, port=port)
    start(host=host, port=port, threads=threads, workers=workers, at=at)


def must_be_free(*, host: str, port: int) -> None:
    """Raise SeachangeError where somebody listens at an address already, or none may listen.

    The server would share it with another of its kind, and whoever asks would come to one of the
    two by chance; and what a second start does to what the first one serves nobody wants.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise _not_to_be_used(port, error) from None


def tell_how_to_come_in(*, host: str, port: int) -> str:
    """Print the code for the first administrator, where there is none; return the page to open.

    Until then that is no other than the one the code is typed on: at the front door strangers
    are asked for a password nobody has, and told nothing.
    """
    from django.conf import settings

    from seachange.planning.actions.first_admin import fresh_code

    code = "" if settings.DEMO else fresh_code()
    if code:
        sys.stderr.write(
            "Nobody runs this installation yet. Whoever types this code does:\n\n"
            f"    {code}\n\n"
            f"at http://{host}:{port}/start/ (it holds once, and until the next start)\n\n"
        )
    return "/start/" if code else "/"


def start(
    *, host: str, port: int, threads: int = 4, workers: int | None = None, at: str = "/"
) -> None:
    """Serve what is set up, until it is ended; `at` is the page one is told to open.

    Each worker keeps a plan of its own and asks the database whether it is still the one, so
    what one of them writes the others show.
    """
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    sys.stderr.write(f"Open http://{host}:{port}{at}   (Ctrl+C ends it)\n")
    server = Granian(
        "seachange.server.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # Where HTTP/2 might come as well, whoever connects and says nothing is waited for, for
        # ever: a thousand such, and nobody else comes in. So they are sent away in half a minute.
        http=HTTPModes.http1,
        blocking_threads=threads,
        blocking_threads_idle_timeout=REST,
        workers=workers or min(2, os.cpu_count() or 1),
        workers_kill_timeout=PATIENCE,
        # One of them that was killed, for want of memory say, takes nobody along.
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        log_dictconfig=FAULTS,
    )
    from seachange.cli.jobs import beside
    from seachange.web.laid_out import lay_out

    lay_out()
    try:
        with beside():
            server.serve()
    except OSError as error:
        raise _not_to_be_used(port, error) from None


def _not_to_be_used(port: int, error: OSError) -> SeachangeError:
    return SeachangeError(
        f"port {port} cannot be used: {error.strerror}", remedy="Name another with --port."
    )
