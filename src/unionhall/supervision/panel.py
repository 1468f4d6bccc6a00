"""What a request's page says of supervision: the matters that grew out of it, and the way to begin one."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.scope import can, scope
from unionhall.cases.models import Case
from unionhall.cases.panels import Line, Way, growing, grown, my_panel, my_way, panel
from unionhall.supervision.models import Matter

growing(Matter)


@panel
def of_officer(case: Case, user, on: date) -> list[Line]:
    """The matters this officer may open, and the act of beginning one."""
    held = scope(user, "supervision.view")
    if not held:
        return []
    rows = grown(case, Matter).within(held).select_related("employer")
    lines = [
        Line(_("Supervision"), f"{row.employer} · {_state(row)}", row.get_absolute_url())
        for row in rows
    ]
    if case.is_open and not lines and can(user, "supervision.begin", case.organisation, on=on):
        address = reverse("supervision:begin_from", args=[case.number])
        lines.append(Line(_("Supervision"), _("Begin a matter against the employer"), address))
    return lines


@my_panel
def of_worker(case: Case, user, on: date) -> list[Line]:
    """That the union took it up with the employer, and since when: the worker is not named there."""
    rows = Matter.objects.filter(case=case)
    return [Line(_("Taken up with the employer"), _state(row)) for row in rows]


def _state(matter: Matter) -> str:
    return _("under way") if matter.is_open else _("closed")


my_way(
    Way(
        gettext_lazy("Report a hazard"),
        gettext_lazy("Something at work may hurt somebody: a photo and a few words"),
        "alert-triangle",
        "supervision:my_hazards",
    )
)
