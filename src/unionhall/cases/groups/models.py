"""A request that several workers bring together: the code by which they join, and who joined."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unionhall.members.models import Person

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def fresh_code() -> str:
    """Ten signs, easy to read out; nobody guesses one of them."""
    return "".join(secrets.choice(SIGNS) for _place in range(10))


class Group(models.Model):
    """What makes a request one of several: what those who join read of it, and their code."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="group")
    about = models.CharField(_("what it is about, as those who join read it"), max_length=200)
    code = models.CharField(max_length=12, unique=True, default=fresh_code)

    def __str__(self) -> str:
        return f"{self.case_id}"


class Joined(models.Model):
    """Another worker with the same matter; whoever brought the request first stands on it itself."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="joined")
    person = models.ForeignKey(Person, models.PROTECT, related_name="joined_cases")
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    is_representative = models.BooleanField(_("speaks for all"), default=False)
    # Each says for themself whether the answer settles it.
    confirmed_on = models.DateField(null=True)
    is_settled = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                name="joined_once_at_a_time",
                condition=Q(left_on=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}"
