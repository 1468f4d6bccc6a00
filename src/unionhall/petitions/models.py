"""A petition: who asks what of which union, how far it has come, and what was answered at each level."""

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import Scope
from unionhall.cases.confidential.grown import GrownQuerySet
from unionhall.cases.models import Case, Channel
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation


class PetitionMatter(models.TextChoices):
    """What kind of matter a petition brings."""

    OPINION = "opinion", _("Suggestion or opinion")
    HELP = "help", _("Request for help")
    COMPLAINT = "complaint", _("Complaint about an officer or organ")
    DENUNCIATION = "denunciation", _("Denunciation of wrongdoing")


ABOUT_SOMEBODY = (PetitionMatter.COMPLAINT, PetitionMatter.DENUNCIATION)


class PetitionStage(models.TextChoices):
    """How far a petition has come."""

    RECEIVED = "received", pgettext_lazy("petition", "Received")
    HANDLED = "handled", pgettext_lazy("petition", "Accepted, being handled")
    ANSWERED = "answered", pgettext_lazy("petition", "Answered")
    IN_REVIEW = "in_review", pgettext_lazy("petition", "Under review")
    REVIEWED = "reviewed", pgettext_lazy("petition", "Review answered")
    IN_RECHECK = "in_recheck", pgettext_lazy("petition", "Under second review")
    FINAL = "final", pgettext_lazy("petition", "Second review answered: final")
    ENDED = "ended", pgettext_lazy("petition", "Ended with its answer")
    PASSED = "passed", pgettext_lazy("petition", "Passed to the competent organ")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("petition", "Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("petition", "Withdrawn")


OVER = (
    PetitionStage.FINAL,
    PetitionStage.ENDED,
    PetitionStage.PASSED,
    PetitionStage.NOT_ACCEPTED,
    PetitionStage.WITHDRAWN,
)
OPEN = tuple(stage for stage in PetitionStage if stage not in OVER)
# What has an answer that holds: the same matter brought again is only written down beside it.
SETTLED = (PetitionStage.FINAL, PetitionStage.ENDED)
TONES = {
    PetitionStage.RECEIVED: "new",
    PetitionStage.ANSWERED: "waiting",
    PetitionStage.IN_REVIEW: "warn",
    PetitionStage.REVIEWED: "waiting",
    PetitionStage.IN_RECHECK: "warn",
    PetitionStage.FINAL: "good",
    PetitionStage.ENDED: "good",
    PetitionStage.PASSED: "quiet",
    PetitionStage.NOT_ACCEPTED: "quiet",
    PetitionStage.WITHDRAWN: "quiet",
}


class PetitionQuerySet(GrownQuerySet):
    def within(self, scope: Scope):
        """Those the scope covers, without those about the reader or of what they must not know.

        Denunciations and what came from a restricted request only where restricted ones are opened.
        """
        confided = scope.also("cases.view_restricted")
        rows = super().within(scope).filter(Q(is_restricted=False) | confided.q("organisation"))
        return rows.exclude(about_officer=scope.user) if scope.user else rows

    def open(self):
        """Those that are not over."""
        return self.filter(is_open=True)


class Petition(models.Model):
    """One matter brought to a union by one or several petitioners."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    # Where it lies now: each review takes it one level up.
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="petitions")
    matter = models.CharField(_("matter"), max_length=12, choices=PetitionMatter)
    text = models.TextField(_("what it is about"))
    channel = models.CharField(_("brought"), max_length=10, choices=Channel)
    about = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("organ it is about"),
    )
    about_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("officer it is about"),
    )
    is_restricted = models.BooleanField(default=False)
    stage = models.CharField(
        _("stage"), max_length=12, choices=PetitionStage, default=PetitionStage.RECEIVED
    )
    is_open = models.GeneratedField(
        expression=ExpressionWrapper(
            ~Q(stage__in=[str(stage) for stage in OVER]), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    steps_taken = models.PositiveIntegerField(default=0)  # so that of two at once one wins
    received_on = models.DateField(_("received"))
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="petitions"
    )
    ended_on = models.DateField(null=True)
    # What the form sent along, so that a second click finds what the first one made.
    submission = models.UUIDField(unique=True, null=True, editable=False)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "stage"], name="petition_by_stage"),
            models.Index(fields=["received_on", "id"], name="petition_by_receipt"),
        ]
        constraints = [
            models.CheckConstraint(
                name="petition_over_has_end_date",
                condition=~Q(stage__in=[str(stage) for stage in OVER]) | Q(ended_on__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_names_whom_it_is_about",
                condition=~Q(matter__in=[str(matter) for matter in ABOUT_SOMEBODY])
                | Q(about__isnull=False)
                | Q(about_officer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("petitions:petition", args=[self.number])

    @property
    def my_url(self) -> str:
        """Where its petitioners read it."""
        return reverse("petitions:my_petition", args=[self.number])

    @property
    def stage_label(self) -> str:
        return str(PetitionStage(self.stage).label)

    @property
    def matter_label(self) -> str:
        return str(PetitionMatter(self.matter).label)

    @property
    def channel_label(self) -> str:
        return str(Channel(self.channel).label)

    @property
    def tone(self) -> str:
        """The colour of its stage, as the State component names it."""
        return TONES.get(PetitionStage(self.stage), "active")

    @property
    def title(self) -> str:
        """The beginning of its words."""
        first = self.text.strip().splitlines()[0] if self.text.strip() else ""
        return first if len(first) <= 40 else f"{first[:39]}…"

    @property
    def chain(self) -> str:
        """The history it is written into: that of whoever handles it now."""
        return self.organisation.chain


class Petitioner(models.Model):
    """One of those who bring a petition."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="petitioners")
    person = models.ForeignKey(Person, models.PROTECT, related_name="petitions")
    is_representative = models.BooleanField(_("speaks for all"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "person"], name="petitioner_once_in_a_petition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.person_id}"


class Happening(models.Model):
    """A step of the procedure: what, on which day, in which union, and what was written."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="happenings")
    act = models.CharField(max_length=24)  # a step of procedure.STEPS
    on = models.DateField(_("day"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.TextField(_("what was said"), blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["petition", "id"], name="happening_of_petition")]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.act} {self.on}"
