"""What the pages keep between two clicks: the list, what was typed, the files."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from unionhall.cases import actions, my_actions
from unionhall.cases.models import Case, Draft, Message, Topic
from unionhall.core.clock import today
from unionhall.documents.models import Attachment
from unionhall.history.queries import reads_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def brought(person, text: str, topic=Topic.PAY) -> Case:
    draft = Draft.objects.create(person=person, text=text, topic=topic)
    return my_actions.submit(draft, by=person.user, on=today())


@pytest.fixture
def case(cast) -> Case:
    return brought(cast.worker, "加班费没有发")


@pytest.fixture
def taken(case, cast) -> Case:
    actions.accept(case, by=cast.rights_officer, on=today())
    return case


def pdf(name="合同.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


@pytest.mark.parametrize("verb", ["ask", "reply", "note"])
def test_a_file_sent_with_a_message_opens_for_the_officer(taken, cast, signed_in, verb):
    client = signed_in(cast.rights_officer)
    address = reverse(f"cases:{verb}", args=[taken.number])
    assert client.post(address, {"text": "请看附件", "files": [pdf()]}).status_code == 302
    kept = Attachment.objects.get()
    link = reverse("cases:attachment", args=[taken.number, kept.uid])
    assert link in client.get(taken.get_absolute_url()).content.decode()
    assert client.get(link).status_code == 200


def test_opening_a_file_is_a_reading_that_the_worker_sees(taken, cast, signed_in):
    actions.reply(taken, text="见附件", files=[pdf()], by=cast.rights_officer, on=today())
    kept = Attachment.objects.get()
    link = reverse("cases:attachment", args=[taken.number, kept.uid])
    client = signed_in(cast.rights_officer)
    for _twice_within_minutes in range(2):
        client.get(link)
    (read,) = reads_of(str(cast.worker.uid))
    assert (read.subject_type, read.subject_id) == ("documents.attachment", str(kept.pk))
    assert "查看了一份诉求或材料" in signed_in(cast.worker).get("/me/card/").content.decode()


def test_a_file_of_an_internal_note_stays_hidden_from_the_worker(taken, cast, signed_in):
    actions.note(taken, text="内部", files=[pdf()], by=cast.rights_officer, on=today())
    kept = Attachment.objects.get()
    assert kept.subject_type == Message._meta.label_lower
    client = signed_in(cast.worker)
    assert "合同.pdf" not in client.get(taken.my_url).content.decode()
    link = reverse("cases:my_attachment", args=[taken.number, kept.uid])
    assert client.get(link).status_code == 404


def test_next_and_previous_stay_in_the_list_the_officer_came_from(cast, signed_in):
    pay, safety, again = (
        brought(cast.worker, text, topic)
        for text, topic in (("一", Topic.PAY), ("二", Topic.SAFETY), ("三", Topic.PAY))
    )
    client = signed_in(cast.rights_officer)

    def beyond(row, way, query=""):
        return client.get(reverse(f"cases:{way}", args=[row.number]) + query).url

    assert beyond(pay, "next") == safety.get_absolute_url()
    assert beyond(pay, "next", "?topic=pay") == f"{again.get_absolute_url()}?topic=pay"
    assert beyond(again, "previous", "?topic=pay") == f"{pay.get_absolute_url()}?topic=pay"


def test_beyond_either_end_of_the_list_is_the_list_which_says_so(taken, cast, signed_in):
    client, inbox = signed_in(cast.rights_officer), reverse("cases:inbox")
    for way in ("next", "previous"):
        address = reverse(f"cases:{way}", args=[taken.number])
        answer = client.get(f"{address}?show=mine", follow=True)
        assert answer.redirect_chain == [(f"{inbox}?show=mine", 302)]
        assert "列表到头了。" in answer.content.decode()


def test_ended_requests_have_a_next_one_too(taken, cast, signed_in):
    brought(cast.worker, "另一件事")
    for case in Case.objects.all():
        my_actions.withdraw(case, by=cast.worker.user, on=today())
    last, first = Case.objects.order_by("pk")
    client = signed_in(cast.rights_officer)
    address = reverse("cases:next", args=[first.number])
    assert client.get(f"{address}?show=ended").url == f"{last.get_absolute_url()}?show=ended"
    assert client.get(address).url == reverse("cases:inbox")


def test_an_act_leads_back_with_the_list_in_the_address(case, cast, signed_in):
    client = signed_in(cast.rights_officer)
    page = client.get(f"{case.get_absolute_url()}?show=new").content.decode()
    address = f"{reverse('cases:accept', args=[case.number])}?show=new"
    assert f'action="{address}"' in page
    assert client.post(address).url == f"{case.get_absolute_url()}?show=new"


def test_a_request_handed_out_of_reach_leads_back_to_the_list(case, cast, signed_in):
    client = signed_in(cast.plant_chair)
    address = f"{reverse('cases:hand_over', args=[case.number])}?show=new"
    to = f"organisation:{cast.units.district.pk}"
    answer = client.post(address, {"to": to, "reason": "超出本会权限"})
    assert answer.url == f"{reverse('cases:inbox')}?show=new"


def test_the_page_of_handing_over_keeps_what_was_typed_when_nobody_is_chosen(case, cast, signed_in):
    client = signed_in(cast.rights_officer)
    answer = client.post(reverse("cases:hand_over", args=[case.number]), {"reason": "请市里看"})
    assert answer.status_code == 422
    assert "请市里看" in answer.content.decode()


@pytest.mark.parametrize(
    ("officer", "offered"), [("desk_officer", False), ("rights_officer", True)]
)
def test_only_a_rights_officer_is_offered_to_take_down_a_restricted_request(
    cast, signed_in, officer, offered
):
    client = signed_in(getattr(cast, officer))
    page = client.get(reverse("cases:take_down_for", args=[cast.worker.uid]))
    assert ("restricted" in page.context["form"].fields) is offered
    assert page.context["readers"] != []


def test_what_was_taken_down_is_kept_when_it_is_not_complete(cast, signed_in):
    client = signed_in(cast.desk_officer)
    address = reverse("cases:take_down_for", args=[cast.worker.uid])
    answer = client.post(address, {"channel": "telephone", "text": "电话里说工资没有发"})
    assert answer.status_code == 422
    assert "电话里说工资没有发" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_file_that_cannot_be_kept_leaves_nothing_taken_down(cast, signed_in):
    client = signed_in(cast.desk_officer)
    bad = SimpleUploadedFile("a.jpg", b"MZ not a picture", "image/jpeg")
    answer = client.post(
        reverse("cases:take_down_for", args=[cast.worker.uid]),
        {"channel": "telephone", "topic": "pay", "text": "工资没有发", "files": [bad]},
    )
    assert answer.status_code == 409
    assert 'class="refusal"' in answer.content.decode()
    assert "工资没有发" in answer.content.decode()
    assert not Case.objects.exists()


def test_the_worker_reads_the_answer_before_being_asked_about_it(taken, cast, signed_in):
    actions.propose_closing(taken, answer="企业已补发加班费。", by=cast.rights_officer, on=today())
    page = signed_in(cast.worker).get(taken.my_url).content.decode()
    asked = page.index(reverse("cases:confirm", args=[taken.number]))
    assert page.index("企业已补发加班费。") < asked


def test_a_refused_act_shows_its_form_again_with_the_refusal_in_it(taken, cast, signed_in):
    client = signed_in(cast.rights_officer)
    address = reverse("cases:extend", args=[taken.number])
    answer = client.post(address, {"days": "300", "reason": "还在查"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.count('class="refusal"') == 1
    dialog = page[page.index('id="act-extend" open') :]
    dialog = dialog[: dialog.index("</dialog>")]
    assert ('class="refusal"' in dialog, "还在查" in dialog) == (True, True)


def test_what_was_typed_into_an_act_that_came_too_late_is_shown(taken, cast, signed_in):
    client = signed_in(cast.rights_officer)
    address = reverse("cases:refuse", args=[taken.number])
    answer = client.post(address, {"reason": "不属于工会", "instead": "劳动监察"})
    assert answer.status_code == 409
    assert [text for _label, text in answer.context["typed"]] == ["不属于工会", "劳动监察"]
    assert answer.content.decode().count('class="refusal"') == 1


@pytest.mark.parametrize(
    ("who", "first"),
    [("worker", "cases:home"), ("administrator", "organisations:index")],
)
def test_who_has_no_duties_begins_elsewhere_than_at_the_desk(cast, signed_in, who, first):
    answer = signed_in(getattr(cast, who)).get(reverse("cases:desk"))
    assert answer.url == reverse(first)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("工资没发。\n三个月了", "工资没发。"),
        ("诉" * 41, "诉" * 39 + "…"),
        ("a" * 80, "a" * 80),
        ("a" * 81, "a" * 79 + "…"),
        (" \n", ""),
    ],
)
def test_a_title_is_the_first_line_as_far_as_it_fits(text, title):
    assert Case(text=text).title == title


def test_when_a_day_has_passed_the_worker_is_told_who_sees_to_it(case, cast, signed_in):
    told = "系统正在催办"
    client = signed_in(cast.worker)
    assert told not in client.get(case.my_url).content.decode()
    Case.objects.filter(pk=case.pk).update(due_on=today() - timedelta(days=1))
    assert told in client.get(case.my_url).content.decode()


def test_an_ended_request_that_cannot_go_up_any_more_leads_to_a_new_one(case, cast, signed_in):
    my_actions.withdraw(case, reason="", by=cast.worker.user, on=today())
    page = signed_in(cast.worker).get(case.my_url).content.decode()
    assert f"写上编号{case.number}" in page
    assert reverse("cases:write", args=[1]) in page


def test_what_is_short_enough_to_be_the_title_is_not_told_twice(case, cast, signed_in):
    page = signed_in(cast.worker).get(case.my_url).content.decode()
    assert page.split("<main")[1].count(case.text) == 1
    longer = brought(cast.worker, "加班费没有发\n已经三个月了")
    assert "已经三个月了" in signed_in(cast.worker).get(longer.my_url).content.decode()


@pytest.mark.parametrize(("number", "told"), [(3, 0), (4, 1)])
def test_the_first_screen_keeps_room_for_asking_however_much_waits(cast, signed_in, number, told):
    for n in range(number):
        brought(cast.worker, f"第{n}件事")
    page = signed_in(cast.worker).get(reverse("cases:home")).content.decode()
    assert (page.count("第"), page.count("我的全部诉求")) == (3, told)
