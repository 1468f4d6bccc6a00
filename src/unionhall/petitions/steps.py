"""What the acts on a petition share: the move from stage to stage, its duties, the record, who is told."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.cases.confidential import grown, placing
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import record
from unionhall.members.sentences import signed_on
from unionhall.notifications.actions import notify
from unionhall.petitions import owed
from unionhall.petitions.models import OVER, Happening, Petition
from unionhall.petitions.procedure import BY_ACT


def take(
    petition: Petition,
    act: str,
    *,
    text: str = "",
    desk: routing.Desk | None = None,
    by: User,
    on: date,
    **changes,
) -> Happening:
    """Take a step of the procedure: move the stage, end and open its duties, write it down, tell everybody.

    With `desk` it goes to that office, and nobody there has it in hand yet.
    """
    step = BY_ACT[act]
    stage = step.leads(petition.stage)
    if stage in OVER and petition.stage not in OVER:
        changes["ended_on"] = on
    if desk:
        changes |= {"organisation": desk.organisation, "handler": None}
    move(petition, *step.among, stage=stage, **changes)
    for kind in step.fulfils:
        duties.fulfil(petition, kind, by=by, on=on)
    if "ended_on" in changes:
        duties.void(petition, by=by, on=on, reason=_("the petition is over"))
    for period in step.owes:
        owed.open_for(petition, period, desk=desk, start=on, by=by, on=on)
    return write(petition, act, text=text, by=by, on=on)


def write(petition: Petition, act: str, *, text: str = "", by: User, on: date) -> Happening:
    """Write down what happened, record it and tell the petitioners."""
    made = Happening.objects.create(
        petition=petition, act=act, on=on, organisation=petition.organisation, text=text.strip()
    )
    told(petition, act, by=by, on=on)
    tell_petitioners(petition, besides=by)
    return made


def told(petition: Petition, act: str, *, by: User, on: date, **facts) -> None:
    """Put an act into the record of the union where it lies now; facts name nobody."""
    mine = petition.petitioners.filter(person__user=by).exists()
    record(
        petition.chain,
        f"petitions.{act}",
        by=by,
        subject=petition,
        facts={"stage": str(petition.stage), **facts},
        on=on,
        by_label="" if mine else signed_on({(by.pk, on): by}).get((by.pk, on), ""),
    )


def tell_petitioners(petition: Petition, *, besides: User | None = None) -> None:
    """Tell every petitioner who can sign in that it has gone on; the notice says nothing of the matter."""
    rows = petition.petitioners.select_related("person__user")
    users = [row.person.user for row in rows if row.person.user and row.person.user != besides]
    facts = {"number": petition.number}
    notify(users, "petitions/went_on", subject=petition, url=petition.my_url, facts=facts)


def tell_desk(petition: Petition, desk: routing.Desk, *, on: date) -> None:
    """Tell everybody in the office it goes to who may know of it, but never the officer it is about.

    Where it grew out of a confidential request, one of that office is named on it.
    """
    case = petition.case
    if case is not None and case.is_confidential:
        placing.name_at(case, desk.organisation.pk, desk.office, on=on)
    users = [user for user in routing.holders(desk, on=on) if user.pk != petition.about_officer_id]
    notify(
        grown.knowing(case, users),
        "petitions/received",
        subject=petition,
        url=petition.get_absolute_url(),
        facts={"number": petition.number},
    )


def move(petition: Petition, *among: str, **changes) -> None:
    """Change it only if it still stands where the caller saw it: of two clicks one wins."""
    seen = [str(stage) for stage in among if stage == petition.stage]
    changes["steps_taken"] = petition.steps_taken + 1
    rows = Petition.objects.filter(pk=petition.pk, stage__in=seen, steps_taken=petition.steps_taken)
    if not rows.update(**changes):
        petition.refresh_from_db()
        raise Refused(
            _("Nothing was done: this petition stands at “%(stage)s”.")
            % {"stage": petition.stage_label},
            instead=_("Read what has happened, then decide again."),
        )
    for name, value in changes.items():
        setattr(petition, name, value)


def needed(text: str, why: str) -> str:
    """The text, trimmed; Refused with the reason where it is empty."""
    if not text.strip():
        raise Refused(why)
    return text.strip()
