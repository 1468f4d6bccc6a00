"""Urgent matters: opened, told, logged, handed over and ended; each act works, and is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest

from unionhall.cases.actions import take_down
from unionhall.core.clock import now, standing_at, today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.notifications.models import Message
from unionhall.urgent import actions, concerned
from unionhall.urgent.clock import chase_tellings
from unionhall.urgent.models import Affected, UrgentMatter
from unionhall.urgent.tests.conftest import HOUR, MONDAY

pytestmark = pytest.mark.django_db


def names(matter) -> list[str]:
    return [one.name for one in matter.tellings.order_by("due_at", "pk")]


@pytest.mark.parametrize(
    ("gravity", "told", "hours"),
    [
        (1, ["北山街道总工会"], 24),
        (2, ["北山街道总工会", "东湖区总工会"], 4),
        (3, ["北山街道总工会", "东湖区总工会", "江城市总工会"], 2),
    ],
)
def test_gravity_sets_who_is_told_and_by_when(gravity, told, hours, opened):
    learnt_at = now() - HOUR
    row = opened(gravity=gravity, learnt_at=learnt_at)
    assert names(row) == told
    assert {one.due_at - learnt_at for one in row.tellings.all()} == {timedelta(hours=hours)}


@pytest.mark.parametrize(
    ("kind", "gravity", "more"),
    [
        ("accident", 1, ["安全生产监管部门：问清单位是否已经报告"]),
        ("fire", 1, ["安全生产监管部门：问清单位是否已经报告"]),
        ("arrears", 1, []),
        ("arrears", 2, ["区劳动保障监察机构"]),
        ("heat", 2, []),
    ],
)
def test_what_happened_sets_which_authority_is_told(kind, gravity, more, opened):
    row = opened(kind=kind, gravity=gravity)
    assert [one.party for one in row.tellings.exclude(party="")] == more


def test_every_telling_is_a_duty_of_who_leads_it(opened, cast):
    row = opened()
    held = [Duty.objects.open().about(one).get().holder for one in row.tellings.all()]
    assert (row.lead, held) == (cast.plant_chair, [cast.plant_chair] * 2)


def test_whoever_may_not_lead_opens_it_and_the_office_has_to_lead(opened, cast):
    from unionhall.organisations import actions as organisations

    told = {"from_on": today(), "by": None, "on": today()}
    organisations.appoint(cast.colleague.user, cast.units.plant, "treasurer", **told)
    row = opened(by=cast.colleague.user)
    duty = Duty.objects.open().about(row).get()
    assert (row.lead, duty.kind, duty.held_at) == (None, "urgent.lead", cast.units.plant)
    actions.hand_over(row, cast.plant_chair, by=cast.plant_chair, on=today())
    assert not Duty.objects.open().about(row).exists()
    telling = row.tellings.first()
    assert Duty.objects.open().about(telling).get().holder == cast.plant_chair


def test_the_offices_above_get_a_notice(opened, cast):
    row = opened()
    told = Message.objects.filter(template="urgent/opened").values_list("receiver", flat=True)
    assert set(told) == {
        cast.street_chair.pk,
        cast.rights_officer.pk,
        cast.second_rights_officer.pk,
        cast.plant_desk_officer.pk,
    }
    assert Message.objects.filter(template="urgent/opened").first().url == row.get_absolute_url()


def test_sent_twice_it_is_one_matter(opened):
    key = uuid4()
    assert opened(submission=key) == opened(submission=key)


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "x"},
        {"gravity": 4},
        {"people": -1},
        {"place": " "},
        {"text": ""},
        {"learnt_at": MONDAY + timedelta(days=9999)},
    ],
)
def test_it_is_refused_where_something_cannot_be(told, opened):
    with pytest.raises(Refused):
        opened(**told)
    assert UrgentMatter.objects.count() == 0


def test_a_telling_is_written_down_once(opened, cast):
    telling = opened().tellings.first()
    told = {"at": now(), "way": "telephone", "by": cast.plant_chair, "on": today()}
    actions.note_told(telling, whom="沈国华", **told)
    assert (telling.whom, telling.was_late) == ("沈国华", False)
    assert not Duty.objects.open().about(telling).exists()
    with pytest.raises(Refused):
        actions.note_told(telling, whom="沈国华", **told)
    with pytest.raises(Refused):
        actions.drop_telling(telling, reason="x", by=cast.plant_chair, on=today())


def test_told_after_its_hour_it_says_so(opened, cast):
    telling = opened(learnt_at=now() - 5 * HOUR).tellings.first()
    told = {"at": now(), "way": "person", "whom": "沈国华", "by": cast.plant_chair, "on": today()}
    assert actions.note_told(telling, **told).was_late


def test_somebody_else_told_stands_on_the_list(opened, cast):
    row, by = opened(gravity=1), {"by": cast.plant_chair, "on": today()}
    told = {"at": now(), "way": "telephone", "whom": "值班员"}
    actions.add_told(row, party="区人社局", **told, **by)
    assert [(one.name, one.is_waiting) for one in row.tellings.order_by("pk")] == [
        ("北山街道总工会", True),
        ("区人社局", False),
    ]


def test_who_need_not_be_told_is_dropped_for_a_reason(opened, cast):
    telling, by = opened().tellings.first(), {"by": cast.plant_chair, "on": today()}
    with pytest.raises(Refused):
        actions.drop_telling(telling, reason=" ", **by)
    assert actions.drop_telling(telling, reason="街道正在现场", **by).dropped
    assert not Duty.objects.open().about(telling).exists()


def test_over_its_hour_the_lead_is_told_once(opened, cast):
    row = opened(learnt_at=now() - 5 * HOUR)
    for _minute in range(2):
        chase_tellings(now())
    chased = Message.objects.filter(template="urgent/chased")
    assert [one.receiver for one in chased] == [cast.plant_chair] * row.tellings.count()


def test_before_its_hour_nobody_is_chased(opened):
    opened()
    chase_tellings(now())
    assert not Message.objects.filter(template="urgent/chased").exists()


def test_a_line_written_later_says_so_and_is_never_changed(opened, cast):
    row, by = opened(learnt_at=now() - 3 * HOUR), {"by": cast.plant_chair, "on": today()}
    early = actions.add_line(row, at=now() - HOUR, text="班长到场", **by)
    fresh = actions.add_line(row, at=now(), text="单位同意谈", **by)
    assert (early.is_late, fresh.is_late) == (True, False)
    early.text = "x"
    with pytest.raises(TypeError):
        early.save()
    with pytest.raises(TypeError):
        early.delete()
    with pytest.raises(Refused):
        actions.add_line(row, at=now() + HOUR, text="x", **by)
    with pytest.raises(Refused):
        actions.add_line(row, at=now(), text=" ", **by)


def test_graver_than_thought_more_have_to_be_told_from_now_on(opened, cast):
    by = {"by": cast.plant_chair, "on": today()}
    with standing_at(MONDAY):
        row = opened(gravity=1)
    with standing_at(MONDAY + 6 * HOUR):
        actions.reassess(row, gravity=3, people=120, reason="两个车间停工", **by)
    assert [(one.name, one.due_at) for one in row.tellings.order_by("pk")] == [
        ("北山街道总工会", MONDAY + 24 * HOUR),
        ("东湖区总工会", MONDAY + 8 * HOUR),
        ("江城市总工会", MONDAY + 8 * HOUR),
    ]
    with pytest.raises(Refused):
        actions.reassess(row, gravity=3, people=120, reason="x", **by)


def test_it_is_led_by_somebody_who_may(opened, cast):
    row, by = opened(), {"by": cast.plant_chair, "on": today()}
    with pytest.raises(Refused):
        actions.hand_over(row, cast.stranger_chair, **by)
    other = UrgentMatter.objects.get(pk=row.pk)
    actions.hand_over(row, cast.rights_officer, **by)
    assert row.lead == cast.rights_officer
    with pytest.raises(Refused):
        actions.hand_over(other, cast.street_chair, **by)


def ended(row, cast):
    by = {"by": cast.plant_chair, "on": today()}
    for telling in row.tellings.waiting():
        actions.note_told(telling, at=now(), way="telephone", whom="值班员", **by)
    return actions.end(row, summary="补发了工资，复工。", lessons="每月核对工资发放。", **by)


def test_it_ends_with_summary_and_lessons_once_everybody_was_told(opened, cast):
    row, by = opened(), {"by": cast.plant_chair, "on": today()}
    with pytest.raises(Refused):
        actions.end(row, summary="x", lessons="x", **by)
    with pytest.raises(Refused):
        actions.end(row, summary="x", lessons=" ", **by)
    assert not ended(row, cast).is_open
    assert not Duty.objects.open().filter(subject_type__startswith="urgent.").exists()


def test_nothing_is_added_once_it_has_ended(opened, cast):
    row, by = ended(opened(), cast), {"by": cast.plant_chair, "on": today()}
    with pytest.raises(Refused):
        actions.add_line(row, at=now(), text="x", **by)
    with pytest.raises(Refused):
        concerned.add_affected(row, cast.worker, agreed=True, **by)
    with pytest.raises(Refused):
        actions.end(row, summary="x", lessons="x", **by)


def test_only_who_agrees_stands_on_the_list(opened, cast):
    row, by = opened(), {"by": cast.plant_chair, "on": today()}
    with pytest.raises(Refused):
        concerned.add_affected(row, cast.worker, agreed=False, **by)
    listed = concerned.add_affected(row, cast.worker, agreed=True, **by)
    told = Message.objects.get(template="urgent/listed")
    assert (told.receiver, told.url) == (cast.worker.user, row.my_url)
    with pytest.raises(Refused):
        concerned.add_affected(row, cast.worker, agreed=True, **by)
    concerned.remove_affected(listed, by=cast.worker.user, on=today())
    assert not Affected.objects.exists()


def test_a_request_is_linked_by_the_address_of_its_page(opened, cast, rf):
    row, by = opened(), {"by": cast.rights_officer, "on": today()}
    case = take_down(cast.worker, topic="pay", text="欠薪", by=cast.rights_officer, on=today())
    concerned.link(row, address=f"https://union.example{case.get_absolute_url()}?show=open", **by)
    found = [(case.title, case.get_absolute_url())]
    assert concerned.linked(row, cast.rights_officer) == found
    assert concerned.linked(row, cast.treasurer) == []
    with pytest.raises(Refused):
        concerned.link(row, address=case.get_absolute_url(), **by)


@pytest.mark.parametrize(
    "address", ["", "x", "/cases/", "/cases/20200101-XXXXX/", "http://[", "/x/"]
)
def test_nothing_else_is_linked(address, opened, cast):
    with pytest.raises(Refused):
        concerned.link(opened(), address=address, by=cast.rights_officer, on=today())


def test_what_the_officer_cannot_open_is_not_linked(opened, cast):
    row = opened()
    case = take_down(
        cast.worker, topic="pay", text="欠薪", restricted=True, by=cast.rights_officer, on=today()
    )
    with pytest.raises(Refused):
        concerned.link(row, address=case.get_absolute_url(), by=cast.plant_chair, on=today())
