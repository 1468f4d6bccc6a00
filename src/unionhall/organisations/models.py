"""The federation's tree, its employers, bodies and mandates."""

from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.organisations.classes import (
    INDUSTRIES,
    OWNERSHIPS,
    industry_choices,
    ownership_choices,
)
from unionhall.organisations.creditcode import check_credit_code
from unionhall.organisations.fields import PathField, below
from unionhall.organisations.kinds import BODIES, KINDS, Kind
from unionhall.organisations.offices import OFFICES


class DatedQuerySet(models.QuerySet):
    """Rows of an organisation that hold from one day until the day before another."""

    def within(self, scope):
        """Those whose organisation an `access` scope covers."""
        return self.filter(scope.q("organisation"))

    def in_force(self, *, on: date):
        """Those that hold on the day."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)

    def coming(self, *, on: date):
        """Those that begin after the day."""
        return self.unfinished(on=on).filter(from_on__gt=on)

    def unfinished(self, *, on: date):
        """Those in force or still to come on the day."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on) & Q(until_on__gt=F("from_on")))

    def past(self, *, on: date):
        """Those that ended by the day, and those that never came into force."""
        return self.filter(Q(until_on__lte=on) | Q(until_on=F("from_on")))


def ends_after_start(name: str) -> models.CheckConstraint:
    """An end never lies before the start; the same day means it never came into force."""
    return models.CheckConstraint(
        name=name, condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
    )


class DivisionQuerySet(models.QuerySet):
    def named(self):
        """Those that are places of their own, not a mere level of the code."""
        return self.filter(is_placeholder=False)


class Division(models.Model):
    """An administrative division: province, city, county or township."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    name = models.CharField(pgettext_lazy("organisation", "name"), max_length=100)
    level = models.CharField(_("level"), max_length=10)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    is_placeholder = models.BooleanField(default=False)

    objects = DivisionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on=None)

    def within(self, scope):
        """Those an `access` scope covers."""
        return self.filter(scope.q(""))

    def below(self, organisation: "Organisation"):
        """Today's subtree, the organisation itself included."""
        low, high = below(organisation.path)
        return self.filter(path__gte=low, path__lt=high)

    def above(self, organisation: "Organisation"):
        """Today's ancestors, the organisation itself left out."""
        return self.filter(path__in=organisation.ancestor_paths)

    def called(self, words: str):
        """Those whose name holds the words or whose code begins with them."""
        if words.isascii():
            return self.filter(
                Q(name__icontains=words)
                | Q(short_name__icontains=words)
                | Q(code__startswith=words)
            )
        return self.filter(Q(name__contains=words) | Q(short_name__contains=words))


