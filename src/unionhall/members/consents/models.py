"""What members consented to, in which words, from when until when."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from unionhall.members.consents.kinds import KINDS


class ConsentQuerySet(models.QuerySet):
    def given(self, kind: str, *, on: date):
        """Those that let it be done on the day: given in words that still hold, and not taken back.

        Where a person has two rows, as after a merge of files, the later word counts.
        """
        taken_back = Consent.objects.filter(
            person=OuterRef("person"),
            kind=kind,
            withdrawn_on__gt=OuterRef("given_on"),
            withdrawn_on__lte=on,
        )
        return self.filter(
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=on),
            ~Exists(taken_back),
            kind=kind,
            given_on__lte=on,
            version__gte=KINDS[kind].least(on),
        )


class Consent(models.Model):
    """One word of a member: given on a day to one version of a text, and perhaps taken back."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="consents")
    kind = models.CharField(_("kind"), max_length=30)  # a code of kinds.toml
    version = models.PositiveSmallIntegerField(_("version of the text"))
    given_on = models.DateField(_("given on"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(withdrawn_on=None),
                name="consent_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_taken_back_after_it_was_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.given_on}"
