"""The application: refuses to start without a number to call in every country."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

from diary.countries import without_numbers


class DiaryConfig(AppConfig):
    """The diary. Every process of the service passes ``ready`` before it serves."""

    name = "diary"

    def ready(self) -> None:
        """No entry, no start: an urgent text without a number must not exist."""
        if missing := without_numbers():
            raise ImproperlyConfigured(
                f"No telephone numbers to call for: {', '.join(missing)}."
            )
