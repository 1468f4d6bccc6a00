"""What a request's page says of the workers who bring it together."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.access.scope import can
from unionhall.cases.models import Case, GrievanceKind
from unionhall.cases.panels import Line, my_panel, panel


@panel
def for_officers(case: Case, user, on: date) -> list[Line]:
    """How many bring it, or the way to let others join."""
    url = reverse("cases:group", args=[case.number])
    if case.kind != GrievanceKind.INDIVIDUAL:
        return [Line(_("Whose matter"), said(case), url)]
    if not case.is_open or case.is_restricted:
        return []
    if not can(user, "cases.group", case.organisation, on=on):
        return []
    return [Line(_("Whose matter"), _("One worker: let others join"), url)]


@my_panel
def for_workers(case: Case, user, on: date) -> list[Line]:
    """How many bring it with me, or the way to let colleagues join."""
    url = reverse("cases:my_group", args=[case.number])
    if case.kind == GrievanceKind.GROUP:
        return [Line(_("Whose matter"), said(case), url)]
    if case.kind == GrievanceKind.POLICY or not case.is_open or case.is_restricted:
        return []
    return [Line(_("Colleagues with the same matter?"), _("Let them join"), url)]


def said(case: Case) -> str:
    """Whose matter it is, in words."""
    if case.kind == GrievanceKind.POLICY:
        return str(GrievanceKind.POLICY.label)
    return ngettext("group of %(n)s", "group of %(n)s", case.people) % {"n": case.people}
