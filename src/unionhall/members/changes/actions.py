"""A member's changes to their own file: proposed, approved field by field, refused, withdrawn."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core import keyring
from unionhall.core.errors import Refused
from unionhall.documents.actions import attach
from unionhall.duties import actions as duties
from unionhall.duties import succession
from unionhall.history.actions import act, read_opened, record
from unionhall.members import actions as members
from unionhall.members import rules
from unionhall.members.changes import owed, queries, values
from unionhall.members.changes.models import ChangeProposal, State
from unionhall.members.changes.policy import POLICY, Way
from unionhall.members.models import Person
from unionhall.notifications.actions import notify
from unionhall.organisations.models import Organisation


class Proposed(NamedTuple):
    """What came of a member's changes: fields written at once, and what the union decides on."""

    written: list[str]
    proposal: ChangeProposal | None


@act
def propose_changes(
    person: Person,
    changes: Mapping[str, Any],
    *,
    version: int,
    reason: str = "",
    files: Iterable[UploadedFile] = (),
    under: int | None = None,
    by: User,
    on: date,
) -> Proposed:
    """Change one's own file; `version` is that of the file as the member saw it.

    Fields that are the member's own are written at once, the others wait for the union. Whoever acts
    for the member does it `under` a delegation, whose key the history keeps.
    """
    if person.version != version:
        raise Refused(
            _("Your file was changed while you had the page open. Nothing was saved."),
            instead=_("Look at it as it is now, and change it again if need be."),
        )
    told = values.cleaned(changes)
    changed = {f: new for f, new in told.items() if new != values.current(person, f)}
    if not changed:
        raise Refused(_("Nothing was changed."))
    for field in changed:
        if POLICY.get(field, Way.NEVER) == Way.NEVER:
            raise Refused(_("This is not for a member to change."), instead=_("Ask your union."))
    at_once = {f: new for f, new in changed.items() if POLICY[f] == Way.AT_ONCE}
    later = {f: new for f, new in changed.items() if POLICY[f] == Way.AFTER_APPROVAL}
    proposal = _propose(person, later, reason.strip(), files, under, by, on) if later else None
    if at_once:
        told_why = reason.strip() or _("changed by the member")
        members.correct(
            person, at_once, version=version, reason=told_why, under=under, by=by, on=on
        )
    return Proposed(sorted(at_once), proposal)


def _propose(
    person: Person,
    changes: dict[str, Any],
    reason: str,
    files: Iterable[UploadedFile],
    under: int | None,
    by: User,
    on: date,
) -> ChangeProposal:
    if not reason:
        raise Refused(_("Your union has to compare this with a paper: say why it changes."))
    if not person.memberships:
        raise Refused(_("No union keeps your file."))
    now = {field: values.current(person, field) for field in ("sex", "birth_on", "id_number")}
    rules.completed(now | changes, on=on)
    made = ChangeProposal(
        person=person,
        organisation=person.memberships[0].organisation,
        fields=[field for field in POLICY if field in changes],
        reason=reason,
        proposed_on=on,
        proposed_by=by,
    )
    made.seal(
        {
            field: [values.to_keep(values.current(person, field)), values.to_keep(new)]
            for field, new in changes.items()
        }
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            _("You have proposed something that your union has not decided on."),
            instead=_("Wait for it, or withdraw it and propose all together."),
        ) from error
    for file in files:
        attach(made, file, by=by)
    duty = owed.open_for(made, by=by, on=on)
    _record(made, "members.changes_proposed", by, on, {"reason": reason}, under)
    notify(
        succession.holders(duty, on=on),
        "members/changes_proposed",
        subject=made,
        url=made.get_absolute_url(),
    )
    return made


@act
def approve_changes(
    proposal: ChangeProposal,
    *,
    fields: Iterable[str] | None = None,
    reason: str = "",
    by: User,
    on: date,
) -> ChangeProposal:
    """Write the proposed values into the file: all, or the named fields with the reason against the rest."""
    _refuse_own(proposal, by)
    proposed = queries.wanted(proposal)
    chosen = set(proposal.fields if fields is None else fields) & set(proposal.fields)
    if not chosen:
        raise Refused(
            _("Choose at least one field."), instead=_("Or refuse the whole, with the reason.")
        )
    is_whole = len(chosen) == len(proposal.fields)
    if not is_whole and not reason.strip():
        raise Refused(_("Give the reason against the rest; the member will read it."))
    _step(
        proposal,
        State.APPROVED if is_whole else State.PARTLY,
        approved=[field for field in proposal.fields if field in chosen],
        why_not="" if is_whole else reason.strip(),
        by=by,
        on=on,
    )
    person = Person.objects.get(pk=proposal.person_id)
    news = _news(person, {field: proposed[field] for field in chosen})
    if news:
        why = _("proposed by the member: %(reason)s") % {"reason": proposal.reason}
        members.correct(person, news, version=person.version, reason=why, by=by, on=on)
    duties.fulfil(proposal, owed.KIND, by=by, on=on)
    _record(proposal, "members.changes_approved", by, on, {"reason": proposal.why_not})
    _tell(proposal)
    return proposal


