"""What the acts on a referral have in common: conditional changes, the record, who is told."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.cases.confidential.reading import parties
from unionhall.cases.owning import may_read
from unionhall.cases.referrals.models import Referral, ReferralState
from unionhall.cases.routing import Desk
from unionhall.cases.steps import NEUTRAL
from unionhall.core.errors import Refused
from unionhall.history.actions import record
from unionhall.notifications.actions import notify
from unionhall.organisations.models import Organisation


def change(referral: Referral, *, among, **changes) -> None:
    """Change it only if it still stands where the caller saw it: of two clicks one wins."""
    still = Referral.objects.filter(pk=referral.pk, state__in=[str(state) for state in among])
    if still.update(**changes):
        for name, value in changes.items():
            setattr(referral, name, value)
        return
    referral.refresh_from_db(fields=["state"])
    raise Refused(
        _("Nothing was done: this referral is now “%(state)s”.")
        % {"state": ReferralState(referral.state).label},
        instead=_("Read what has happened below, then decide again."),
    )


def note(
    referral: Referral,
    verb: str,
    *,
    by: User | None,
    on: date,
    at: Organisation | None = None,
    **facts,
) -> None:
    """Write one step into the referral's own trail; `at` is where whoever acts is in office."""
    label = ""
    if by is not None and by.pk != referral.case.person.user_id:
        with routing.in_the_record():
            label = routing.office_of(by, at or referral.case.organisation, on=on)
    record(
        referral.case.chain,
        f"cases.referral_{verb}",
        by=by,
        subject=referral,
        facts=facts,
        person=referral.person or None,
        on=on,
        by_label=label,
    )


def tell_worker(referral: Referral, template: str) -> None:
    """Queue a notice to the worker, unless they must not know yet or cannot sign in.

    Others may look at the worker's telephone: of a confidential one it says nothing.
    """
    user, case = referral.case.person.user, referral.case
    if user and not referral.is_hidden:
        notify(
            [user],
            "cases/confidential_news" if case.is_confidential else f"cases/{template}",
            subject=referral,
            url=referral.my_url,
            facts={} if case.is_confidential else {"number": case.number},
        )


def tell_sender(referral: Referral, template: str, *, besides: User | None, on: date) -> None:
    """Queue a notice to whoever handles the request and whoever referred it, if they may read it."""
    case = referral.case
    people = {case.handler, referral.proposed_by} - {None, besides}
    notify(
        [user for user in people if user and may_read(user, case, on=on)],
        NEUTRAL if case.is_confidential else f"cases/{template}",
        subject=referral,
        url=referral.get_absolute_url(),
        facts={} if case.is_confidential else {"number": case.number},
    )


def tell_receiver(referral: Referral, template: str, *, on: date) -> None:
    """Queue a notice to the desk that received it; nothing in it tells of whom or what it is."""
    if referral.to_organisation is None:
        return
    over, shut_out = template != "referral_received", parties(referral.case)
    people = routing.holders(Desk(referral.to_organisation, referral.to_office), on=on)
    notify(
        [user for user in people if user.pk not in shut_out],
        f"cases/{template}",
        subject=referral,
        url=reverse("referrals:index") if over else referral.received_url,
    )
