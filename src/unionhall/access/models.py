"""What programs need that use the interface in somebody's name: tokens, and answers kept for repetitions."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TokenQuerySet(models.QuerySet):
    def valid(self, *, on):
        """Those not revoked that still hold on the day."""
        return self.filter(revoked_on=None, until_on__gt=on)


class Token(models.Model):
    """Lets a program act for its owner, with no more than the named abilities, until a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=100)
    digest = models.BinaryField(max_length=32, unique=True)  # of the secret, which nobody keeps
    abilities = models.JSONField(_("abilities"), default=list)
    created_on = models.DateField()
    until_on = models.DateField(_("until"))  # first day it no longer holds
    revoked_on = models.DateField(null=True)
    used_on = models.DateField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="token_ends_after_it_begins", condition=Q(until_on__gt=models.F("created_on"))
            )
        ]

    def __str__(self) -> str:
        return self.name


KEPT_FOR = timedelta(days=1)


class KeptAnswerQuerySet(models.QuerySet):
    def expired(self, moment: datetime):
        """Those whose day was over by the moment."""
        return self.filter(at__lte=moment - KEPT_FOR)


class KeptAnswer(models.Model):
    """What a POST with an Idempotency-Key was answered, so that its repetition does nothing and is told the same."""

    digest = models.BinaryField(max_length=32, unique=True)  # of whose key it is, and the key
    asked = models.BinaryField(max_length=32)  # digest of the request
    status = models.PositiveSmallIntegerField(default=0)  # 0 until the act is done
    sealed = models.BinaryField(default=bytes)
    at = models.DateTimeField(db_index=True)

    objects = KeptAnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"
