"""What is done with a mail: receive it, make it a request, put it to one, answer it, mark it as spam."""

import hashlib
from collections.abc import Sequence
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import actions as cases
from unionhall.cases import my_actions, routing, steps
from unionhall.cases.mail_in import addressing, owed, receipts
from unionhall.cases.mail_in.models import Mail, MailState
from unionhall.cases.mail_in.parsing import Enclosed, Parsed, parse
from unionhall.cases.models import Case, Channel, Message, Status
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.documents import content
from unionhall.documents.actions import MAX_FILES, attach
from unionhall.documents.models import Attachment
from unionhall.duties import actions as duties
from unionhall.history.actions import act, record
from unionhall.members.models import Person


@act
def receive(raw: bytes, *, union: str = "", on: date) -> Mail:
    """Take a mail in: to the sender's own request if it is beyond doubt theirs, else to the desk.

    `union` is the code of the union whose desk looks at it, where it is not the one that is set.

    The same mail received again is the one that was received first.
    """
    parsed = parse(raw, own=addressing.own_addresses())
    mail, is_new = Mail.objects.get_or_create(
        digest=_digest(parsed, raw), defaults=_row(parsed, receipts.desk(union))
    )
    if not is_new:
        return mail
    if not _to_own_request(mail, parsed, on=on):
        _to_desk(mail, parsed, raw, on=on)
    receipts.acknowledge(mail)
    return mail


def _digest(parsed: Parsed, raw: bytes) -> str:
    """Of its Message-ID and sender; of its bytes where it has none."""
    named = f"{parsed.message_id} {parsed.from_address}".encode()
    return hashlib.sha256(named if parsed.message_id else raw).hexdigest()


def _row(parsed: Parsed, organisation) -> dict:
    return {
        "organisation": organisation,
        "received_at": clock.now(),
        "sent_at": parsed.sent_at,
        "message_id": parsed.message_id[:255],
        "from_address": parsed.from_address,
        "subject": parsed.subject,
        "text": parsed.text,
        "quoted": parsed.quoted,
        "is_automatic": parsed.is_automatic,
        "is_cut": parsed.is_cut,
    }


def _to_own_request(mail: Mail, parsed: Parsed, *, on: date) -> bool:
    """Add it to the request as the worker's own words; whether that could be done.

    What cannot be kept there is told to the worker and to no officer: the request may be confidential.
    """
    case = addressing.own_request(parsed)
    if case is None or not (parsed.text or parsed.attachments):
        return False
    files, left_out = _sorted(parsed, MAX_FILES - Attachment.objects.of(case).count())
    try:
        with transaction.atomic():
            my_actions.answer(
                case,
                text=parsed.text or parsed.subject or _("(only files)"),
                files=[_upload(file) for file in files],
                by=case.person.user,
                on=on,
            )
    except Refused:  # it is closed: an officer looks, of a restricted one such as may read those
        mail.is_restricted = case.is_restricted
        return False
    changes = {"state": MailState.ATTACHED, "case": case, "person": case.person}
    _change(mail, **changes, left_out=left_out, decided_at=clock.now())
    return True


def _to_desk(mail: Mail, parsed: Parsed, raw: bytes, *, on: date) -> None:
    """Keep its files and its bytes until somebody has looked; of people's mails that is owed."""
    files, mail.left_out = _sorted(parsed, MAX_FILES)
    for file in files:
        attach(mail, _upload(file), by=None)
    mail.keep_source(raw)
    mail.save(update_fields=["raw", "left_out", "is_restricted"])
    if not mail.is_automatic:
        owed.open_look(mail, on=on)
    _note(mail, "received", by=None, on=on, automatic=mail.is_automatic)


def _sorted(parsed: Parsed, room: int) -> tuple[list[Enclosed], list[dict[str, str]]]:
    """The files that can be attached where there is room for so many, and the others with why not."""
    taken: list[Enclosed] = []
    left_out = []
    for file in parsed.attachments:
        why = _refusal(file)
        if not why and len(taken) >= room:
            why = _("No more than %(limit)s files can be attached.") % {"limit": MAX_FILES}
        if why:
            left_out.append({"name": file.name or file.media_type, "why": why})
        else:
            taken.append(file)
    return taken, left_out


def _refusal(file: Enclosed) -> str:
    """Why the file cannot be attached; "" where it can."""
    try:
        content.cleaned(file.data)
    except Refused as refused:
        return str(refused.reason)
    return ""


def _upload(file: Enclosed) -> SimpleUploadedFile:
    return SimpleUploadedFile(file.name or "file", file.data, file.media_type)


