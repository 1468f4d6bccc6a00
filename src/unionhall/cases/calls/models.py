"""Calls at the telephone desk: who called about what, and the calls to return."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import Scope, ScopedQuerySet
from unionhall.cases.models import Case, Topic
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation


class CallKind(models.TextChoices):
    """How a call was dealt with when it came."""

    ANSWERED = "answered", pgettext_lazy("call", "Answered at once")
    CALL_BACK = "call_back", pgettext_lazy("call", "To be called back")
    REQUEST = "request", pgettext_lazy("call", "Becomes a request")


class CallState(models.TextChoices):
    """How it stands."""

    WAITING = "waiting", pgettext_lazy("call", "To be returned")
    SETTLED = "settled", pgettext_lazy("call", "Answered")
    UNREACHED = "unreached", pgettext_lazy("call", "Ended, not reached")
    TAKEN = "taken", pgettext_lazy("call", "Became a request")


CALL_TONES = {
    CallState.WAITING: "waiting",
    CallState.SETTLED: "good",
    CallState.UNREACHED: "quiet",
    CallState.TAKEN: "active",
}


class CallQuerySet(ScopedQuerySet):
    def within(self, scope: Scope):
        """Those the scope covers, without the ones that became requests of which its user must not know."""
        from unionhall.cases.confidential.reading import unknown_to  # which needs these models

        return super().within(scope).exclude(case__in=unknown_to(scope.user))

    def waiting(self):
        """Those somebody still has to return."""
        return self.filter(state=CallState.WAITING)


class Call(models.Model):
    """One call: a member of the register, or a name and a number; the topic; what became of it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="calls", verbose_name=_("taken at")
    )
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("taken"))
    taken_on = models.DateField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="calls")
    # Of somebody who is in no register; emptied by the clock once it is settled for long enough.
    name = models.CharField(_("name"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    text = models.TextField(_("what is asked"), blank=True)
    answer = models.TextField(_("what was answered"), blank=True)
    kind = models.CharField(_("answer"), max_length=10, choices=CallKind)
    state = models.CharField(_("state"), max_length=10, choices=CallState)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="calls")

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="call_settled_on_a_day",
                condition=Q(state="waiting") | Q(settled_on__isnull=False),
            ),
            models.CheckConstraint(
                name="call_taken_as_a_request",
                condition=~Q(state="taken") | Q(case__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["taken_at", "id"], name="call_waiting", condition=Q(state="waiting")
            ),
            models.Index(fields=["organisation", "taken_on"], name="call_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.taken_on} {self.topic}"

    def get_absolute_url(self) -> str:
        return reverse("calls:call", args=[self.uid])

    @property
    def caller(self) -> str:
        """Who called, in words."""
        if self.person:
            return self.person.name
        return self.name or str(_("a caller without a name"))

    @property
    def number(self) -> str:
        """The number to call."""
        return self.phone or (self.person.phone if self.person else "") or ""

    @property
    def tone(self) -> str:
        """The colour of its state, as the State component names it."""
        return CALL_TONES[CallState(self.state)]

    @property
    def chain(self) -> str:
        return self.organisation.chain


class Attempt(models.Model):
    """A try to return a call that reached nobody."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.call_id} {self.at}"
