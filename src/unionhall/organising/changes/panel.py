"""On a union's page: how it came to be, or what became of it."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.access.scope import scope
from unionhall.organisations import panels
from unionhall.organisations.models import Organisation
from unionhall.organising.changes.models import ChangedUnion
from unionhall.ui.pieces.text import written


@panels.panel
def last_change(organisation: Organisation, user, on: date) -> panels.Line | None:
    """The last change it was in, with the way there for whoever may read it."""
    rows = ChangedUnion.objects.filter(organisation=organisation, change__done_on__lte=on)
    row = rows.select_related("change__higher").order_by("-change__done_on", "-pk").first()
    if row is None:
        return None
    made = row.change
    seen = scope(user, "organising.view").covers(made.higher)
    return panels.Line(
        _("Last change"),
        f"{made.get_way_display()} ({row.get_role_display()}), {written(made.done_on)}",
        made.get_absolute_url() if seen else "",
    )
