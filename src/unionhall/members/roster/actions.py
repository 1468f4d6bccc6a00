"""Rosters imported: into unions that have members of their own, and only those; large ones by two officers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.duties.by_laws.queries import jurisdiction_of
from unionhall.exchange import actions as exchange
from unionhall.exchange import checking, jobs
from unionhall.exchange.checking import Report
from unionhall.exchange.choices import Choices, to_add, to_change
from unionhall.exchange.kinds import ACCEPTED, ADDED_BY, KINDS, SAME_PERSON
from unionhall.exchange.models import Import
from unionhall.exchange.staging import rows
from unionhall.history.actions import act
from unionhall.members.roster import owed, second_word
from unionhall.members.roster.matching import TAKEN
from unionhall.organisations.kinds import KINDS as UNIT_KINDS
from unionhall.organisations.models import Organisation
from unionhall.rulebook import rules

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
def choose(importing: Import, choices: Choices, *, by: User, on: date) -> None:
    """Say what is taken from the sheet: which fields of those registered already, and which rows not."""
    if unknown := sorted({*choices.fields} - {*TAKEN}):
        raise Refused(
            _("A sheet cannot change this: %(fields)s.") % {"fields": ", ".join(unknown)},
            instead=_("These can be taken: %(fields)s.") % {"fields": ", ".join(TAKEN)},
        )
    if not choices.fates <= {*ADDED_BY}:
        raise Refused(_("Only new people and new memberships can be left out as a whole."))
    exchange.choose(importing, choices, by=by, on=on)


@act
def apply(importing: Import, *, by: User, on: date) -> bool:
    """Let a worker bring the sheet into the register, or, where it is large, lay it before a second officer;
    whether it is on its way.
    """
    unit = Organisation.objects.get(pk=importing.organisation_id)
    refuse_unfit(unit)
    if acting(importing) < second_from(unit, on=on):
        exchange.ask_to_apply(importing, by=by, on=on)
        jobs.apply.enqueue(importing.pk)
        return True
    exchange.ask_second(importing, by=by, on=on)
    owed.open_for(importing, unit, by=by, on=on)
    return False


def second_from(unit: Organisation, *, on: date) -> int:
    """From how many rows on a second officer looks at an import into the unit."""
    place = jurisdiction_of(unit, on=on)
    return rules.value(owed.THRESHOLD, "rows", on=on, jurisdiction=place)


def acting(importing: Import) -> int:
    """How many rows will add or change something."""
    choices, changing = Choices.of(importing), sum(1 for _row in to_change(importing))
    if choices.rows or ACCEPTED in choices.fates:
        return changing + sum(1 for _row in to_add(importing))
    # Each page of a preview asks; the new rows need not be opened each time to be counted.
    joining = choices.adding(SAME_PERSON, rows(importing, SAME_PERSON))
    return changing + importing.counts.get(ACCEPTED, 0) + sum(1 for _row in joining)


@act
def approve(importing: Import, *, by: User, on: date) -> None:
    """Let a worker bring in what another officer laid before this one."""
    refuse_unfit(Organisation.objects.get(pk=importing.organisation_id))
    exchange.approve(importing, by=by, on=on)
    duties.fulfil(importing, owed.SECOND, by=by, on=on)
    jobs.apply.enqueue(importing.pk)


@act
def send_back(importing: Import, *, reason: str, by: User, on: date) -> None:
    """Give it back to whoever brought it, or take it back oneself, to be put right or dismissed."""
    asked_by = importing.asked_by
    exchange.send_back(importing, reason=reason, by=by, on=on)
    duties.fulfil(importing, owed.SECOND, by=by, on=on)
    if asked_by and asked_by != by:
        owed.tell_sent_back(importing, asked_by)


@act
def dismiss(importing: Import, *, by: User | None, on: date) -> None:
    """Give it up before it is applied."""
    exchange.dismiss(importing, by=by, on=on)
    duties.void(importing, owed.SECOND, by=by, on=on, reason=_("The import was dismissed."))


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
    fields: Sequence[str] = (),
) -> tuple[Report, Import | None]:
    """Check a sheet and apply it at once, without a second officer; no import where there is nothing to do.

    `fields` are taken from it for those who are members here already.
    """
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
        fields=fields,
    )
    try:
        report = exchange.apply_at_once(importing, content, by=by, on=on, by_label=by_label)
    except IntegrityError as error:
        raise Refused(
            _("Somebody has just registered some of these people. Nothing was added."),
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
    fields: Sequence[str] = (),
) -> tuple[Report, Import | None]:
    """Import at once; where it is large, only with the word of a second officer who may give it.

    Without such a word the sheet is looked through first, so that nothing is done in vain.
    """
    refuse_unfit(organisation)
    refuse_odd_day(on)
    most = second_from(organisation, on=on)
    word = second_word.Word(organisation, owed.ABILITY, approved_by, by)
    if not word.holds:
        sheet = second_word.Sheet("members", content, file_name, organisation.pk, on)
        word.refuse_large(sheet, most, fields=fields)
    told: dict[str, Any] = {"organisation": organisation, "by": by, "by_label": by_label, "on": on}
    report, importing = import_now(content, file_name, **told, fields=fields)
    word.note(importing, most, on=on)
    return report, importing
