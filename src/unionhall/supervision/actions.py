"""What a union does in a matter: begun, findings added and settled, visits, closed; letters stand beside."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases.models import Case
from unionhall.core.errors import Refused
from unionhall.documents.actions import attach
from unionhall.duties import actions as duties
from unionhall.history.actions import act
from unionhall.organisations.models import Employer, Organisation
from unionhall.supervision import names, owed, steps
from unionhall.supervision.models import Finding, FollowUp, Hazard, Matter, Severity, Subject

State = Finding.State


@act
def begin(
    organisation: Organisation,
    *,
    employer: Employer,
    case: Case | None = None,
    subject: str,
    text: str,
    affected: int | None = None,
    severity: int = Severity.SERIOUS,
    by: User,
    on: date,
) -> Matter:
    """Begin a matter with a first finding, perhaps from a request, whose worker is not named in it."""
    if organisation.closed_on:
        raise Refused(_("%(union)s is closed.") % {"union": organisation})
    if case:
        names.refuse_named(text, [case.person], on=on)
    try:
        with transaction.atomic():
            made = Matter.objects.create(
                organisation=organisation, employer=employer, case=case, begun_on=on, begun_by=by
            )
    except IntegrityError as error:
        raise Refused(_("A matter has begun from this request already.")) from error
    owed.open_visit(made, by=by, on=on)
    steps.note(made, "begun", by=by, on=on, from_="request" if case else "officer")
    find(made, subject=subject, text=text, affected=affected, severity=severity, by=by, on=on)
    return made


@act
def find(
    matter: Matter,
    *,
    subject: str,
    text: str,
    affected: int | None = None,
    severity: int = Severity.SERIOUS,
    files: Iterable = (),
    by: User,
    on: date,
) -> Finding:
    """Add a finding to an open matter; raises Refused."""
    matter = steps.locked(matter)
    text = steps.needed(text, _("Say what was found."))
    if matter.case:
        names.refuse_named(text, [matter.case.person], on=on)
    if subject not in Subject.values:
        raise Refused(_("The checklist has no such subject."))
    made = Finding.objects.create(
        matter=matter,
        subject=subject,
        text=text,
        affected=affected,
        severity=severity,
        found_on=on,
    )
    for upload in files:
        attach(made, upload, by=by)
    steps.note(matter, "found", by=by, on=on, subject=subject)
    return made


@act
def mend(finding: Finding, *, proof: str, files: Iterable = (), by: User, on: date) -> None:
    """Settle a finding as mended, with what proves it; raises Refused."""
    proof = steps.needed(proof, _("Say what proves that it is mended."))
    _settle(finding, State.MENDED, proof, by=by, on=on)
    for upload in files:
        attach(finding, upload, by=by)


@act
def refer(finding: Finding, *, ground: str, by: User, on: date) -> None:
    """Settle a finding by leaving it to an authority, named with its file; raises Refused."""
    ground = steps.needed(ground, _("Say to which authority, and under which file."))
    _settle(finding, State.REFERRED, ground, by=by, on=on)


@act
def withdraw(finding: Finding, *, ground: str, by: User, on: date) -> None:
    """Settle a finding that does not stand, and say why; raises Refused."""
    ground = steps.needed(ground, _("Say why it is withdrawn."))
    _settle(finding, State.WITHDRAWN, ground, by=by, on=on)


def _settle(finding: Finding, state: str, ground: str, *, by: User, on: date) -> None:
    matter = steps.locked(finding.matter) if finding.matter else None
    if matter is None:
        raise Refused(_("The record of the inspection has not been signed by all yet."))
    steps.change(finding, State.OPEN, state=state, ground=ground, ended_on=on)
    steps.note(matter, state, by=by, on=on, subject=finding.subject)


@act
def visit(
    matter: Matter, *, visited_on: date, text: str, files: Iterable = (), by: User, on: date
) -> FollowUp:
    """Note a visit to see whether it is mended; as long as it is not, the next one is owed."""
    matter = steps.locked(matter)
    if visited_on > on or visited_on < matter.begun_on:
        raise Refused(_("The visit lies in the future, or before the matter began."))
    text = steps.needed(text, _("Say what was seen."))
    made = FollowUp.objects.create(matter=matter, visited_on=visited_on, text=text, by=by)
    for upload in files:
        attach(made, upload, by=by)
    duties.fulfil(matter, owed.VISIT, by=by, on=on)
    owed.open_visit(matter, by=by, on=on)
    steps.note(matter, "visited", by=by, on=on)
    return made


@act
def close(matter: Matter, *, by: User, on: date) -> None:
    """Close a matter once every finding is mended, referred or withdrawn; raises Refused."""
    matter_now = steps.locked(matter)
    left = matter_now.findings.filter(state=State.OPEN).count()
    if left:
        raise Refused(
            _("Findings not settled yet: %(n)s.") % {"n": left},
            instead=_("Each is to be mended with proof, referred, or withdrawn with its ground."),
        )
    Matter.objects.filter(pk=matter.pk).update(closed_on=on)
    matter.closed_on = on
    duties.fulfil(matter, owed.VISIT, by=by, on=on)
    for letter in matter.letters.filter(answered_on=None):
        duties.void(letter, by=by, on=on, reason=_("every finding is settled"))
    steps.note(matter, "closed", by=by, on=on)
    for hazard in Hazard.objects.filter(matter=matter).select_related("reporter__user"):
        steps.tell_reporter(hazard)
