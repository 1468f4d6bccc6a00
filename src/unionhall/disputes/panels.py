"""What a request's page says of the dispute that grew out of it."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.access.scope import scope
from unionhall.cases.models import Case
from unionhall.cases.panels import Line, growing, grown, my_panel, panel
from unionhall.disputes.models import Dispute

growing(Dispute)


@panel
def for_officers(case: Case, user, on: date) -> list[Line]:
    """The disputes that grew out of it, or the way to open one."""
    rows = grown(case, Dispute).within(scope(user, "disputes.view", on=on))
    found = [
        Line(_("Labour dispute"), f"{row.number} · {row.stage_label}", row.get_absolute_url())
        for row in rows.order_by("pk")
    ]
    if found or not scope(user, "disputes.open", on=on).covers(case.organisation):
        return found
    way = f"{reverse('disputes:open')}?case={case.number}"
    return [Line(_("Labour dispute"), _("Open one out of this request"), way)]


@my_panel
def for_workers(case: Case, user, on: date) -> list[Line]:
    """The worker's own dispute that grew out of it."""
    rows = Dispute.objects.filter(case=case, claimants__person__user=user).order_by("pk")
    return [Line(_("Labour dispute"), row.stage_label, row.my_url) for row in rows]
