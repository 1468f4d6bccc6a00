"""People who sign in."""

import secrets

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.accounts.fields import LowerEmailField, PhoneField

UNMISTAKABLE = "bcdfghjkmnpqrstvwxyz23456789"


def fresh_username() -> str:
    """A name for somebody who signs in by phone: it must be unique and tell nothing."""
    return "m-" + "".join(secrets.choice(UNMISTAKABLE) for _ in range(10))


class User(AbstractUser):
    """Somebody who may sign in; what they may do comes from mandates, who they are from the register."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    phone = PhoneField(_("mobile number"), unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(_("number confirmed"), default=False)
    email = LowerEmailField(_("e-mail address"), blank=True, db_index=True)
    language = models.CharField(_("language"), max_length=10, blank=True)

    objects = UserManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(Upper("username"), name="accounts_user_username_once"),
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="accounts_user_email_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Throttle(models.Model):
    """The cache table in which all processes together count attempts, one row a counter."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_throttle"

    def __str__(self) -> str:
        return self.cache_key


class Outgoing(models.Model):
    """A code or confirmation that waits to be sent; its text and receiver are sealed."""

    sealed = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.pk}"
