"""Who answers for a request until it is taken on, and what they are told when somebody else does."""

from datetime import date

from django.urls import reverse

from unionhall.access.grants import offices_with
from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases.confidential.reading import knowing
from unionhall.cases.models import Case
from unionhall.cases.queries import readable_by
from unionhall.cases.steps import NEUTRAL
from unionhall.notifications.actions import notify
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Mandate


def may_know(user: User, case: Case, *, on: date) -> bool:
    """Whether somebody who once answered for a request may hear of it again, wherever it lies now.

    Of a restricted one only a confidant of a federation: one who wrote it down in the worker's own
    union hears no more of it, so that nothing there tells that it goes on.
    """
    if case.is_confidential or not knowing(case, [user]):
        return may_read(user, case, on=on)
    if not case.is_restricted:
        return bool(scope(user, "cases.view", on=on))
    held = Mandate.objects.in_force(on=on).filter(
        user=user, office__in=offices_with("cases.view_restricted")
    )
    kinds = held.values_list("organisation__kind", flat=True)
    return any(not KINDS[kind].holds_members for kind in kinds)


def may_read(user: User, case: Case, *, on: date) -> bool:
    """Whether they may open it where it lies now."""
    return readable_by(user, on=on).filter(pk=case.pk).exists()


def tell_owner(case: Case, owner: User | None, template: str, *, by: User | None, on: date) -> None:
    """Tell whoever answered for the request until now what became of it, and nothing of what it is about."""
    if owner is None or owner == by or not may_know(owner, case, on=on):
        return
    # Where it can no longer be opened the notice says all there is to say.
    told = f"{reverse('notifications:index')}#{case.number}"
    if case.is_confidential:
        notify([owner], NEUTRAL, subject=case, url=case.get_absolute_url())
        return
    notify(
        [owner],
        f"cases/{template}",
        subject=case,
        url=case.get_absolute_url() if may_read(owner, case, on=on) else told,
        facts={"number": case.number, "union": str(case.organisation)},
    )
