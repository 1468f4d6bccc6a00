"""Memberships that go on in another union by a merger or split: one ends on the day the next begins."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.duties import succession
from unionhall.duties.models import Duty
from unionhall.history.actions import act, record
from unionhall.members import search
from unionhall.members.actions import refuse_unfit
from unionhall.members.applying.models import Application
from unionhall.members.applying.models import State as Applied
from unionhall.members.binding.models import BindingRequest
from unionhall.members.inviting.models import Invitation, InvitationState
from unionhall.members.models import Begun, Ended, Person, Spell, Token
from unionhall.members.standing.models import Cause, Standing, State
from unionhall.members.transfers.models import WAITING, Transfer
from unionhall.members.transfers.models import State as Moved
from unionhall.notifications.actions import notify
from unionhall.organisations.estate import Handing

CHUNK = 2000


def lasting(handing: Handing) -> QuerySet[Spell]:
    """Memberships there that last on the day, or begin later."""
    rows = Spell.objects.filter(
        Q(until_on=None) | Q(until_on__gt=handing.on), organisation=handing.source
    )
    return rows if handing.persons is None else rows.filter(person__in=handing.persons)


@act
def move_members(handing: Handing) -> int:
    """End them there and begin them anew on the same day; how many memberships there were."""
    rows = lasting(handing)
    if not rows.exists():
        _hand_duties("members.spell", handing)
        return 0
    if not handing.keeps:
        refuse_unfit(handing.to)
    # Whoever admits or transfers one of them meanwhile waits, and then finds the new membership.
    list(
        Person.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=rows.values("person"))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    spells = list(rows.select_related("person__user").order_by("pk"))
    there = set(
        Spell.objects.filter(organisation=handing.to)
        .exclude(until_on__lte=handing.on)
        .filter(person__in=rows.values("person"))
        .values_list("person", flat=True)
    )
    _refuse_double(spells, there, handing)
    begun = [spell for spell in spells if spell.from_on < handing.on]
    _repoint([spell for spell in spells if spell.from_on >= handing.on], handing)
    for chunk in _chunks(begun):
        _go_on(chunk, there, handing)
    if handing.keeps:
        _keep([spell.person_id for spell in spells], handing)
    _hand_duties("members.spell", handing)
    _write_down(spells, handing)
    _tell(spells, handing)
    return len(spells)


def _refuse_double(spells: list[Spell], there: set[int], handing: Handing) -> None:
    """One who began only today, and is a member of both, cannot be ended before it began."""
    for spell in spells:
        if spell.person_id in there and spell.from_on >= handing.on:
            raise Refused(
                _("%(name)s is a member of both unions, of one only since today.")
                % {"name": spell.person.name},
                instead=_("Correct that membership first."),
            )


def _repoint(spells: list[Spell], handing: Handing) -> None:
    """What has not begun before the day begins in the other union and never was in this one."""
    keys = [spell.pk for spell in spells]
    Spell.objects.filter(pk__in=keys).update(organisation=handing.to)
    Token.objects.filter(spell__in=keys).update(organisation=handing.to)


def _go_on(spells: list[Spell], there: set[int], handing: Handing) -> None:
    """End these and begin those of people who are not members of the other union anyway."""
    on, old = handing.on, {spell.pk: spell for spell in spells}
    Spell.objects.filter(pk__in=list(old)).update(until_on=on, ended_by=Ended.MERGER)
    going = [spell for spell in spells if spell.person_id not in there]
    fresh = [
        Spell(
            person=spell.person,
            organisation=handing.to,
            name_key=spell.name_key,
            from_on=on,
            # Whoever has given notice is out on the day that was said.
            until_on=spell.until_on,
            begun_by=Begun.MERGER,
            ended_by=spell.ended_by,
        )
        for spell in going
    ]
    Spell.objects.bulk_create(fresh)
    new = {spell.pk: made for spell, made in zip(going, fresh, strict=True)}
    _find(new, handing)
    _stand(list(old), new, on)
    _follow(list(old), new, handing)


def _find(new: dict[int, Spell], handing: Handing) -> None:
    """Make the new memberships findable by what found the old ones."""
    tokens: dict[int, set[str]] = {key: set() for key in new}
    for key, token in Token.objects.filter(spell__in=list(new)).values_list("spell", "token"):
        tokens[key].add(token)
    search.add(
        search.Findable(made.pk, handing.to.pk, made.name_key, tokens[key])
        for key, made in new.items()
    )


def _stand(old: list[int], new: dict[int, Spell], on: date) -> None:
    """What rests goes on resting: the member is the same, and so is the cause."""
    rows = Standing.objects.filter(Q(until_on=None) | Q(until_on__gt=on), spell__in=old)
    Standing.objects.bulk_create(
        Standing(
            spell=new[row.spell_id],
            state=row.state,
            cause=row.cause,
            from_on=max(row.from_on, on),
            until_on=row.until_on,
        )
        for row in rows
        if row.spell_id in new
    )
    Standing.objects.filter(spell__in=old, from_on__gte=on).delete()
    Standing.objects.filter(
        Q(until_on=None) | Q(until_on__gt=on), spell__in=old, from_on__lt=on
    ).update(until_on=on)


def _keep(people: list[int], handing: Handing) -> None:
    """Let their memberships be kept until a union takes them over: no dues, and no vote."""
    on = handing.on
    spells = list(
        Spell.objects.filter(
            Q(until_on=None) | Q(until_on__gt=on), organisation=handing.to, person__in=people
        )
    )
    # What was kept until some day is kept beyond it: here nobody can have all rights again.
    Standing.objects.filter(spell__in=spells, state=State.KEPT).delete()
    Standing.objects.bulk_create(
        Standing(
            spell=spell,
            state=State.KEPT,
            cause=Cause.EMPLOYER_CLOSED,
            from_on=max(on, spell.from_on),
        )
        for spell in spells
    )


def _follow(old: list[int], new: dict[int, Spell], handing: Handing) -> None:
    """Transfers and duties about the old memberships are about the new ones from now on."""
    for transfer in Transfer.objects.filter(spell__in=old, state__in=WAITING):
        if transfer.spell_id not in new or transfer.to_organisation_id == handing.to.pk:
            _withdraw(transfer, handing)
        else:
            Transfer.objects.filter(pk=transfer.pk).update(spell=new[transfer.spell_id])
    about = Duty.objects.open().filter(subject_type="members.spell", subject_id__in=old)
    line = succession.line(handing.to, on=handing.on)
    for duty in about:
        if made := new.get(duty.subject_id):
            duty.subject_id = made.pk
            duty.save(update_fields=["subject_id"])
            if duty.organisation_id == handing.source.pk:
                duties.hand_on(duty, source=handing.source, line=line, by=handing.by, on=handing.on)
        else:
            duties.void(
                ("members.spell", duty.subject_id),
                by=handing.by,
                on=handing.on,
                reason=_("the member is in the other union already"),
            )


def _withdraw(transfer: Transfer, handing: Handing) -> None:
    """Where it was to lead they are now anyway."""
    Transfer.objects.filter(pk=transfer.pk).update(
        state=Moved.WITHDRAWN,
        ended_on=handing.on,
        why_ended=_("the unions were merged or divided"),
    )
    duties.void(
        transfer, by=handing.by, on=handing.on, reason=_("the unions were merged or divided")
    )


def _write_down(spells: list[Spell], handing: Handing) -> None:
    """In both unions' records, beside each person: it stands in the trail of their file."""
    facts = {"from": handing.source.code, "to": handing.to.code, "from_on": handing.on}
    verb = "members.kept_on" if handing.keeps else "members.moved_on"
    for spell in spells:
        for place in (handing.source, handing.to):
            record(
                place.chain,
                verb,
                by=handing.by,
                subject=spell.person,
                facts=facts,
                person=str(spell.person.uid),
                on=handing.on,
            )


