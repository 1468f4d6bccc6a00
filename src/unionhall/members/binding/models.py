"""First sign-ins that an officer has to decide."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import ScopedQuerySet
from unionhall.accounts.fields import PhoneField
from unionhall.core import keyring
from unionhall.core.clock import now
from unionhall.organisations.models import Organisation

PURPOSE = "binding"


class Cause(models.TextChoices):
    """Why a first sign-in was not settled at once; only officers see it."""

    NOT_FOUND = "not_found", _("Nobody in the register fits")
    SHARED_PHONE = "shared_phone", _("Several members share the number")
    PHONE_DIFFERS = "phone_differs", _("The register has another number")
    NAME_DIFFERS = "name_differs", _("The register has another name")
    ID_DIFFERS = "id_differs", _("The end of the ID number differs")
    NO_ID_NUMBER = "no_id_number", _("The register has no ID number")
    ALREADY_BOUND = "already_bound", _("The member has an account already")
    PHONE_TAKEN = "phone_taken", _("Another account uses the number")


class BindingRequestQuerySet(ScopedQuerySet):
    def waiting(self):
        """Those not decided yet, the oldest first."""
        return self.filter(decided_at=None).order_by("asked_at", "pk")

    def decided(self):
        """Those decided, the newest first."""
        return self.exclude(decided_at=None).order_by("-decided_at", "-pk")


class BindingRequest(models.Model):
    """What somebody with a confirmed phone claims about themselves, for an officer to decide.

    The end of the ID number is sealed, and deleted with the decision.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"), default=now)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    phone = PhoneField(_("mobile number"))
    workplace = models.CharField(_("workplace"), max_length=100, blank=True)
    language = models.CharField(max_length=10, blank=True)
    id_tail = models.BinaryField(null=True, blank=True)
    cause = models.CharField(_("why it waits"), max_length=20, choices=Cause)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("union that decides")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted = models.BooleanField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    person = models.ForeignKey(
        "members.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = BindingRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "asked_at"],
                condition=Q(decided_at=None),
                name="binding_request_waiting",
            ),
            models.Index(fields=["organisation", "decided_at"], name="binding_request_decided"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["phone", "name"],
                condition=Q(decided_at=None),
                name="binding_request_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, accepted=None, id_tail__isnull=False)
                | Q(
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    accepted__isnull=False,
                    id_tail=None,
                ),
                name="binding_request_decided_wholly",
            ),
            models.CheckConstraint(
                condition=~Q(accepted=True) | Q(person__isnull=False),
                name="binding_request_accepted_for_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(accepted=False) | ~Q(reason=""),
                name="binding_request_refused_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uid}"

    def get_absolute_url(self) -> str:
        return reverse("binding:request", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None

    def seal_tail(self, tail: str) -> None:
        """Keep the end of the ID number; it opens beside no other request."""
        self.id_tail = keyring.encrypt(PURPOSE, tail.encode(), context=self.uid.bytes)

    def open_tail(self) -> str:
        """The last six of the ID number as typed; "" once decided."""
        if self.id_tail is None:
            return ""
        return keyring.decrypt(PURPOSE, bytes(self.id_tail), context=self.uid.bytes).decode()
