"""What a union's own by-laws and promises put in the place of a rule's value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionhall.core.prepared import Prepared
from unionhall.rulebook.schema import Law, Overlay, Param, Text, Value, checked


class ByLawQuerySet(models.QuerySet):
    def in_force(self, *, on: date) -> ByLawQuerySet:
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)

    def overlays(
        self, rule_id: str, param: Param, unions: Sequence[str], *, on: date
    ) -> list[Overlay]:
        """What these unions have set for a rule's parameter, in the order of the unions."""
        rows = _set(rule=rule_id, param=param.name, unions=list(unions), on=on)
        return [row.overlay(param) for row in sorted(rows, key=lambda r: unions.index(r.union))]


class ByLaw(models.Model):
    """A union's own value for one parameter of a rule, from a day on; `union` is its code."""

    union = models.CharField(_("union"), max_length=40)
    rule = models.CharField(_("rule"), max_length=80)
    param = models.CharField(_("parameter"), max_length=60)
    value = models.JSONField(_("value"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)  # first day it no longer holds
    source = models.CharField(_("source"), max_length=200)  # the resolution it stands in
    reason = models.CharField(_("reason"), max_length=500, blank=True, default="")

    objects = ByLawQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["union", "rule"], name="by_law_of_union")]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "rule", "param", "from_on"], name="one_by_law_a_day"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=models.F("from_on")),
                name="by_law_lasts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} {self.rule} {self.param} {self.from_on}"

    def overlay(self, param: Param) -> Overlay:
        """This row as the rulebook's own overlay."""
        value = checked(self.value, param.unit, str(self))
        dated = Value(value, self.from_on, self.until_on)
        return Overlay(
            self.rule, self.param, self.union, dated, Law(Text(self.source, self.source), "")
        )


_set = Prepared(
    lambda rule, param, unions, on: ByLaw.objects.in_force(on=on).filter(
        rule=rule, param=param, union__in=unions
    )
)
