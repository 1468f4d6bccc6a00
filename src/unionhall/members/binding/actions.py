"""Binding accounts to members at the first sign-in: at once, or by an officer's decision."""

from datetime import date

from django.conf import settings
from django.db import IntegrityError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from unionhall.accounts.entering import sign_out_everywhere
from unionhall.accounts.happenings import tell
from unionhall.accounts.models import User, fresh_username
from unionhall.accounts.sending import send_text
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.core.text import compact
from unionhall.duties import actions as duties
from unionhall.duties import succession
from unionhall.duties.models import Duty
from unionhall.history.actions import act, record
from unionhall.members import actions as members
from unionhall.members.binding import owed, queries
from unionhall.members.binding.models import BindingRequest, Cause
from unionhall.members.binding.rules import Claim
from unionhall.members.models import Person
from unionhall.notifications.actions import notify
from unionhall.organisations.models import Organisation


def settle(
    claim: Claim, *, workplace: str = "", language: str = "", on: date
) -> User | BindingRequest:
    """Bind an account to the one person who fits the claim, or pass the claim on to an officer.

    The phone must have been proved. Raises Refused only where there is no union at all yet.
    """
    verdict = queries.judge(claim)
    if verdict.person:
        try:
            return bind_at_once(
                verdict.person, verdict.user, phone=claim.phone, language=language, on=on
            )
        except (IntegrityError, Refused):
            # Somebody took the number or the member in this very moment: now an officer decides.
            verdict = queries.judge(claim)
    organisation = verdict.organisation or queries.deciding(queries.candidates(claim))
    if organisation is None:
        raise Refused(_("The union's register is not set up here yet."))
    return ask(
        claim,
        cause=verdict.cause or Cause.PHONE_TAKEN,
        organisation=organisation,
        workplace=workplace,
        language=language,
        on=on,
    )


@act
def bind_at_once(
    person: Person, user: User | None, *, phone: str, language: str = "", on: date
) -> User:
    """Bind the account that already has the number, or a new one, to a person who proved all three."""
    user = account_for(person, user, phone=phone, language=language)
    members.bind(person, user, by=user, on=on)
    supersede(person, user, phone=phone, on=on)
    return user


@act
def ask(
    claim: Claim,
    *,
    cause: Cause,
    organisation: Organisation,
    workplace: str = "",
    language: str = "",
    on: date,
) -> BindingRequest:
    """Lay a claim before the officers of a union; who asks again while it waits renews the same request."""
    waiting = BindingRequest.objects.waiting().filter(phone=claim.phone, name=claim.name)
    asked = waiting.first() or BindingRequest(phone=claim.phone, name=claim.name)
    asked.cause, asked.organisation, asked.language = cause, organisation, language
    asked.workplace = workplace or asked.workplace
    asked.seal_tail(claim.tail)
    asked.save()
    duty = owe(asked, on=on)
    record(
        organisation.chain,
        "members.binding_asked",
        by=None,
        subject=asked,
        facts={"cause": cause, "due_on": duty.due_on.isoformat()},
        on=on,
    )
    notify(
        succession.holders(duty, on=on),
        "members/first_sign_in",
        subject=asked,
        url=asked.get_absolute_url(),
    )
    return asked


def owe(asked: BindingRequest, *, on: date) -> Duty:
    """The duty to decide: it runs from the first asking, also when another union has to decide now."""
    duty = Duty.objects.about(asked).open().first()
    if duty is None:
        return duties.open_duty(
            owed.KIND,
            subject=asked,
            organisation=asked.organisation,
            office=owed.OFFICE,
            rule=owed.RULE,
            start=on,
            by=None,
            on=on,
        )
    if duty.organisation_id != asked.organisation_id:
        (duty,) = duties.move(
            asked, to_organisation=asked.organisation, to_office=owed.OFFICE, by=None, on=on
        )
    return duty


def supersede(person: Person, user: User, *, phone: str, on: date) -> None:
    """End what waits under the same number and name: now the register fits, and nobody need decide."""
    for asked in BindingRequest.objects.waiting().filter(phone=phone):
        if compact(asked.name) != compact(person.name):
            continue
        write_decision(asked, by=user, accepted=True, person=person)
        duties.void(asked, by=user, on=on, reason=_("the register fits now; nothing to decide"))
        record(
            asked.organisation.chain, "members.binding_superseded", by=user, subject=asked, on=on,
            facts={"cause": asked.cause},
        )  # fmt: skip


