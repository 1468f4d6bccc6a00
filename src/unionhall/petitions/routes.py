"""Where a petition is handled: never by the organ or the officer it is about."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.cases.confidential.reading import parties
from unionhall.core.errors import Refused
from unionhall.organisations.models import Mandate, Organisation
from unionhall.petitions.models import Petition
from unionhall.petitions.procedure import RECUSAL_RULE
from unionhall.rulebook import rules as book


def first(
    organisation: Organisation,
    *,
    about: Organisation | None,
    officer: User | None,
    restricted: bool,
    on: date,
    besides: Collection[int] = frozenset(),
) -> routing.Desk:
    """The office a new petition goes to: the nearest one, above everything it is about.

    An office in which only people of `besides` (keys) sit is passed over.
    """
    highest = _highest(organisation, about=about, officer=officer, on=on)
    if highest is None:
        desk = routing.receiver(organisation, restricted=restricted, on=on, besides=besides)
    else:
        desk = routing.one_level_up(highest, restricted=restricted, on=on, besides=besides)
    if desk is None:
        raise Refused(
            _("No level above has anybody in office who could handle this."),
            book.citation(RECUSAL_RULE),
            instead=_("Pass it on by letter to the federation above, and keep a copy."),
        )
    return desk


def above(petition: Petition, *, on: date) -> routing.Desk:
    """The office one level up that reviews; for a later complaint still above what it is about."""
    desk = routing.one_level_up(
        petition.organisation,
        restricted=petition.is_restricted,
        on=on,
        besides=parties(petition.case) if petition.case else frozenset(),
    )
    if desk is None:
        raise Refused(
            _("There is no level above that could review this answer."),
            instead=_("Telephone the union's rights office and ask for the chair."),
        )
    return desk


def _highest(
    organisation: Organisation, *, about: Organisation | None, officer: User | None, on: date
) -> Organisation | None:
    """The highest organisation on the line up that it is about, or where the officer sits."""
    found = [about] if about and organisation.path.startswith(about.path) else []
    if officer:
        held = Mandate.objects.in_force(on=on).filter(user=officer).select_related("organisation")
        units = [mandate.organisation for mandate in held]
        found += [unit for unit in units if organisation.path.startswith(unit.path)]
    return min(found, key=lambda unit: len(unit.path)) if found else None


def refuse_partial(petition: Petition, by: User, *, on: date) -> None:
    """Neither a petitioner, nor the officer it is about, nor anybody of the organ it is about acts on it."""
    partial = petition.about_officer_id == by.pk
    partial = partial or petition.petitioners.filter(person__user=by).exists()
    if not partial and petition.about_id:
        held = Mandate.objects.in_force(on=on).filter(user=by)
        partial = held.filter(organisation=petition.about_id).exists()
    if partial:
        raise Refused(
            _("You have a part in this petition and step aside."),
            book.citation(RECUSAL_RULE),
            instead=_("A colleague in your office can take this step."),
        )
