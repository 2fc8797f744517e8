"""What sign-up asks beyond email and password.

allauth mixes this form into its own; the adapter stores the answers with the account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from diary.consents import FLAGGING, newest_version, versions
from diary.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROLES = (User.Role.PATIENT, User.Role.CLINICIAN)
NAME_LENGTH_MAX = 120
UNDER_16 = _("Leggro is for people who are 16 or older.")


class SignupForm(forms.Form):
    """Age, role, name, and the patient's answer about flagging."""

    is_16_or_older = forms.BooleanField(error_messages={"required": UNDER_16})
    role = forms.ChoiceField(
        choices=[(role.value, role.label) for role in ROLES], required=False
    )
    display_name = forms.CharField(max_length=NAME_LENGTH_MAX, required=False)
    consent_to_flagging = forms.BooleanField(required=False)
    consent_text_version = forms.ChoiceField(
        choices=[(version, version) for version in versions(FLAGGING)], required=False
    )

    def clean_is_16_or_older(self) -> bool:
        """Nobody under 16 opens an account."""
        if self._said("is_16_or_older") is not True:
            raise forms.ValidationError(UNDER_16, code="required")
        return True

    def clean_consent_to_flagging(self) -> bool | None:
        """The answer; no answer is not a no."""
        return self._said("consent_to_flagging")

    def clean_role(self) -> str:
        """The role; a patient unless another is named."""
        return self.cleaned_data["role"] or User.Role.PATIENT

    def clean_consent_text_version(self) -> str:
        """The version of the text that was shown."""
        return self.cleaned_data["consent_text_version"] or newest_version(FLAGGING)

    def clean(self) -> dict[str, Any]:
        """A patient answers about flagging; a clinician has a name to be known by."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        role = answers.get("role")
        if role == User.Role.PATIENT and answers.get("consent_to_flagging") is None:
            self._require("consent_to_flagging", _("Answer true or false."))
        if role == User.Role.CLINICIAN and not answers.get("display_name"):
            self._require("display_name", _("Give the name that patients know you by."))
        return answers

    def _said(self, name: str) -> bool | None:
        """JSON ``true`` or ``false``; other values are refused, not guessed at."""
        said = self.data.get(name)
        if said is None or isinstance(said, bool):
            return said
        raise forms.ValidationError(_("Answer true or false."), code="wrong_type")

    def _require(self, field: str, sentence: StrOrPromise) -> None:
        if field not in self.errors:
            self.add_error(field, forms.ValidationError(sentence, code="required"))

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth asks for this; the adapter has stored everything already."""
