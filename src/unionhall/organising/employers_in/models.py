"""What a list told of an employer, kept so that it can be taken back."""

from django.db import models

from unionhall.organisations.models import Employer


class Listed(models.Model):
    """One row of a list that was applied: what it entered, or which facts it changed and what they were."""

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="listed")
    is_new = models.BooleanField()
    on = models.DateField()
    was = models.JSONField(default=dict)  # facts before, by field, as plain values; {} where new
    became = models.JSONField(default=dict)  # facts after

    def __str__(self) -> str:
        return f"{self.employer_id} {self.on}"
