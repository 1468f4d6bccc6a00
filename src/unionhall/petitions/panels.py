"""What a request's page says of the petition that grew out of it, and the worker's way to petitions."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.scope import scope
from unionhall.cases.models import Case
from unionhall.cases.panels import Line, Way, growing, grown, my_panel, my_way, panel
from unionhall.petitions.models import Petition

growing(Petition)


@panel
def for_officers(case: Case, user, on: date) -> list[Line]:
    """The petitions that grew out of it, or the way to receive one."""
    held = scope(user, "petitions.view", on=on)
    found = [
        Line(_("Petition"), f"{row.number} · {row.stage_label}", row.get_absolute_url())
        for row in (grown(case, Petition).within(held).order_by("pk") if held else [])
    ]
    if found or not scope(user, "petitions.receive", on=on).covers(case.organisation):
        return found
    way = f"{reverse('petitions:receive', args=[case.person.uid])}?case={case.number}"
    return [Line(_("Petition"), _("Receive it as a petition"), way)]


@my_panel
def for_workers(case: Case, user, on: date) -> list[Line]:
    """The worker's own petition that grew out of it."""
    rows = Petition.objects.filter(case=case, petitioners__person__user=user).order_by("pk")
    return [Line(_("Petition"), row.stage_label, row.my_url) for row in rows]


my_way(
    Way(
        gettext_lazy("Petitions"),
        gettext_lazy("Suggest something, complain or report wrongdoing, with fixed periods"),
        "mail",
        "petitions:my_petitions",
    )
)
