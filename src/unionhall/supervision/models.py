"""Supervision of employers: inspections, what was found, the letters it took, and hazards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import ScopedQuerySet
from unionhall.cases.confidential.grown import GrownQuerySet
from unionhall.cases.models import Case
from unionhall.members.models import Person
from unionhall.organisations.models import Employer, Organisation


class Subject(models.TextChoices):
    """What a finding is about; the checklist is ordered by it."""

    PAY = "pay", pgettext_lazy("supervision", "Pay")
    HOURS = "hours", pgettext_lazy("supervision", "Hours and rest")
    CONTRACT = "contract", pgettext_lazy("supervision", "Labour contract")
    INSURANCE = "insurance", pgettext_lazy("supervision", "Social insurance")
    SAFETY = "safety", pgettext_lazy("supervision", "Safety and health")
    WOMEN = "women", pgettext_lazy("supervision", "Women workers")
    MINORS = "minors", pgettext_lazy("supervision", "Minors")


class Severity(models.IntegerChoices):
    MINOR = 1, pgettext_lazy("supervision", "minor")
    SERIOUS = 2, pgettext_lazy("supervision", "serious")
    GRAVE = 3, pgettext_lazy("supervision", "grave")


class Item(models.Model):
    """One question that a union added to the checklist, for itself and all unions below it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    subject = models.CharField(pgettext_lazy("finding", "about"), max_length=10, choices=Subject)
    text = models.CharField(_("what to look at"), max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_on = models.DateField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="checklist_item_once",
                fields=["organisation", "text"],
                condition=Q(removed_on=None),
            )
        ]

    def __str__(self) -> str:
        return self.text


class InspectionState(models.TextChoices):
    """How far an inspection has come."""

    PLANNED = "planned", pgettext_lazy("inspection", "planned")
    SIGNING = "signing", pgettext_lazy("inspection", "being signed")
    DONE = "done", pgettext_lazy("inspection", "carried out and signed")
    CALLED_OFF = "called_off", pgettext_lazy("inspection", "called off")


