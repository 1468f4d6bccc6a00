"""A labour dispute: who claims what from whom, how far it has come, what was promised and paid."""

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import Scope, ScopedQuerySet
from unionhall.cases.confidential.grown import GrownQuerySet
from unionhall.cases.models import Case
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation


class Stage(models.TextChoices):
    """How far a dispute has come."""

    OPENED = "opened", pgettext_lazy("dispute", "Opened")
    CONSULTING = "consulting", pgettext_lazy("dispute", "In negotiation")
    ASKED = "asked", pgettext_lazy("dispute", "Mediation asked for")
    MEDIATING = "mediating", pgettext_lazy("dispute", "In mediation")
    UNSOLVED = "unsolved", pgettext_lazy("dispute", "No agreement")
    AGREED = "agreed", pgettext_lazy("dispute", "Agreed, to be fulfilled")
    APPLIED = "applied", pgettext_lazy("dispute", "Arbitration applied for")
    ARBITRATING = "arbitrating", pgettext_lazy("dispute", "In arbitration")
    AWARDED = "awarded", pgettext_lazy("dispute", "Award made")
    IN_COURT = "in_court", pgettext_lazy("dispute", "In court")
    JUDGED = "judged", pgettext_lazy("dispute", "Judgment made")
    FULFILLED = "fulfilled", pgettext_lazy("dispute", "Fulfilled")
    WITHDRAWN = "withdrawn", pgettext_lazy("dispute", "Withdrawn")
    ENDED = "ended", pgettext_lazy("dispute", "Ended")


OVER = (Stage.FULFILLED, Stage.WITHDRAWN, Stage.ENDED)
OPEN = tuple(stage for stage in Stage if stage not in OVER)
PAYING = (Stage.AGREED, Stage.AWARDED, Stage.JUDGED)  # something was promised or ordered
TONES = {
    Stage.OPENED: "new",
    Stage.UNSOLVED: "warn",
    Stage.AGREED: "waiting",
    Stage.AWARDED: "waiting",
    Stage.JUDGED: "waiting",
    Stage.FULFILLED: "good",
    Stage.WITHDRAWN: "quiet",
    Stage.ENDED: "quiet",
}


class Venue(models.TextChoices):
    """Who mediates."""

    COMMITTEE = "committee", _("the enterprise's mediation committee")
    UNION = "union", _("the union")
    PANEL = "panel", _("a panel of the sub-district or trade")


class ClaimKind(models.TextChoices):
    """What is claimed."""

    WAGES = "wages", _("unpaid wages")
    OVERTIME = "overtime", _("overtime pay")
    DOUBLE = "double", _("double wage without a written contract")
    SEVERANCE = "severance", _("severance pay")
    DAMAGES = "damages", _("compensation for unlawful dismissal")
    INJURY = "injury_medical", _("costs of a work injury")
    INSURANCE = "insurance", _("social insurance")
    HOURS = "hours", _("hours, rest and leave")
    RETURN = "return", _("going back to the job")
    OTHER = "other", _("something else")


class DisputeQuerySet(GrownQuerySet):
    def within(self, scope: Scope):
        """Those the scope covers; what came from a restricted request, only where such are opened.

        Of a confidential one, all who are named, though their office opens no restricted ones.
        """
        confided = scope.also("cases.view_restricted")
        return (
            super()
            .within(scope)
            .filter(
                Q(is_restricted=False)
                | confided.q("organisation")
                | ~Q(case__concern="") & Q(case__isnull=False)
            )
        )

    def open(self):
        """Those that are not over."""
        return self.filter(is_open=True)


