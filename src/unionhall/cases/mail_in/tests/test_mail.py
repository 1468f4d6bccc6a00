"""A mail becomes part of its sender's own request, or waits at the desk; it tells nobody of any number."""

from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO, StringIO
from types import SimpleNamespace

import pytest
from django.core import mail as outbox
from django.core.management import CommandError, call_command
from PIL import Image

from unionhall.access.scope import scope
from unionhall.cases import actions as cases
from unionhall.cases.mail_in import actions, addressing, clock, fetching, owed, queries, receipts
from unionhall.cases.mail_in.models import Mail
from unionhall.cases.models import Case, Message
from unionhall.core.clock import now, today
from unionhall.core.errors import Refused
from unionhall.documents.models import Attachment
from unionhall.duties.models import Duty
from unionhall.history.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def set_up(settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.UNIONHALL_MAIL_ADDRESS = "requests@union.example"
    settings.UNIONHALL_MAIL_UNION = "330101"
    settings.UNIONHALL_MAIL_AUTHSERV = "mx.union.example"


def photo() -> bytes:
    data = BytesIO()
    Image.new("RGB", (20, 20), "red").save(data, "PNG")
    return data.getvalue()


def written(*, text="加班费还没有发", files=(), vouched=True, **headers) -> bytes:
    mail = EmailMessage()
    told = {
        "From": "li@example.org",
        "To": "requests@union.example",
        "Subject": "问一下",
        "Message-ID": f"<{now().timestamp()}@example.org>",
    }
    if vouched:
        told["Authentication-Results"] = "mx.union.example; dmarc=pass header.from=example.org"
    for name, value in {**told, **{key.replace("_", "-"): v for key, v in headers.items()}}.items():
        mail[name] = value
    mail.set_content(text)
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


@pytest.fixture
def case(cast) -> Case:
    """The worker's own request, and the address of their account."""
    cast.worker.user.email = "li@example.org"
    cast.worker.user.save()
    return cases.take_down(
        cast.worker, topic="pay", text="x", by=cast.desk_officer, on=today(), channel="window"
    )


@pytest.fixture
def waiting(cast) -> Mail:
    return actions.receive(written(files=[("a.png", photo()), ("b.exe", b"MZ")]), on=today())


def receive(**told) -> Mail:
    return actions.receive(written(**told), on=today())


def sent() -> list[tuple]:
    return [(one.to, one.subject) for one in outbox.outbox]


def owes(mail) -> list[tuple[str, str]]:
    return list(Duty.objects.about(mail).open().values_list("kind", "office"))


def test_with_its_number_in_the_subject_it_goes_to_the_sender_s_own_request(case):
    mail = receive(Subject=f"Re: {case.number}", files=[("考勤.png", photo())])
    message = case.messages.get()
    assert (message.text, message.by, message.from_worker) == (
        "加班费还没有发",
        case.person.user,
        True,
    )
    assert (mail.state, mail.case, mail.person, owes(mail)) == (
        "attached",
        case,
        case.person,
        [],
    )
    assert [row.name for row in Attachment.objects.of(case)] == ["考勤.png"]
    assert Mail.objects.at_the_desk().count() == 0
    assert bytes(mail.raw) == b""


def test_with_the_request_s_own_address_no_server_has_to_vouch(case):
    address = addressing.address_for(case)
    assert receive(To=address, vouched=False).state == "attached"
    wrong = address.replace(case.number.lower(), "20200101-aaaaa")
    assert receive(To=wrong, vouched=False, Message_ID="<2@x>").state == "waiting"


@pytest.mark.parametrize(
    "told",
    [
        {"vouched": False},
        {"Authentication_Results": "other.example; dmarc=pass header.from=example.org"},
        {"Authentication_Results": "mx.union.example; dmarc=fail header.from=example.org"},
        {"Authentication_Results": "mx.union.example; dmarc=pass header.from=evil.example"},
        {"From": "zhang@example.org"},
        {"From": "li@example.org, zhang@example.org"},
        {"Auto_Submitted": "auto-replied"},
    ],
)
def test_whatever_is_in_doubt_waits_and_says_nothing(case, told):
    """To whoever sends it, a number of somebody else's looks like one that does not exist."""
    known = receive(**{"Subject": case.number, "Message_ID": "<1@x>", **told})
    unknown = receive(**{"Subject": "20200101-AAAAA", "Message_ID": "<2@x>", **told})
    assert case.messages.count() == 0
    assert (known.state, known.case, known.person) == (unknown.state, unknown.case, unknown.person)
    assert (known.state, known.case) == ("waiting", None)
    outbox_of = [one.body for one in outbox.outbox]
    assert len(set(outbox_of)) == len({known.from_address} if outbox_of else [])


def test_of_a_confidential_request_somebody_else_learns_nothing(cast, case):
    kept = cases.take_down(
        cast.colleague,
        topic="discipline",
        text="x",
        concern="harassment",
        by=cast.rights_officer,
        on=today(),
    )
    mail = receive(Subject=kept.number)
    assert (mail.state, mail.case, kept.messages.count()) == ("waiting", None, 0)


def test_for_a_closed_request_it_waits(cast, case):
    Case.objects.filter(pk=case.pk).update(status="withdrawn", closed_on=today())
    mail = receive(Subject=case.number)
    assert (mail.state, owes(mail)) == ("waiting", [(owed.LOOK, "rights_officer")])


def test_for_a_closed_restricted_request_only_those_look_who_may_read_such(cast, case):
    Case.objects.filter(pk=case.pk).update(
        status="withdrawn", closed_on=today(), is_restricted=True
    )
    mail = receive(Subject=case.number)
    seen = {
        name: list(queries.seen_by(user, scope(user, "cases.read_mail"), on=today()))
        for name, user in (("desk", cast.desk_officer), ("rights", cast.rights_officer))
    }
    assert seen == {"desk": [], "rights": [mail]}
    assert owed.titles([mail.pk], cast.desk_officer) == {}


def test_the_same_mail_again_is_the_first_one(cast):
    first, again = (receive(Message_ID="<1@x>") for _time in range(2))
    assert (first.pk, Mail.objects.count(), len(sent())) == (again.pk, 1, 1)


def test_what_waits_is_never_a_request_by_itself_and_is_owed(waiting):
    assert (Case.objects.count(), waiting.state, owes(waiting)) == (
        0,
        "waiting",
        [(owed.LOOK, "rights_officer")],
    )
    assert [row.name for row in Attachment.objects.of(waiting)] == ["a.png"]
    assert [row["name"] for row in waiting.left_out] == ["b.exe"]
    assert b"b.exe" in waiting.source


def test_it_is_acknowledged_once_without_a_word_of_anybody(waiting):
    [told] = outbox.outbox
    assert (told.to, told.extra_headers["Auto-Submitted"]) == (["li@example.org"], "auto-replied")
    assert told.extra_headers["In-Reply-To"] == waiting.message_id
    assert "加班" not in told.body
    assert "Some of its files could not be taken" in told.body


def test_machines_are_not_answered_and_owe_nobody_work(cast):
    for place, line in enumerate(
        ({"Auto_Submitted": "auto-generated"}, {"List_Id": "<n.example>"})
    ):
        mail = receive(**line, Message_ID=f"<{place}@x>")
        assert (mail.is_automatic, owes(mail)) == (True, [])
    assert (sent(), Mail.objects.automatic().count()) == ([], 2)
    with pytest.raises(Refused):
        actions.answer(mail, text="x", by=cast.desk_officer, on=today())


def test_two_programs_that_answer_each_other_stop(cast):
    for place in range(receipts.MOST_A_DAY + 3):
        receive(Message_ID=f"<{place}@x>")
    assert len(sent()) == receipts.MOST_A_DAY


def test_without_a_union_that_is_set_it_is_the_top_of_the_federation(cast, settings):
    settings.UNIONHALL_MAIL_UNION = ""
    assert receive().organisation == cast.units.city


def test_it_becomes_a_request_of_the_member_an_officer_found(cast, waiting):
    case = actions.make_request(
        waiting, cast.worker, topic="pay", text="加班费", by=cast.desk_officer, on=today()
    )
    assert (case.person, case.channel, case.owner) == (cast.worker, "email", cast.desk_officer)
    assert [row.name for row in Attachment.objects.of(case)] == ["a.png"]
    assert (waiting.state, waiting.case, owes(waiting)) == ("made_request", case, [])
    with pytest.raises(Refused):
        actions.mark_spam(waiting, by=cast.desk_officer, on=today())


def test_it_is_put_to_an_open_request(cast, case, waiting):
    actions.attach_to(waiting, case, by=cast.desk_officer, on=today())
    message = case.messages.get()
    assert (message.text, message.by, message.from_worker) == (
        "加班费还没有发",
        cast.desk_officer,
        True,
    )
    assert message.by_label == "李小明（电子邮件）"
    assert [row.name for row in Attachment.objects.of(case)] == ["a.png"]
    assert (waiting.state, bytes(waiting.raw), owes(waiting)) == ("attached", b"", [])


def test_to_a_closed_or_unknown_request_nothing_is_put(cast, case, waiting):
    Case.objects.filter(pk=case.pk).update(status="withdrawn", closed_on=today())
    case.refresh_from_db()
    with pytest.raises(Refused):
        actions.attach_to(waiting, case, by=cast.desk_officer, on=today())
    assert (Message.objects.count(), Mail.objects.get().state) == (0, "waiting")


def test_a_plain_mail_goes_back(cast, waiting):
    outbox.outbox.clear()
    actions.answer(waiting, text="请来窗口。", by=cast.desk_officer, on=today())
    [told] = outbox.outbox
    assert (told.to, told.subject) == (["li@example.org"], "Re: 问一下")
    assert told.body.startswith("请来窗口。")
    assert "林静" in told.body
    assert told.extra_headers["Reply-To"] == "requests@union.example"
    assert (waiting.state, waiting.answer, owes(waiting)) == ("answered", "请来窗口。", [])


def test_spam_is_put_aside_and_stays_in_the_history(cast, waiting):
    actions.mark_spam(waiting, reason="广告", by=cast.desk_officer, on=today())
    assert (waiting.state, owes(waiting)) == ("spam", [])
    verbs = Entry.objects.filter(subject_type="cases.mail").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "cases.mail_received",
        "cases.mail_marked_spam",
    ]