class Inspection(models.Model):
    """Supervisors look at one workplace, on a day planned, with the checklist, and sign what they found."""

    State = InspectionState

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="inspections")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="inspections")
    place = models.CharField(_("workplace"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    planned_on = models.DateField(_("planned for"))
    carried_on = models.DateField(_("carried out on"), null=True)
    signed_on = models.DateField(_("signed by all on"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)  # why called off
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-planned_on"], name="inspection_by_day")]
        constraints = [
            models.CheckConstraint(
                name="inspection_done_when_signed",
                condition=Q(state="done", carried_on__isnull=False, signed_on__isnull=False)
                | ~Q(state="done") & Q(signed_on=None),
            ),
            models.CheckConstraint(
                name="inspection_called_off_for_a_reason",
                condition=~Q(state="called_off") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.employer)

    def get_absolute_url(self) -> str:
        return reverse("supervision:inspection", args=[self.pk])

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def tone(self) -> str:
        """The colour of its state, as the State component names it."""
        return {"planned": "new", "signing": "active", "done": "good", "called_off": "quiet"}[
            self.state
        ]


class Supervisor(models.Model):
    """Somebody who carries out an inspection, and the day they signed its record."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="supervisors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="supervisor_once", fields=["inspection", "user"])
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.user_id}"


class InOrder(models.Model):
    """An item of the checklist that was found in order at an inspection."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="in_order")
    item = models.CharField(max_length=40)  # a code of checklist.toml, or "own-" and an item's key

    class Meta:
        constraints = [models.UniqueConstraint(name="in_order_once", fields=["inspection", "item"])]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.item}"


class MatterQuerySet(GrownQuerySet):
    def open(self):
        """Those that nobody has closed."""
        return self.filter(closed_on=None)


class Matter(models.Model):
    """What one union does about breaches of one employer, until every finding is settled."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="matters")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="matters")
    inspection = models.OneToOneField(
        Inspection, models.PROTECT, null=True, related_name="matter", verbose_name=_("inspection")
    )
    # The request it grew out of: shown only to whoever may open that, and never in a letter.
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    begun_on = models.DateField(_("begun on"))
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_on = models.DateField(_("closed on"), null=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-begun_on"], name="matter_by_day"),
            models.Index(fields=["employer", "-begun_on"], name="matter_of_employer"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="matter_once_for_a_request",
                fields=["case", "employer"],
                condition=Q(closed_on=None, case__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.employer)

    def get_absolute_url(self) -> str:
        return reverse("supervision:matter", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class FindingState(models.TextChoices):
    """How a finding was settled."""

    OPEN = "open", pgettext_lazy("finding", "not mended")
    MENDED = "mended", pgettext_lazy("finding", "mended")
    REFERRED = "referred", pgettext_lazy("finding", "referred to the authority")
    WITHDRAWN = "withdrawn", pgettext_lazy("finding", "withdrawn")


class Finding(models.Model):
    """One thing that is not as the law or an agreement has it."""

    State = FindingState

    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, related_name="findings")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="findings")
    item = models.CharField(max_length=40, blank=True)
    subject = models.CharField(pgettext_lazy("finding", "about"), max_length=10, choices=Subject)
    text = models.CharField(_("what was found"), max_length=1000)
    affected = models.PositiveIntegerField(_("workers affected"), null=True)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    found_on = models.DateField(_("found on"))
    ended_on = models.DateField(_("settled on"), null=True)
    # How it was proved to be mended, to whom it was referred, or why it was withdrawn.
    ground = models.CharField(_("proof or ground"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="finding_once_for_an_item",
                fields=["inspection", "item"],
                condition=~Q(item="") & Q(inspection__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_of_something",
                condition=Q(inspection__isnull=False) | Q(matter__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_ended_on_a_ground",
                condition=Q(state="open", ended_on=None)
                | ~Q(state="open") & Q(ended_on__isnull=False) & ~Q(ground=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def tone(self) -> str:
        return {"open": "warn", "mended": "good", "referred": "active", "withdrawn": "quiet"}[
            self.state
        ]


class Rung(models.TextChoices):
    """The letters, each weightier than the one before."""

    REMINDER = "reminder", _("Reminder letter")
    OPINION = "opinion", _("Opinion letter")
    RECOMMENDATION = "recommendation", _("Recommendation to the authority")


class LetterQuerySet(GrownQuerySet):
    scope_prefix = "matter__organisation"
    case_way = "matter__case"

    def unanswered(self):
        """Those that wait for an answer, in matters still open."""
        return self.filter(answered_on=None, matter__closed_on=None)


class LetterAnswer(models.TextChoices):
    """What became of a letter."""

    AGREES = "agrees", pgettext_lazy("answer", "will mend, or has mended")
    DISPUTES = "disputes", pgettext_lazy("answer", "disputes it")
    REFUSES = "refuses", pgettext_lazy("answer", "refused to take the letter")


class Letter(models.Model):
    """A letter to the employer or an authority, and the answer that came, or that came not."""

    Answer = LetterAnswer

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="letters")
    rung = models.CharField(_("letter"), max_length=16, choices=Rung)
    # Whose number it is: the union that sent it, whatever becomes of the matter.
    union = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    addressee = models.CharField(_("addressee"), max_length=200)
    text = models.TextField(_("text of the letter"))
    ground = models.CharField(_("why a step is left out"), max_length=300, blank=True)
    findings = models.ManyToManyField(Finding, related_name="letters")
    issued_on = models.DateField(pgettext_lazy("supervision", "issued on"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField(_("answer due"))
    missed_on = models.DateField(_("not answered by the day"), null=True)
    answered_on = models.DateField(_("answered on"), null=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answer_text = models.CharField(_("what was answered"), max_length=2000, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="letter_number_once", fields=["union", "year", "number"]),
            models.CheckConstraint(
                name="letter_answered_somehow",
                condition=Q(answered_on=None, answer="")
                | Q(answered_on__isnull=False) & ~Q(answer=""),
            ),
        ]
        indexes = [models.Index(fields=["due_on", "id"], name="letter_by_due")]

    def __str__(self) -> str:
        return self.full_number

    def get_absolute_url(self) -> str:
        return f"{reverse('supervision:matter', args=[self.matter_id])}#letter-{self.pk}"

    @property
    def organisation(self) -> Organisation:
        """The union that sent it, as papers ask."""
        return self.union

    @property
    def full_number(self) -> str:
        """The number as it stands on the letter."""
        return f"{self.union}〔{self.year}〕{self.number}号"

    @property
    def is_settled(self) -> bool:
        """Whether its answer came, or its day went by."""
        return self.answered_on is not None or self.missed_on is not None


class FollowUp(models.Model):
    """A visit to see whether it has been mended."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("day of the visit"))
    text = models.CharField(_("what was seen"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.matter_id} {self.visited_on}"


class HazardQuerySet(ScopedQuerySet):
    def open(self):
        """Those that nobody has seen mended, escalated or dropped."""
        return self.filter(state__in=OPEN_HAZARD)


class HazardState(models.TextChoices):
    """How far a hazard has come."""

    NOTED = "noted", pgettext_lazy("hazard", "noted")
    TOLD = "told", pgettext_lazy("hazard", "employer told")
    MENDED = "mended", pgettext_lazy("hazard", "said to be mended")
    VERIFIED = "verified", pgettext_lazy("hazard", "seen to be mended")
    ESCALATED = "escalated", pgettext_lazy("hazard", "taken up by letter")
    DROPPED = "dropped", pgettext_lazy("hazard", "not a hazard")


class Hazard(models.Model):
    """Something at a workplace that may hurt somebody."""

    State = HazardState

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="hazards")
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="hazards")
    place = models.CharField(_("where"), max_length=200)
    text = models.CharField(_("what may hurt somebody"), max_length=1000)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NOTED)
    noted_on = models.DateField(_("noted on"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # The worker who reported it; never told to the employer unless they said it may be.
    reporter = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="hazards", verbose_name=_("reported by")
    )
    name_kept = models.BooleanField(_("keep my name from the employer"), default=True)
    told_on = models.DateField(_("employer told on"), null=True)
    due_on = models.DateField(_("to be mended by"), null=True)
    ended_on = models.DateField(_("settled on"), null=True)
    ground = models.CharField(_("proof or ground"), max_length=500, blank=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="hazards")

    objects = HazardQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-noted_on"], name="hazard_by_day"),
            models.Index(fields=["reporter"], name="hazard_of_reporter"),
        ]
        constraints = [
            models.CheckConstraint(
                name="hazard_told_with_a_day",
                condition=Q(state__in=["noted", "dropped"])
                | Q(told_on__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="hazard_escalated_to_a_matter",
                condition=~Q(state="escalated") | Q(matter__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.place

    def get_absolute_url(self) -> str:
        return reverse("supervision:hazard", args=[self.pk])

    @property
    def my_url(self) -> str:
        """Where the worker who reported it reads it."""
        return reverse("supervision:my_hazard", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_HAZARD

    @property
    def tone(self) -> str:
        return HAZARD_TONES[self.state]


OPEN_HAZARD = (Hazard.State.NOTED, Hazard.State.TOLD, Hazard.State.MENDED)
HAZARD_TONES = {
    "noted": "new",
    "told": "active",
    "mended": "waiting",
    "verified": "good",
    "escalated": "warn",
    "dropped": "quiet",
}
