"""Reports without a name: sealed under a key of their own, which few offices and the receipt open.

Nothing here says who wrote: no account, no address, no hour. Only days are kept.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import Scope, ScopedQuerySet
from unionhall.core.clock import today
from unionhall.organisations.models import Organisation
from unionhall.organisations.offices import OFFICES
from unionhall.organisations.queries import held_by


class State(models.TextChoices):
    """How far a report has come."""

    RECEIVED = "received", pgettext_lazy("report", "received")
    ACCEPTED = "accepted", pgettext_lazy("report", "in hand")
    ASKED = "asked", pgettext_lazy("report", "question asked")
    ANSWERED = "answered", pgettext_lazy("report", "answered")
    CLOSED = "closed", pgettext_lazy("report", "closed")


HANDLED = (State.ACCEPTED, State.ASKED, State.ANSWERED)
OPEN = (State.RECEIVED, *HANDLED)


class OfficeKey(models.Model):
    """The pair of keys of an office: whoever sits there opens what was sealed for it.

    The private half is sealed under the deployment's key files, which lie outside the database.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    office = models.CharField(max_length=30)
    public = models.BinaryField(max_length=32)
    private = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "office"], name="officekey_one")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.office}"

    @property
    def office_title(self) -> str:
        return OFFICES[self.office].title


class TipQuerySet(ScopedQuerySet):
    """A report is there only for those it was sealed for."""

    scope_prefix = "receiver"

    def within(self, scope: Scope):
        """Those sealed for an office the scope's user sits in, but for those that leave the user out."""
        if not scope:
            return self.none()
        seats = Q(pk__in=[])
        for held in held_by(scope.user, on=scope.on or today()):
            seats |= Q(opener__organisation__path=held.path, opener__office=held.office)
        mine = Envelope.objects.filter(seats).values("tip")
        out = Tip.left_out.through.objects.filter(user=scope.user.pk).values("tip")
        return super().within(scope).filter(pk__in=mine).exclude(pk__in=out)

    def in_state(self, *states: str):
        """Those that have come so far."""
        return self.filter(state__in=states)


class Tip(models.Model):
    """One report, without anything that says who wrote it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True)
    union = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("union it is about")
    )
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("received by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    received_on = models.DateField(_("received on"))
    silent_until = models.DateField(null=True, blank=True)  # answered: closed the day after
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    destroy_on = models.DateField(_("destroyed on"), null=True, blank=True)
    lookup = models.BinaryField(
        max_length=32, unique=True
    )  # keyed digest of what the receipt gives
    receipt_envelope = models.BinaryField()  # the report's key, opened by the receipt alone
    stamp = models.BinaryField(max_length=32, unique=True)  # of the form it was sent with
    is_named = models.BooleanField(default=False)  # the reporter gave a name and wants a request
    left_out = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    objects = TipQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["receiver", "state", "received_on"], name="tip_by_state"),
            models.Index(
                fields=["destroy_on"], name="tip_to_destroy", condition=Q(destroy_on__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="tip_closed_will_be_destroyed",
                condition=~Q(state="closed") | Q(closed_on__isnull=False, destroy_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("tips:show", args=[self.number])

    @property
    def chain(self) -> str:
        """The history it is written into: that of whoever received it, never of the union it is about."""
        return self.receiver.chain

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_in_hand(self) -> bool:
        """Whether officers may write to the reporter."""
        return self.state in HANDLED


class Envelope(models.Model):
    """A report's key, sealed for one office."""

    tip = models.ForeignKey(Tip, models.CASCADE, related_name="envelopes")
    opener = models.ForeignKey(OfficeKey, models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tip", "opener"], name="envelope_once_an_office")
        ]

    def __str__(self) -> str:
        return f"{self.tip_id} {self.opener_id}"


class Said(models.Model):
    """What reporter or officer wrote, sealed under the report's key."""

    class Kind(models.TextChoices):
        REPORT = "report", pgettext_lazy("report", "Report")
        ADDED = "added", pgettext_lazy("report", "Added by whoever reported")
        NAME = "name", pgettext_lazy("report", "Name, given freely")
        QUESTION = "question", pgettext_lazy("report", "Question")
        ANSWER = "answer", pgettext_lazy("report", "Answer")
        MOVED = "moved", pgettext_lazy("report", "Taken over as a request")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tip = models.ForeignKey(Tip, models.CASCADE, related_name="said")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200, blank=True)  # an officer as they signed
    on = models.DateField()  # no hour: it would meet the workplace's network log
    sealed = models.BinaryField()

    class Meta:
        verbose_name_plural = "said"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.tip_id} {self.kind}"

    @property
    def is_from_reporter(self) -> bool:
        return self.by_id is None


class TipFile(models.Model):
    """A cleaned file, sealed under the report's key; its own name is not kept, for names tell."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tip = models.ForeignKey(Tip, models.CASCADE, related_name="files")
    said = models.ForeignKey(Said, models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()  # 1, 2, 3, … within the report
    media_type = models.CharField(max_length=100)
    ending = models.CharField(max_length=5)
    size = models.PositiveIntegerField()  # bytes
    # In the database and not beside it: report, keys and files come and go in one transaction.
    sealed = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["tip", "number"], name="tipfile_numbered")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.number}{self.ending}"