def test_of_two_officers_one_is_told(cast, waiting):
    other = Mail.objects.get(pk=waiting.pk)
    actions.mark_spam(waiting, by=cast.desk_officer, on=today())
    with pytest.raises(Refused):
        actions.answer(other, text="x", by=cast.rights_officer, on=today())


def test_what_was_decided_is_deleted_after_its_days(cast, waiting):
    machine = receive(Auto_Submitted="auto-replied", Message_ID="<m@x>")
    actions.mark_spam(waiting, by=cast.desk_officer, on=today())
    later = receive(Message_ID="<l@x>")
    assert clock.forget(on=today() + timedelta(days=89)) == 0
    assert clock.forget(on=today() + timedelta(days=92)) == 2
    waiting.refresh_from_db()
    assert (waiting.from_address, waiting.text, Attachment.objects.count()) == ("", "", 0)
    assert not Mail.objects.filter(pk=machine.pk).exists()
    later.refresh_from_db()
    assert later.text == "加班费还没有发"


def test_the_command_takes_one_mail_in(cast, monkeypatch):
    out = StringIO()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(written())))
    call_command("mail_receive", stdout=out)
    assert out.getvalue() == f"received: {Mail.objects.get().uid}\n"
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(b"")))
    with pytest.raises(CommandError) as failed:
        call_command("mail_receive")
    assert failed.value.returncode == 65


