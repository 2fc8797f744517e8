"""Codes cannot be guessed: the limits hold for many accounts and many addresses."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from diary.models import AccessEvent, Diary, Grant, Invitation, ShareLink, User
from diary.services.codes import new_code
from diary.services.links import WRONG_CODES_MAX
from tests.api.links.conftest import share, type_code
from tests.api.sharing.conftest import ClientFor
from tests.api.sharing.test_invitations import code_of
from tests.api.sharing.test_invitations import type_code as redeem
from tests.conftest import NOW, make_user, token_for

ACCOUNTS = 50
TRIES = 10  # redemptions of one account in 10 minutes


def client_at(number: int, user: User | None = None) -> APIClient:
    """Somebody at an address of their own."""
    client = APIClient(REMOTE_ADDR=f"192.0.2.{number}")
    if user is not None:
        client.credentials(HTTP_X_SESSION_TOKEN=token_for(user))
    return client


@pytest.mark.parametrize(
    "each", [pytest.param(200, marks=pytest.mark.slow, id="10000"), 15]
)
def test_fifty_accounts_guess_no_invitation(
    api: APIClient, login: ClientFor, clinician: User, each: int
) -> None:
    with time_machine.travel(NOW, tick=False):
        code = code_of(api)
        guessers = [
            client_at(n, make_user(f"c{n}@example.test", User.Role.CLINICIAN))
            for n in range(ACCOUNTS)
        ]
        statuses = Counter(
            redeem(guesser, new_code(10)).status_code
            for guesser in guessers
            for _ in range(each)
        )
        assert statuses == {404: ACCOUNTS * TRIES, 429: ACCOUNTS * (each - TRIES)}
        assert not Grant.objects.exists()
        assert redeem(login(clinician), code).status_code == 201


@pytest.mark.parametrize(
    "each", [pytest.param(200, marks=pytest.mark.slow, id="10000"), 10]
)
def test_visitors_at_fifty_addresses_guess_no_link(diary: Diary, each: int) -> None:
    shared = share(diary, now=NOW)
    visitors = [client_at(number) for number in range(ACCOUNTS)]
    statuses: Counter[int] = Counter()
    for round_ in range(each):
        with time_machine.travel(NOW + timedelta(minutes=5 * round_), tick=False):
            statuses.update(
                type_code(visitor, shared.path, new_code(8)).status_code
                for visitor in visitors
            )
    assert sum(statuses.values()) == ACCOUNTS * each
    assert statuses[200] == 0
    assert AccessEvent.objects.filter(result="allowed").count() == 0
    assert statuses[404] == 5 * each
    assert ShareLink.objects.get().tries_left == 0
    with time_machine.travel(NOW + timedelta(days=13), tick=False):
        assert type_code(visitors[0], shared.path, shared.code).status_code == 404


def test_a_link_is_dead_before_chance_could_open_it() -> None:
    assert WRONG_CODES_MAX / 32**8 < 1e-10


@pytest.mark.parametrize(
    ("seconds", "status"), [(595, 201), (599, 201), (600, 404), (605, 404)]
)
def test_invitation_ends_after_ten_minutes(
    api: APIClient, clinician: User, seconds: int, status: int
) -> None:
    doctor = client_at(1, clinician)
    with time_machine.travel(NOW, tick=False):
        code = code_of(api)
    with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
        assert redeem(doctor, code).status_code == status


def test_guess_over_the_limit_looks_at_no_invitation(
    api: APIClient, doctor: APIClient
) -> None:
    code = code_of(api)
    for _ in range(TRIES):
        redeem(doctor, "0000000000")
    with CaptureQueriesContext(connection) as captured:
        assert redeem(doctor, code).status_code == 429
    assert len(captured) > 0
    table = Invitation._meta.db_table
    assert not any(table in query["sql"] for query in captured)
