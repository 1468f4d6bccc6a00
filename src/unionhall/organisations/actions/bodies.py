"""Acts on bodies: open a term and end it."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.organisations import signals
from unionhall.organisations.actions.tree import refuse_closed
from unionhall.organisations.kinds import BODIES
from unionhall.organisations.models import Body, Organisation
from unionhall.organisations.rules import years_later
from unionhall.rulebook import rules


@act
def open_body(
    organisation: Organisation, kind: str, *, years: int, from_on: date, by, on: date
) -> Body:
    """Begin a term of a body for as many years as the law allows; raises Refused."""
    refuse_closed(organisation)
    if kind not in organisation.kind_facts.bodies:
        raise Refused(
            _("%(name)s has no such body; it may have: %(bodies)s.")
            % {
                "name": organisation,
                "bodies": ", ".join(BODIES[code].title for code in organisation.kind_facts.bodies)
                or _("none"),
            }
        )
    allowed = term_years(organisation, on=from_on)
    if years not in allowed:
        raise Refused(
            _("A term here lasts %s years.") % " / ".join(map(str, allowed)),
            rules.citation(organisation.kind_facts.term),
        )
    until_on = years_later(from_on, years)
    terms = organisation.bodies.filter(kind=kind)
    if terms.filter(Q(until_on=None) | Q(until_on__gt=from_on), from_on__lt=until_on).exists():
        raise Refused(_("Another term of this body covers some of that time: end it first."))
    term = (terms.aggregate(last=Max("term"))["last"] or 0) + 1
    body = Body(organisation=organisation, kind=kind, term=term, from_on=from_on, until_on=until_on)
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError as error:
        raise Refused(_("Somebody else has just begun that term.")) from error
    facts = {
        "body": kind,
        "term": term,
        "from_on": from_on.isoformat(),
        "until_on": until_on.isoformat(),
    }
    record(
        organisation.chain,
        "organisations.body_opened",
        by=by,
        subject=organisation,
        facts=facts,
        on=on,
    )
    signals.body_begun.send(Body, body=body, by=by, on=on)
    return body


@act
def end_body(body: Body, *, by, on: date) -> Body:
    """End a term before its time; mandates in it end by acts of their own."""
    won = (
        Body.objects.filter(pk=body.pk, from_on__lte=on)
        .filter(Q(until_on=None) | Q(until_on__gt=on))
        .update(until_on=on)
    )
    if not won:
        raise Refused(_("This term is over or has not begun."))
    body.refresh_from_db()
    facts = {"body": body.kind, "term": body.term}
    record(
        body.organisation.chain,
        "organisations.body_ended",
        by=by,
        subject=body.organisation,
        facts=facts,
        on=on,
    )
    return body


def term_years(organisation: Organisation, *, on: date) -> list[int]:
    """How many years a term may last there, as the law in force on the day says."""
    value = rules.value(organisation.kind_facts.term, "years", on=on)
    return sorted(value) if isinstance(value, list | tuple) else [value]
