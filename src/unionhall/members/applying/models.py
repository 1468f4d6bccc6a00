"""Applications for membership."""

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
from unionhall.core.clock import today
from unionhall.organisations.models import Organisation

PURPOSE = "application"


class Way(models.TextChoices):
    """How an application came."""

    PHONE = "phone", _("on the phone")
    PAPER = "paper", _("on paper")


class State(models.TextChoices):
    """How far an application has come."""

    ASKED = "asked", pgettext_lazy("application", "waits for the committee")
    ADMITTED = "admitted", pgettext_lazy("application", "admitted")
    TRANSFER = "transfer", pgettext_lazy("application", "goes on as a transfer")
    REFUSED = "refused", pgettext_lazy("application", "not admitted")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")


class ApplicationQuerySet(ScopedQuerySet):
    def waiting(self):
        """Those the committee has to decide on, the oldest first."""
        return self.filter(state=State.ASKED).order_by("asked_on", "pk")

    def decided(self):
        """Those that came to an end, the newest first."""
        return self.exclude(state=State.ASKED).order_by("-decided_on", "-pk")


class Application(models.Model):
    """Somebody's wish to become a member of a union; the ID number is sealed, and deleted with the decision."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("union")
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    phone = PhoneField(_("mobile number"))
    id_number = models.BinaryField(null=True, blank=True)
    workplace = models.CharField(_("workplace or platform"), max_length=100, blank=True)
    employment = models.CharField(_("form of employment"), max_length=30, blank=True)
    way = models.CharField(_("how it came"), max_length=10, choices=Way, default=Way.PHONE)
    language = models.CharField(max_length=10, blank=True)
    asked_on = models.DateField(_("asked on"), default=today)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolution = models.CharField(_("resolution"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    person = models.ForeignKey(
        "members.Person", models.PROTECT, null=True, blank=True, related_name="applications"
    )
    # The transfer as which it went on, and the delegation under which somebody brought it.
    transfer = models.OneToOneField(
        "members.Transfer", models.PROTECT, null=True, blank=True, related_name="application"
    )
    delegation = models.ForeignKey(
        "members.Delegation", models.PROTECT, null=True, blank=True, related_name="applications"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "asked_on"],
                condition=Q(state="asked"),
                name="application_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "phone", "name"],
                condition=Q(state="asked"),
                name="application_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(id_number=None, decided_on__isnull=False),
                name="application_decided_wholly",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="application_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["admitted", "transfer"]) | Q(person__isnull=False),
                name="application_admitted_for_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uid}"

    def get_absolute_url(self) -> str:
        return reverse("applying:show", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == State.ASKED

    @property
    def is_told_of_transfer(self) -> bool:
        """Whether its public page may tell of the other union: only where the telephone that proved
        itself is the one the register has, so that nobody learns it who applies in another's name.
        """
        return bool(self.transfer and self.person and self.phone == self.person.phone)

    def seal_number(self, number: str) -> None:
        """Keep the ID number; it opens beside no other application."""
        self.id_number = keyring.encrypt(PURPOSE, number.encode(), context=self.uid.bytes)

    def open_number(self) -> str:
        """The ID number as typed; "" once decided."""
        if self.id_number is None:
            return ""
        return keyring.decrypt(PURPOSE, bytes(self.id_number), context=self.uid.bytes).decode()
