"""Lists of employers imported: into unions that have others below them, and only those."""

from datetime import date
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.exchange import actions as exchange
from unionhall.exchange import checking, jobs
from unionhall.exchange.checking import Report
from unionhall.exchange.kinds import KINDS
from unionhall.exchange.models import Import
from unionhall.history.actions import act
from unionhall.members.roster import second_word
from unionhall.members.roster.actions import second_from
from unionhall.organisations.kinds import KINDS as UNIT_KINDS
from unionhall.organisations.models import Organisation

EMPLOYERS = "employers"
FIRST_YEAR = 2015  # of unified social credit codes
PLACES = tuple(code for code, kind in UNIT_KINDS.items() if not kind.holds_members)


def refuse_unfit(organisation: Organisation) -> None:
    """Refuse units that are closed, or that gather members themselves."""
    if organisation.closed_on:
        raise Refused(_("%(union)s is closed.") % {"union": organisation})
    if organisation.kind not in PLACES:
        raise Refused(
            _("%(union)s has no area of its own.") % {"union": organisation},
            instead=_("Import the list at the federation of the area it is about."),
        )


def refuse_coming_day(on: date) -> None:
    """Refuse days that are still to come, and those before there were credit codes."""
    if on > today() or on.year < FIRST_YEAR:
        raise Refused(
            _("No list was counted on that day."),
            instead=_("Choose the day the list was made, or today."),
        )


def preview(content: bytes, file_name: str, *, organisation: Organisation, on: date) -> Report:
    """What importing a list would do; nothing is kept."""
    refuse_unfit(organisation)
    refuse_coming_day(on)
    kind = KINDS[EMPLOYERS]
    return checking.check(content, file_name, kind=kind, place_id=organisation.pk, on=on)


@act
def upload(
    content: bytes, file_name: str, *, organisation: Organisation, by: User | None, on: date
) -> Import:
    """Begin an import that an officer will preview; a worker checks the list."""
    refuse_unfit(organisation)
    refuse_coming_day(on)
    importing = exchange.take_in(
        content, file_name, kind=EMPLOYERS, organisation_id=organisation.pk, by=by, on=on
    )
    jobs.check.enqueue(importing.pk)
    return importing


@act
def choose_columns(
    importing: Import, chosen: dict[str, dict[str, int]], *, by: User, on: date
) -> None:
    """Say which column holds which field; a worker checks the list anew."""
    if any({"name", "credit_code"} - columns.keys() for columns in chosen.values()):
        raise Refused(
            _("One column must hold the names and one the credit codes."),
            instead=_("Choose both for every sheet that is read."),
        )
    exchange.choose_columns(importing, chosen, by=by, on=on)
    jobs.check.enqueue(importing.pk)


@act
def apply(importing: Import, *, by: User, on: date) -> None:
    """Let a worker enter and correct every accepted row's employer."""
    refuse_unfit(Organisation.objects.get(pk=importing.organisation_id))
    exchange.ask_to_apply(importing, by=by, on=on)
    jobs.apply.enqueue(importing.pk)


@act
def undo(importing: Import, *, by: User, on: date) -> None:
    """Let a worker take back what an import did."""
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
    """Check a list and apply it at once; no import where nothing in it is new."""
    refuse_unfit(organisation)
    refuse_coming_day(on)
    importing = exchange.take_in(
        content,
        file_name,
        kind=EMPLOYERS,
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
            _("Somebody has just entered some of these employers. Nothing was added."),
            instead=_("Look at a new preview and apply again."),
        ) from error
    return report, importing if importing.pk else None


@act
def import_approved(
    content: bytes,
    file_name: str,
    *,
    organisation: Organisation,
    approved_by: User | None,
    by: User | None,
    on: date,
    by_label: str = "",
) -> tuple[Report, Import | None]:
    """Import at once; where it is large, only with the word of another officer who may import there."""
    refuse_unfit(organisation)
    refuse_coming_day(on)
    most = second_from(organisation, on=on)
    word = second_word.Word(organisation, "employers.import", approved_by, by)
    if not word.holds:
        sheet = second_word.Sheet(EMPLOYERS, content, file_name, organisation.pk, on)
        word.refuse_large(sheet, most)
    told: dict[str, Any] = {"organisation": organisation, "by": by, "by_label": by_label, "on": on}
    report, importing = import_now(content, file_name, **told)
    word.note(importing, most, on=on)
    return report, importing
