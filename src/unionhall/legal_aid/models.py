"""Legal aid for workers: applications, the roster of lawyers, what they did, and what came of it."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import ScopedQuerySet
from unionhall.cases.confidential.grown import GrownQuerySet
from unionhall.cases.models import Case
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation


class Matter(models.TextChoices):
    """What aid is asked for, in the order of the measures."""

    LABOUR = "labour", _("A dispute at work")
    INJURY = "injury", _("Harm to me or my property because of work")
    DUTY = "duty", _("An officer harmed for union work")
    UNION = "union", _("Rights of the union itself")
    OTHER = "other", pgettext_lazy("legal aid", "Something else")


class Form(models.TextChoices):
    """How aid is given."""

    ADVICE = "advice", pgettext_lazy("legal aid", "Consultation")
    DRAFTING = "drafting", pgettext_lazy("legal aid", "Drafting of papers")
    MEDIATION = "mediation", pgettext_lazy("legal aid", "Mediation")
    ARBITRATION = "arbitration", pgettext_lazy("legal aid", "Arbitration")
    LITIGATION = "litigation", pgettext_lazy("legal aid", "Litigation")


class AidState(models.TextChoices):
    """How far an application has come."""

    ASKED = "asked", pgettext_lazy("legal aid", "to be decided")
    PAPERS = "papers", pgettext_lazy("legal aid", "waiting for papers")
    GRANTED = "granted", pgettext_lazy("legal aid", "granted")
    REFUSED = "refused", pgettext_lazy("legal aid", "refused")
    OBJECTED = "objected", pgettext_lazy("legal aid", "looked at again")
    FINISHED = "finished", pgettext_lazy("legal aid", "finished")
    ENDED = "ended", pgettext_lazy("legal aid", "ended early")
    WITHDRAWN = "withdrawn", pgettext_lazy("legal aid", "withdrawn")


UNDECIDED = ("asked", "papers")
OPEN = (*UNDECIDED, "granted", "objected")


class Ground(models.TextChoices):
    """Why aid ends early."""

    UNTRUE = "untrue", _("It was obtained by untrue statements")
    BY_OTHERS = "by_others", _("The worker has engaged a lawyer of their own")
    NO_COOPERATION = "no_cooperation", _("The worker does not take part any more")
    SETTLED = "settled", _("The sides came to terms by themselves")
    GONE = "gone", _("The condition for aid no longer holds")


class Result(models.TextChoices):
    """What aid brought."""

    WON = "won", pgettext_lazy("legal aid", "won")
    PARTLY = "partly", pgettext_lazy("legal aid", "won in part")
    SETTLED = "settled", pgettext_lazy("legal aid", "settled")
    LOST = "lost", pgettext_lazy("legal aid", "lost")
    ADVISED = "advised", pgettext_lazy("legal aid", "advised")


class Lawyer(models.Model):
    """A lawyer on the roster of a federation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="lawyers")
    name = models.CharField(_("name"), max_length=60)
    firm = models.CharField(_("law firm"), max_length=120)
    licence = models.CharField(_("licence number"), max_length=30)
    phone = models.CharField(_("telephone"), max_length=30)
    specialities = models.CharField(_("specialities"), max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("matters at once"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    from_on = models.DateField(_("on the roster from"))
    until_on = models.DateField(_("until"), null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="lawyer_once_on_a_roster",
                fields=["organisation", "licence"],
                condition=Q(until_on=None),
            ),
            models.CheckConstraint(
                name="lawyer_has_capacity", condition=Q(capacity__gte=1, capacity__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("legal_aid:lawyer", args=[self.pk])


class Engagement(models.Model):
    """Somebody for whom a lawyer acts or acted: no aid against them from this lawyer."""

    lawyer = models.ForeignKey(Lawyer, models.PROTECT, related_name="engagements")
    party = models.CharField(_("acts or acted for"), max_length=120)
    noted_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(name="engagement_once", fields=["lawyer", "party"])]

    def __str__(self) -> str:
        return self.party


class AidQuerySet(GrownQuerySet):
    def open(self):
        """Those that still need something done."""
        return self.filter(state__in=OPEN)


class Aid(models.Model):
    """A worker's application for legal aid, and the aid that was given."""

    State = AidState

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="legal_aid")
    person = models.ForeignKey(Person, models.PROTECT, related_name="legal_aid")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    matter = models.CharField(pgettext_lazy("legal aid", "about"), max_length=10, choices=Matter)
    form = models.CharField(_("form of aid"), max_length=12, choices=Form)
    other_side = models.CharField(_("the other side"), max_length=120)
    text = models.TextField(_("what happened"))
    claim = models.DecimalField(_("claimed"), max_digits=14, decimal_places=2, null=True)
    limit_on = models.DateField(_("the claim lapses on"), null=True)
    low_income = models.BooleanField(_("low household income"), default=False)
    no_means_test = models.BooleanField(
        _("a migrant worker's wages or injury, illness or disaster"), default=False
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    asked_on = models.DateField(_("asked on"))
    urgent_on = models.DateField(_("begun before the decision on"), null=True)
    papers = models.CharField(_("papers that are missing"), max_length=500, blank=True)
    decided_on = models.DateField(_("decided on"), null=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    rule = models.CharField(max_length=80, blank=True)  # on which it was refused
    objection = models.CharField(_("objection"), max_length=1000, blank=True)
    reviewed_on = models.DateField(_("looked at again on"), null=True)
    review = models.CharField(_("answer to the objection"), max_length=1000, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=1000, blank=True)
    recovered = models.DecimalField(_("recovered"), max_digits=14, decimal_places=2, null=True)
    ground = models.CharField(_("why it ended early"), max_length=20, choices=Ground, blank=True)
    ended_on = models.DateField(_("ended on"), null=True)
    confirmed_on = models.DateField(_("confirmed by the worker on"), null=True)

    objects = AidQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-asked_on", "-id"], name="aid_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="aid_sums_not_negative",
                condition=(Q(claim=None) | Q(claim__gte=0))
                & (Q(recovered=None) | Q(recovered__gte=0)),
            ),
            models.CheckConstraint(
                name="aid_refused_for_a_reason", condition=~Q(state="refused") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="aid_finished_with_a_result",
                condition=~Q(state="finished") | ~Q(result="") & Q(ended_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("legal_aid:aid", args=[self.pk])

    @property
    def my_url(self) -> str:
        """Where the worker reads it."""
        return reverse("legal_aid:my_aid", args=[self.pk])

    @property
    def number(self) -> str:
        """What it is called in talk and on paper."""
        return f"FY{self.asked_on:%Y}-{self.pk:05d}"

    @property
    def chain(self) -> str:
        """The history it is written into: that of the federation that decides."""
        return self.organisation.chain

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def tone(self) -> str:
        """The colour of its state, as the State component names it."""
        tones = {"asked": "new", "papers": "waiting", "granted": "active", "refused": "quiet"}
        return {**tones, "objected": "warn", "finished": "good"}.get(self.state, "quiet")


class Assignment(models.Model):
    """A lawyer in charge of an application, from a day until another takes over."""

    aid = models.ForeignKey(Aid, models.PROTECT, related_name="assignments")
    lawyer = models.ForeignKey(Lawyer, models.PROTECT, related_name="assignments")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.CharField(_("why it changed"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="aid_has_one_lawyer", fields=["aid"], condition=Q(until_on=None)
            ),
            models.CheckConstraint(
                name="aid_lawyer_in_order",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aid_id} {self.lawyer_id}"


class WorkKind(models.TextChoices):
    """What time or money went into."""

    TALK = "talk", pgettext_lazy("legal aid", "Talk with the worker")
    PAPERS = "papers", pgettext_lazy("legal aid", "Writing papers")
    EVIDENCE = "evidence", pgettext_lazy("legal aid", "Collecting evidence")
    HEARING = "hearing", pgettext_lazy("legal aid", "Hearing")
    TRAVEL = "travel", pgettext_lazy("legal aid", "Travel")


class Work(models.Model):
    """Hours and costs of one day and kind."""

    aid = models.ForeignKey(Aid, models.PROTECT, related_name="work")
    lawyer = models.ForeignKey(Lawyer, models.PROTECT, null=True, related_name="+")
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind of work"), max_length=10, choices=WorkKind)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=2, default=Decimal(0))
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=2, default=Decimal(0))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="work_is_something",
                condition=Q(hours__gte=0, cost__gte=0) & (Q(hours__gt=0) | Q(cost__gt=0)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.aid_id} {self.kind} {self.on}"


class Hearing(models.Model):
    """A day before a mediator, the commission or a court."""

    aid = models.ForeignKey(Aid, models.PROTECT, related_name="hearings")
    on = models.DateField(_("day"))
    place = models.CharField(_("where"), max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(name="aid_hearing_once", fields=["aid", "on"])]

    def __str__(self) -> str:
        return f"{self.aid_id} {self.on}"
