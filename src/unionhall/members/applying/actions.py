"""Applications for membership: brought, admitted one by one or together, not admitted, withdrawn."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from unionhall.accounts.models import User
from unionhall.accounts.sending import send_text
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.duties import succession
from unionhall.history.actions import act, record
from unionhall.members import actions as members
from unionhall.members import rules
from unionhall.members.applying import owed
from unionhall.members.applying.models import Application, State, Way
from unionhall.members.delegates.models import Delegation
from unionhall.members.models import Begun, Person, Spell
from unionhall.members.sealing import id_digest, open_id
from unionhall.members.transfers import actions as transfers
from unionhall.members.transfers.queries import elsewhere
from unionhall.notifications.actions import notify
from unionhall.organisations.models import Organisation

APPLICATIONS = "applications"  # the matter in which a delegate may do it


@act
def apply(
    organisation: Organisation,
    *,
    name: str,
    phone: str,
    id_number: str,
    workplace: str = "",
    employment: str = "",
    way: str = Way.PHONE,
    language: str = "",
    asked_on: date | None = None,
    delegation: Delegation | None = None,
    by: User | None,
    on: date,
) -> Application:
    """Bring an application; whoever applies again while it waits renews the same one.

    The phone must have been proved, unless an officer takes down a paper or a delegate brings it.
    """
    members.refuse_unfit(organisation)
    if asked_on and asked_on > on:
        raise Refused(_("The application cannot be dated ahead."))
    number = rules.id_number(id_number)
    rules.completed({"id_number": number}, on=on)
    rows = Application.objects.waiting().filter(organisation=organisation, phone=phone, name=name)
    made = rows.first() or Application(organisation=organisation, phone=phone, name=name)
    is_new = made.pk is None
    made.workplace, made.employment, made.language = workplace, employment, language
    if is_new:
        made.way, made.asked_on, made.taken_by = way, asked_on or on, by
        made.delegation = delegation
    made.seal_number(number)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        return rows.get()  # sent twice at once
    if is_new:
        _open(made, by=by, on=on)
    return made


@act
def apply_for(
    delegation: Delegation,
    organisation: Organisation,
    *,
    phone: str = "",
    id_number: str = "",
    employment: str = "",
    workplace: str = "",
    by: User,
    on: date,
) -> Application:
    """Bring it for a member who lets `by` do it; what the register has of them is taken from there."""
    if (
        delegation.delegate != by
        or APPLICATIONS not in delegation.matters
        or not delegation.holds(on)
    ):
        raise Refused(_("You do not act for this member in that."))
    person = delegation.person
    number, phone = open_id(person) or id_number, person.phone or phone
    if not number or not phone:
        raise Refused(_("The application needs their mobile number and ID number."))
    if Spell.objects.covering(on=on).filter(person=person, organisation=organisation).exists():
        raise Refused(_("The member is in this union already."))
    made = apply(
        organisation,
        name=person.name,
        phone=phone,
        id_number=number,
        employment=employment,
        workplace=workplace,
        delegation=delegation,
        by=by,
        on=on,
    )
    record(
        organisation.chain,
        "members.application_brought",
        by=by,
        subject=delegation,
        facts={"under": delegation.pk, "union": str(organisation)},
        person=str(person.uid),
        on=on,
    )
    if person.user:
        notify(
            [person.user],
            "members/application_brought",
            subject=made,
            url=reverse("applying:state", args=[made.uid]),
            facts={"union": str(organisation)},
        )
    return made


@act
def admit(
    application: Application, *, resolution: str, from_on: date, by: User, on: date
) -> Application:
    """Admit by the committee's resolution; whoever is a member elsewhere goes on as a transfer."""
    resolved = resolution.strip()
    if not resolved:
        raise Refused(_("An admission needs the committee's resolution."))
    if from_on > on:
        raise Refused(_("Nobody is admitted from a day ahead."))
    known = _locked(known_person(application))
    if known and (ended := _covering(known, application.organisation, from_on, on)):
        raise Refused(
            _("The register has a membership of this person until %s.") % date_format(ended),
            instead=_("Admit from that day on, or later."),
        )
    if known and (there := elsewhere(known, application.organisation, on=on)):
        transfer = transfers.ask(
            there, application.organisation, reason=_("applied for membership"), by=by, on=on
        )
        told = {"person": known, "resolution": resolved, "transfer": transfer}
        _decide(application, State.TRANSFER, **told, by=by, on=on)
    else:
        person = members.add(
            application.organisation,
            name=application.name,
            id_number=application.open_number(),
            phone=application.phone,
            employment=application.employment,
            from_on=from_on,
            begun_by=Begun.APPLICATION,
            by=by,
            on=on,
        )
        _decide(application, State.ADMITTED, person=person, resolution=resolved, by=by, on=on)
    _record(application, "members.admitted", by, on, {"resolution": resolved})
    tell_applicant(application)
    return application


