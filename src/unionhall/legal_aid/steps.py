"""What the acts of legal aid share: one change at a time, the record, the notices, where it is decided."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.access.grants import offices_with
from unionhall.accounts.models import User
from unionhall.cases.confidential.grown import knowing
from unionhall.cases.routing import RECEIVERS, Desk, holders
from unionhall.core.errors import Refused
from unionhall.duties import succession
from unionhall.history.actions import record
from unionhall.legal_aid.models import Aid
from unionhall.members.sentences import signed_on
from unionhall.notifications.actions import notify
from unionhall.organisations.models import Organisation
from unionhall.rulebook import rules

FEDERATIONS = ("county", "city", "province", "national")


def desk(organisation: Organisation, ability: str, *, on: date) -> Desk:
    """The nearest federation's office, from the county up, that holds the ability; raises Refused."""
    line = succession.line(organisation, on=on)
    able = offices_with(ability)
    taken = {(seat.organisation, seat.office) for seat in line.seats}
    for unit in line.organisations:
        if unit.kind not in FEDERATIONS:
            continue
        for office in RECEIVERS:
            if office in able and (unit.pk, office) in taken:
                return Desk(unit, office, line.above(unit.pk))
    raise Refused(
        _("No federation above has anybody in office who decides on legal aid."),
        rules.citation("cn.aid.union_duty"),
        instead=_("Telephone the federation one level up; its number is on the notice board."),
    )


def change(aid: Aid, *among: str, **changes) -> None:
    """Change the row only if it still stands as the caller saw it: of two who act at once, one is told."""
    if Aid.objects.filter(pk=aid.pk, state__in=among).update(**changes):
        for name, value in changes.items():
            setattr(aid, name, value)
        return
    aid.refresh_from_db()
    raise Refused(
        _("Nothing was done: this application is “%(state)s” by now.")
        % {"state": aid.get_state_display()},
        instead=_("Read what has happened, then decide again."),
    )


def locked(aid: Aid, *among: str) -> Aid:
    """The application for nobody else to change until the act is done; raises Refused in another state."""
    Aid.objects.select_for_update(no_key=True, of=("self",)).get(pk=aid.pk)
    aid.refresh_from_db()
    if aid.state not in among:
        change(aid, *among)
    return aid


def refuse_own(aid: Aid, by: User) -> None:
    """An officer does not handle an application of their own."""
    if aid.person.user_id == by.pk:
        raise Refused(
            _("You cannot handle your own application."),
            rules.citation("cn.pet.recusal"),
            instead=_("A colleague in your office can take this step."),
        )


def needed(text: str, why: str) -> str:
    """The text, trimmed; Refused with the reason where it is empty."""
    if not text.strip():
        raise Refused(why)
    return text.strip()


def note(aid: Aid, verb: str, *, by: User, on: date, personal=None, **facts) -> None:
    """Write a step into the history of the federation; facts name nobody."""
    mine = aid.person.user_id == by.pk
    record(
        aid.chain,
        f"legal_aid.{verb}",
        by=by,
        subject=aid,
        facts=facts,
        personal=personal or {},
        person=str(aid.person.uid),
        on=on,
        by_label="" if mine else signed_on({(by.pk, on): by}).get((by.pk, on), ""),
    )


def tell_worker(aid: Aid, what: str) -> None:
    """Queue a notice to the worker, if the worker can sign in; it names nobody."""
    if aid.person.user:
        facts = {"number": aid.number, "what": what}
        notify([aid.person.user], "legal_aid/mine", subject=aid, url=aid.my_url, facts=facts)


def tell_desk(aid: Aid, to: Desk, what: str, *, on: date) -> None:
    """Queue a notice to everybody in the office that has to act."""
    facts = {"number": aid.number, "what": what}
    url = aid.get_absolute_url()
    users = knowing(aid.case, holders(to, on=on))
    notify(users, "legal_aid/office", subject=aid, url=url, facts=facts)