def _news(person: Person, chosen: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    """What is still to be written; Refused where the file says neither the old nor the new by now."""
    found = {}
    for field, (old, new) in chosen.items():
        now = values.current(person, field)
        if now not in (old, new):
            raise Refused(
                _("“%(field)s” was changed meanwhile; it is “%(value)s” now.")
                % {"field": values.label(field), "value": values.shown(field, now)},
                instead=_("Approve the other fields, or ask the member which is right."),
            )
        if now != new:
            found[field] = new
    return found


class Left(NamedTuple):
    """A proposal that was not approved with the others, and why."""

    proposal: ChangeProposal
    why: str


@act
def approve_together(
    proposals: Iterable[ChangeProposal], *, by: User, on: date
) -> tuple[list[ChangeProposal], list[Left]]:
    """Approve many whole; those that need a look of their own, or cannot be, stay and are named."""
    done: list[ChangeProposal] = []
    left: list[Left] = []
    for proposal in proposals:
        if "id_number" in proposal.fields:
            left.append(Left(proposal, _("An ID number is compared with the card first.")))
            continue
        try:
            with transaction.atomic():
                done.append(approve_changes(proposal, by=by, on=on))
        except Refused as refusal:
            left.append(Left(proposal, str(refusal.reason)))
    return done, left


@act
def reveal_id(proposal: ChangeProposal, *, reason: str, by: User, on: date) -> tuple[str, str]:
    """Old and proposed ID number in the clear, to compare with the card; recorded with the reason."""
    if not reason.strip():
        raise Refused(_("Opening an ID number needs its reason; the member will read it."))
    old, new = queries.wanted(proposal).get("id_number", ("", ""))
    if not (new and proposal.is_waiting):
        raise Refused(_("No ID number waits here."))
    read_opened(
        proposal.organisation.chain,
        by=by,
        subject=proposal.person,
        person=str(proposal.person.uid),
        why=reason.strip(),
        verb="members.id_revealed",
    )
    return old, new


@act
def refuse_changes(proposal: ChangeProposal, *, reason: str, by: User, on: date) -> ChangeProposal:
    """Say no to all of it; the file stays as it is, and the member reads why."""
    _refuse_own(proposal, by)
    if not reason.strip():
        raise Refused(_("Give the reason; the member will read it."))
    _step(proposal, State.REFUSED, why_not=reason.strip(), by=by, on=on)
    duties.fulfil(proposal, owed.KIND, by=by, on=on)
    _record(proposal, "members.changes_refused", by, on, {"reason": reason.strip()})
    _tell(proposal)
    return proposal


@act
def withdraw_changes(
    proposal: ChangeProposal, *, under: int | None = None, by: User, on: date
) -> ChangeProposal:
    """Take the proposal back; nothing changes."""
    _step(proposal, State.WITHDRAWN, by=by, on=on)
    duties.void(proposal, by=by, on=on, reason=_("the member withdrew it"))
    _record(proposal, "members.changes_withdrawn", by, on, {}, under)
    return proposal


@act
def follow(person: Person, to_organisation: Organisation, *, by: User, on: date) -> None:
    """Let what waits go with a member to the union that keeps their file from now on."""
    waiting = queries.waiting_of(person)
    if waiting is None or waiting.organisation_id == to_organisation.pk:
        return
    ChangeProposal.objects.filter(pk=waiting.pk).update(organisation=to_organisation)
    duties.move(waiting, to_organisation=to_organisation, to_office=owed.OFFICE, by=by, on=on)


def _refuse_own(proposal: ChangeProposal, by: User) -> None:
    if by in (proposal.person.user, proposal.proposed_by):
        raise Refused(
            _("Nobody decides on changes to their own file."),
            instead=_("Pass the duty on to a colleague."),
        )


def _step(proposal: ChangeProposal, state: str, *, by: User, on: date, **told: Any) -> None:
    """Write the decision if none was made: of two who decide at once, one is told."""
    changes = {
        "state": state, "decided_on": on, "decided_by": by, "values": proposal.masked(), **told,
    }  # fmt: skip
    if not ChangeProposal.objects.filter(pk=proposal.pk, state=State.PROPOSED).update(**changes):
        proposal.refresh_from_db()
        raise Refused(
            _("This proposal stands otherwise by now: %(state)s.")
            % {"state": proposal.get_state_display()}
        )
    for name, value in changes.items():
        setattr(proposal, name, value)


def _record(
    proposal: ChangeProposal,
    verb: str,
    by: User,
    on: date,
    personal: dict,
    under: int | None = None,
) -> None:
    told = {name: text for name, text in personal.items() if text}
    record(
        proposal.organisation.chain,
        verb,
        by=by,
        subject=proposal.person,
        facts={
            "proposal": proposal.pk,
            "fields": proposal.fields,
            "approved": proposal.approved,
        }
        | ({"under": under} if under else {}),
        personal=told,
        person=str(proposal.person.uid),
        on=on,
    )


def _tell(proposal: ChangeProposal) -> None:
    receivers = {u.pk: u for u in (proposal.person.user, proposal.proposed_by) if u}
    notify(
        receivers.values(),
        "members/changes",
        subject=proposal,
        url="/me/card/changes/",
        facts={"state": proposal.state},
    )


@transaction.atomic
def reseal() -> int:
    """Seal what proposals hold under the newest key; how many were under older ones."""
    rows = ChangeProposal.objects.select_for_update()
    late = [row for row in rows if keyring.sealed_with(row.values) != keyring.active()]
    for row in late:
        row.seal(row.opened())
        row.save(update_fields=["values"])
    return len(late)


keyring.on_rotate("members.changeproposal", reseal)
