"""What a request brought the worker: kinds of result, and money promised or received."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.cases.models import Case


class Won(models.TextChoices):
    """What was won; several may apply, but nothing and withdrawn stand alone."""

    MONEY = "money", pgettext_lazy("outcome", "Money paid")
    REINSTATED = "reinstated", pgettext_lazy("outcome", "Back at work")
    CONTRACT = "contract", pgettext_lazy("outcome", "Contract signed")
    PRACTICE = "practice", pgettext_lazy("outcome", "Rule or practice changed")
    SAFETY = "safety", pgettext_lazy("outcome", "Hazard mended")
    APOLOGY = "apology", pgettext_lazy("outcome", "Apology")
    INFORMATION = "information", pgettext_lazy("outcome", "Information given")
    OTHER = "other", pgettext_lazy("outcome", "Something else")
    NOTHING = "nothing", pgettext_lazy("outcome", "Nothing")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome", "Given up by the worker")


ALONE = (Won.NOTHING, Won.WITHDRAWN)


class Outcome(models.Model):
    """What came of one request; noted anew, the later word counts."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="outcome")
    amount = models.DecimalField(_("money (yuan)"), max_digits=14, decimal_places=2, null=True)
    persons = models.PositiveIntegerField(_("for how many workers"), null=True)
    promised_on = models.DateField(_("promised for"), null=True)
    received_on = models.DateField(_("received"), null=True)
    # The worker's own word at confirmation: None where they were not asked or did not say.
    got_it = models.BooleanField(_("the worker says they have it"), null=True)
    clause = models.CharField(_("rule it rests on"), max_length=80, blank=True)
    noted_on = models.DateField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outcome_money_for_somebody",
                condition=Q(amount=None, persons=None, promised_on=None, received_on=None)
                | Q(amount__gt=0, persons__gt=0),
            ),
        ]
        indexes = [
            models.Index(fields=["clause"], name="outcome_by_clause", condition=~Q(clause="")),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.amount}"

    @property
    def is_promised(self) -> bool:
        """Whether its money is still to come."""
        return self.amount is not None and self.received_on is None


class Result(models.Model):
    """One kind of thing that was won."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="results")
    kind = models.CharField(max_length=12, choices=Won)

    class Meta:
        constraints = [models.UniqueConstraint(name="result_once", fields=["outcome", "kind"])]

    def __str__(self) -> str:
        return f"{self.outcome_id} {self.kind}"