@act
def accept(asked: BindingRequest, person: Person, *, by: User, on: date) -> User:
    """Let the applicant sign in as this member: by a new account, or the member's own with its new number."""
    holder = User.objects.filter(phone=asked.phone).first()
    if person.user:
        user = move_number(person.user, asked.phone, holder=holder, by=by)
        record(
            asked.organisation.chain, "members.number_changed", by=by, subject=person, on=on,
            personal={"phone": asked.phone}, person=str(person.uid),
        )  # fmt: skip
    else:
        if holder and not queries.is_free_for(holder, person.name):
            raise Refused(
                _("Another account already signs in with this number."),
                instead=_("Ask the member for a number of their own."),
            )
        user = account_for(person, holder, phone=asked.phone, language=asked.language)
        members.bind(person, user, by=by, on=on)
    decide(asked, by=by, accepted=True, person=person, on=on)
    record(
        asked.organisation.chain, "members.binding_accepted", by=by, subject=asked, on=on,
        facts={"cause": asked.cause},
    )  # fmt: skip
    return user


@act
def refuse(asked: BindingRequest, *, reason: str, by: User, on: date) -> None:
    """Tell the applicant no, and why; who they may be in the register is not said."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("A refusal needs a reason that the applicant can read."))
    decide(asked, by=by, accepted=False, reason=reason, on=on)
    record(
        asked.organisation.chain, "members.binding_refused", by=by, subject=asked, on=on,
        facts={"cause": asked.cause},
    )  # fmt: skip


def decide(
    asked: BindingRequest,
    *,
    by: User,
    accepted: bool,
    person: Person | None = None,
    reason: str = "",
    on: date,
) -> None:
    """Write the decision, fulfil the duty, and tell the applicant."""
    write_decision(asked, by=by, accepted=accepted, person=person, reason=reason)
    duties.fulfil(asked, owed.KIND, by=by, on=on)
    link = settings.BASE_URL + reverse("first_sign_in_status", args=[asked.uid])
    with override(asked.language or settings.LANGUAGE_CODE):
        text = _("Your union has answered your first sign-in: %(link)s") % {"link": link}
    send_text(asked.phone, text, template="answer", values={"link": link})


def write_decision(
    asked: BindingRequest,
    *,
    by: User,
    accepted: bool,
    person: Person | None = None,
    reason: str = "",
) -> None:
    """Write the decision once, and delete the end of the ID number."""
    decided = {
        "decided_at": now(), "decided_by": by, "accepted": accepted, "person": person,
        "reason": reason, "id_tail": None,
    }  # fmt: skip
    if not BindingRequest.objects.filter(pk=asked.pk, decided_at=None).update(**decided):
        raise Refused(_("Somebody has decided this request already."))
    for name, value in decided.items():
        setattr(asked, name, value)


def account_for(person: Person, holder: User | None, *, phone: str, language: str) -> User:
    """The account that has the number, or a new one without password, for who proved to hold the phone."""
    if holder:
        holder.phone_verified = True
        holder.save(update_fields=["phone_verified"])
        return holder
    user = User(
        username=fresh_username(),
        name=person.name,
        phone=phone,
        phone_verified=True,
        language=language,
    )
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def move_number(user: User, phone: str, *, holder: User | None, by: User) -> User:
    """Give a member's account another number, sign its devices out, and tell the old number."""
    if not user.is_active:
        raise Refused(_("The member's account is closed."))
    if holder and holder != user:
        raise Refused(
            _("Another account already signs in with this number."),
            instead=_("Ask the member for a number of their own."),
        )
    old = user.phone
    user.phone, user.phone_verified = phone, True
    user.save(update_fields=["phone", "phone_verified"])
    tell(user, "phone_changed", by=by)
    sign_out_everywhere(user, by=by)
    if old and old != phone:
        with override(user.language or settings.LANGUAGE_CODE):
            text = _(
                "Your union account now has another mobile number. Was it not you? Ask your union at once."
            )
        send_text(old, text, template="number_changed")
    return user
