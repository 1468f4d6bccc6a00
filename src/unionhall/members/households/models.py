"""Relatives of members: who belongs to whose household, from one day until another."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.core.clock import today


class Kind(models.TextChoices):
    """What somebody is to the member."""

    SPOUSE = "spouse", _("spouse")
    CHILD = "child", _("child")
    PARENT = "parent", _("parent")
    OTHER = "other", pgettext_lazy("relative", "other")


class Link(models.TextChoices):
    """Whether a relative who is a member too has agreed that both files name each other."""

    NONE = "", _("not linked")
    ASKED = "asked", pgettext_lazy("link", "asked")
    AGREED = "agreed", pgettext_lazy("link", "agreed")


class RelativeQuerySet(models.QuerySet):
    def lasting(self, *, on: date):
        """Those who belong to the household on the day or later."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on))

    def in_order(self):
        """Those who belong to it now first, then by since when."""
        return self.order_by(F("until_on").desc(nulls_first=True), "from_on", "pk")


class Relative(models.Model):
    """Somebody of a member's household: a name, what they are, since when; no number and no address.

    A relative is no member by it. Who is one, is linked only by their own word.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="relatives")
    kind = models.CharField(_("what they are"), max_length=10, choices=Kind)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    from_on = models.DateField(pgettext_lazy("relative", "since"))
    until_on = models.DateField(pgettext_lazy("relative", "until"), null=True, blank=True)
    entered_on = models.DateField(_("entered on"), default=today)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # Asked without a member where none was found: whoever asks does not learn who is a member.
    link = models.CharField(_("link"), max_length=10, choices=Link, blank=True)
    member = models.ForeignKey(
        "members.Person", models.PROTECT, null=True, blank=True, related_name="relative_of"
    )

    objects = RelativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="relative_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")),
            ),
            models.UniqueConstraint(
                name="relative_one_spouse_at_a_time",
                fields=["person"],
                condition=Q(kind="spouse", until_on=None),
            ),
            models.UniqueConstraint(
                name="relative_entered_once",
                fields=["person", "kind", "name"],
                condition=Q(until_on=None),
            ),
            models.CheckConstraint(
                name="relative_linked_to_somebody",
                condition=~Q(link="agreed") | Q(member__isnull=False),
            ),
            models.CheckConstraint(
                name="relative_names_nobody_unlinked",
                condition=~Q(link="") | Q(member=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uid}"

    @property
    def is_linked(self) -> bool:
        return self.link == Link.AGREED
