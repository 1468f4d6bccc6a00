"""Searches that were given a name."""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.members.saved import grammar
from unionhall.members.saved.fields import read
from unionhall.organisations.models import Organisation


class SavedSearch(models.Model):
    """Conditions on memberships under a name, one's own or shared with a union and all on its line."""

    name = models.CharField(_("name"), max_length=60)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_shared = models.BooleanField(default=False)
    status = models.CharField(max_length=20, default="held")  # as in members.queries.Filters
    conditions = models.JSONField(default=dict)  # see grammar.py
    version = models.PositiveIntegerField(default=1)  # of two editors one is told
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "saved searches"
        constraints = [
            models.UniqueConstraint(
                name="one_search_of_a_name", fields=["owner", "organisation", "name"]
            )
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def readable(self) -> grammar.Group | None:
        """The conditions, if every field and test of them still exists."""
        try:
            return read(self.conditions)
        except grammar.Unfit:
            return None
