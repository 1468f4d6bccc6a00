"""Obligations with a due date, a holder and a citation."""

from django.conf import settings
from django.db import models

from unionhall.organisations.models import Organisation


class DutyQuerySet(models.QuerySet):
    def open(self):
        return self.filter(fulfilled_on=None, voided_on=None)

    def overdue(self, *, on):
        return self.open().filter(due_on__lt=on)


class Duty(models.Model):
    """Something an office or a person owes by a day, under a rule."""

    kind = models.CharField(max_length=40)  # the ability's verb that fulfils it: "cases.accept"
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duties")
    office = models.CharField(max_length=30, blank=True)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="duties")
    subject_type = models.CharField(max_length=40)  # "cases.case"
    subject_id = models.BigIntegerField()
    restricted = models.BooleanField(default=False)
    rule = models.CharField(max_length=80)
    part = models.CharField(max_length=40, blank=True)
    opened_on = models.DateField()
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    fulfilled_on = models.DateField(null=True)
    fulfilled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    voided_on = models.DateField(null=True)

    objects = DutyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type}:{self.subject_id} {self.due_on}"
