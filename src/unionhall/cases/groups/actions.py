"""Several workers bring one request: a group begins, others join and leave, each confirms for themself."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import steps
from unionhall.cases.groups.models import Group, Joined, fresh_code
from unionhall.cases.models import Case, GrievanceKind, Status
from unionhall.cases.routing import own_union
from unionhall.core.errors import Refused
from unionhall.history.actions import act
from unionhall.members.models import Person
from unionhall.rulebook import rules as book

MOST = 2000
MOST_RULE = "cn.pet.group_reps_5"


def locked(case: Case) -> Case:
    """The request for nobody else to change until the act is done."""
    Case.objects.select_for_update(no_key=True, of=("self",)).get(pk=case.pk)
    case.refresh_from_db()
    return case


@act
def begin(case: Case, *, about: str, by: User, on: date) -> Group:
    """Let others with the same matter join; `about` is all that they read of it before they do."""
    locked(case)
    if case.is_restricted:
        raise Refused(
            _("A restricted request stays one worker's own."),
            instead=_("Each of the others can bring a request of their own."),
        )
    if case.kind != GrievanceKind.INDIVIDUAL or not case.is_open:
        raise Refused(_("This request cannot become one of several."))
    if not about.strip():
        raise Refused(_("Say in a few words what it is about, without names."))
    made = Group.objects.create(case=case, about=about.strip())
    _kind(case, GrievanceKind.GROUP)
    steps.note_act(case, "group_begun", by=by, on=on)
    return made


@act
def call_policy(case: Case, *, by: User, on: date) -> Case:
    """It is about a rule for all, and nobody's own loss."""
    locked(case)
    if case.kind != GrievanceKind.INDIVIDUAL or not case.is_open:
        raise Refused(_("This request cannot become one about a rule for all."))
    steps.refuse_kin(case, by)
    _kind(case, GrievanceKind.POLICY)
    steps.note_act(case, "policy_called", by=by, on=on)
    steps.tell_worker(case, "group_went_on")
    return case


def _kind(case: Case, kind: str) -> None:
    Case.objects.filter(pk=case.pk).update(kind=kind)
    case.kind = kind


@act
def join(code: str, *, agreed: bool, by: User, on: date) -> Joined:
    """Join with the code that a colleague passed on; the others see the number of people, not the name."""
    found = Group.objects.filter(code=code.strip().upper()).select_related("case").first()
    if found is None:
        raise Refused(_("There is no group with this code."), instead=_("Ask for it once more."))
    person = Person.objects.filter(user=by).first()
    union = own_union(person, on=on) if person else None
    if person is None or union is None or not _near(found.case, union):
        raise Refused(
            _("Only members of the same union, or of one that it looks after, can join."),
            instead=_("You can bring a request of your own."),
        )
    return _join(found.case, person, agreed=agreed, by=by, on=on)


def _near(case: Case, union) -> bool:
    first = own_union(case.person, on=case.received_on)
    homes = [case.organisation.path, *([first.path] if first else [])]
    return union.path.startswith(tuple(homes))


@act
def add(case: Case, person: Person, *, agreed: bool, by: User, on: date) -> Joined:
    """An officer puts in another worker, who agreed to it."""
    steps.refuse_kin(case, by)
    return _join(case, person, agreed=agreed, by=by, on=on)


def _join(case: Case, person: Person, *, agreed: bool, by: User, on: date) -> Joined:
    locked(case)
    if case.kind != GrievanceKind.GROUP or not case.is_open:
        raise Refused(_("Nobody can join this request."))
    if not agreed:
        raise Refused(_("Only who agrees to it joins."))
    if person.pk == case.person_id or (case.handler_id and person.user_id == case.handler_id):
        raise Refused(_("This person has a part in it already."))
    if case.people >= MOST:
        raise Refused(_("A request has at most %s workers.") % MOST)
    try:
        with transaction.atomic():
            made = Joined.objects.create(case=case, person=person, joined_on=on)
    except IntegrityError as error:
        raise Refused(_("This person has a part in it already.")) from error
    _counted(case)
    office = "" if person.user_id == by.pk else None
    steps.note_act(case, "joined", by=by, on=on, office=office, people=case.people)
    return made


def _counted(case: Case) -> None:
    case.people = 1 + case.joined.filter(left_on=None).count()
    Case.objects.filter(pk=case.pk).update(people=case.people)


@act
def leave(case: Case, *, by: User, on: date) -> None:
    """Go out of it; nobody has to say why, and the others go on."""
    locked(case)
    rows = Joined.objects.filter(case=case, person__user=by, left_on=None)
    if not rows.update(left_on=on, is_representative=False):
        raise Refused(_("You are not in this group."))
    _counted(case)
    steps.note_act(case, "left", by=by, on=on, office="", people=case.people)


@act
def choose(case: Case, chosen: list[Joined], *, by: User, on: date) -> None:
    """Write down whom they chose to speak for all, beside whoever brought it."""
    steps.refuse_kin(case, by)
    locked(case)
    most = book.value(MOST_RULE, "max", on=on) - 1
    keys = {row.pk for row in chosen}
    if len(keys) > most:
        raise Refused(
            _("At most %s besides whoever brought it speak for all.") % most,
            book.citation(MOST_RULE),
        )
    if any(row.case_id != case.pk or row.left_on for row in chosen):
        raise Refused(_("Somebody of them is not in this group."))
    case.joined.exclude(pk__in=keys).update(is_representative=False)
    case.joined.filter(pk__in=keys).update(is_representative=True)
    steps.note_act(case, "speakers_chosen", by=by, on=on, speakers=len(keys))


@act
def confirm(case: Case, *, settled: bool, by: User, on: date) -> Joined:
    """Say for oneself whether the answer settles it; whoever has it in hand is told of a no."""
    locked(case)
    if case.status not in (Status.PROPOSED, Status.CLOSED):
        raise Refused(_("There is no answer to confirm."))
    row = Joined.objects.filter(case=case, person__user=by, left_on=None).first()
    if row is None:
        raise Refused(_("You are not in this group."))
    row.confirmed_on, row.is_settled = on, settled
    row.save(update_fields=["confirmed_on", "is_settled"])
    steps.note_act(case, "member_confirmed", by=by, on=on, office="", settled=settled)
    if not settled and case.handler:
        steps.notify(
            [case.handler],
            "cases/group_unsettled",
            subject=case,
            url=case.get_absolute_url(),
            facts={"number": case.number},
        )
    return row


@act
def renew_code(case: Case, *, by: User, on: date) -> Group:
    """Give the group another code; whoever knows the old one can no longer join."""
    locked(case)
    found = Group.objects.filter(case=case).first()
    if found is None:
        raise Refused(_("Nobody can join this request."))
    found.code = fresh_code()
    found.save(update_fields=["code"])
    steps.note_act(case, "code_renewed", by=by, on=on)
    return found
