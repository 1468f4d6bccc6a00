"""Acts on mandates: appoint and end."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from unionhall.core.errors import Citation, Refused
from unionhall.history.actions import act, record
from unionhall.organisations import signals
from unionhall.organisations.actions.tree import refuse_closed
from unionhall.organisations.models import Mandate, Organisation
from unionhall.organisations.offices import OFFICES, bars, rule_between
from unionhall.organisations.queries import forget_held
from unionhall.rulebook import rules


@act
def appoint(
    user,
    organisation: Organisation,
    office: str,
    *,
    from_on: date,
    until_on: date | None = None,
    by,
    on: date,
) -> Mandate:
    """Give a person an office from a day, which may lie ahead, until the day before another."""
    # The row of the organisation is the lock: its mandates are given one after another.
    organisation = Organisation.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=organisation.pk
    )
    refuse_closed(organisation)
    _refuse_office(organisation, office)
    _refuse_person(user, by)
    _refuse_dates(organisation, from_on, until_on)
    mandate = Mandate(
        user=user, organisation=organisation, office=office, from_on=from_on, until_on=until_on
    )
    _refuse_barred(mandate)
    body = OFFICES[office].body
    mandate.body = organisation.bodies.in_force(on=from_on).filter(kind=body).first()
    try:
        with transaction.atomic():
            mandate.save()
    except IntegrityError as error:
        raise Refused(
            _("This office may not be held together with another one held then.")
        ) from error
    facts = {
        "mandate": mandate.pk,
        "user": user.pk,
        "office": office,
        "from_on": from_on.isoformat(),
        "until_on": until_on.isoformat() if until_on else "",
    }
    record(
        organisation.chain,
        "organisations.appointed",
        by=by,
        subject=organisation,
        facts=facts,
        on=on,
    )
    forget_held(user, by)
    signals.mandate_begun.send(Mandate, mandate=mandate, by=by, on=on)
    return mandate


@act
def end_mandate(mandate: Mandate, *, by, on: date, until_on: date | None = None) -> Mandate:
    """End a mandate: `until_on`, that day when not given, is the first on which it no longer holds.

    One that has not begun never comes into force. Raises Refused for one that is over.
    """
    until_on = until_on or on
    if until_on < on:
        raise Refused(
            _("%s has passed, and the office was held until today.") % date_format(until_on),
            instead=_("End it today."),
        )
    until_on = max(until_on, mandate.from_on)
    # Conditional update: what has ended, or ends sooner, stays as it is.
    won = (
        Mandate.objects.filter(pk=mandate.pk)
        .filter(Q(until_on=None) | Q(until_on__gt=until_on))
        .update(until_on=until_on)
    )
    if not won:
        raise Refused(_("This mandate has already ended or ends before."))
    mandate.refresh_from_db()
    facts = {
        "mandate": mandate.pk,
        "user": mandate.user_id,
        "office": mandate.office,
        "until_on": until_on.isoformat(),
    }
    record(
        mandate.organisation.chain,
        "organisations.mandate_ended",
        by=by,
        subject=mandate.organisation,
        facts=facts,
        on=on,
    )
    forget_held(mandate.user, by)
    signals.mandate_ended.send(Mandate, mandate=mandate, by=by, on=on)
    return mandate


def _refuse_office(organisation: Organisation, office: str) -> None:
    offices = organisation.kind_facts.offices
    if office not in offices:
        raise Refused(
            _("%(name)s has no office “%(office)s”; it has: %(offices)s.")
            % {
                "name": organisation,
                "office": OFFICES[office].title if office in OFFICES else office,
                "offices": ", ".join(f"{OFFICES[code].title} ({code})" for code in offices),
            }
        )


def _refuse_person(user, by) -> None:
    if not user.is_active:
        raise Refused(_("The account of %s is closed.") % user)
    if by is not None and by.pk == user.pk:
        raise Refused(
            _("Nobody appoints himself or herself."), instead=_("Ask another officer to do it.")
        )


def _refuse_dates(organisation: Organisation, from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on <= from_on:
        raise Refused(_("The end must lie after the beginning."))
    if from_on < organisation.opened_on:
        raise Refused(
            _("%(name)s exists only since %(day)s.")
            % {"name": organisation, "day": date_format(organisation.opened_on)}
        )


def _refuse_barred(mandate: Mandate) -> None:
    held = mandate.organisation.mandates.unfinished(on=mandate.from_on)
    if mandate.until_on is not None:
        held = held.filter(from_on__lt=mandate.until_on)
    barred = {bar.other: bar.by_anybody for bar in bars() if bar.office == mandate.office}
    for other in held.filter(office__in=barred).select_related("user").order_by("from_on"):
        if barred[other.office] or other.user_id == mandate.user_id:
            _refuse_beside(mandate, other)


def _refuse_beside(mandate: Mandate, other: Mandate) -> None:
    words = {"person": other.user, "office": mandate.office_title, "other": other.office_title}
    if other.office == mandate.office:
        raise Refused(
            _("%(person)s already holds the office of %(office)s then.") % words,
            instead=_("End that mandate first, or begin after it."),
        )
    rule = rule_between(mandate.office, other.office)
    raise Refused(
        _("%(person)s is %(other)s then, and may not be %(office)s of the same organisation.")
        % words,
        _citation(rule),
        instead=_("Appoint somebody else, or end the other mandate first."),
    )


def _citation(rule: str) -> Citation | None:
    return rules.citation(rule) if rule else None
