"""Which port to take, and whether a server answers yet."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Mapping
from pathlib import Path

from config.supervisor.refusal import Refusal

FIRST_PORT = 8000
PORTS_TRIED = 20
HOST = "127.0.0.1"
ANSWER_SECONDS = 2.0


def choose_port(environment: Mapping[str, str], first: int = FIRST_PORT) -> int:
    """``PORT`` if set, else the next free one from ``first`` on; refuse when taken."""
    asked = environment.get("PORT")
    if asked:
        return asked_port(asked)
    for port in range(first, first + PORTS_TRIED):
        if is_free(port):
            return port
    last = first + PORTS_TRIED - 1
    raise Refusal(f"Ports {first} to {last} are all in use: set PORT.")


def asked_port(text: str) -> int:
    """The port asked for by hand, if it is one and free."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise Refusal(f"PORT={text} is not a port: give a number from 1 to 65535.")
    if not is_free(int(text)):
        raise Refusal(f"Port {text} is in use: stop what uses it, or set another PORT.")
    return int(text)


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def web_answers(port: int) -> bool:
    """Whether ``/healthz`` says 200."""
    connection = http.client.HTTPConnection(HOST, port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def broker_answers(path: Path) -> bool:
    """Whether the broker has loaded its data and says PONG."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(ANSWER_SECONDS)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False