def test_what_is_not_kept_the_mail_server_is_to_try_again(cast, monkeypatch, settings):
    settings.UNIONHALL_MAIL_UNION = "nowhere"
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(written())))
    with pytest.raises(CommandError) as failed:
        call_command("mail_receive")
    assert (failed.value.returncode, Mail.objects.count()) == (75, 0)


class Box:
    """A mailbox with the commands that are used of imaplib."""

    def __init__(self, *mails: bytes, moves: bool = True):
        self.mails = {str(place + 1): raw for place, raw in enumerate(mails)}
        self.capabilities = ("IMAP4REV1", "MOVE") if moves else ("IMAP4REV1",)
        self.did: list[tuple] = []

    def select(self, folder):
        self.did.append(("SELECT", folder))
        return "OK", [b"1"]

    def logout(self):
        self.did.append(("LOGOUT",))

    def uid(self, command, *args):
        if command == "SEARCH":
            return "OK", [" ".join(self.mails).encode()]
        if command == "FETCH":
            raw = self.mails[args[0]]
            return "OK", [(b"1 (UID 1 BODY[]<0> {%d}" % len(raw), raw), b")"]
        self.did.append((command, *args, Mail.objects.count()))
        return "OK", [None]


def test_mails_are_put_away_only_once_they_are_kept(cast, settings):
    settings.UNIONHALL_IMAP_URL = "imaps://u:p%40ss@mail.example/INBOX"
    settings.UNIONHALL_IMAP_DONE = "已处理"
    box = Box(written(Message_ID="<1@x>"), written(Message_ID="<2@x>"))
    assert fetching.fetch(lambda: box) == 2
    done = fetching._quoted("已处理")
    assert box.did == [
        ("SELECT", '"INBOX"'),
        ("STORE", "1", "+FLAGS.SILENT", r"(\Seen)", 1),
        ("MOVE", "1", done, 1),
        ("STORE", "2", "+FLAGS.SILENT", r"(\Seen)", 2),
        ("MOVE", "2", done, 2),
        ("LOGOUT",),
    ]


def test_where_mails_cannot_be_moved_they_are_copied(cast, settings):
    settings.UNIONHALL_IMAP_DONE = "Done"
    box = Box(written(), moves=False)
    fetching.fetch(lambda: box)
    assert [row[0] for row in box.did] == ["SELECT", "STORE", "COPY", "STORE", "LOGOUT"]


def test_one_that_cannot_be_kept_stays_and_keeps_no_other_waiting(cast, monkeypatch):
    box, real = Box(b"broken", written()), actions.receive

    def fails_once(raw, *, on):
        if raw == b"broken":
            raise RuntimeError
        return real(raw, on=on)

    monkeypatch.setattr(fetching, "receive", fails_once)
    assert fetching.fetch(lambda: box) == 1
    assert [row[:2] for row in box.did if row[0] == "STORE"] == [("STORE", "2")]


def test_folders_are_named_as_imap_writes_them():
    assert fetching._quoted('台北/日本語 & "x"') == '"&U,BTFw-/&ZeVnLIqe- &- \\"x\\""'
