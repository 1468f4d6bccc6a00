"""No letter and no matter names a worker who has not consented to it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import CharField, F, Value
from django.utils.translation import gettext as _

from unionhall.core.errors import Refused
from unionhall.members.models import Person, Spell
from unionhall.organisations.models import Coverage
from unionhall.supervision.models import Matter

CONSENT = "supervision"  # a kind of consents/kinds.toml


def refuse_named(text: str, people: Iterable[Person], *, on: date) -> None:
    """Refuse a text that names one of these people without their consent."""
    named = [person.pk for person in people if person.name and person.name in text]
    consenting = Person.objects.filter(pk__in=named).with_consent(CONSENT, on=on).count()
    if len(set(named)) > consenting:
        raise Refused(
            _("The text names a worker who has not consented to it."),
            instead=_("Write “a worker”, or ask them; they consent on their own page."),
        )


def refuse_workers(text: str, matter: Matter, *, on: date) -> None:
    """Refuse a text that names a worker of the employer, or whose request or report lies behind it."""
    unions = matter.employer.organisations.values("pk")
    joint = Coverage.objects.filter(employer=matter.employer).values("organisation")
    held = Spell.objects.filter(organisation__in=unions) | Spell.objects.filter(
        organisation__in=joint
    )
    people = Person.objects.exclude(name="").annotate(whole=Value(text, output_field=CharField()))
    found: list[Person] = list(
        people.filter(pk__in=held.values("person"), whole__contains=F("name"))
    )
    if matter.case:
        found.append(matter.case.person)
    found += [hazard.reporter for hazard in matter.hazards.all() if hazard.reporter]
    refuse_named(text, found, on=on)
