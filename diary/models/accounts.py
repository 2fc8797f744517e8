"""People who log in: patients, clinicians and staff, known by their email."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    """What Django's login machinery needs to make and find an account."""

    def get_queryset(self) -> models.QuerySet[User]:
        """Accounts with their diary at hand: nearly every request needs both."""
        return super().get_queryset().select_related("diary")

    def create_user(self, email: str, password: str | None = None, **more: str) -> User:
        """Make one account; the email is stored in lower case."""
        user = self.model(email=email.strip().lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One account. The role decides which routes exist for it."""

    class Role(models.TextChoices):
        PATIENT = "patient"
        CLINICIAN = "clinician"
        STAFF = "staff"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=16, choices=Role, default=Role.PATIENT)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["patient", "clinician", "staff"]),
                name="user_role_known",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
