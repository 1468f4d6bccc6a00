"""What a request's page says of legal aid: what grew out of it, and the way to ask for it."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.scope import can, scope
from unionhall.cases.models import Case
from unionhall.cases.panels import Line, Way, growing, grown, my_panel, my_way, panel
from unionhall.legal_aid.models import Aid

growing(Aid)


@panel
def for_officers(case: Case, user, on: date) -> list[Line]:
    """The applications this officer may open, and the way to take one down."""
    held = scope(user, "legal_aid.view", on=on)
    rows = grown(case, Aid).within(held).order_by("pk") if held else []
    found = [
        Line(_("Legal aid"), f"{row.number} · {row.get_state_display()}", row.get_absolute_url())
        for row in rows
    ]
    if not found and case.is_open and can(user, "legal_aid.take_down", case.organisation, on=on):
        way = f"{reverse('legal_aid:take_down_for', args=[case.person.uid])}?case={case.number}"
        found.append(Line(_("Legal aid"), _("Take down an application for legal aid"), way))
    return found


@my_panel
def for_workers(case: Case, user, on: date) -> list[Line]:
    """The worker's own application, or the way to ask."""
    rows = Aid.objects.filter(case=case, person__user=user).order_by("pk")
    found = [Line(_("Legal aid"), row.get_state_display(), row.my_url) for row in rows]
    if not found and case.is_open:
        way = f"{reverse('legal_aid:apply')}?case={case.number}"
        found.append(Line(_("Legal aid"), _("Ask for a lawyer"), way))
    return found


my_way(
    Way(
        gettext_lazy("Legal aid"),
        gettext_lazy("A lawyer of the union, free of charge"),
        "scale",
        "legal_aid:my_applications",
    )
)
