"""Views of the inbox that were given a name."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.organisations.models import Organisation


class SavedView(models.Model):
    """The inbox's filters under a name, one's own or shared with a union and all on its line."""

    name = models.CharField(_("name"), max_length=60)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_shared = models.BooleanField(default=False)
    filters = models.JSONField(default=dict)  # of forms.FilterForm, never what was typed
    position = models.PositiveIntegerField(default=0)  # among the owner's
    version = models.PositiveIntegerField(default=1)  # of two editors one is told
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_view_of_a_name", fields=["owner", "name"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The inbox as this view shows it: its filters stand in the address, as everybody's do."""
        return f"{reverse('cases:inbox')}?{urlencode({**self.filters, 'view': self.pk})}"


class FirstView(models.Model):
    """The view with which somebody's inbox begins."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True
    )
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="first_of")

    def __str__(self) -> str:
        return f"{self.user_id} {self.view_id}"
