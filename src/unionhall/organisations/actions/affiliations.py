"""Acts on trade parents: unions of one trade or region gathered across the tree."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.organisations.actions.tree import lock_tree, refuse_closed, refuse_future
from unionhall.organisations.kinds import GATHERING
from unionhall.organisations.models import Affiliation, Organisation
from unionhall.organisations.queries import gathers


@act
def affiliate(organisation: Organisation, to: Organisation, *, by, on: date) -> Affiliation:
    """Give an organisation a trade parent beside its leading one from the day on; raises Refused."""
    refuse_future(on)
    lock_tree(organisation, to)
    organisation.refresh_from_db()
    to.refresh_from_db()
    _refuse_affiliation(organisation, to, on)
    try:
        with transaction.atomic():
            made = Affiliation.objects.create(
                organisation=organisation, trade_parent=to, from_on=on
            )
    except IntegrityError as error:
        raise Refused(_("It has a trade parent already.")) from error
    _record(made, "organisations.affiliated", by=by, on=on)
    return made


@act
def disaffiliate(affiliation: Affiliation, *, by, on: date) -> Affiliation:
    """End it with the day; raises Refused when it has ended or had not begun by then."""
    refuse_future(on)
    won = Affiliation.objects.filter(pk=affiliation.pk, until_on=None, from_on__lte=on).update(
        until_on=on
    )
    if not won:
        raise Refused(_("That has already ended, or had not begun by that day."))
    affiliation.refresh_from_db()
    _record(affiliation, "organisations.disaffiliated", by=by, on=on)
    return affiliation


def _record(affiliation: Affiliation, verb: str, *, by, on: date) -> None:
    """Into the history of both: each officer reads it where they look."""
    pair = affiliation.organisation, affiliation.trade_parent
    facts = {"union": pair[0].name, "trade_parent": pair[1].name}
    for subject in pair:
        record(subject.chain, verb, by=by, subject=subject, facts=facts, on=on)


def _refuse_affiliation(organisation: Organisation, to: Organisation, on: date) -> None:
    refuse_closed(organisation)
    refuse_closed(to)
    if to.kind not in GATHERING:
        raise Refused(
            _("%(union)s gathers members, not unions.") % {"union": to},
            instead=_("Choose a federation or an industrial union."),
        )
    if organisation.lies_below(to):
        raise Refused(_("It hangs below %s already; nothing more is needed.") % to)
    if to.lies_below(organisation) or gathers(organisation, to):
        raise Refused(_("%s would then stand above itself.") % organisation)
    if on < max(organisation.opened_on, to.opened_on):
        raise Refused(_("One of the two did not exist on that day."))
    unfinished = organisation.affiliations.unfinished(on=on)
    if other := unfinished.select_related("trade_parent").first():
        raise Refused(
            _("Its trade parent is %(union)s since %(day)s.")
            % {"union": other.trade_parent, "day": date_format(other.from_on)},
            instead=_("End that first."),
        )
