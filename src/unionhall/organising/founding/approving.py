"""The approval: in one act the union is there, with its members, bodies and first officers."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act
from unionhall.members import actions as members
from unionhall.members.models import Begun, Person
from unionhall.members.transfers import actions as transfers
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Body, Organisation
from unionhall.organisations.offices import OFFICES
from unionhall.organising.founding import owed, queries, rules
from unionhall.organising.founding.models import Founder, Founding, State
from unionhall.organising.founding.steps import (
    forget,
    refuse_lacking,
    refuse_unfit,
    step,
    tell,
    text_to,
    written_down,
)
from unionhall.organising.seating import account_of


@act
def approve(founding: Founding, *, code: str, resolution: str, by: User, on: date) -> Founding:
    """Approve: the union hangs below the higher one, the founders are members, the elected in office."""
    resolved = resolution.strip()
    if not resolved:
        raise Refused(_("An approval needs the resolution of the higher union."))
    refuse_unfit(founding.higher, founding.kind, founding.employer)
    # Whoever decides at the same moment waits here, and then finds it decided.
    step(founding, State.APPLIED, state=State.APPLIED)
    refuse_lacking(founding, founding.leading, on=on)
    union = organisations.add(
        founding.kind,
        founding.higher,
        code,
        founding.name,
        by=by,
        on=on,
        employer=founding.employer if founding.kind == "enterprise_union" else None,
        division=founding.higher.division,
    )
    if founding.employer and not union.employer_id:
        organisations.begin_coverage(union, founding.employer, by=by, on=on)
    founders = queries.roll(founding)
    for founder in founders:
        _join(founder, union, by=by, on=on)
    _install(founding, founders, union, by=by, on=on)
    step(
        founding,
        State.APPLIED,
        state=State.APPROVED,
        union=union,
        resolution=resolved,
        decided_on=on,
        decided_by=by,
    )
    duties.fulfil(founding, owed.KIND, by=by, on=on)
    forget(founding)
    facts = {"code": union.code, "founders": len(founders), "resolution": resolved}
    written_down(founding, "organising.approved", by, on, facts)
    _tell_all(founding, founders)
    return founding


def _join(founder: Founder, union: Organisation, *, by: User, on: date) -> None:
    """Make a founder a member; one of another union asks for a transfer instead, and is never in both."""
    number = founder.open_number()
    known = queries.known_person(number)
    if known:
        # Whoever admits or receives this person meanwhile waits, and then finds the new membership.
        Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=known.pk)
    elsewhere = queries.spell_of(known, on=on)
    if elsewhere and founder.office:
        raise Refused(
            _("%(name)s has become a member of another union meanwhile.") % {"name": founder.name},
            instead=_("Refuse the founding: the founders have to elect somebody else."),
        )
    if elsewhere:
        transfers.ask(elsewhere, union, reason=_("founds a new union"), by=by, on=on)
        founder.person = known
    else:
        founder.person = members.add(
            union,
            name=founder.name,
            id_number=number,
            phone=founder.phone,
            employment=founder.employment,
            from_on=on,
            begun_by=Begun.FOUNDING,
            by=by,
            on=on,
        )
    founder.moves = elsewhere is not None
    founder.save(update_fields=["person", "moves"])


def _install(
    founding: Founding, founders: list[Founder], union: Organisation, *, by: User, on: date
) -> None:
    """Begin the terms of the bodies, and appoint whom the founders elected."""
    limits = queries.thresholds(founding.higher, on=on)
    terms: dict[str, Body] = {}
    for kind in rules.bodies(founding.leading, queries.elected(founders), limits):
        terms[kind] = organisations.open_body(
            union, kind, years=founding.years or 0, from_on=on, by=by, on=on
        )
    for founder in founders:
        if founder.office and founder.person:
            # A women's officer without a committee of their own sits as long as the committee does.
            body = terms.get(OFFICES[founder.office].body) or terms.get("committee")
            organisations.appoint(
                account_of(founder.person, founder.phone, union, by=by, on=on),
                union,
                founder.office,
                from_on=on,
                until_on=body.until_on if body else None,
                by=by,
                on=on,
            )


def _tell_all(founding: Founding, founders: list[Founder]) -> None:
    """Those with an account by a notice, the others by a text message."""
    users = [row.person.user for row in founders if row.person and row.person.user]
    tell([*users, *filter(None, [founding.begun_by])], founding, "approved")
    for row in founders:
        if row.person and not row.person.user:
            text_to(row, _("%(union)s has been founded: %(link)s"))
