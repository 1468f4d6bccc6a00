"""What keeps coming up at one employer, and what the union decided to do about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import ScopedQuerySet
from unionhall.cases.models import Topic
from unionhall.organisations.models import Employer, Organisation


class ProposalState(models.TextChoices):
    """How far a proposal has come."""

    OPEN = "open", pgettext_lazy("proposal", "to be decided")
    TAKEN = "taken", pgettext_lazy("proposal", "taken up")
    DECLINED = "declined", pgettext_lazy("proposal", "declined")


class Road(models.TextChoices):
    """How a repeated problem is taken up."""

    VISIT = "visit", pgettext_lazy("proposal", "Visit the workplace")
    BARGAINING = "bargaining", pgettext_lazy("proposal", "Bring it to bargaining")


class ProposalQuerySet(ScopedQuerySet):
    def open(self):
        """Those nobody has decided."""
        return self.filter(state=ProposalState.OPEN)

    def points(self):
        """Those to be brought to bargaining."""
        return self.filter(state=ProposalState.TAKEN, road=Road.BARGAINING)


class Proposal(models.Model):
    """That one employer is complained of again and again over one topic; it names no worker."""

    State = ProposalState

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="+")
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    requests = models.PositiveIntegerField(_("requests"))
    since_on = models.DateField(pgettext_lazy("proposal", "since"))
    opened_on = models.DateField(pgettext_lazy("proposal", "opened"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    road = models.CharField(
        pgettext_lazy("proposal", "way"), max_length=12, choices=Road, blank=True
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_on = models.DateField(pgettext_lazy("proposal", "decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # What an app above made of it: "supervision.inspection" and its key.
    taken_type = models.CharField(max_length=60, blank=True)
    taken_id = models.BigIntegerField(null=True)
    carried_on = models.DateField(_("brought to bargaining"), null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="proposal_open_once",
                fields=["employer", "topic"],
                condition=Q(state="open"),
            ),
            models.CheckConstraint(
                name="proposal_decided_by_somebody",
                condition=Q(state="open", decided_on=None)
                | ~Q(state="open") & Q(decided_on__isnull=False, decided_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-opened_on"], name="proposal_by_day")]

    def __str__(self) -> str:
        return f"{self.employer} · {self.topic_label}"

    def get_absolute_url(self) -> str:
        return reverse("patterns:proposal", args=[self.pk])

    @property
    def topic_label(self) -> str:
        return str(Topic(self.topic).label)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def tone(self) -> str:
        """The colour of its state, as the State component names it."""
        return {"open": "warn", "taken": "good", "declined": "quiet"}[self.state]

    @property
    def chain(self) -> str:
        """The history it is written into."""
        return self.organisation.chain
