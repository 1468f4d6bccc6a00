"""What a request's page says of its check-ins."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.access.scope import can
from unionhall.cases.models import Case, Topic
from unionhall.cases.panels import Line, growing, grown, my_panel, panel
from unionhall.cases.watch import actions, owed
from unionhall.cases.watch.models import Watch

growing(Watch)


@panel
def for_officers(case: Case, user, on: date) -> list[Line]:
    """How the worker's check-ins stand, or the way to offer some."""
    if not can(user, "cases.offer_watch", case.organisation, on=on):
        return []
    watch = grown(case, Watch).prefetch_related("check_ins").first()
    if watch is None:
        if case.status not in actions.AFTER or case.topic == Topic.OTHER:
            return []
        return [Line(_("Check-ins"), _("Offer the worker check-ins"), owed.page_of(case))]
    said = [f"{row.label}: {row.words}" for row in watch.check_ins.all()]
    value = "; ".join(said) or watch.get_state_display()
    return [Line(_("Check-ins"), value, owed.page_of(case))]


@my_panel
def for_workers(case: Case, user, on: date) -> list[Line]:
    """The way to choose or change them, once the request is answered."""
    if case.status not in actions.AFTER:
        return []
    watch = grown(case, Watch).first()
    if watch is None and case.topic == Topic.OTHER:
        return []
    way = reverse("watch:my_watch", args=[case.number])
    value = _("Would you like to be asked later how you are?")
    if watch is not None and watch.state != "offered":
        value = watch.get_state_display()
    return [Line(_("Check-ins"), value, way)]
