"""The mediation committee of an enterprise: put down only as the rules make it."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.disputes import rules
from unionhall.disputes.models import Committee, Seat
from unionhall.history.actions import act, record
from unionhall.organisations.models import Organisation
from unionhall.rulebook import rules as book

COMMITTEE_RULE = "cn.disp.med_committee"
TERM_RULE = "cn.disp.mediator_term"


@act
def form_committee(
    organisation: Organisation,
    *,
    workers: list[str],
    employer: list[str],
    chair: str,
    chair_is: str,
    from_on: date,
    until_on: date,
    by: User,
    on: date,
) -> Committee:
    """Enter the committee: equal sides, a chair from the union or chosen by both, terms of a year at least.

    `until_on` is the day after its last.
    """
    sides = {Seat.Side.WORKERS: _names(workers), Seat.Side.EMPLOYER: _names(employer)}
    if rules.lacks_seats(*(len(names) for names in sides.values())):
        raise Refused(
            _("Both sides of the committee have the same number of members."),
            book.citation(COMMITTEE_RULE),
            instead=_("Let the sides agree on the number, and name as many each."),
        )
    if chair_is not in (Committee.Chair.UNION, Committee.Chair.JOINT):
        raise Refused(
            _("The chair is a member of the union, or chosen by both sides."),
            book.citation(COMMITTEE_RULE),
        )
    years = book.value(TERM_RULE, "years_min", on=on)
    if not rules.term_is_long_enough(from_on, until_on, years=years):
        raise Refused(
            _("Mediators are appointed for at least %s year.") % years, book.citation(TERM_RULE)
        )
    made = Committee.objects.create(
        organisation=organisation,
        chair=chair.strip(),
        chair_is=chair_is,
        from_on=from_on,
        until_on=until_on,
    )
    Seat.objects.bulk_create(
        Seat(committee=made, name=name, side=side)
        for side, names in sides.items()
        for name in names
    )
    record(
        organisation.chain,
        "disputes.committee_formed",
        by=by,
        subject=made,
        facts={"each": len(sides[Seat.Side.WORKERS])},
        on=on,
    )
    return made


def _names(typed: list[str]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in typed if name.strip()))
