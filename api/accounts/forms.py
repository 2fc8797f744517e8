"""What sign-up asks beyond email and password."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest

from diary.models import User


class SignupForm(forms.Form):
    """The extra fields of sign-up."""

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth with the new account."""