class Organisation(models.Model):
    """A trade union organisation at any level, from the national federation to a union group."""

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"\A[0-9A-Za-z][0-9A-Za-z._-]*\Z", _("Letters, digits, dots, dashes."))
        ],
    )
    name = models.CharField(pgettext_lazy("organisation", "name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=30)  # a code of kinds.toml
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, verbose_name=_("division")
    )
    employer = models.ForeignKey(
        "Employer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("employer"),
    )
    # Today's place, kept beside the dated placements because permission always asks for today's tree.
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = PathField(unique=True)
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["parent", "code"], name="organisation_children"),
            models.Index(fields=["division", "kind"], name="organisation_division"),
            # Few have an employer of their own: which of them lie in a subtree is a short range here.
            models.Index(
                fields=["path", "employer"],
                condition=Q(employer__isnull=False),
                name="organisation_with_employer",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="organisation_closes_after_opening",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("organisations:detail", args=[self.pk])

    @property
    def chain(self) -> str:
        """The key of its chain in the history."""
        return f"organisation:{self.pk}"

    @property
    def kind_facts(self) -> Kind:
        """What its kind allows."""
        return KINDS[self.kind]

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def ancestor_paths(self) -> list[str]:
        """The paths above it, root first: "1/4/9/" lies below "1/" and "1/4/"."""
        steps = self.path.split("/")[:-2]
        return ["/".join(steps[: depth + 1]) + "/" for depth in range(len(steps))]

    def lies_below(self, other: "Organisation") -> bool:
        """Whether it is the other or hangs somewhere below it today."""
        return self.path.startswith(other.path)


class Placement(models.Model):
    """Where an organisation hung in the tree from one day until the day before another."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    path = PathField()
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True)  # first day it no longer holds

    objects = DatedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["path"], name="placement_path")]
        constraints = [
            ends_after_start("placement_ends_after_start"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(until_on=None),
                name="placement_one_at_a_time",
            ),
            models.UniqueConstraint(fields=["organisation", "from_on"], name="placement_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.from_on}–{self.until_on or ''}"


class AffiliationQuerySet(DatedQuerySet):
    def within(self, scope):
        """Those on either side of which a scope lies."""
        return self.filter(scope.q("organisation") | scope.q("trade_parent"))


class Affiliation(models.Model):
    """A trade parent beside the leading one, from one day until the day before another.

    Unions of one trade or region are gathered so across the tree. Permission never asks for it.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="affiliations")
    trade_parent = models.ForeignKey(Organisation, models.PROTECT, related_name="affiliates")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)  # first day it no longer holds

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("affiliation_ends_after_start"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(until_on=None),
                name="affiliation_one_at_a_time",
            ),
            models.CheckConstraint(
                name="affiliation_to_another", condition=~Q(organisation=F("trade_parent"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.trade_parent}"

    def holds(self, *, on: date) -> bool:
        """Whether it is in force on the day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


class EmployerQuerySet(models.QuerySet):
    def within(self, scope):
        """Those whose union, or whose file, lies where an `access` scope covers."""
        unions = Organisation.objects.within(scope).filter(employer__isnull=False)
        covered = Coverage.objects.within(scope)
        return self.filter(
            Q(pk__in=unions.values("employer"))
            | Q(pk__in=covered.values("employer"))
            | scope.q("kept_by")
        )

    def called(self, words: str):
        """Those whose name holds the words or whose credit code begins with them."""
        if words.isascii():
            return self.filter(Q(name__icontains=words) | Q(credit_code__startswith=words.upper()))
        return self.filter(name__contains=words)


class Employer(models.Model):
    """An employing unit whose workers an organisation gathers."""

    class Size(models.TextChoices):
        MICRO = "micro", _("micro")
        SMALL = "small", _("small")
        MEDIUM = "medium", _("medium")
        LARGE = "large", _("large")

    name = models.CharField(pgettext_lazy("organisation", "name"), max_length=200)
    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        unique=True,
        null=True,
        blank=True,
        validators=[check_credit_code],
    )
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, verbose_name=_("division")
    )
    trade = models.CharField(_("trade"), max_length=60, blank=True)  # in the employer's own words
    industry = models.CharField(
        _("industry"), max_length=1, blank=True, choices=industry_choices
    )  # a section of industries.toml
    ownership = models.CharField(
        _("ownership"), max_length=30, blank=True, choices=ownership_choices
    )  # a code of ownerships.toml
    size = models.CharField(_("size"), max_length=10, choices=Size, blank=True)
    workers = models.PositiveIntegerField(_("number of workers"), null=True, blank=True)
    workers_on = models.DateField(_("workers counted on"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    contact = models.CharField(_("contact"), max_length=100, blank=True)
    # Which organisation entered it and keeps its file, whether or not it has a union yet.
    kept_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="kept_employers"
    )

    objects = EmployerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="employer_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisations:employer", args=[self.pk])

    @property
    def chain(self) -> str:
        """The key of its chain in the history."""
        return f"employer:{self.pk}"

    @property
    def industry_title(self) -> str:
        return INDUSTRIES[self.industry].title if self.industry else ""

    @property
    def ownership_title(self) -> str:
        return OWNERSHIPS[self.ownership].title if self.ownership else ""


class Coverage(models.Model):
    """An employer whose workers a joint union gathers, from one day until the day before another."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="coverages")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="coverages")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)  # first day it no longer holds

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("coverage_ends_after_start"),
            models.UniqueConstraint(
                fields=["organisation", "employer"],
                condition=Q(until_on=None),
                name="coverage_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.employer}"


class Body(models.Model):
    """A committee, congress or audit committee of an organisation, for one term."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bodies")
    kind = models.CharField(_("kind"), max_length=30)  # a code under [bodies] in kinds.toml
    term = models.PositiveSmallIntegerField(_("term"), default=1)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)  # first day it no longer holds

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "bodies"
        constraints = [
            ends_after_start("body_ends_after_start"),
            models.UniqueConstraint(fields=["organisation", "kind", "term"], name="body_term_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.title}"

    @property
    def title(self) -> str:
        return BODIES[self.kind].title


class MandateQuerySet(DatedQuerySet):
    def of_office(self, *offices: str):
        """Those of any of the offices."""
        return self.filter(office__in=offices)


class Mandate(models.Model):
    """An office a person holds in an organisation from one day until the day before another."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates", verbose_name=_("person")
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mandates")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="mandates")
    office = models.CharField(_("office"), max_length=30)  # a code of offices.toml
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)  # first day it no longer holds

    objects = MandateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["until_on"], name="mandate_until")]
        constraints = [ends_after_start("mandate_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.user} {self.office} {self.organisation}"

    @property
    def office_title(self) -> str:
        return OFFICES[self.office].title

    def holds(self, *, on: date) -> bool:
        """Whether it is in force on the day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


class OfficeBar(models.Model):
    """Two offices the database lets nobody hold at once in one organisation; copied from offices.toml."""

    office = models.CharField(max_length=30)
    other = models.CharField(max_length=30)
    by_anybody = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "other"], name="office_bar_once"),
        ]

    def __str__(self) -> str:
        return f"{self.office} × {self.other}"
