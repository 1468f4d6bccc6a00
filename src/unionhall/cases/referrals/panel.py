"""What a request's page says of its referrals: those there are, and the way to refer it."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.access.scope import can
from unionhall.cases.models import Case
from unionhall.cases.panels import Line, growing, grown, my_panel, panel
from unionhall.cases.referrals.models import Referral, ReferralState

growing(Referral)


def _said(row: Referral) -> str:
    return f"{row.receiver} · {ReferralState(row.state).label}"


@panel
def for_officers(case: Case, user, on: date) -> list[Line]:
    """The referrals, and the way to begin one."""
    may = can(user, "cases.refer", case.organisation, on=on)
    if not may:
        return []
    rows = grown(case, Referral).select_related("partner", "to_organisation", "case")
    found = [Line(_("Referral"), _said(row), row.get_absolute_url()) for row in rows.order_by("pk")]
    if case.is_open:
        way = reverse("referrals:refer", args=[case.number])
        found.append(Line(_("Refer to others"), _("Another desk or an outside body"), way))
    return found


@my_panel
def for_workers(case: Case, user, on: date) -> list[Line]:
    """Referrals of which the worker may know."""
    rows = grown(case, Referral).filter(is_hidden=False)
    rows = rows.select_related("partner", "to_organisation").order_by("pk")
    return [Line(_("Referral"), _said(row), row.my_url) for row in rows]
