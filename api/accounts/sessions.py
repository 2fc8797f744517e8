"""Sessions whose token is kept only as a hash: a leaked table logs nobody in.

The token goes to the client once; ``blake2b(token)`` is the session key in every table.
"""

from __future__ import annotations

from hashlib import blake2b

from allauth.headless.internal import sessionkit
from allauth.headless.tokens.strategies.sessions import SessionTokenStrategy
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest

KEY_BYTES = 20  # 40 hexadecimal digits, the width of Django's column


def key_of(token: str) -> str:
    """Return the session key that belongs to a client's token."""
    return blake2b(token.encode(), digest_size=KEY_BYTES).hexdigest()


class SessionStore(DatabaseStore):
    """Django's database sessions, keyed by the hash of the token.

    ``token`` is known only to the request that made the session, or renewed its key.
    """

    token: str | None = None

    def _get_new_session_key(self) -> str:
        self.token = super()._get_new_session_key()  # type: ignore[misc]  # not in the stubs
        return key_of(self.token)


class HashedTokenStrategy(SessionTokenStrategy):  # type: ignore[misc]  # untyped base
    """allauth's session tokens over the hashed store."""

    def create_session_token(self, request: HttpRequest) -> str:
        """Return the token of the request's session: the one sent, or a new one."""
        if not request.session.session_key:
            request.session.save()
        sent = self.get_session_token(request)
        if sent and key_of(sent) == request.session.session_key:
            return str(sent)
        return str(request.session.token)  # type: ignore[attr-defined]  # our store

    def lookup_session(self, session_token: str) -> SessionBase | None:
        """Find the session of a token, or ``None``."""
        session: SessionBase | None = sessionkit.lookup_session(key_of(session_token))
        return session
