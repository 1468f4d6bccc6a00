"""People of the register and the dated spells of their membership."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionhall.organisations.models import Organisation


class Sex(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")


class PersonQuerySet(models.QuerySet):
    pass


class Person(models.Model):
    """A worker in the register; the ID number is kept encrypted, beside a keyed digest to look it up by."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person")
    name = models.CharField(_("name"), max_length=100)
    name_key = models.CharField(max_length=120, editable=False)  # pinyin, for sorting
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    id_number = models.BinaryField(null=True)
    id_index = models.BinaryField(max_length=32, null=True, unique=True)
    phone = models.CharField(_("mobile number"), max_length=20, blank=True, db_index=True)
    department = models.CharField(_("department"), max_length=100, blank=True)
    education = models.CharField(_("education"), max_length=30, blank=True)
    employment = models.CharField(_("form of employment"), max_length=30, blank=True)
    is_migrant = models.BooleanField(_("migrant worker"), null=True, blank=True)
    works_since = models.DateField(_("at work since"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)

    objects = PersonQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class SpellQuerySet(models.QuerySet):
    def in_force(self, *, on):
        """Those that cover the day: the one truth for rolls, counts and figures."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)


class Spell(models.Model):
    """A stretch of membership of one person in one organisation."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="spells")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="spells")
    from_on = models.DateField(_("from"))
    from_known = models.BooleanField(default=True)
    until_on = models.DateField(_("until"), null=True, blank=True)  # first day it no longer holds
    begun_by = models.CharField(max_length=20, default="import")
    ended_by = models.CharField(max_length=20, blank=True)

    objects = SpellQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id} {self.from_on}–{self.until_on or ''}"
