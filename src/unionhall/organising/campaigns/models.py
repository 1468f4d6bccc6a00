"""Campaigns to found unions: which employers, who goes there, what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import ScopedQuerySet
from unionhall.organisations.models import Employer, Organisation


class CampaignQuerySet(ScopedQuerySet):
    def running(self):
        """Those that nobody has closed."""
        return self.filter(closed_on=None)


class Campaign(models.Model):
    """A drive of one union to found unions at employers, from one day until another."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="campaigns")
    name = models.CharField(_("name of the campaign"), max_length=100)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("responsible officer"),
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))  # the last day that is planned
    closed_on = models.DateField(pgettext_lazy("campaign", "closed on"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_after_start", condition=Q(until_on__gte=models.F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("campaigns:show", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.closed_on is None


class TargetState(models.TextChoices):
    PLANNED = "planned", _("planned")
    VISITED = "visited", _("visited")
    AGREED = "agreed", _("employer agrees")
    PREPARING = "preparing", _("being prepared")
    FOUNDED = "founded", _("union founded")
    GIVEN_UP = "given_up", pgettext_lazy("target", "given up")


OVER = (TargetState.FOUNDED, TargetState.GIVEN_UP)


class TargetQuerySet(ScopedQuerySet):
    scope_prefix = "campaign__organisation"

    def open(self):
        """Those in running campaigns that are neither founded nor given up."""
        return self.filter(campaign__closed_on=None).exclude(state__in=OVER)


class Target(models.Model):
    """An employer of a campaign, and how far it has come."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="targets")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="targets")
    state = models.CharField(
        _("state"), max_length=10, choices=TargetState, default=TargetState.PLANNED
    )
    since_on = models.DateField(_("since"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)  # why given up
    union = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="target_once", fields=["campaign", "employer"]),
            models.CheckConstraint(
                name="target_founded_with_union",
                condition=Q(state="founded", union__isnull=False)
                | ~Q(state="founded") & Q(union=None),
            ),
            models.CheckConstraint(
                name="target_given_up_with_reason",
                condition=~Q(state="given_up") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.employer}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:target", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it can be visited: until a union is founded, as long as the campaign runs."""
        return self.state != TargetState.FOUNDED and self.campaign.is_running


class Met(models.TextChoices):
    """Whom one met, by what they are there: no names, no opinions."""

    OWNER = "owner", _("owner or legal representative")
    MANAGER = "manager", _("manager")
    PERSONNEL = "personnel", _("personnel office")
    WORKERS = "workers", _("workers")
    NOBODY = "nobody", _("nobody")


class VisitOutcome(models.TextChoices):
    NOT_MET = "not_met", _("nobody to talk to")
    INFORMED = "informed", _("informed about founding a union")
    CONSIDERING = "considering", _("employer considers it")
    AGREED = "agreed", _("employer agrees")
    PREPARING = "preparing", _("preparing group is formed")
    DECLINED = "declined", _("employer declines for now")


# How far a visit brings its target; what is not named here leaves it as visited.
REACHED = {VisitOutcome.AGREED: TargetState.AGREED, VisitOutcome.PREPARING: TargetState.PREPARING}


class Visit(models.Model):
    """One visit to a target."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="visits")
    on = models.DateField(_("day of the visit"))
    met = models.CharField(_("whom you met"), max_length=10, choices=Met)
    outcome = models.CharField(_("what came of it"), max_length=12, choices=VisitOutcome)
    note = models.CharField(_("note about the employer"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    next_on = models.DateField(_("next step on"), null=True, blank=True)
    next_step = models.CharField(_("next step"), max_length=100, blank=True)

    class Meta:
        indexes = [models.Index(fields=["target", "-on"], name="visits_of_target")]

    def __str__(self) -> str:
        return f"{self.target} {self.on}"