def _tell(spells: list[Spell], handing: Handing) -> None:
    users: list[User] = [spell.person.user for spell in spells if spell.person.user]
    notify(
        users,
        "members/kept_on" if handing.keeps else "members/moved_on",
        subject=handing.to,
        url="/me/card/",
        facts={"from": str(handing.source), "to": str(handing.to)},
    )


def waiting(handing: Handing) -> QuerySet[Application]:
    """Applications there that wait; those of people whom a split takes along stay where they applied."""
    if handing.persons is not None:
        return Application.objects.none()
    return Application.objects.waiting().filter(organisation=handing.source)


@act
def move_applications(handing: Handing) -> int:
    """Let the other union's committee decide on them; who applied to both waits there once."""
    rows = list(waiting(handing))
    both = set(
        Application.objects.waiting().filter(organisation=handing.to).values_list("phone", "name")
    )
    for row in rows:
        if (row.phone, row.name) in both:
            Application.objects.filter(pk=row.pk).update(
                state=Applied.WITHDRAWN, decided_on=handing.on, id_number=None
            )
            duties.void(row, by=handing.by, on=handing.on, reason=_("it waits there already"))
        else:
            Application.objects.filter(pk=row.pk).update(organisation=handing.to)
    _hand_duties("members.application", handing)
    return len(rows)


