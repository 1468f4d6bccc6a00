"""A union on its way: prepared, its founders on a roll, applied for, withdrawn, or refused."""

from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.duties import succession
from unionhall.history.actions import act
from unionhall.members import rules as member_rules
from unionhall.organisations.actions.bodies import term_years
from unionhall.organisations.models import Employer, Organisation
from unionhall.organising.founding import owed, queries, rules
from unionhall.organising.founding.models import (
    UNDER_WAY,
    Founder,
    Founding,
    Initiative,
    Leading,
    State,
)
from unionhall.organising.founding.steps import (
    REFUSED_BY,
    forget,
    locked,
    refuse_lacking,
    refuse_unfit,
    step,
    tell,
    text_to,
    written_down,
)
from unionhall.rulebook import rules as book

MOST = 500  # on one roll; whoever comes later is admitted as anybody is


@act
def prepare(
    higher: Organisation,
    *,
    kind: str,
    name: str,
    workplace: str = "",
    employer: Employer | None = None,
    initiative: str,
    by: User | None,
    on: date,
) -> Founding:
    """Begin a preparation group for a union below `higher`; whoever gathers no employer names none."""
    refuse_unfit(higher, kind, employer)
    try:
        with transaction.atomic():
            made = Founding.objects.create(
                higher=higher,
                kind=kind,
                name=name.strip(),
                workplace=workplace.strip(),
                employer=employer,
                initiative=initiative,
                begun_on=on,
                begun_by=by,
            )
    except IntegrityError as error:
        raise Refused(
            _("A union of this name is being founded there already."),
            instead=_("Look for it in the list, and join its founders."),
        ) from error
    written_down(made, "organising.prepared", by, on, {"kind": kind, "initiative": initiative})
    return made


@act
def propose(
    higher: Organisation,
    *,
    name: str,
    phone: str,
    id_number: str,
    employment: str,
    workplace: str,
    kind: str,
    on: date,
) -> Founding:
    """A worker who has proved the phone wants a union where there is none; others join the same one.

    Nothing of it looks into the register, so that no stranger learns who is a member: `apply` does.
    """
    number = member_rules.id_number(id_number)
    facts = member_rules.completed({"id_number": number}, on=on)
    with override(settings.LANGUAGE_CODE):  # whatever language the worker reads
        title = _("%s union") % workplace.strip()
    founding = Founding.objects.in_state(State.PREPARING).filter(higher=higher, name=title).first()
    if founding is None:
        founding = prepare(
            higher,
            kind=kind,
            name=title,
            workplace=workplace,
            initiative=Initiative.WORKERS,
            by=None,
            on=on,
        )
        duty = owed.open_help(founding, on=on)
        tell(succession.holders(duty, on=on), founding, "proposed")
    locked(founding, State.PREPARING)
    if founding.founders.count() >= MOST:
        raise Refused(_("A roll has at most %s founders.") % MOST)
    if any(row.open_number() == number for row in founding.founders.all()):
        return founding  # sent twice
    made = Founder(
        founding=founding,
        name=name,
        phone=phone,
        sex=facts["sex"],
        employment=employment,
        asked_on=on,
    )
    _put_on_the_roll(made, number, by=None, on=on)
    return founding


@act
def add_founder(
    founding: Founding,
    *,
    name: str,
    phone: str,
    id_number: str,
    employment: str = "",
    moves: bool = False,
    by: User,
    on: date,
) -> Founder:
    """Put somebody who applies on the roll; a member of another union only to come over by a transfer."""
    locked(founding, State.PREPARING)
    number = member_rules.id_number(id_number)
    facts = member_rules.completed({"id_number": number}, on=on)
    known = queries.known_person(number)
    if known and known.name != name:
        raise Refused(
            _("This ID number already stands in the register under another name."),
            instead=_("Compare name and number with the card."),
        )
    elsewhere = queries.spell_of(known, on=on)
    if elsewhere and not moves:
        raise Refused(
            _("%(name)s is a member of another union, and nobody is in two.") % {"name": name},
            instead=_("Let them come over: the other union then has to release them."),
        )
    if any(row.open_number() == number for row in founding.founders.all()):
        raise Refused(_("%(name)s stands on the roll already.") % {"name": name})
    if founding.founders.count() >= MOST:
        raise Refused(
            _("A roll has at most %s founders.") % MOST,
            instead=_("Let the others apply for membership once the union is there."),
        )
    made = Founder(
        founding=founding,
        name=name,
        phone=phone,
        sex=facts["sex"],
        employment=employment,
        moves=elsewhere is not None,
        asked_on=on,
    )
    return _put_on_the_roll(made, number, by=by, on=on)


@act
def remove_founder(founder: Founder, *, by: User, on: date) -> Founding:
    """Take somebody off the roll who does not want to be on it; nothing of them is kept."""
    founding = founder.founding
    locked(founding, State.PREPARING)
    founder.delete()
    written_down(
        founding, "organising.founder_removed", by, on, {"founders": founding.founders.count()}
    )
    return founding