@act
def make_request(
    mail: Mail,
    person: Person,
    *,
    topic: str,
    text: str,
    restricted: bool = False,
    concern: str = "",
    files: Sequence = (),
    by: User,
    on: date,
) -> Case:
    """Take it down as a request of the member whose the officer found it to be."""
    _lock(mail)
    told = {"topic": topic, "text": text, "restricted": restricted, "concern": concern}
    case = cases.take_down(person, channel=Channel.EMAIL, files=files, **told, by=by, on=on)
    _hand_files(mail, case)
    _decide(mail, MailState.MADE_REQUEST, by=by, on=on, case=case, person=person)
    _note(mail, "made_request", by=by, on=on)
    return case


@act
def attach_to(mail: Mail, case: Case, *, by: User, on: date) -> None:
    """Put it to an open request of its sender's, as their words; the officer answers for whose it is."""
    _lock(mail)
    steps.refuse_unknowing(case, by)
    steps.refuse_kin(case, by)
    if case.status not in my_actions.TAKES_WORDS:
        raise Refused(
            _("This request is no longer open."),
            instead=_("Make the mail a new request, or answer it."),
        )
    status = Status.ACCEPTED if case.status == Status.ASKED else case.status
    steps.change(case, among=[case.status], status=status)
    with routing.in_the_record():
        label = _("%(name)s, by e-mail") % {"name": case.person.name}
    Message.objects.create(
        case=case,
        kind=Message.Kind.MESSAGE,
        by=by,
        by_label=label,
        from_worker=True,
        text=mail.text or mail.title,
        at=clock.now(),
    )
    _hand_files(mail, case)
    steps.note_act(case, "mail_attached", by=by, on=on)
    _decide(mail, MailState.ATTACHED, by=by, on=on, case=case, person=case.person)
    if case.handler and case.handler != by:
        steps.tell_officers(case, [case.handler], "worker_wrote")


@act
def answer(mail: Mail, *, text: str, by: User, on: date) -> None:
    """Send a plain mail back; nothing of a request is ever said in one."""
    if mail.is_automatic or not mail.from_address:
        raise Refused(_("Nobody reads answers to this mail: a machine sent it."))
    if not text.strip():
        raise Refused(_("Write the answer first."))
    _lock(mail)
    receipts.send_answer(mail, text.strip(), by=by, on=on)
    _decide(mail, MailState.ANSWERED, by=by, on=on, answer=text.strip())
    _note(mail, "answered", by=by, on=on)


@act
def mark_spam(mail: Mail, *, reason: str = "", by: User, on: date) -> None:
    """Put it aside as no matter of the union's; the clock deletes it later."""
    _lock(mail)
    _decide(mail, MailState.SPAM, by=by, on=on, reason=reason.strip()[:200])
    _note(mail, "marked_spam", by=by, on=on)


def _hand_files(mail: Mail, case: Case) -> None:
    """Its files become the request's, with what the scanner said of them."""
    rows = Attachment.objects.of(mail)
    if rows.count() + Attachment.objects.of(case).count() > MAX_FILES:
        raise Refused(
            _("No more than %(limit)s files can be attached.") % {"limit": MAX_FILES},
            instead=_("Make the mail a request of its own."),
        )
    rows.update(subject_type=Case._meta.label_lower, subject_id=case.pk)


def _lock(mail: Mail) -> None:
    """Keep it from others until the act is done; refused once it is decided."""
    rows = Mail.objects.select_for_update(of=("self",)).filter(state=MailState.WAITING)
    if not rows.filter(pk=mail.pk).exists():
        raise Refused(_("Nothing was done: somebody has dealt with this mail already."))


def _decide(mail: Mail, state: str, *, by: User, on: date, **changes) -> None:
    _change(mail, **changes, state=state, decided_at=clock.now(), decided_by=by, raw=b"")
    duties.fulfil(mail, owed.LOOK, by=by, on=on)


def _change(mail: Mail, **changes) -> None:
    if not Mail.objects.filter(pk=mail.pk, state=MailState.WAITING).update(**changes):
        raise Refused(_("Nothing was done: somebody has dealt with this mail already."))
    for name, value in changes.items():
        setattr(mail, name, value)


def _note(mail: Mail, verb: str, *, by: User | None, on: date, **facts) -> None:
    with routing.in_the_record():
        office = routing.office_of(by, mail.organisation, on=on) if by else ""
    record(
        mail.chain,
        f"cases.mail_{verb}",
        by=by,
        subject=mail,
        facts=facts,
        person=str(mail.person.uid) if mail.person else None,
        on=on,
        by_label=office,
    )
