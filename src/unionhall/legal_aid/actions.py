"""From the application to the decision: asked, papers, granted or refused, looked at again."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases.models import Case
from unionhall.cases.routing import own_union
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act
from unionhall.legal_aid import eligibility, owed, periods, steps
from unionhall.legal_aid import rules as arithmetic
from unionhall.legal_aid.models import UNDECIDED, Aid, Form, Matter
from unionhall.members.models import Person
from unionhall.rulebook import rules

State = Aid.State


@act
def apply(
    person: Person,
    *,
    matter: str,
    form: str,
    other_side: str,
    text: str,
    claim: Decimal | None = None,
    limit_on: date | None = None,
    low_income: bool = False,
    no_means_test: bool = False,
    case: Case | None = None,
    by: User,
    on: date,
) -> Aid:
    """Take in an application, from the worker or written down by an officer; raises Refused."""
    if matter not in Matter.values or form not in Form.values:
        raise Refused(_("Choose what it is about, and how the union can help."))
    union = own_union(person, on=on)
    if union is None:
        raise Refused(
            _("No union has this person in its register today."),
            instead=_("Ask the union's register officer to check the membership first."),
        )
    if case and case.person_id != person.pk:
        raise Refused(_("That request is somebody else's."))
    to = steps.desk(union, "legal_aid.decide", on=on)
    Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)
    other_side = steps.needed(other_side, _("Say who the other side is."))
    if Aid.objects.open().filter(person=person, other_side=other_side).exists():
        raise Refused(
            _("An application against the same side is under way."),
            instead=_("Look under “My legal aid” for how it stands."),
        )
    made = Aid.objects.create(
        organisation=to.organisation,
        person=person,
        case=case,
        matter=matter,
        form=form,
        other_side=other_side,
        text=steps.needed(text, _("Say what happened.")),
        claim=_amount(claim),
        limit_on=limit_on,
        low_income=low_income,
        no_means_test=no_means_test,
        asked_on=on,
    )
    owed.open_for(made, owed.DECIDE, to=to, by=by, on=on)
    steps.note(made, "applied", by=by, on=on, matter=matter, form=form)
    steps.tell_desk(made, to, "asked", on=on)
    if person.user_id != by.pk:
        steps.tell_worker(made, "taken_down")
    return made


def _amount(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    try:
        return arithmetic.cents(Decimal(value))
    except ValueError as error:
        raise Refused(_("That is not an amount of money.")) from error


@act
def ask_papers(aid: Aid, *, papers: str, by: User, on: date) -> None:
    """Say which papers are missing; the period for the decision stands still until they come."""
    steps.refuse_own(aid, by)
    papers = steps.needed(papers, _("Say which papers are missing."))
    steps.change(aid, State.ASKED, state=State.PAPERS, papers=papers)
    duty = duties.current(aid, owed.DECIDE)
    duties.pause(duty, reason=_("papers are missing"), by=by, on=on)
    owed.open_for(aid, owed.PAPERS, by=by, on=on)
    steps.note(aid, "asked_papers", by=by, on=on, personal={"papers": papers})
    steps.tell_worker(aid, "papers")


@act
def give_papers(aid: Aid, *, by: User, on: date) -> None:
    """The papers are there; the period runs on."""
    steps.change(aid, State.PAPERS, state=State.ASKED, papers="")
    duty = duties.current(aid, owed.DECIDE)
    duties.resume(duty, reason=_("the papers have come"), by=by, on=on)
    duties.fulfil(aid, owed.PAPERS, by=by, on=on)
    steps.note(aid, "gave_papers", by=by, on=on)
    to = steps.desk(aid.organisation, "legal_aid.decide", on=on)
    if aid.person.user_id == by.pk:
        steps.tell_desk(aid, to, "papers", on=on)


@act
def begin_urgently(aid: Aid, *, by: User, on: date) -> None:
    """Begin before the decision, where the claim would lapse within days; papers follow later."""
    steps.refuse_own(aid, by)
    aid = steps.locked(aid, *UNDECIDED)
    rule, _part = periods.rule_of("urgent", aid.organisation, on=on)
    least = rules.value(rule, "days_left_lt", on=on)
    if not arithmetic.is_urgent(aid.limit_on, on=on, fewer_than=least):
        raise Refused(
            _("Aid begins before the decision only if fewer than %(n)s days are left.")
            % {"n": least},
            rules.citation(rule),
            instead=_("Decide on the application; a lawyer is named within days after."),
        )
    if not Aid.objects.filter(pk=aid.pk, urgent_on=None).update(urgent_on=on):
        raise Refused(_("It has been begun already."))
    aid.urgent_on = on
    owed.open_for(aid, owed.ASSIGN, by=by, on=on)
    steps.note(aid, "begun_urgently", by=by, on=on)
    steps.tell_worker(aid, "urgent")


@act
def grant(aid: Aid, *, by: User, on: date) -> None:
    """Grant the aid; a lawyer is to be named within days. Refused, with the article, where a condition fails."""
    steps.refuse_own(aid, by)
    eligibility.refuse_unmet(aid, on=on)
    steps.change(aid, State.ASKED, state=State.GRANTED, decided_on=on)
    _granted(aid, by=by, on=on)


def _granted(aid: Aid, *, by: User, on: date) -> None:
    duties.fulfil(aid, owed.DECIDE, by=by, on=on)
    if not aid.urgent_on:
        owed.open_for(aid, owed.ASSIGN, by=by, on=on)
    steps.note(aid, "granted", by=by, on=on)
    steps.tell_worker(aid, "granted")


@act
def refuse(aid: Aid, *, reason: str, rule: str, by: User, on: date) -> None:
    """Refuse it with the reason and the article; only on a rule whose text was seen."""
    steps.refuse_own(aid, by)
    reason = steps.needed(reason, _("Say why, so that the worker can object."))
    if rule not in {key for key, _title in eligibility.binding(aid.organisation, on=on)}:
        raise Refused(_("Nobody can be refused on that rule here."))
    if aid.state == State.PAPERS:
        duties.fulfil(aid, owed.PAPERS, by=by, on=on)
    steps.change(aid, *UNDECIDED, state=State.REFUSED, decided_on=on, reason=reason, rule=rule)
    duties.fulfil(aid, owed.DECIDE, by=by, on=on)
    duties.void(aid, by=by, on=on, reason=_("refused"))
    _leave(aid, on=on)
    steps.note(aid, "refused", by=by, on=on, personal={"reason": reason}, rule=rule)
    steps.tell_worker(aid, "refused")


def _leave(aid: Aid, *, on: date) -> None:
    aid.assignments.filter(until_on=None).update(until_on=on)


@act
def object_to(aid: Aid, *, objection: str, by: User, on: date) -> None:
    """The worker objects to the refusal, once; the federation one level up looks at it again."""
    objection = steps.needed(objection, _("Say why you think otherwise."))
    if aid.reviewed_on:
        raise Refused(
            _("It has been looked at again; that answer stands."), periods.article("review")
        )
    above = aid.organisation.parent or aid.organisation
    to = steps.desk(above, "legal_aid.review", on=on)
    steps.change(aid, State.REFUSED, state=State.OBJECTED, objection=objection)
    owed.open_for(aid, owed.REVIEW, to=to, by=by, on=on)
    steps.note(aid, "objected", by=by, on=on, personal={"objection": objection})
    steps.tell_desk(aid, to, "objected", on=on)


@act
def review(aid: Aid, *, grants: bool, answer: str, by: User, on: date) -> None:
    """Answer an objection one level up: the aid is granted after all, or the refusal stands."""
    steps.refuse_own(aid, by)
    answer = steps.needed(answer, _("Give the reasons of the answer."))
    state = State.GRANTED if grants else State.REFUSED
    told = {"state": state, "reviewed_on": on, "review": answer}
    if grants:
        told |= {"decided_on": on}
    steps.change(aid, State.OBJECTED, **told)
    duties.fulfil(aid, owed.REVIEW, by=by, on=on)
    steps.note(aid, "reviewed", by=by, on=on, personal={"answer": answer}, grants=grants)
    if grants:
        _granted(aid, by=by, on=on)
    else:
        steps.tell_worker(aid, "reviewed")


@act
def withdraw(aid: Aid, *, by: User, on: date) -> None:
    """The worker takes the application back, or wants no more help."""
    steps.change(aid, *UNDECIDED, State.GRANTED, State.OBJECTED, state=State.WITHDRAWN, ended_on=on)
    duties.void(aid, by=by, on=on, reason=_("withdrawn"))
    _leave(aid, on=on)
    steps.note(aid, "withdrawn", by=by, on=on)
    to = steps.desk(aid.organisation, "legal_aid.decide", on=on)
    steps.tell_desk(aid, to, "withdrawn", on=on)
