"""A push gateway that cannot be trusted stops the start."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import check_push_gateway
from tests.diary.channels.conftest import SECRET

URL = "https://push.example/leggro?app=1"


@pytest.mark.parametrize(
    ("url", "secret", "demo"),
    [
        ("", "", False),
        (URL, SECRET, False),
        (URL, "x" * 32, False),
        ("http://127.0.0.1:9000/push", SECRET, True),
    ],
)
def test_usable_gateway_starts(url: str, secret: str, demo: bool) -> None:
    check_push_gateway(url, secret, demo=demo)


@pytest.mark.parametrize(
    ("url", "secret", "demo"),
    [
        (URL, "", False),
        (URL, "x" * 31, False),
        ("http://push.example/leggro", SECRET, False),
        ("push.example/leggro", SECRET, True),
        ("ftp://push.example/leggro", SECRET, True),
        ("https:///leggro", SECRET, False),
        ("https://user:word@push.example/", SECRET, False),
    ],
)
def test_unusable_gateway_stops_the_start(url: str, secret: str, demo: bool) -> None:
    with pytest.raises(ImproperlyConfigured):
        check_push_gateway(url, secret, demo=demo)
