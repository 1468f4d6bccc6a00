"""Check-ins after a request against an employer: whether anything was done to the worker for it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from unionhall.cases.models import Case


class WatchState(models.TextChoices):
    """Whether the worker wants to be asked."""

    OFFERED = "offered", pgettext_lazy("watch", "Offered")
    ACTIVE = "active", pgettext_lazy("watch", "Under way")
    STOPPED = "stopped", pgettext_lazy("watch", "Stopped by the worker")
    OVER = "over", pgettext_lazy("watch", "Over")


class Watch(models.Model):
    """The worker's choice to be asked, after one of their requests, how they are."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="watch")
    state = models.CharField(
        _("state"), max_length=8, choices=WatchState, default=WatchState.OFFERED
    )
    from_on = models.DateField(_("counted from"), null=True, blank=True)
    offered_on = models.DateField(_("offered on"), null=True, blank=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    chosen_on = models.DateField(_("chosen on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.case} {self.state}"

    @property
    def is_on(self) -> bool:
        return self.state == WatchState.ACTIVE


class CheckInState(models.TextChoices):
    """How far one check-in has come."""

    PLANNED = "planned", pgettext_lazy("check-in", "Planned")
    ASKED = "asked", pgettext_lazy("check-in", "Asked")
    REMINDED = "reminded", pgettext_lazy("check-in", "Asked again")
    ANSWERED = "answered", pgettext_lazy("check-in", "Answered")
    TO_CALL = "to_call", pgettext_lazy("check-in", "To be called")
    CALLED = "called", pgettext_lazy("check-in", "Called")
    DROPPED = "dropped", pgettext_lazy("check-in", "Not asked")


CHECK_IN_TONES = {
    CheckInState.PLANNED: "quiet",
    CheckInState.ASKED: "waiting",
    CheckInState.REMINDED: "waiting",
    CheckInState.ANSWERED: "good",
    CheckInState.TO_CALL: "warn",
    CheckInState.CALLED: "good",
    CheckInState.DROPPED: "quiet",
}
WAITING = (CheckInState.ASKED, CheckInState.REMINDED)
UNDONE = (CheckInState.PLANNED, *WAITING, CheckInState.TO_CALL)


class WatchAnswer(models.TextChoices):
    """What the worker answered with one tap."""

    WELL = "well", _("All is well")
    HAPPENED = "happened", _("Something happened")
    CALL = "call", _("Please call me")


class CheckIn(models.Model):
    """One question on one day, with a one-word answer and nothing else."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    watch = models.ForeignKey(Watch, models.CASCADE, related_name="check_ins")
    place = models.PositiveSmallIntegerField()  # first, second, third of the rule
    days = models.PositiveSmallIntegerField(_("days after closing"))
    due_on = models.DateField(_("on"))
    state = models.CharField(
        _("state"), max_length=8, choices=CheckInState, default=CheckInState.PLANNED
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    reminded_on = models.DateField(_("asked again on"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=8, choices=WatchAnswer, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    called_on = models.DateField(_("called on"), null=True, blank=True)
    was_reached = models.BooleanField(null=True, blank=True)
    led_to = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["watch", "place"], name="check_in_once_a_place"),
            models.CheckConstraint(
                name="check_in_asked_on_a_day",
                condition=~Q(state__in=["asked", "reminded"]) | Q(asked_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="check_in_by_day")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.watch_id} {self.place} {self.state}"

    @property
    def my_url(self) -> str:
        """The page the notice leads to; nothing in the address tells of the request."""
        return reverse("watch:check_in", args=[self.uid])

    @property
    def label(self) -> str:
        """ "30 days after"."""
        return ngettext("%(n)d day after", "%(n)d days after", self.days) % {"n": self.days}

    @property
    def tone(self) -> str:
        """The colour of its state; that something happened is not shown as good."""
        if self.state == CheckInState.ANSWERED and self.answer != WatchAnswer.WELL:
            return "warn"
        return CHECK_IN_TONES[CheckInState(self.state)]

    @property
    def words(self) -> str:
        """Its answer, or how far it has come."""
        return str(self.get_answer_display() if self.answer else self.get_state_display())
