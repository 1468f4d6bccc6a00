"""A message to many: whom it reaches and how, sent once to each, approved, declined, cancelled."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import joined

from unionhall.access.scope import scope
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.queries import trail
from unionhall.mailings import actions, jobs, queries, working
from unionhall.mailings.kinds import KINDS
from unionhall.mailings.models import Mailing, Recipient
from unionhall.members.models import Person, Spell
from unionhall.members.saved.actions import remove_search, save_search
from unionhall.notifications.actions import choose
from unionhall.notifications.models import Message
from unionhall.organisations.actions import end_mandate

pytestmark = pytest.mark.django_db


def fates(mailing: Mailing) -> dict[str, str]:
    return dict(mailing.recipients.values_list("person__name", "fate"))


def told_in_app(person) -> int:
    return Message.objects.in_app().filter(receiver=person.user).count()


def search(cast, name="李小明"):
    conditions = {"match": "all", "of": [{"field": "name", "test": "is", "value": name}]}
    return save_search(
        cast.units.district, name="一个人", conditions=conditions, by=cast.chair, on=today()
    )


def test_the_preview_tells_whom_it_reaches_and_how(cast, write):
    joined("周静", cast.units.plant, "13900000009", account=False)
    type(cast.worker.user).objects.filter(pk=cast.worker.user_id).update(email="li@example.com")
    choose({("mailings/course", "in_app"): False}, by=cast.colleague.user, on=today())
    mailing = write(query="unit=U-PLANT")
    assert mailing.state == "ready"
    assert fates(mailing) == {"李小明": "queued", "张华": "opted_out", "周静": "unreachable"}
    assert working.channel_counts(mailing) == {"in_app": 1, "email": 1, "sms": 0}
    assert not Message.objects.filter(template="mailings/course").exists()


def test_it_goes_to_the_union_and_to_nobody_outside_the_writers_scope(cast, write):
    assert set(fates(write(cast.plant_chair))) == {"李小明", "张华"}
    assert set(fates(write())) == {"李小明", "张华", "刘芳"}
    with pytest.raises(Refused):
        write(cast.plant_chair, query="unit=U-STRANGER")


def test_it_goes_to_those_whom_a_saved_search_finds(cast, write):
    assert set(fates(write(query=f"saved={search(cast).pk}"))) == {"李小明"}


def test_a_search_that_is_gone_sends_to_nobody_and_not_to_everybody(cast, write):
    found = search(cast)
    key = found.pk
    remove_search(found, by=cast.chair, on=today())
    with pytest.raises(Refused):
        write(query=f"saved={key}")


def test_whoever_is_in_two_unions_gets_it_once(cast, write, send):
    Spell.objects.create(
        person=cast.worker, organisation=cast.units.shop, from_on=today(),
        name_key=cast.worker.name_key,
    )  # fmt: skip
    send(write())
    assert told_in_app(cast.worker) == 1


def test_everybody_reads_it_in_the_language_of_their_account(cast, write, send, client):
    type(cast.worker.user).objects.filter(pk=cast.worker.user_id).update(language="en")
    mailing = write(
        text_zh="{name}，{member_since}入会", subject_en="First aid",
        text_en="{name}, member since {member_since}", query="unit=U-PLANT",
    )  # fmt: skip
    texts = {each["person"].name: each["text"] for each in queries.examples(mailing)}
    assert texts == {"李小明": "李小明, member since 1 Jan 2020", "张华": "张华，2020年1月1日入会"}
    send(mailing)
    client.force_login(cast.worker.user)
    page = client.get(mailing.reading_url, headers={"accept-language": "en"}).content.decode()
    assert "李小明, member since 1 Jan 2020" in page
    notices = client.get("/api/v1/me/notices", headers={"accept-language": "en"}).json()["items"]
    assert notices[0]["title"] == "First aid"


@pytest.mark.parametrize(
    "words",
    [
        {"text_zh": "{nam}，您好"},
        {"text_zh": "您好", "text_en": "Dear {0}", "subject_en": "x"},
        {"subject_zh": "{name}，您好"},
        {"text_en": "only a text"},
        {"subject_zh": " "},
        {"text_zh": "{id_number}"},
    ],
)
def test_what_cannot_be_filled_in_is_refused(cast, write, words):
    with pytest.raises(Refused):
        write(**words)
    assert not Mailing.objects.exists()


def test_the_refusal_lists_what_can_be_filled_in(write, english):
    with pytest.raises(Refused) as refused:
        write(text_zh="{nam}")
    assert "{nam}" in refused.value.reason
    assert "{member_since}" in refused.value.instead


def test_what_stands_in_a_name_is_no_placeholder_and_no_markup(cast, write, send, client):
    Person.objects.filter(pk=cast.worker.pk).update(name="{union}<b>&")
    mailing = send(write(text_zh="{name}您好", query="unit=U-PLANT"))
    client.force_login(cast.worker.user)
    assert "{union}&lt;b&gt;&amp;您好" in client.get(mailing.reading_url).content.decode()


def test_it_is_sent_once_to_each_and_recorded(cast, write, send):
    mailing = send(write())
    assert mailing.state == "sent"
    assert set(fates(mailing).values()) == {"sent"}
    assert [told_in_app(person) for person in (cast.worker, cast.stranger_worker)] == [1, 0]
    verbs = [entry.verb for entry in trail(mailing)]
    assert verbs == ["mailings.written", "mailings.sending_begun", "mailings.sent"]
    jobs.send.func(mailing.pk)
    assert told_in_app(cast.worker) == 1


@pytest.mark.parametrize("fails", ["first", "second"])
def test_a_crash_in_the_middle_neither_doubles_nor_loses(cast, write, monkeypatch, fails):
    people = [joined(f"工人{n}", cast.units.plant, f"138000000{n:02}") for n in range(7)]
    monkeypatch.setattr(working, "AT_ONCE", 3)
    mailing = write(query="unit=U-PLANT")
    actions.send(mailing, by=mailing.by, on=today())
    tell, calls = working.notify, []

    def crash(*args, **kwargs):
        tell(*args, **kwargs)
        calls.append(1)
        if len(calls) == {"first": 1, "second": 2}[fails]:
            raise RuntimeError("the worker was killed")

    monkeypatch.setattr(working, "notify", crash)
    with pytest.raises(RuntimeError):
        jobs.send.func(mailing.pk)
    sent = mailing.recipients.filter(fate="sent").count()
    assert sent == {"first": 0, "second": 3}[fails]
    assert Message.objects.in_app().count() == sent
    monkeypatch.setattr(working, "notify", tell)
    jobs.send.func(mailing.pk)
    mailing.refresh_from_db()
    assert mailing.state == "sent"
    assert [told_in_app(person) for person in [*people, cast.worker, cast.colleague]] == [1] * 9


def test_what_changed_since_the_preview_counts(cast, write, send):
    mailing = write()
    choose({("mailings/course", "in_app"): False}, by=cast.worker.user, on=today())
    type(cast.colleague.user).objects.filter(pk=cast.colleague.user_id).update(is_active=False)
    Spell.objects.filter(person=cast.shop_worker).update(organisation=cast.units.stranger)
    send(mailing)
    assert fates(mailing) == {"李小明": "opted_out", "张华": "unreachable", "刘芳": "failed"}
    assert not Message.objects.filter(template="mailings/course").exists()


def test_a_writer_out_of_office_sends_no_more(cast, write):
    mailing = write(cast.plant_chair)
    actions.send(mailing, by=mailing.by, on=today())
    mandate = cast.plant_chair.mandates.get()
    end_mandate(mandate, until_on=today(), by=cast.chair, on=today())
    jobs.send.func(mailing.pk)
    mailing.refresh_from_db()
    assert mailing.state == "failed"
    assert set(fates(mailing).values()) == {"cancelled"}


def test_official_notices_reach_whoever_declined_all_they_could(cast, write, send):
    optional = {(k.template, "in_app"): False for k in KINDS.values() if k.may_decline}
    choose(optional, by=cast.worker.user, on=today())
    send(write(kind="meeting"))
    assert told_in_app(cast.worker) == 1
    with pytest.raises(Refused):
        choose({("mailings/meeting", "in_app"): False}, by=cast.worker.user, on=today())


def test_cancelled_while_it_waits_nobody_gets_it(cast, write):
    mailing = write()
    actions.cancel(mailing, by=cast.vice_chair, on=today())
    assert set(fates(mailing).values()) == {"cancelled"}
    with pytest.raises(Refused):
        actions.send(mailing, by=cast.chair, on=today())


def test_stopped_while_it_is_sent_the_rest_get_nothing(cast, write, monkeypatch):
    monkeypatch.setattr(working, "AT_ONCE", 1)
    mailing = write()
    actions.send(mailing, by=mailing.by, on=today())
    working._batch(mailing, by=mailing.by, on=today())
    actions.cancel(mailing, by=cast.chair, on=today())
    jobs.send.func(mailing.pk)
    assert sorted(fates(mailing).values()) == ["cancelled", "cancelled", "sent"]
    mailing.refresh_from_db()
    assert mailing.state == "cancelled"


def test_of_two_officers_who_send_it_one_is_told(cast, write):
    mailing = write()
    other = Mailing.objects.get(pk=mailing.pk)
    actions.send(mailing, by=cast.chair, on=today())
    with pytest.raises(Refused):
        actions.send(other, by=cast.vice_chair, on=today())


def test_a_large_one_waits_for_a_second_officer(cast, write, few):
    mailing = write()
    actions.send(mailing, by=cast.chair, on=today())
    jobs.send.func(mailing.pk)
    assert (mailing.state, told_in_app(cast.worker)) == ("approval", 0)
    duty = Duty.objects.open().about(mailing).get()
    assert (duty.kind, duty.office) == ("mailings.approve", "organisation_officer")
    with pytest.raises(Refused):
        actions.approve(mailing, by=cast.chair, on=today())
    actions.approve(mailing, by=cast.vice_chair, on=today())
    jobs.send.func(mailing.pk)
    assert told_in_app(cast.worker) == 1
    assert not Duty.objects.open().about(mailing).exists()


def test_not_approved_nobody_gets_it_and_the_writer_reads_why(cast, write, few, signed_in):
    mailing = write(cast.vice_chair)
    actions.send(mailing, by=cast.vice_chair, on=today())
    assert Duty.objects.open().about(mailing).get().office == "chair"
    actions.refuse_mailing(mailing, reason="时间写错了", by=cast.chair, on=today())
    assert set(fates(mailing).values()) == {"cancelled"}
    page = signed_in(cast.vice_chair).get(mailing.get_absolute_url()).content.decode()
    assert "时间写错了" in page


def test_few_receivers_need_no_second_officer(cast, write, send):
    assert send(write()).state == "sent"


def test_a_mailing_that_reaches_nobody_is_not_sent(cast, write):
    choose({("mailings/course", "in_app"): False}, by=cast.worker.user, on=today())
    mailing = write(query=f"saved={search(cast).pk}")
    with pytest.raises(Refused):
        actions.send(mailing, by=cast.chair, on=today())


def test_the_log_belongs_to_the_senders_union(cast, write, signed_in):
    mailing = write(cast.plant_chair)
    assert signed_in(cast.chair).get(mailing.get_absolute_url()).status_code == 200
    for stranger in (cast.shop_chair, cast.stranger_chair, cast.treasurer, cast.worker):
        assert signed_in(stranger).get(mailing.get_absolute_url()).status_code == 404
    listed = {}
    for who in (cast.shop_chair, cast.plant_chair):
        listed[who] = signed_in(who).get("/api/v1/mailings").json()["items"]
    assert [len(rows) for rows in listed.values()] == [0, 1]


def test_the_log_tells_why_an_e_mail_was_given_up(cast, write, send, signed_in):
    type(cast.worker.user).objects.filter(pk=cast.worker.user_id).update(email="li@example.com")
    mailing = send(write())
    sent = Message.objects.filter(channel="email", receiver=cast.worker.user)
    sent.update(state="dead", next_attempt_at=None, error="SMTPRecipientsRefused 550")
    page = signed_in(cast.chair).get(f"{mailing.get_absolute_url()}?fate=sent").content.decode()
    assert "SMTPRecipientsRefused 550" in page
    assert queries.undelivered(mailing) == 1


def test_a_member_declines_on_the_page_of_a_message(cast, write, send, client):
    first = send(write())
    client.force_login(cast.worker.user)
    page = client.get(first.reading_url, headers={"accept-language": "en"}).content.decode()
    assert "No more of this kind" in page
    client.post(reverse("mailings:decline", args=[first.uid]))
    assert fates(write())["李小明"] == "opted_out"
    assert fates(write(kind="offer"))["李小明"] == "queued"


def test_an_official_notice_says_why_it_cannot_be_declined(cast, write, send, client):
    mailing = send(write(kind="meeting"))
    client.force_login(cast.worker.user)
    page = client.get(mailing.reading_url).content.decode()
    assert KINDS["meeting"].always["zh"] in page
    assert reverse("mailings:decline", args=[mailing.uid]) not in page
    client.post(reverse("mailings:decline", args=[mailing.uid]))
    assert fates(write(kind="meeting"))["李小明"] == "queued"


def test_whoever_was_not_sent_it_cannot_read_it(cast, write, send, client):
    mailing = send(write(query="unit=U-SHOP"))
    waiting = write(query="unit=U-PLANT")
    client.force_login(cast.worker.user)
    assert client.get(mailing.reading_url).status_code == 404
    assert client.get(waiting.reading_url).status_code == 404


def test_the_page_writes_and_hands_on_what_the_register_shows(cast, signed_in):
    client = signed_in(cast.chair)
    data = {
        "unit": "U-PLANT", "saved": "", "kind": "notice", "subject_zh": "通知", "text_zh": "内容",
    }  # fmt: skip
    answer = client.post(f"{reverse('mailings:write')}?status=in_force&employment=x", data)
    mailing = Mailing.objects.get()
    assert answer.url == mailing.get_absolute_url()
    assert mailing.query == "status=in_force&employment=x&unit=U-PLANT"
    wrong = client.post(reverse("mailings:write"), {**data, "text_zh": "{x}"})
    assert wrong.status_code == 409
    other = client.post(reverse("mailings:write"), {**data, "unit": "U-STRANGER"})
    assert other.status_code == 422


def queries_of(work) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_queries_grow_by_batch_and_not_by_receiver(cast, write, monkeypatch):
    def measured(number: int) -> tuple[int, int]:
        mailing = write(text_zh="{name}{member_since}", query="unit=U-PLANT")
        Mailing.objects.filter(pk=mailing.pk).update(state="preparing")
        preparing = queries_of(lambda: jobs.prepare.func(mailing.pk))
        mailing.refresh_from_db()
        actions.send(mailing, by=mailing.by, on=today())
        sending = queries_of(lambda: jobs.send.func(mailing.pk))
        assert mailing.recipients.filter(fate="sent").count() == number
        return preparing, sending

    for n in range(8):
        joined(f"甲{n}", cast.units.plant, f"137000000{n:02}")
    few = measured(10)
    for n in range(8, 98):
        joined(f"甲{n}", cast.units.plant, f"137000000{n:02}")
    many = measured(100)  # one batch either way; SQLite takes a hundred rows in two statements
    assert max(one - other for one, other in zip(many, few, strict=True)) <= 2
    monkeypatch.setattr(working, "AT_ONCE", 25)
    preparing, sending = measured(100)
    assert preparing <= few[0] + 3 * 4
    assert sending <= few[1] + 4 * 14


def test_recipients_are_kept_once_a_person(cast, write):
    mailing = write()
    before = Recipient.objects.count()
    Mailing.objects.filter(pk=mailing.pk).update(state="preparing")
    jobs.prepare.func(mailing.pk)
    assert Recipient.objects.count() == before


def test_where_nobody_may_write_the_page_does_not_exist(cast, signed_in):
    assert scope(cast.treasurer, "mailings.send").paths == ()
    assert signed_in(cast.treasurer).get(reverse("mailings:write")).status_code == 404


def asked(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_the_pages_ask_as_much_for_many_as_for_few(cast, write, send, signed_in):
    client, sent = signed_in(cast.chair), send(write())
    addresses = [reverse("mailings:index"), f"{sent.get_absolute_url()}?fate=sent"]
    client.get(addresses[0])  # what is asked once a process has been asked
    few = [asked(client, address) for address in addresses]
    for n in range(20):
        joined(f"乙{n}", cast.units.plant, f"136000000{n:02}")
    for _n in range(5):
        last = send(write())
    addresses[1] = f"{last.get_absolute_url()}?fate=sent"
    many = [asked(client, address) for address in addresses]
    assert all(one <= other for one, other in zip(many, few, strict=True)), (many, few)
    client.force_login(cast.worker.user)
    assert asked(client, reverse("mailings:my_messages")) <= 14
