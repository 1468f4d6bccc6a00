"""The pages of requests, as the worker on a phone and each officer sees them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from unionhall.cases import actions, my_actions
from unionhall.cases.models import Case, Draft, Status, Topic
from unionhall.core.clock import today
from unionhall.documents.models import Attachment
from unionhall.history.models import Entry

pytestmark = pytest.mark.django_db
ACTS = [
    "accept",
    "refuse",
    "hand_over",
    "ask",
    "reply",
    "note",
    "propose_closing",
    "close",
    "reopen",
    "extend",
]


@pytest.fixture
def case(cast) -> Case:
    draft = Draft.objects.create(person=cast.worker, text="加班费没有发", topic=Topic.PAY)
    return my_actions.submit(draft, by=cast.worker.user, on=today())


@pytest.fixture
def restricted(cast) -> Case:
    draft = Draft.objects.create(
        person=cast.worker, text="主席克扣补贴", topic=Topic.PAY, is_restricted=True
    )
    return my_actions.submit(draft, by=cast.worker.user, on=today())


def photo() -> SimpleUploadedFile:
    """A small picture that says where it was taken."""
    from io import BytesIO

    from PIL import Image

    data, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (40, 30), "red").save(data, "JPEG", exif=exif)
    return SimpleUploadedFile("工资条.jpg", data.getvalue(), "image/jpeg")


def test_a_worker_writes_in_three_steps_and_gets_a_number(cast, signed_in):
    client = signed_in(cast.worker)
    step = [reverse("cases:write", args=[number]) for number in (1, 2, 3)]
    assert client.post(step[0], {"text": "加班费三个月没有发"}).url == step[1]
    assert client.post(step[1], {"topic": "pay", "files": [photo()]}).url == step[2]
    page = client.get(step[2]).content.decode()
    assert "红星机械厂工会" in page
    assert "东湖区总工会" in page
    sent = client.post(step[2], {"readers": "union"})
    case = Case.objects.get()
    assert sent.url == case.my_url
    assert (case.text, case.topic, case.is_restricted, case.organisation) == (
        "加班费三个月没有发",
        "pay",
        False,
        cast.units.plant,
    )
    assert [a.name for a in Attachment.objects.of(case)] == ["工资条.jpg"]
    assert case.number in client.get(case.my_url).content.decode()
    assert not Draft.objects.exists()


def test_a_second_click_finds_the_first_ones_request(cast, signed_in):
    draft = Draft.objects.create(person=cast.worker, text="x", topic=Topic.PAY)
    first = my_actions.submit(draft, by=cast.worker.user, on=today())
    again = Draft(person=cast.worker, token=draft.token, text="x", topic=Topic.PAY)
    assert my_actions.submit(again, by=cast.worker.user, on=today()) == first
    assert Case.objects.count() == 1


def test_what_was_typed_is_kept_when_a_step_is_left_empty(cast, signed_in):
    client = signed_in(cast.worker)
    client.post(reverse("cases:write", args=[1]), {"text": "宿舍没有热水"})
    answer = client.post(reverse("cases:write", args=[2]), {})
    assert answer.status_code == 422
    assert "宿舍没有热水" in client.get(reverse("cases:write", args=[1])).content.decode()
    assert not Case.objects.exists()


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_lost(cast, signed_in):
    client = signed_in(cast.worker)
    client.post(reverse("cases:write", args=[1]), {"text": "x"})
    bad = SimpleUploadedFile("a.jpg", b"MZ not a picture", "image/jpeg")
    answer = client.post(reverse("cases:write", args=[2]), {"topic": "pay", "files": [bad]})
    assert answer.status_code == 409
    assert 'class="refusal"' in answer.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "office", ["plant_chair", "street_chair", "rights_officer", "chair", "city_rights_officer"]
)
def test_an_officer_in_scope_opens_a_request_and_the_reading_is_recorded_once(
    case, cast, signed_in, office
):
    client = signed_in(getattr(cast, office))
    for _again in range(2):
        assert "加班费没有发" in client.get(case.get_absolute_url()).content.decode()
    reads = Entry.objects.filter(is_read=True, subject_type="cases.case")
    assert [(entry.by, entry.subject_id) for entry in reads] == [
        (getattr(cast, office), str(case.pk))
    ]


@pytest.mark.parametrize(
    "office",
    [
        "treasurer",
        "auditor",
        "administrator",
        "register_officer",
        "shop_chair",
        "stranger_chair",
        "stranger_rights_officer",
    ],
)
@pytest.mark.parametrize("verb", ["", *ACTS])
def test_to_everybody_else_a_request_does_not_exist(case, cast, signed_in, office, verb):
    client, before = signed_in(getattr(cast, office)), Case.objects.values().get()
    address = reverse(f"cases:{verb or 'case'}", args=[case.number])
    answer = client.post(address, {"text": "x", "reason": "x"}) if verb else client.get(address)
    assert answer.status_code == 404
    assert Case.objects.values().get() == before


@pytest.mark.parametrize(
    "office",
    ["chair", "desk_officer", "women_officer", "street_chair", "plant_chair", "plant_desk_officer"],
)
def test_a_restricted_request_is_nowhere_on_the_pages_of_others(
    restricted, cast, signed_in, office
):
    client = signed_in(getattr(cast, office))
    hidden = (restricted.number, "主席克扣补贴")
    for address in (
        reverse("cases:desk"),
        reverse("duties:inbox"),
        reverse("notifications:index"),
        reverse("cases:inbox"),
        reverse("cases:inbox") + f"?q={restricted.number}",
        reverse("cases:inbox") + "?q=李小明",
        reverse("members:person", args=[cast.worker.pk]),
        reverse("members:index") + "?q=李小明",
    ):
        page = client.get(address).content.decode()
        # What was typed into a search stands in its own box and links; no row may name it.
        shown = page.partition("<tbody>")[2] if "?q=" in address else page
        assert [text for text in hidden if text in shown] == [], address
    nothing = client.get(reverse("cases:case", args=["20260101-22222"]))
    there = client.get(restricted.get_absolute_url())
    assert there.status_code == nothing.status_code == 404
    assert plain(there, restricted.number) == plain(nothing, "20260101-22222")


def test_the_reading_log_does_not_betray_it_to_the_union_but_shows_the_worker(
    restricted, cast, signed_in
):
    signed_in(cast.rights_officer).get(reverse("members:person", args=[cast.worker.pk]))
    log = reverse("members:log", args=[cast.worker.pk])
    assert "王敏" not in signed_in(cast.plant_chair).get(log).content.decode()
    assert "王敏" in signed_in(cast.chair).get(log).content.decode()
    assert "权益保障部" in signed_in(cast.worker).get(reverse("members:me")).content.decode()


def plain(answer, number: str) -> str:
    """A page without what differs at each opening: its address and the form tokens."""
    page = answer.content.decode().replace(number, "NUMBER")
    return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", page)


def test_its_attachment_opens_for_the_worker_and_the_rights_officer_only(restricted, cast, client):
    from unionhall.documents.actions import attach

    kept = attach(restricted, photo(), by=cast.worker.user)
    address = reverse("cases:attachment", args=[restricted.number, kept.uid])
    for who, expected in ((cast.rights_officer, 200), (cast.chair, 404), (cast.plant_chair, 404)):
        client.force_login(who)
        assert client.get(address).status_code == expected
    client.force_login(cast.worker.user)
    answer = client.get(reverse("cases:my_attachment", args=[restricted.number, kept.uid]))
    assert (answer.status_code, b"secret place" in answer.content) == (200, False)
    client.force_login(cast.colleague.user)
    assert (
        client.get(reverse("cases:my_attachment", args=[restricted.number, kept.uid])).status_code
        == 404
    )


def test_a_refused_act_says_why_and_keeps_what_was_typed(case, cast, signed_in):
    client = signed_in(cast.plant_chair)
    actions.refuse(case, reason="a", instead="b", by=cast.plant_chair, on=today())
    answer = client.post(
        reverse("cases:refuse", args=[case.number]), {"reason": "我写了很久", "instead": "去仲裁"}
    )
    assert answer.status_code == 409
    assert 'class="refusal"' in answer.content.decode()


def test_an_act_without_its_text_is_asked_for_again(case, cast, signed_in):
    client = signed_in(cast.plant_chair)
    client.post(reverse("cases:accept", args=[case.number]))
    answer = client.post(reverse("cases:reply", args=[case.number]), {"text": ""})
    assert answer.status_code == 422
    case.refresh_from_db()
    assert case.messages.count() == 0


def test_the_worker_sees_the_same_steps_without_the_internal_notes(case, cast, signed_in):
    actions.accept(case, by=cast.plant_chair, on=today())
    actions.note(case, text="只给同事看", by=cast.plant_chair, on=today())
    actions.reply(case, text="正在核实", by=cast.plant_chair, on=today())
    page = signed_in(cast.worker).get(case.my_url).content.decode()
    assert ("只给同事看" in page, "正在核实" in page, "杨伟" in page) == (False, True, True)
    assert "只给同事看" in signed_in(cast.plant_chair).get(case.get_absolute_url()).content.decode()


def test_the_worker_confirms_rates_and_asks_again_from_the_page(case, cast, signed_in):
    actions.accept(case, by=cast.plant_chair, on=today())
    actions.propose_closing(case, answer="已补发", by=cast.plant_chair, on=today())
    client = signed_in(cast.worker)
    assert (
        client.post(reverse("cases:confirm", args=[case.number]), {"satisfaction": "2"}).status_code
        == 302
    )
    assert (
        client.post(
            reverse("cases:ask_review", args=[case.number]), {"reason": "还差一个月"}
        ).status_code
        == 302
    )
    case.refresh_from_db()
    assert (case.status, case.organisation, case.satisfaction) == (
        Status.REVIEW,
        cast.units.street,
        None,
    )


def test_nobody_reads_anothers_request_under_their_own_address(case, cast, signed_in):
    client = signed_in(cast.colleague)
    assert client.get(case.my_url).status_code == 404
    for name in ("answer", "withdraw", "confirm", "rate", "ask_review"):
        assert (
            client.post(reverse(f"cases:{name}", args=[case.number]), {"text": "x"}).status_code
            == 404
        )


def test_an_officer_takes_a_request_down_for_a_worker(cast, signed_in):
    client = signed_in(cast.desk_officer)
    assert "李小明" in client.get(reverse("cases:take_down"), {"q": "小明"}).content.decode()
    address = reverse("cases:take_down_for", args=[cast.worker.uid])
    sent = {"topic": "hours", "channel": "telephone", "text": "夜班太多"}
    assert client.post(address, sent).status_code == 302
    case = Case.objects.get()
    assert (case.channel, case.owner, case.person) == ("telephone", cast.desk_officer, cast.worker)


def test_nobody_takes_a_request_down_for_a_stranger(cast, signed_in):
    address = reverse("cases:take_down_for", args=[cast.stranger_worker.uid])
    assert (
        signed_in(cast.desk_officer)
        .post(address, {"topic": "pay", "channel": "window", "text": "x"})
        .status_code
        == 404
    )
    assert not Case.objects.exists()


def test_the_inbox_pages_by_key_and_narrows_by_every_filter(
    cast, signed_in, django_assert_max_num_queries
):
    for order in range(53):
        actions.take_down(
            cast.shop_worker if order % 2 else cast.worker,
            topic=Topic.values[order % 7],
            text=f"事情{order}",
            by=cast.desk_officer,
            on=today(),
        )
    client = signed_in(cast.rights_officer)
    with django_assert_max_num_queries(12):
        first = client.get(reverse("cases:inbox"))
    page = first.context["page"]
    assert (len(page), page.before, bool(page.after)) == (50, "", True)
    second = client.get(reverse("cases:inbox") + first.context["after"]).context["page"]
    assert (len(second), bool(second.before), second.after) == (3, True, "")
    assert len({case.pk for case in [*page, *second]}) == 53
    for query, expected in (
        ("topic=pay", 8),
        ("unit=U-SHOP", 26),
        ("show=mine", 0),
        ("show=new&q=刘芳", 26),
        ("q=zzz", 0),
    ):
        assert (
            len(client.get(reverse("cases:inbox") + f"?{query}").context["page"].rows) == expected
        ), query


def test_opening_a_request_costs_few_queries(case, cast, signed_in, django_assert_max_num_queries):
    client = signed_in(cast.plant_chair)
    client.get(case.get_absolute_url())
    with django_assert_max_num_queries(15):
        client.get(case.get_absolute_url())


def test_one_box_finds_people_requests_and_unions_within_scope(case, restricted, cast, signed_in):
    def found(who, text):
        return signed_in(who).post(reverse("cases:search"), {"q": text}).context.get("results")

    mine = found(cast.rights_officer, "李小明")
    assert ([p.name for p in mine["people"]], set(mine["cases"]), mine["units"]) == (
        ["李小明"],
        {case, restricted},
        [],
    )
    theirs = found(cast.plant_chair, "李小明")
    assert (len(theirs["people"]), theirs["cases"]) == (1, [case])
    assert found(cast.plant_chair, restricted.number)["cases"] == []
    assert found(cast.rights_officer, restricted.number)["cases"] == [restricted]
    assert [unit.code for unit in found(cast.chair, "惠民")["units"]] == ["U-SHOP"]
    assert found(cast.stranger_chair, "李小明") == {"people": [], "cases": [], "units": []}
    assert found(cast.worker, "李小明") == {}


def test_what_was_searched_for_is_recorded_but_stands_in_no_address(cast, signed_in):
    signed_in(cast.rights_officer).post(reverse("cases:search"), {"q": "李小明"})
    entry = Entry.objects.get(verb="searched")
    assert (entry.by, "李小明" in entry.facts_text) == (cast.rights_officer, False)
