"""Word templates for letters; the file itself lies with the documents."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import Scope, ScopedQuerySet
from unionhall.documents import store
from unionhall.documents.models import Attachment
from unionhall.organisations.models import Organisation


class LetterTemplateQuerySet(ScopedQuerySet):
    def kept(self):
        """Those not removed."""
        return self.filter(removed_at=None)

    def usable(self, scope: Scope):
        """Those of the scope's unions, and those that a union above lends to all below it."""
        above = {path[: at + 1] for path in scope.paths for at, c in enumerate(path) if c == "/"}
        lent = models.Q(organisation__path__in=above)
        return self.kept().filter(lent | scope.q("organisation"))


class LetterTemplate(models.Model):
    """A template under a name, of one union."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    fields = models.JSONField(default=list)  # the codes it uses
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_template_of_a_name",
                fields=["organisation", "name"],
                condition=models.Q(removed_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("mailings:template", args=[self.pk])

    @property
    def file(self) -> Attachment | None:
        """Its Word file; None once it was removed."""
        return Attachment.objects.of(self).first()

    def content(self) -> bytes | None:
        """What stands in the file."""
        file = self.file
        return store.read(file.uid) if file else None
