"""People who sign in."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who may sign in; what they may do comes from mandates, who they are from the register."""

    first_name = None
    last_name = None
    name = models.CharField(_("name"), max_length=100)
    phone = models.CharField(_("mobile number"), max_length=20, unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.name