class Dispute(models.Model):
    """One matter between one or many workers and an employer."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="disputes")
    employer = models.CharField(_("employer"), max_length=200)
    text = models.TextField(_("what it is about"))
    is_restricted = models.BooleanField(default=False)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.OPENED)
    is_open = models.GeneratedField(
        expression=ExpressionWrapper(
            ~Q(stage__in=[str(stage) for stage in OVER]), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    steps_taken = models.PositiveIntegerField(default=0)  # so that of two at once one wins
    opened_on = models.DateField(_("opened"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Who acts for the workers, by name.
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="disputes"
    )
    known_on = models.DateField(_("known since"))
    employment_ended_on = models.DateField(_("employment ended"), null=True)
    # As `limits.keep` reckons it; kept for lists. None: it does not run, or stands still.
    limitation_on = models.DateField(_("limitation"), null=True)
    venue = models.CharField(max_length=10, choices=Venue, blank=True)
    committee = models.ForeignKey("Committee", models.PROTECT, null=True, related_name="disputes")
    ended_on = models.DateField(null=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "stage"], name="dispute_by_stage"),
            models.Index(
                fields=["limitation_on", "id"], name="dispute_by_limit", condition=Q(is_open=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="dispute_over_has_end_date",
                condition=~Q(stage__in=[str(stage) for stage in OVER]) | Q(ended_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("disputes:dispute", args=[self.number])

    @property
    def my_url(self) -> str:
        """Where its workers read it."""
        return reverse("disputes:my_dispute", args=[self.number])

    @property
    def stage_label(self) -> str:
        return str(Stage(self.stage).label)

    @property
    def tone(self) -> str:
        """The colour of its stage, as the State component names it."""
        return TONES.get(Stage(self.stage), "active")

    @property
    def chain(self) -> str:
        return self.organisation.chain

    @property
    def is_paying(self) -> bool:
        """Whether something was promised or ordered that has to be fulfilled."""
        return self.stage in PAYING


class Claimant(models.Model):
    """A worker on one side of a dispute."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="claimants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="disputes")
    is_representative = models.BooleanField(_("speaks for all"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispute", "person"], name="claimant_once_in_a_dispute")
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.person_id}"


class Claim(models.Model):
    """One thing a worker claims, and what came of it; amounts in yuan."""

    claimant = models.ForeignKey(Claimant, models.PROTECT, related_name="claims")
    kind = models.CharField(_("claim"), max_length=14, choices=ClaimKind)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True)
    won = models.DecimalField(_("won"), max_digits=14, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="claim_is_not_negative",
                condition=(Q(amount=None) | Q(amount__gte=0)) & (Q(won=None) | Q(won__gte=0)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.claimant_id} {self.kind}"

    @property
    def kind_label(self) -> str:
        return str(ClaimKind(self.kind).label)


class Happening(models.Model):
    """A step of the procedure, or what else moves a period: what, and on which day it happened."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="happenings")
    act = models.CharField(max_length=24)  # a step of procedure.STEPS
    on = models.DateField(_("day"))
    text = models.TextField(_("what was said"), blank=True)
    # From when its periods are counted, where not from its day: that of the hearing.
    counts_from = models.DateField(null=True)
    corrected_on = models.DateField(null=True)  # when its day was put right

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["dispute", "on"], name="happening_of_dispute")]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.act} {self.on}"


class Instalment(models.Model):
    """A part of what was agreed or awarded, with its day; once missed it stays missed, paid later or not."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="instalments")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    due_on = models.DateField(_("to be paid by"))
    paid_on = models.DateField(_("paid"), null=True)
    missed_on = models.DateField(_("missed"), null=True)
    reason = models.CharField(_("why it was missed"), max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(name="instalment_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="instalment_missed_for_a_reason",
                condition=Q(missed_on=None) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.due_on}"


class CommitteeQuerySet(ScopedQuerySet):
    """Committees belong to the union of the enterprise."""


class Committee(models.Model):
    """The mediation committee of an enterprise."""

    class Chair(models.TextChoices):
        UNION = "union_member", _("a member of the union")
        JOINT = "jointly_chosen", _("chosen by both sides")
        OTHER = "other", _("somebody else")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    chair = models.CharField(_("chair"), max_length=100)
    chair_is = models.CharField(_("the chair is"), max_length=16, choices=Chair)
    from_on = models.DateField(_("since"))
    until_on = models.DateField(_("until"))

    objects = CommitteeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation} {self.from_on}"


class Seat(models.Model):
    """A mediator's seat in a committee, for one side."""

    class Side(models.TextChoices):
        WORKERS = "workers", _("the workers' side")
        EMPLOYER = "employer", _("the employer's side")

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="seats")
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    side = models.CharField(_("for"), max_length=8, choices=Side)

    def __str__(self) -> str:
        return f"{self.committee_id} {self.side}"


class Mediator(models.Model):
    """Who mediates in one dispute, until they step aside."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="mediators")
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    recused_on = models.DateField(_("stepped aside"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "name"], name="mediator_once_in_a_dispute")
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.pk}"
