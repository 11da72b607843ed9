"""Serves one application of the sandbox over real HTTP on loopback, from a thread."""

import socket
from threading import Thread
from typing import TYPE_CHECKING, Final

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from bot.errors import UserError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_HOST: Final = "127.0.0.1"


class LoopbackServer:
    """One application on one port of 127.0.0.1; port 0 takes any free one.

    The port is taken when the object is made, so `url` is true before `start` and an early caller waits instead of
    being refused. Raises UserError when the port is taken.
    """

    def __init__(self, app: "WSGIApplication", *, port: int = 0) -> None:
        with _listening_socket(port) as bound:
            self._server: BaseWSGIServer = make_server(
                _HOST, port, app, threaded=True, request_handler=_QuietHandler, fd=bound.fileno()
            )
        self.port: int = self._server.port
        self.url = f"http://{_HOST}:{self.port}"
        self._thread: Thread | None = None

    def start(self) -> None:
        """Answer requests until `stop`."""
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name=f"http-{self.port}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let go of the port; stopping twice, or before starting, is fine."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._server.shutdown()
            thread.join()
        self._server.server_close()

    def __enter__(self) -> "LoopbackServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _QuietHandler(WSGIRequestHandler):
    """Request lines can hold an address somebody typed; they are not logged."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the library's own name
        """Write nothing."""


def _listening_socket(port: int) -> socket.socket:
    # We bind ourselves because the library answers a taken port by ending the process.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((_HOST, port))
        bound.listen(128)
    except OSError as error:
        bound.close()
        raise UserError(
            f"port {port} on {_HOST} cannot be used ({error.strerror}): "
            "stop the program that holds it, or choose another port"
        ) from error
    return bound
