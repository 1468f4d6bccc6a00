"""Rosters imported: into unions that have members of their own, and only those."""

from datetime import date

from django.db import IntegrityError
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.exchange import actions as exchange
from unionhall.exchange import checking, jobs
from unionhall.exchange.checking import Report
from unionhall.exchange.kinds import KINDS
from unionhall.exchange.models import Import
from unionhall.history.actions import act
from unionhall.organisations.kinds import KINDS as UNIT_KINDS
from unionhall.organisations.models import Organisation

EARLIEST, LATEST = 1900, 2200  # years of the day a sheet is judged on


def refuse_unfit(organisation: Organisation) -> None:
    """Refuse units that are closed or have no members of their own."""
    if organisation.closed_on:
        raise Refused(_("%(union)s is closed.") % {"union": organisation})
    if not UNIT_KINDS[organisation.kind].holds_members:
        raise Refused(
            _("%(union)s has no members of its own.") % {"union": organisation},
            instead=_("Import the roster into the primary union that the workers belong to."),
        )


def refuse_odd_day(on: date) -> None:
    """Refuse days on which nobody's age could be told."""
    if not EARLIEST <= on.year <= LATEST:
        raise Refused(
            _("No sheet is judged as of the year %(year)s.") % {"year": on.year},
            instead=_("Choose the day the sheet was written, or today."),
        )


def preview(content: bytes, file_name: str, *, organisation: Organisation, on: date) -> Report:
    """What importing a sheet would do; nothing is kept."""
    refuse_unfit(organisation)
    refuse_odd_day(on)
    return checking.check(
        content, file_name, kind=KINDS["members"], place_id=organisation.pk, on=on
    )


@act
def upload(
    content: bytes, file_name: str, *, organisation: Organisation, by: User | None, on: date
) -> Import:
    """Begin an import that an officer will preview; a worker checks the sheet."""
    refuse_unfit(organisation)
    refuse_odd_day(on)
    importing = exchange.take_in(
        content, file_name, kind="members", organisation_id=organisation.pk, by=by, on=on
    )
    jobs.check.enqueue(importing.pk)
    return importing


@act
def choose_columns(
    importing: Import, chosen: dict[str, dict[str, int]], *, by: User, on: date
) -> None:
    """Say which column holds which field; a worker checks the sheet anew."""
    if any("name" not in columns for columns in chosen.values()):
        raise Refused(
            _("One column must hold the names."),
            instead=_("Choose it for every sheet that is read."),
        )
    exchange.choose_columns(importing, chosen, by=by, on=on)
    jobs.check.enqueue(importing.pk)


@act
def apply(importing: Import, *, by: User, on: date) -> None:
    """Let a worker register every accepted row."""
    refuse_unfit(Organisation.objects.get(pk=importing.organisation_id))
    exchange.ask_to_apply(importing, by=by, on=on)
    jobs.apply.enqueue(importing.pk)


@act
def undo(importing: Import, *, by: User, on: date) -> None:
    """Let a worker take back what an import added."""
    exchange.ask_to_undo(importing, by=by, on=on)
    jobs.undo.enqueue(importing.pk, by.pk)


@act
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
    refuse_odd_day(on)
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
    try:
        report = exchange.apply_at_once(importing, content, by=by, on=on, by_label=by_label)
    except IntegrityError as error:
        raise Refused(
            _("Somebody has just registered some of these people. Nothing was added."),
            instead=_("Look at a new preview and apply again."),
        ) from error
    return report, importing if importing.pk else None
