"""A TCP proxy that loses answers, delays, cuts after so many bytes, or refuses."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import ExitStack, suppress

PIECE = 65_536


class Proxy:
    """Carries bytes between ``port`` and the server behind it; set how it fails.

    ``loses_answers`` takes the server's first answer and hangs up. ``cuts_after`` is
    how many bytes from the client get through on a connection before it is cut.
    """

    def __init__(self, target_port: int) -> None:
        self.target_port = target_port
        self.loses_answers = False
        self.cuts_after: int | None = None
        self.delay_seconds = 0.0
        self._open: set[socket.socket] = set()
        self._listener = self._listen(0)
        self.port = int(self._listener.getsockname()[1])

    def refuse(self) -> None:
        """As a server that was stopped: every connection ends, no new one begins."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for carried in tuple(self._open):
            _hang_up(carried)

    def accept(self) -> None:
        """As the same server started again."""
        self._listener = self._listen(self.port)

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), backlog=128)
        threading.Thread(target=self._serve, args=(listener,), daemon=True).start()
        return listener

    def _serve(self, listener: socket.socket) -> None:
        with suppress(OSError):  # closed: no more to come
            while True:
                client, _ = listener.accept()
                threading.Thread(
                    target=self._carry, args=(client,), daemon=True
                ).start()

    def _carry(self, client: socket.socket) -> None:
        with ExitStack() as ends, suppress(OSError):
            ends.enter_context(client)
            server = socket.create_connection(("127.0.0.1", self.target_port))
            ends.enter_context(server)
            self._open |= {client, server}
            ends.callback(self._open.difference_update, {client, server})
            back = threading.Thread(
                target=self._answer, args=(server, client), daemon=True
            )
            back.start()
            self._ask(client, server)
            back.join()

    def _ask(self, client: socket.socket, server: socket.socket) -> None:
        left = self.cuts_after
        with suppress(OSError):
            while piece := client.recv(PIECE):
                time.sleep(self.delay_seconds)
                server.sendall(piece if left is None else piece[:left])
                left = None if left is None else left - len(piece)
                if left is not None and left <= 0:
                    break
        _hang_up(client, server)

    def _answer(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while piece := server.recv(PIECE):
                if self.loses_answers:
                    break
                client.sendall(piece)
        _hang_up(client, server)


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
