"""Who has to be told of an urgent matter and within how many hours, and the duties that see to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.core.clock import today
from unionhall.duties import actions as duties
from unionhall.duties import subjects, succession
from unionhall.organisations.models import Organisation
from unionhall.rulebook import rules as book
from unionhall.urgent.models import Gravity, Telling, UrgentKind, UrgentMatter

TELL, LEAD = "urgent.tell", "urgent.lead"
RULES = {
    Gravity.GENERAL: "own.urgent.tell_general_24h",
    Gravity.SERIOUS: "own.urgent.tell_serious_4h",
    Gravity.GRAVE: "own.urgent.tell_grave_2h",
}
# How many levels above have to be told; None for every one up to the root.
LEVELS = {Gravity.GENERAL: 1, Gravity.SERIOUS: 2, Gravity.GRAVE: None}
LEAD_RULE, ACCIDENT_RULE = "own.urgent.lead_1d", "cn.disp.accident_report_1h"


@dataclass(frozen=True)
class Told:
    """Somebody on the list: a union above, or somebody outside, with the rule and its hours."""

    to: Organisation | None
    party: str
    rule: str
    hours: int

    def due_at(self, start: datetime) -> datetime:
        return start + timedelta(hours=self.hours)


def listed(organisation: Organisation, kind: str, gravity: int, *, on: date) -> list[Told]:
    """Who has to be told of such a matter there: unions above with somebody in office, authorities."""
    line = succession.line(organisation, on=on)
    rule = RULES[Gravity(gravity)]
    hours = book.value(rule, "hours", on=on, jurisdiction=line.jurisdiction)
    above = [unit for unit in line.organisations[1:] if _sits(line, unit)]
    found = [Told(unit, "", rule, hours) for unit in above[: LEVELS[Gravity(gravity)]]]
    if kind in (UrgentKind.ACCIDENT, UrgentKind.FIRE):
        least = book.value(ACCIDENT_RULE, "hours", on=on)
        party = _("Safety authority: ask whether the employer has reported it")
        found.append(Told(None, party, ACCIDENT_RULE, least))
    if kind == UrgentKind.ARREARS and gravity > Gravity.GENERAL:
        found.append(Told(None, _("Labour inspection of the district"), rule, hours))
    return found


def _sits(line: succession.Line, unit: Organisation) -> bool:
    return any(seat.organisation == unit.pk for seat in line.seats)


def open_for(telling: Telling, *, by: User | None, on: date) -> None:
    """A duty of the lead, or of the office there, that somebody is told."""
    matter = telling.matter
    desk = None if matter.lead else desk_of(matter, on=on)
    duties.open_duty(
        TELL,
        subject=telling,
        organisation=matter.organisation,
        office=desk.office if desk else "",
        holder=matter.lead,
        rule=RULES[Gravity(matter.gravity)],
        part="days",
        start=on,
        by=by,
        on=on,
    )


def open_lead(matter: UrgentMatter, *, by: User, on: date) -> None:
    """A duty of the office there that somebody leads it by name."""
    desk = desk_of(matter, on=on)
    duties.open_duty(
        LEAD,
        subject=matter,
        organisation=matter.organisation,
        office=desk.office if desk else "",
        rule=LEAD_RULE,
        start=on,
        by=by,
        on=on,
    )


def desk_of(matter: UrgentMatter, *, on: date) -> routing.Desk | None:
    """The nearest office that can lead it."""
    return next(iter(routing.desks(matter.organisation, "urgent.handle", on=on)), None)


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Numbers and addresses as the inbox of duties shows them."""
    rows = UrgentMatter.objects.within(scope(user, "urgent.view")).filter(pk__in=ids)
    return {row.pk: (f"{row.number} · {row.place}", row.get_absolute_url()) for row in rows}


def titles_of_tellings(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Whom to tell of what."""
    rows = Telling.objects.within(scope(user, "urgent.view", on=today())).filter(pk__in=ids)
    return {
        row.pk: (f"{row.name} · {row.matter.number}", row.get_absolute_url())
        for row in rows.select_related("matter", "to")
    }


subjects.register(
    "urgent.urgentmatter",
    titles=titles,
    ability="urgent.view",
    duties={LEAD: gettext_lazy("Lead an urgent matter")},
)
subjects.register(
    "urgent.telling",
    titles=titles_of_tellings,
    ability="urgent.view",
    duties={TELL: gettext_lazy("Tell somebody of an urgent matter")},
)