@act
def elect(founder: Founder, office: str, *, by: User, on: date) -> Founder:
    """Write down to which office the founders elected one of them; "" for none."""
    locked(founder.founding, State.PREPARING)
    if office and office not in rules.ELECTED:
        raise Refused(_("The founders elect nobody to that office."))
    if office and founder.moves:
        raise Refused(
            _("%(name)s is still a member of another union.") % {"name": founder.name},
            instead=_("Elect somebody who becomes a member at once."),
        )
    held = founder.founding.founders.filter(office=office).exclude(pk=founder.pk)
    if office in rules.SINGLE and held.exists():
        raise Refused(
            _("Somebody else was elected to this office."), instead=_("Take theirs away first.")
        )
    founder.office = office
    founder.save(update_fields=["office"])
    written_down(founder.founding, "organising.elected", by, on, {"office": office})
    return founder


@act
def apply(
    founding: Founding,
    *,
    leading: str,
    elected_on: date,
    years: int | None = None,
    kin_declared: bool = False,
    by: User,
    on: date,
) -> Founding:
    """Apply to the higher union, once the founders are enough and have elected whom the law asks for.

    `kin_declared`: that nobody elected is a close relative of the head of the enterprise.
    """
    refuse_unfit(founding.higher, founding.kind, founding.employer)
    locked(founding, State.PREPARING)
    if elected_on > on or elected_on < founding.begun_on:
        raise Refused(_("The election lies between the beginning of the preparation and today."))
    _look_again(founding, on=on)
    refuse_lacking(founding, leading, on=on)
    if founding.employer_id and not kin_declared:
        raise Refused(
            _("Close relatives of the head of the enterprise may not sit on its committee."),
            book.citation(rules.KIN_RULE),
            instead=_("Ask those elected, and declare that none of them is."),
        )
    _refuse_years(founding, leading, years, on=on)
    step(
        founding,
        State.PREPARING,
        state=State.APPLIED,
        leading=leading,
        years=years if leading == Leading.COMMITTEE else None,
        elected_on=elected_on,
        applied_on=on,
    )
    duties.fulfil(founding, owed.HELP, by=by, on=on)
    duty = owed.open_for(founding, by=by, on=on)
    facts = {"leading": leading, "founders": founding.founders.count()}
    written_down(founding, "organising.applied", by, on, facts)
    tell(succession.holders(duty, on=on), founding, "applied")
    return founding


@act
def withdraw(founding: Founding, *, reason: str, by: User, on: date) -> Founding:
    """Give the founding up, or take the application back, before it was decided."""
    said = _needed(reason)
    step(founding, *UNDER_WAY, state=State.WITHDRAWN, reason=said, decided_on=on, decided_by=by)
    duties.void(founding, by=by, on=on, reason=_("the application was withdrawn"))
    forget(founding)
    written_down(founding, "organising.withdrawn", by, on, {"reason": said})
    return founding


@act
def refuse(founding: Founding, *, reason: str, rule: str, by: User, on: date) -> Founding:
    """Do not approve, for a reason that names its article, so that the founders can put it right."""
    said = _needed(reason)
    if rule not in REFUSED_BY or not book.written(rule).binds:
        raise Refused(
            _("No founding is refused on that article."),
            instead=_("Choose the article that the founding does not satisfy."),
        )
    step(
        founding,
        State.APPLIED,
        state=State.REFUSED,
        reason=said,
        rule=rule,
        decided_on=on,
        decided_by=by,
    )
    duties.fulfil(founding, owed.KIND, by=by, on=on)
    forget(founding)
    written_down(founding, "organising.refused", by, on, {"reason": said, "rule": rule})
    if founding.begun_by:
        tell([founding.begun_by], founding, "refused")
    elif first := founding.founders.order_by("pk").first():
        text_to(first, _("The founding of %(union)s was not approved: %(link)s"))
    return founding


def _put_on_the_roll(made: Founder, number: str, *, by: User | None, on: date) -> Founder:
    made.seal_number(number)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Refused(_("%(name)s stands on the roll already.") % {"name": made.name}) from error
    founding = made.founding
    if by:
        duties.fulfil(founding, owed.HELP, by=by, on=on)
    count = founding.founders.count()
    written_down(founding, "organising.founder_added", by, on, {"founders": count})
    return made


def _look_again(founding: Founding, *, on: date) -> None:
    """Who has become a member of another union by now comes by a transfer, and cannot be elected."""
    rows = list(founding.founders.all())
    elsewhere = queries.elsewhere(rows, on=on)
    for row in rows:
        if row.moves == (row.pk in elsewhere):
            continue
        if row.office:
            raise Refused(
                _("%(name)s is still a member of another union.") % {"name": row.name},
                instead=_("Elect somebody who becomes a member at once."),
            )
        row.moves = row.pk in elsewhere
        row.save(update_fields=["moves"])


def _refuse_years(founding: Founding, leading: str, years: int | None, *, on: date) -> None:
    if leading != Leading.COMMITTEE:
        return
    facts = Organisation(kind=founding.kind)
    allowed = term_years(facts, on=on)
    if years not in allowed:
        raise Refused(
            _("A term here lasts %s years.") % " / ".join(map(str, allowed)),
            book.citation(facts.kind_facts.term),
        )


def _needed(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Give the reason; the founders will read it."))
    return reason.strip()