def coming(handing: Handing) -> QuerySet[Transfer]:
    """Transfers into the union that wait."""
    if handing.persons is not None:
        return Transfer.objects.none()
    return Transfer.objects.waiting().filter(to_organisation=handing.source)


@act
def move_transfers(handing: Handing) -> int:
    """Let them lead into the other union, but for those of its own members."""
    rows = list(coming(handing).select_related("spell"))
    for row in rows:
        if row.spell.organisation_id == handing.to.pk:
            _withdraw(row, handing)
        else:
            Transfer.objects.filter(pk=row.pk).update(to_organisation=handing.to)
    _hand_duties("members.transfer", handing)
    return len(rows)


def inviting(handing: Handing) -> QuerySet[Invitation]:
    """Invitations of the union that nobody has answered; a split leaves them where they are."""
    if handing.persons is not None:
        return Invitation.objects.none()
    return Invitation.objects.waiting().filter(organisation=handing.source)


@act
def move_invitations(handing: Handing) -> int:
    """Let them lead into the other union; of two to the same person one is withdrawn."""
    rows = list(inviting(handing))
    there = Invitation.objects.waiting().filter(organisation=handing.to)
    both = set(there.values_list("name", "known_by", "hint"))
    for row in rows:
        if (row.name, row.known_by, row.hint) in both:
            Invitation.objects.filter(pk=row.pk).update(
                state=InvitationState.WITHDRAWN, ended_on=handing.on
            )
            duties.void(row, by=handing.by, on=handing.on, reason=_("it waits there already"))
        else:
            Invitation.objects.filter(pk=row.pk).update(organisation=handing.to)
    _hand_duties("members.invitation", handing)
    return len(rows)


def signing_in(handing: Handing) -> QuerySet[BindingRequest]:
    """First sign-ins that the union has to decide on."""
    if handing.persons is not None:
        return BindingRequest.objects.none()
    return BindingRequest.objects.filter(organisation=handing.source, decided_at=None)


@act
def move_first_sign_ins(handing: Handing) -> int:
    """Let the other union decide on them."""
    count = signing_in(handing).update(organisation=handing.to)
    _hand_duties("members.bindingrequest", handing)
    return count


def _hand_duties(subject_type: str, handing: Handing) -> None:
    """What is still owed there about such rows is owed by the other union; in a split it stays."""
    if handing.persons is not None:
        return
    unit = handing.source
    there = Q(organisation=unit) | Q(office_at=unit) | Q(held_at=unit)
    rows = Duty.objects.open().filter(there, subject_type=subject_type).order_by("pk")
    line = succession.line(handing.to, on=handing.on)
    for duty in rows.select_for_update(of=("self",)):
        duties.hand_on(duty, source=unit, line=line, by=handing.by, on=handing.on)


def _chunks(rows: list[Spell]) -> Iterator[list[Spell]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
