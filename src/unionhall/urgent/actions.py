"""An urgent matter from its opening to its end: log, tellings, lead, gravity."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.access.scope import can
from unionhall.accounts.models import User
from unionhall.cases.models import new_number
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act
from unionhall.organisations.models import Organisation
from unionhall.urgent import owed
from unionhall.urgent.models import Gravity, Line, Telling, TellingWay, UrgentKind, UrgentMatter
from unionhall.urgent.steps import (
    locked,
    needed,
    note,
    refuse_ahead,
    tell_lead,
    tell_offices,
    write,
)

MOST_PEOPLE = 1_000_000


@act
def open_matter(
    organisation: Organisation,
    *,
    kind: str,
    place: str,
    text: str,
    learnt_at: datetime,
    people: int,
    gravity: int,
    submission: UUID | None = None,
    by: User,
    on: date,
) -> UrgentMatter:
    """Open it with what is known now: whoever may lead it leads it; the list of those to be told is made.

    `learnt_at` is when the union heard of it: from then the hours run. `submission` is the form's own
    number: sent twice, it is one matter.
    """
    if submission and (sent := UrgentMatter.objects.filter(submission=submission).first()):
        return sent
    if kind not in UrgentKind.values or gravity not in Gravity.values:
        raise Refused(_("Choose what it is and how grave."))
    if not 0 <= people <= MOST_PEOPLE:
        raise Refused(_("Give a rough number of workers."))
    refuse_ahead(learnt_at)
    matter = UrgentMatter(
        organisation=organisation,
        kind=kind,
        place=needed(place, _("Say where it is.")),
        text=needed(text, _("Say what has happened.")),
        learnt_at=learnt_at,
        people=people,
        gravity=gravity,
        opened_at=clock.now(),
        opened_by=by,
        lead=by if can(by, "urgent.handle", organisation, on=on) else None,
        submission=submission,
    )
    _numbered(matter, on=on)
    write(matter, "opened", matter.text, at=learnt_at, by=by, on=on)
    if matter.lead is None:
        owed.open_lead(matter, by=by, on=on)
    tellings = _list(matter, start=learnt_at, by=by, on=on)
    note(matter, "opened", by=by, on=on, kind=kind)
    tell_offices(matter, tellings, by=by, on=on)
    return matter


def _numbered(matter: UrgentMatter, *, on: date) -> None:
    for left in reversed(range(5)):
        matter.number = "U" + new_number(on)
        try:
            with transaction.atomic():
                matter.save(force_insert=True)
            return
        except IntegrityError:
            if not left:
                raise


def _list(matter: UrgentMatter, *, start: datetime, by: User, on: date) -> list[Telling]:
    """Put those on the list who have to be told and do not stand there; the hours run from `start`."""
    known = set(matter.tellings.values_list("to", "party"))
    wanted = owed.listed(matter.organisation, matter.kind, matter.gravity, on=on)
    made = []
    for one in wanted:
        if (one.to.pk if one.to else None, one.party) in known:
            continue
        due_at = one.due_at(start)
        telling = Telling.objects.create(
            matter=matter, to=one.to, party=one.party, rule=one.rule, due_at=due_at
        )
        owed.open_for(telling, by=by, on=on)
        made.append(telling)
    return made


@act
def add_line(matter: UrgentMatter, *, at: datetime, text: str, by: User, on: date) -> Line:
    """Write what happened at a moment into the log; that it was written later stays visible."""
    locked(matter)
    refuse_ahead(at)
    text = needed(text, _("Say what has happened."))
    line = write(matter, "", text, at=at, by=by, on=on)
    note(matter, "line_added", by=by, on=on, line=line.pk)
    return line


@act
def note_told(
    telling: Telling, *, at: datetime, way: str, whom: str, by: User, on: date
) -> Telling:
    """Somebody on the list was told: when, how, and whom in person."""
    matter = locked(telling.matter)
    refuse_ahead(at)
    if way not in TellingWay.values:
        raise Refused(_("Say how they were told."))
    whom = needed(whom, _("Say who in person was told."))
    rows = Telling.objects.waiting().filter(pk=telling.pk)
    if not rows.update(told_at=at, way=way, whom=whom, by=by):
        raise Refused(_("They have been told already, or need not be told any longer."))
    telling.refresh_from_db()
    duties.fulfil(telling, owed.TELL, by=by, on=on)
    write(matter, "told", f"{telling.name} · {telling.whom}", at=at, by=by, on=on)
    note(matter, "told", by=by, on=on, telling=telling.pk)
    return telling


@act
def add_told(
    matter: UrgentMatter, *, party: str, at: datetime, way: str, whom: str, by: User, on: date
) -> Telling:
    """Somebody not on the list was told as well."""
    locked(matter)
    party = needed(party, _("Say who was told."))
    telling = Telling.objects.create(matter=matter, party=party)
    return note_told(telling, at=at, way=way, whom=whom, by=by, on=on)


@act
def drop_telling(telling: Telling, *, reason: str, by: User, on: date) -> Telling:
    """Somebody on the list need not be told, for a reason that stays beside it."""
    matter = locked(telling.matter)
    reason = needed(reason, _("Give the reason."))
    if not Telling.objects.waiting().filter(pk=telling.pk).update(dropped=True, reason=reason):
        raise Refused(_("They have been told already, or need not be told any longer."))
    telling.refresh_from_db()
    duties.void(telling, by=by, on=on, reason=reason)
    write(matter, "not_told", f"{telling.name} · {reason}", by=by, on=on)
    note(matter, "telling_dropped", by=by, on=on, telling=telling.pk)
    return telling


@act
def reassess(
    matter: UrgentMatter, *, gravity: int, people: int, reason: str, by: User, on: date
) -> UrgentMatter:
    """It is graver or less grave than thought, or concerns more workers: whoever else has to be told comes on the list."""
    locked(matter)
    reason = needed(reason, _("Give the reason."))
    if gravity not in Gravity.values or not 0 <= people <= MOST_PEOPLE:
        raise Refused(_("Choose what it is and how grave."))
    if (gravity, people) == (matter.gravity, matter.people):
        raise Refused(_("That is how it stands already."))
    was = str(matter.gravity_label), matter.people
    matter.gravity, matter.people = gravity, people
    matter.save(update_fields=["gravity", "people"])
    told = f"{was[0]}, {was[1]} → {matter.gravity_label}, {people}: {reason}"
    write(matter, "reassessed", told, by=by, on=on)
    tellings = _list(matter, start=clock.now(), by=by, on=on)
    note(matter, "reassessed", by=by, on=on)
    if tellings:
        tell_offices(matter, tellings, by=by, on=on)
    return matter


@act
def hand_over(matter: UrgentMatter, officer: User, *, by: User, on: date) -> UrgentMatter:
    """Another officer leads it from now on, or somebody takes it whom nobody named yet; what is owed passes along."""
    was = matter.lead_id
    locked(matter)
    if matter.lead_id != was or matter.lead_id == officer.pk:
        raise Refused(_("Somebody else leads it by now: read the page again."))
    if not can(officer, "urgent.handle", matter, on=on):
        raise Refused(
            _("%(name)s holds no office that leads this matter.") % {"name": officer},
            instead=_("Choose a colleague of this union or of one above it."),
        )
    matter.lead = officer
    matter.save(update_fields=["lead"])
    duties.fulfil(matter, owed.LEAD, by=by, on=on)
    for telling in matter.tellings.waiting():
        duties.take_all(telling, by=officer, on=on)
    write(matter, "handed_over", str(officer), by=by, on=on)
    note(matter, "handed_over", by=by, on=on, lead=officer.pk)
    if officer != by:
        tell_lead(matter, officer)
    return matter


@act
def end(matter: UrgentMatter, *, summary: str, lessons: str, by: User, on: date) -> UrgentMatter:
    """End it with a summary and its lessons; before that everybody on the list was told or dropped."""
    locked(matter)
    summary = needed(summary, _("Sum up what happened and how it ended."))
    lessons = needed(lessons, _("Write down what is to be done otherwise next time."))
    if matter.tellings.waiting().exists():
        raise Refused(
            _("Somebody on the list has not been told."),
            instead=_("Write down when they were told, or why they need not be."),
        )
    matter.summary, matter.lessons, matter.ended_at = summary, lessons, clock.now()
    matter.save(update_fields=["summary", "lessons", "ended_at"])
    duties.void(matter, by=by, on=on, reason=_("the urgent matter has ended"))
    write(matter, "ended", "", by=by, on=on)
    note(matter, "ended", by=by, on=on)
    return matter
