"""A matter: begun, written about, answered or not, mended, closed."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from unionhall.cases import actions as cases
from unionhall.core.errors import Refused
from unionhall.documents import store
from unionhall.documents.models import Attachment
from unionhall.duties.models import Duty
from unionhall.history.models import Entry
from unionhall.history.queries import trail
from unionhall.members.consents import actions as consents
from unionhall.members.consents.kinds import KINDS
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Employer
from unionhall.supervision import actions, clock, letters
from unionhall.supervision.models import Finding, Letter, Matter

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def rule_of(refused) -> str:
    return refused.value.citation.rule if refused.value.citation else ""


def owed(row) -> list[tuple[str, date]]:
    return [(one.kind, one.due_on) for one in Duty.objects.about(row).open().order_by("pk")]


def test_a_matter_always_owes_its_next_step(matter, on):
    assert owed(matter) == [("supervision.visit", date(2026, 6, 15))]


def test_a_letter_has_a_number_a_day_and_a_word_file(cast, matter, write, on):
    made = write(matter)
    assert (made.full_number, made.due_on) == ("东湖区总工会〔2026〕1号", date(2026, 6, 15))
    assert (owed(made), owed(matter)) == ([("supervision.answer", made.due_on)], [])
    file, _pdf = Attachment.objects.of(made)
    lines = [one.text for one in Document(io.BytesIO(store.read(file.uid))).paragraphs]
    assert lines == [
        "东湖区总工会",
        "工监提示〔2026〕1号",
        "工会劳动法律监督提示函",
        "红星机械厂：",
        "请补发加班工资。",
        "东湖区总工会",
        "2026年6月1日",
    ]


def test_the_opinion_has_the_period_of_the_province_where_there_is_one(
    cast, matter, write, in_zhejiang, on
):
    made = write(matter, "opinion", ground="涉及多人，情节严重")
    duty = Duty.objects.about(made).get()
    assert (duty.rule, made.due_on) == ("cn.zj.sup.reply_15wd", date(2026, 6, 23))


def test_numbers_go_on_in_a_union_and_begin_anew_with_the_year(cast, employer, matter, write, on):
    write(matter)
    other = actions.begin(
        cast.units.district, employer=employer, subject="hours", text="x", by=cast.chair, on=on
    )
    assert write(other).number == 2
    assert write(other, "opinion", ground="x", day=date(2027, 1, 4)).full_number == (
        "东湖区总工会〔2027〕1号"
    )


def test_a_step_is_left_out_only_on_a_ground(matter, write, on):
    with pytest.raises(Refused) as refused:
        write(matter, "opinion")
    assert rule_of(refused) == "cn.sup.one_letter_two_docs"
    assert write(matter, "opinion", ground="当天发生两起事故").ground == "当天发生两起事故"


def test_no_letter_is_written_twice_at_once_nor_downwards(matter, write, on):
    write(matter, "opinion", ground="x")
    for rung in ("opinion", "reminder"):
        with pytest.raises(Refused):
            write(matter, rung, ground="x")
    assert Letter.objects.count() == 1


def test_an_answer_is_recorded_once(cast, matter, write, on):
    made = write(matter)
    stale = Letter.objects.get(pk=made.pk)
    letters.answer(made, answer="agrees", text="本月补发", by=cast.rights_officer, on=on)
    assert (made.answer, made.missed_on, owed(made)) == ("agrees", None, [])
    assert owed(matter) == [("supervision.visit", date(2026, 6, 15))]
    with pytest.raises(Refused):
        letters.answer(stale, answer="disputes", text="x", by=cast.chair, on=on)
    assert Letter.objects.get().answer_text == "本月补发"


def test_a_day_that_was_missed_stays_missed_for_ever(cast, matter, write, on):
    made = write(matter)
    after = made.due_on + timedelta(days=1)
    noon = timezone.make_aware(timezone.datetime(after.year, after.month, after.day, 12))
    clock.note_missed(noon - timedelta(days=1))
    assert Letter.objects.get().missed_on is None
    clock.note_missed(noon)
    clock.note_missed(noon + timedelta(days=1))
    assert Letter.objects.get().missed_on == after
    assert [kind for kind, _day in owed(matter)] == ["supervision.visit"]
    made.refresh_from_db()
    late = after + timedelta(days=3)
    letters.answer(made, answer="agrees", text="已补发", by=cast.rights_officer, on=late)
    assert (made.missed_on, made.answered_on) == (after, late)
    assert [entry.verb for entry in trail(matter)] == [
        *("supervision.begun", "supervision.found", "supervision.issued"),
        *("supervision.missed", "supervision.answered"),
    ]


def test_an_answer_after_the_day_is_missed_even_before_the_clock_says_so(cast, matter, write, on):
    made = write(matter)
    late = made.due_on + timedelta(days=1)
    letters.answer(made, answer="refuses", text="拒收", by=cast.rights_officer, on=late)
    assert made.missed_on == late


@pytest.mark.parametrize("text", ["李小明的加班工资没有发", "请为李小明补发"])
def test_no_letter_names_a_worker_who_has_not_consented(cast, matter, write, text, on):
    with pytest.raises(Refused):
        write(matter, text=text)
    day = KINDS["supervision"].versions[0].from_on
    told = {"version": 1, "by": cast.worker.user, "on": day}
    consents.give_consent(cast.worker, "supervision", **told)
    assert write(matter, text=text, day=day).text == text


def test_a_matter_closes_only_when_every_finding_is_settled(cast, matter, finding, on):
    told = {"by": cast.rights_officer, "on": on}
    second = actions.find(matter, subject="hours", text="每月加班超过上限", **told)
    with pytest.raises(Refused):
        actions.close(matter, **told)
    actions.mend(finding, proof="银行回单", **told)
    with pytest.raises(Refused):
        actions.close(matter, **told)
    actions.refer(second, ground="区人社局〔2026〕18号", **told)
    actions.close(matter, **told)
    assert (matter.closed_on, owed(matter)) == (on, [])
    with pytest.raises(Refused):
        actions.close(matter, **told)


@pytest.mark.parametrize(
    ("act", "told", "state"),
    [
        (actions.mend, {"proof": "回单"}, "mended"),
        (actions.refer, {"ground": "人社局"}, "referred"),
        (actions.withdraw, {"ground": "核实无误"}, "withdrawn"),
    ],
)
def test_a_finding_is_settled_once_and_on_a_ground(act, told, state, cast, finding, on):
    with pytest.raises(Refused):
        act(finding, **dict.fromkeys(told, " "), by=cast.rights_officer, on=on)
    stale = Finding.objects.select_related("matter").get()
    act(finding, **told, by=cast.rights_officer, on=on)
    with pytest.raises(Refused):
        act(stale, **told, by=cast.chair, on=on)
    row = Finding.objects.get()
    assert (row.state, row.ground, row.ended_on) == (state, next(iter(told.values())), on)


def test_nothing_is_left_to_write_about_once_all_is_settled(cast, matter, finding, write, on):
    actions.mend(finding, proof="回单", by=cast.rights_officer, on=on)
    with pytest.raises(Refused):
        write(matter)


def test_a_visit_leads_to_the_next_until_the_matter_is_closed(cast, matter, finding, on):
    told = {"by": cast.rights_officer, "on": on + timedelta(days=3)}
    actions.visit(matter, visited_on=on + timedelta(days=3), text="仍未补发", **told)
    assert owed(matter) == [("supervision.visit", date(2026, 6, 18))]
    for day in (on - timedelta(days=1), on + timedelta(days=9)):
        with pytest.raises(Refused):
            actions.visit(matter, visited_on=day, text="x", **told)
    actions.mend(finding, proof="回单", **told)
    actions.close(matter, **told)
    with pytest.raises(Refused):
        actions.visit(matter, visited_on=on, text="x", **told)
    with pytest.raises(Refused):
        actions.find(matter, subject="pay", text="x", **told)


def test_closing_lets_a_letter_that_waits_go(cast, matter, finding, write, on):
    made = write(matter)
    actions.withdraw(finding, ground="已另案处理", by=cast.rights_officer, on=on)
    actions.close(matter, by=cast.rights_officer, on=on)
    assert (owed(made), Letter.objects.unanswered().count()) == ([], 0)


@pytest.fixture
def request_of(cast, on):
    case = cases.take_down(
        cast.worker, topic="pay", text="三个月没发加班费", by=cast.rights_officer, on=on
    )
    cases.accept(case, by=cast.rights_officer, on=on)
    return case


def test_a_matter_from_a_request_carries_no_name(cast, employer, request_of, on, signed_in):
    told = {"employer": employer, "case": request_of, "subject": "pay"}
    told |= {"by": cast.rights_officer, "on": on}
    with pytest.raises(Refused):
        actions.begin(cast.units.district, text="李小明三个月没发加班费", **told)
    made = actions.begin(cast.units.district, text="有职工反映加班费没发", **told)
    with pytest.raises(Refused):
        actions.begin(cast.units.district, text="x", **told)
    facts = str(
        [(e.facts, e.personal) for e in Entry.objects.filter(verb__startswith="supervision.")]
    )
    assert "李小明" not in facts
    page = signed_in(cast.rights_officer).get(request_of.get_absolute_url()).content.decode()
    assert made.get_absolute_url() in page
    page = signed_in(cast.worker).get(request_of.my_url).content.decode()
    assert "已向用人单位提出" in page
    assert made.get_absolute_url() not in page


def test_an_officer_begins_a_matter_from_the_request_s_page(cast, employer, request_of, signed_in):
    client = signed_in(cast.rights_officer)
    address = reverse("supervision:begin_from", args=[request_of.number])
    assert address in client.get(request_of.get_absolute_url()).content.decode()
    sent = {"employer": "红星机械厂", "subject": "pay", "text": "加班费没发", "severity": "2"}
    answer = client.post(address, sent)
    made = Matter.objects.get()
    assert (answer.url, made.case) == (made.get_absolute_url(), request_of)
    assert signed_in(cast.stranger_chair).get(address).status_code == 404


def test_a_matter_goes_on_in_the_union_that_takes_its_place(cast, employer, write, on):
    empty = organisations.add("township", cast.units.district, "OLD", "旧街道", by=None, on=on)
    told = {"employer": employer, "subject": "pay", "text": "x", "by": cast.chair, "on": on}
    made = actions.begin(empty, **told)
    from unionhall.organisations.estate import Handing, parts

    [part] = [one for one in parts() if one.name == "supervision"]
    handing = Handing(source=empty, to=cast.units.street, by=cast.chair, on=on)
    assert (part.count(handing), part.hand(handing), part.count(handing)) == (1, 1, 0)
    assert Matter.objects.get(pk=made.pk).organisation == cast.units.street


PAGES = ("matter", "find", "visit", "close")


@pytest.mark.parametrize("who", ["stranger_chair", "treasurer", "worker"])
def test_out_of_scope_nothing_is_there(cast, matter, finding, write, signed_in, who):
    letter = write(matter)
    client = signed_in(getattr(cast, who))
    found = {client.get(matter.get_absolute_url()).status_code}
    for name, key in (
        *((page, matter.pk) for page in PAGES),
        *((page, finding.pk) for page in ("mend", "refer", "withdraw")),
        ("answer", letter.pk),
    ):
        found.add(client.post(reverse(f"supervision:{name}", args=[key])).status_code)
    assert found == {404} or found == {404, 405}


def test_the_pages_do_what_the_acts_do(cast, matter, finding, signed_in):
    client = signed_in(cast.rights_officer)
    address = reverse("supervision:issue", args=[matter.pk, "reminder"])
    page = client.get(address, headers=ENGLISH).content.decode()
    assert "三月加班工资没有发 (workers affected: 12)" in page
    client.post(address, {"addressee": "红星机械厂", "text": "请改正。"})
    letter = Letter.objects.get()
    file, _pdf = Attachment.objects.of(letter)
    got = client.get(reverse("supervision:file", args=[matter.pk, file.uid]))
    assert got.content[:2] == b"PK"
    told = {"answer": "agrees", "text": "本周补发"}
    client.post(reverse("supervision:answer", args=[letter.pk]), told)
    client.post(reverse("supervision:mend", args=[finding.pk]), {"proof": "银行回单"})
    client.post(reverse("supervision:close", args=[matter.pk]))
    assert Matter.objects.get().closed_on is not None


def test_lists_and_history_show_what_was_done(cast, matter, write, signed_in, employer):
    write(matter)
    client = signed_in(cast.rights_officer)
    for name in ("matters", "letters"):
        assert "红星机械厂" in client.get(reverse(f"supervision:{name}")).content.decode()
    page = client.get(reverse("supervision:employer", args=[employer.pk])).content.decode()
    assert "东湖区总工会〔2026〕1号" in page
    stranger = signed_in(cast.stranger_chair)
    assert stranger.get(reverse("supervision:employer", args=[employer.pk])).status_code == 404
    assert "红星机械厂" not in stranger.get(reverse("supervision:matters")).content.decode()


def test_an_employer_of_nobody_s_is_not_there(cast, signed_in):
    other = Employer.objects.create(name="别处工厂")
    page = reverse("supervision:employer", args=[other.pk])
    assert signed_in(cast.rights_officer).get(page).status_code == 404
