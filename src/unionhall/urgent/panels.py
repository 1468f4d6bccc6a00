"""What a request's page says of the urgent matter it belongs to."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.access.scope import scope
from unionhall.cases.models import Case
from unionhall.cases.panels import Line, growing, grown, panel
from unionhall.urgent.models import LinkedRow, UrgentMatter

growing(LinkedRow)


@panel
def for_officers(case: Case, user, on: date) -> list[Line]:
    """The urgent matters this request belongs to."""
    held = scope(user, "urgent.view", on=on)
    if not held:
        return []
    linked = grown(case, LinkedRow)
    rows = UrgentMatter.objects.within(held).filter(pk__in=linked.values("matter")).order_by("pk")
    return [
        Line(_("Urgent matter"), f"{row.number} · {row.kind_label}", row.get_absolute_url())
        for row in rows
    ]
