"""The federation's tree, its employers, bodies and mandates."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionhall.organisations.fields import PathField
from unionhall.organisations.kinds import KINDS


class Division(models.Model):
    """An administrative division: province, city, county or township."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=10)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    is_placeholder = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on=None)


class Organisation(models.Model):
    """A trade union organisation at any level, from the national federation to a union group."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=[(k, k) for k in KINDS])
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True)
    employer = models.ForeignKey("Employer", models.PROTECT, null=True, blank=True)
    # Today's place, kept beside the dated placements because permission always asks for today's tree.
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = PathField(unique=True)
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.short_name or self.name


class Placement(models.Model):
    """Where an organisation hung in the tree from one day until the day before another."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    path = PathField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)  # first day it no longer holds

    def __str__(self) -> str:
        return f"{self.path} {self.from_on}–{self.until_on or ''}"


class Employer(models.Model):
    """An employing unit whose workers an organisation gathers."""

    name = models.CharField(_("name"), max_length=200)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, unique=True, null=True, blank=True)
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True)
    trade = models.CharField(_("trade"), max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """A committee, congress or audit committee of an organisation, for one term."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bodies")
    kind = models.CharField(max_length=30)
    term = models.PositiveSmallIntegerField(default=1)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation} {self.kind} {self.term}"


class MandateQuerySet(models.QuerySet):
    def in_force(self, *, on):
        """Those whose term covers the day."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)


class Mandate(models.Model):
    """An office a person holds in an organisation from one day until the day before another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mandates")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True)
    office = models.CharField(_("office"), max_length=30)  # a code of offices.toml
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)  # first day it no longer holds

    objects = MandateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user} {self.office} {self.organisation}"
