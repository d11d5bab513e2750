"""Pages over the network of this machine, for who comes as strangers do: by an address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.handlers.wsgi import WSGIHandler

from tests.planning.databases import at


class Quiet(WSGIRequestHandler):
    """Tells nobody who asked for what."""

    def log_message(self, *_: Any) -> None:
        """Keep it."""


@contextmanager
def served(folder) -> Iterator[str]:
    """Serve the plan that is kept in a folder, in a thread of its own; yield where."""
    server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet)

    def serve() -> None:
        with at("", folder):
            server.serve_forever(poll_interval=0.01)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
