"""Rosters imported: into unions that have members of their own, and only those."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.exchange import actions as exchange
from unionhall.exchange import checking
from unionhall.exchange.checking import Report
from unionhall.exchange.kinds import ACCEPTED, KINDS
from unionhall.exchange.models import Import
from unionhall.organisations.kinds import KINDS as UNIT_KINDS
from unionhall.organisations.models import Organisation


def refuse_unfit(organisation: Organisation) -> None:
    """Refuse units that are closed or have no members of their own."""
    if organisation.closed_on:
        raise Refused(_("%(union)s is closed.") % {"union": organisation})
    if not UNIT_KINDS[organisation.kind].holds_members:
        raise Refused(
            _("%(union)s has no members of its own.") % {"union": organisation},
            instead=_("Import the roster into the primary union that the workers belong to."),
        )


def preview(content: bytes, file_name: str, *, organisation: Organisation, on: date) -> Report:
    """What importing a sheet would do; nothing is kept."""
    refuse_unfit(organisation)
    return checking.check(
        content, file_name, kind=KINDS["members"], place_id=organisation.pk, on=on
    )


def take_in(
    content: bytes, file_name: str, *, organisation: Organisation, by: User, on: date
) -> Import:
    """Begin an import that an officer will preview."""
    refuse_unfit(organisation)
    return exchange.take_in(
        content, file_name, kind="members", organisation_id=organisation.pk, by=by, on=on
    )


def import_now(
    content: bytes,
    file_name: str,
    *,
    organisation: Organisation,
    on: date,
    by: User | None,
    by_label: str = "",
) -> tuple[Report, Import | None]:
    """Check a sheet and apply it at once; no import where every row is registered already or refused."""
    refuse_unfit(organisation)
    with transaction.atomic():
        importing = exchange.take_in(
            content,
            file_name,
            kind="members",
            organisation_id=organisation.pk,
            by=by,
            on=on,
            by_label=by_label,
            keep_file=False,
        )
        report = exchange.stage(importing, content)
        if report is None:
            raise Refused(importing.problem["reason"], instead=importing.problem["instead"])
        if not report.counts[ACCEPTED] and not any(row.acts for row in report.same_person):
            importing.delete()
            return report, None
        return report, exchange.apply(importing, by=by, on=on, by_label=by_label)