@act
def admit_together(
    applications: Iterable[Application], *, resolution: str, from_on: date, by: User, on: date
) -> list[Application]:
    """Admit many by one resolution: all of them, or nobody where one cannot be."""
    admitted = []
    for application in applications:
        try:
            done = admit(application, resolution=resolution, from_on=from_on, by=by, on=on)
        except Refused as refusal:
            raise Refused(
                _("%(name)s: %(why)s Nobody was admitted.")
                % {"name": application.name, "why": refusal.reason},
                refusal.citation,
                instead=_("Leave this application out, and decide on it by itself."),
            ) from refusal
        admitted.append(done)
    if not admitted:
        raise Refused(_("Choose at least one application."))
    return admitted


@act
def refuse_application(application: Application, *, reason: str, by: User, on: date) -> Application:
    """Tell the applicant no, why, and that the next higher union can be asked."""
    if not reason.strip():
        raise Refused(_("A refusal needs a reason that the applicant can read."))
    _decide(application, State.REFUSED, reason=reason.strip(), by=by, on=on)
    _record(application, "members.application_refused", by, on, {})
    tell_applicant(application)
    return application


@act
def withdraw_application(application: Application, *, by: User | None, on: date) -> Application:
    """Take an application back."""
    _decide(application, State.WITHDRAWN, by=by, on=on)
    _record(application, "members.application_withdrawn", by, on, {})
    return application


class Outcome(NamedTuple):
    """What admitting somebody would come to."""

    application: Application
    state: str  # admitted or transfer; "" where it would be refused
    why: str = ""


def previewed(applications: Iterable[Application], *, on: date) -> list[Outcome]:
    """What would come of each, before anything is done."""
    found = []
    for application in applications:
        known = known_person(application)
        there = known and Spell.objects.covering(on=on).filter(
            person=known, organisation=application.organisation
        )
        if known and known.name != application.name:
            why = _("This ID number already stands in the register under another name.")
            found.append(Outcome(application, "", why))
        elif there:
            found.append(Outcome(application, "", _("Is a member here already.")))
        elif known and elsewhere(known, application.organisation, on=on):
            found.append(Outcome(application, State.TRANSFER))
        else:
            found.append(Outcome(application, State.ADMITTED))
    return found


def known_person(application: Application) -> Person | None:
    """Whom the register knows under the ID number."""
    number = application.open_number()
    return Person.objects.filter(id_index=id_digest(number)).first() if number else None


def _locked(person: Person | None) -> Person | None:
    """The person for nobody else to admit or receive meanwhile: two unions must not at once."""
    if person is None:
        return None
    return Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)


def _covering(person: Person, organisation: Organisation, from_on: date, on: date) -> date | None:
    """The end of a membership elsewhere that is over today and was not yet on the day of admission."""
    rows = Spell.objects.filter(person=person, until_on__gt=from_on, until_on__lte=on)
    return rows.exclude(organisation=organisation).aggregate(last=Max("until_on"))["last"]


def _open(application: Application, *, by: User | None, on: date) -> None:
    duty = duties.open_duty(
        owed.KIND,
        subject=application,
        organisation=application.organisation,
        office=owed.OFFICE,
        rule=owed.RULE,
        start=application.asked_on,
        by=by,
        on=on,
    )
    under = {"under": application.delegation_id} if application.delegation_id else {}
    _record(application, "members.applied", by, on, {"way": application.way, **under})
    notify(
        succession.holders(duty, on=on),
        "members/application",
        subject=application,
        url=application.get_absolute_url(),
    )


def _decide(application: Application, state: str, *, by: User | None, on: date, **told) -> None:
    """Write the decision once, and delete the ID number."""
    changes = {"state": state, "decided_on": on, "decided_by": by, "id_number": None, **told}
    if not Application.objects.filter(pk=application.pk, state=State.ASKED).update(**changes):
        raise Refused(_("Somebody has decided this application already."))
    for name, value in changes.items():
        setattr(application, name, value)
    duties.fulfil(application, owed.KIND, by=by, on=on)


def _record(application: Application, verb: str, by: User | None, on: date, facts: dict) -> None:
    record(
        application.organisation.chain,
        verb,
        by=by,
        subject=application,
        facts={"state": application.state, **facts},
        person=str(application.person.uid) if application.person else "",
        on=on,
    )


def tell_applicant(application: Application) -> None:
    """Send whoever applied the address at which it stands what was decided, or came of it."""
    link = settings.BASE_URL + reverse("applying:state", args=[application.uid])
    with override(application.language or settings.LANGUAGE_CODE):
        text = _("The union has decided on your application: %(link)s") % {"link": link}
    send_text(application.phone, text, template="answer", values={"link": link})
