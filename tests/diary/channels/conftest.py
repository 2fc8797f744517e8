"""A mail server and a push gateway on loopback, real ones."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message as Mail
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MailHandler
from pytest_django import Settings

SECRET = "a-secret-of-more-than-32-characters"


class Mailbox(MailHandler):
    """Keeps the mail it takes; with ``refusal`` it takes none."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Mail] = []
        self.refusal = ""

    def handle_message(self, message: Mail) -> None:
        """Keep one mail."""
        self.mails.append(message)

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Answer for one recipient."""
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """A mail server that the product's settings name."""
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_TIMEOUT = 2
    settings.DEFAULT_FROM_EMAIL = "Leggro <noreply@diary.example>"
    yield mailbox
    server.stop()


@dataclass
class Post:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Gateway:
    """A push gateway that answers ``status``; with ``hangs`` it never does."""

    status: int = 202
    hangs: bool = False
    location: str = ""
    posts: list[Post] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Note one request and answer it."""
        length = int(request.headers["Content-Length"])
        body = request.rfile.read(length)
        self.posts.append(Post(request.path, dict(request.headers), body))
        if self.hangs:
            self.released.wait(10)
            return
        request.send_response(self.status)
        if self.location:
            request.send_header("Location", self.location)
        request.send_header("Content-Length", "0")
        request.end_headers()


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    """A gateway that the product's settings name."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the name http.server calls
            gateway.answer(self)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    settings.PUSH_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/push?app=1"
    settings.PUSH_GATEWAY_SECRET = SECRET
    yield gateway
    gateway.released.set()
    server.shutdown()
    server.server_close()
    thread.join()
