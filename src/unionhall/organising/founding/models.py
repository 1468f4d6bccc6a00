"""Unions on their way: a preparation group, its application to the higher union, its founders."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import ScopedQuerySet
from unionhall.accounts.fields import PhoneField
from unionhall.core import keyring
from unionhall.core.clock import today
from unionhall.members.models import Sex
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Employer, Organisation
from unionhall.organisations.offices import OFFICES

PURPOSE = "founder"


class State(models.TextChoices):
    """How far the founding of a union has come."""

    PREPARING = "preparing", pgettext_lazy("founding", "in preparation")
    APPLIED = "applied", pgettext_lazy("founding", "waits for the higher union")
    APPROVED = "approved", pgettext_lazy("founding", "approved and founded")
    REFUSED = "refused", pgettext_lazy("founding", "not approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("founding", "withdrawn")


UNDER_WAY = (State.PREPARING, State.APPLIED)


class Initiative(models.TextChoices):
    """Who began it."""

    WORKERS = "workers", _("the workers")
    HIGHER = "higher", _("the higher union")


class Leading(models.TextChoices):
    """Who leads the new union, as the number of its members allows."""

    COMMITTEE = "committee", _("an elected committee")
    ORGANISER = "organiser", _("one elected organiser")


class FoundingQuerySet(ScopedQuerySet):
    """Foundings belong to the higher union that has to approve them."""

    scope_prefix = "higher"

    def in_state(self, *states: str):
        """Those that have come so far."""
        return self.filter(state__in=states)

    def counted(self):
        """With `founders`: how many stand on the roll."""
        return self.annotate(founders_count=Count("founders"))


class Founding(models.Model):
    """A union to be, from its preparation group to the higher union's decision."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    higher = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("higher union")
    )
    kind = models.CharField(_("kind"), max_length=30)  # a code of kinds.toml that holds members
    name = models.CharField(_("name of the union"), max_length=200)
    workplace = models.CharField(_("workplace, platform or trade"), max_length=200, blank=True)
    employer = models.ForeignKey(
        Employer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("employer"),
    )
    initiative = models.CharField(_("begun by"), max_length=10, choices=Initiative)
    begun_on = models.DateField(_("begun on"), default=today)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREPARING)
    leading = models.CharField(_("led by"), max_length=10, choices=Leading, blank=True)
    years = models.PositiveSmallIntegerField(_("years of the term"), null=True, blank=True)
    elected_on = models.DateField(_("elected on"), null=True, blank=True)
    applied_on = models.DateField(_("applied on"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolution = models.CharField(_("approval"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    rule = models.CharField(_("article"), max_length=80, blank=True)  # a rule's id
    union = models.OneToOneField(
        Organisation, models.PROTECT, null=True, blank=True, related_name="founding"
    )

    objects = FoundingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["higher", "state", "begun_on"], name="founding_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["higher", "name"],
                condition=Q(state__in=["preparing", "applied"]),
                name="founding_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(union__isnull=False, decided_on__isnull=False),
                name="founding_approved_with_a_union",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="founding_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_on__isnull=False) & ~Q(leading=""),
                name="founding_applied_wholly",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("founding:show", args=[self.pk])

    @property
    def kind_title(self) -> str:
        return KINDS[self.kind].title

    @property
    def is_preparing(self) -> bool:
        return self.state == State.PREPARING

    @property
    def is_waiting(self) -> bool:
        """Whether the higher union has to decide."""
        return self.state == State.APPLIED

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


class Founder(models.Model):
    """Somebody who applies to found the union and be its member.

    The ID number is sealed, and deleted when the founding comes to an end.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    founding = models.ForeignKey(Founding, models.CASCADE, related_name="founders")
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    phone = PhoneField(_("mobile number"))
    id_number = models.BinaryField(null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    employment = models.CharField(_("form of employment"), max_length=30, blank=True)
    asked_on = models.DateField(_("asked on"), default=today)
    # A member of another union comes by a transfer: that union has to release them first.
    moves = models.BooleanField(_("comes over from another union"), default=False)
    office = models.CharField(_("elected as"), max_length=30, blank=True)  # a code of offices.toml
    person = models.ForeignKey(
        "members.Person", models.PROTECT, null=True, blank=True, related_name="foundings"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["founding", "phone", "name"], name="founder_once_on_a_roll"
            ),
            models.CheckConstraint(
                condition=Q(moves=False) | Q(office=""), name="founder_elected_is_no_transfer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uid}"

    @property
    def office_title(self) -> str:
        return OFFICES[self.office].title if self.office else ""

    def seal_number(self, number: str) -> None:
        """Keep the ID number; it opens beside no other founder."""
        self.id_number = keyring.encrypt(PURPOSE, number.encode(), context=self.uid.bytes)

    def open_number(self) -> str:
        """The ID number as typed; "" once decided."""
        if self.id_number is None:
            return ""
        return keyring.decrypt(PURPOSE, bytes(self.id_number), context=self.uid.bytes).decode()
