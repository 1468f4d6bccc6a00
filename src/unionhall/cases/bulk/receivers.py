"""To whom many requests can be handed: colleagues of one's own unions, and the desks above and below."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.access.grants import offices_with
from unionhall.access.scope import Scope
from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Mandate, Organisation

Choices = list[tuple[str, list[tuple[str, str]]]]


def receivers(held: Scope, *, on: date) -> Choices:
    """Grouped choices, "user:12" and "organisation:3"; whether each row may go there, the preview says."""
    keys = [key_of(path) for path in held.paths]
    colleagues = (
        Mandate.objects.in_force(on=on)
        .filter(organisation__in=keys, office__in=offices_with("cases.accept"))
        .filter(user__is_active=True)
        .select_related("user", "organisation")
        .order_by("user__name", "pk")
    )
    people: dict[str, str] = {}
    for mandate in colleagues:
        people.setdefault(f"user:{mandate.user_id}", routing.signature_of(mandate))
    levels: dict[str, str] = {}
    for unit in Organisation.objects.filter(pk__in=keys).order_by("path"):
        desks = routing.desks(unit, "cases.accept", on=on)
        desks += routing.desks_below(unit, "cases.accept", on=on, restricted=False)
        for desk in desks:
            if desk.office in routing.RECEIVERS:
                levels[f"organisation:{desk.organisation.pk}"] = str(desk.organisation)
    groups = [(_("Colleagues"), list(people.items())), (_("Other levels"), list(levels.items()))]
    return [group for group in groups if group[1]]


def receiver(chosen: str) -> dict:
    """What was chosen, as the act takes it; it stood among the choices."""
    kind, _colon, key = chosen.partition(":")
    if kind == "user":
        return {"to_user": User.objects.get(pk=key)}
    return {"to_organisation": Organisation.objects.get(pk=key)}
