"""What a union owes somebody whose first sign-in waits: a decision, by a day."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.members.binding.models import BindingRequest
from unionhall.rulebook import deadlines

KIND = "accounts.bind"
# Of the offices that may bind, the one whose daily work it is; administrators stand in for it.
OFFICE = "organisation_officer"
# No law names a day; the rule says of itself that this software does.
RULE = "own.first_sign_in.decide_3wd"


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Names and addresses as the inbox of duties shows them; only of those the user may decide on."""
    asked = BindingRequest.objects.within(scope(user, KIND)).filter(pk__in=ids)
    return {one.pk: (one.name, one.get_absolute_url()) for one in asked}


def duties_of(asked: Iterable[BindingRequest]) -> dict[int, Duty]:
    """The duty to decide on each request, by the request's key; requests older than duties have none."""
    keys = [one.pk for one in asked]
    found = Duty.objects.filter(
        subject_type=BindingRequest._meta.label_lower, subject_id__in=keys, kind=KIND
    )
    return {duty.subject_id: duty for duty in found.order_by("pk")}


def promised(asked: BindingRequest) -> deadlines.Due:
    """The day to tell an applicant: that of the nation, which no union's by-law may exceed.

    A union's own shorter period would tell a stranger in which union the register has the name.
    """
    return deadlines.due(
        RULE,
        start=timezone.localdate(asked.asked_at),
        jurisdiction=settings.UNIONHALL_JURISDICTION,
    )


subjects.register(
    "members.bindingrequest",
    titles=titles,
    duties={KIND: _("Decide who signs in for the first time")},
)
