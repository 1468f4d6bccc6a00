"""An inspection: planned by enough supervisors, noted item by item, signed by all."""

from datetime import timedelta

import pytest
from django.urls import reverse

from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.supervision import checklist, inspections
from unionhall.supervision.models import Inspection, Item, Matter, Subject

pytestmark = pytest.mark.django_db
GOOD = {"item": "pay-on-time", "in_order": True}
BAD = {"item": "safety-exits", "in_order": False, "text": "通道堆放货物", "affected": 30}


def rule_of(refused) -> str:
    return refused.value.citation.rule if refused.value.citation else ""


@pytest.fixture
def plan(cast, employer, on):
    def made(*supervisors, **told):
        told = {"employer": employer, "planned_on": on} | told
        return inspections.plan(
            cast.units.district, supervisors=supervisors, **told, by=cast.chair, on=on
        )

    return made


def test_one_supervisor_is_too_few(cast, plan):
    with pytest.raises(Refused) as refused:
        plan(cast.rights_officer, cast.rights_officer)
    assert rule_of(refused) == "own.supervision.two_supervisors"


def test_in_zhejiang_the_law_says_so(cast, plan, in_zhejiang):
    with pytest.raises(Refused) as refused:
        plan(cast.rights_officer)
    assert rule_of(refused) == "cn.zj.sup.two_inspectors"


def test_who_holds_no_office_that_inspects_there_goes_nowhere(cast, plan, on):
    for other in (cast.treasurer, cast.stranger_chair):
        with pytest.raises(Refused):
            plan(cast.rights_officer, other)
    with pytest.raises(Refused):
        plan(cast.rights_officer, cast.chair, planned_on=on - timedelta(days=1))


def test_a_planned_inspection_is_owed_the_day_after(planned, on):
    duty = Duty.objects.about(planned).get()
    assert (duty.kind, duty.due_on) == ("supervision.sign", on + timedelta(days=3))


def test_a_record_signed_by_all_with_findings_becomes_a_matter(cast, planned, on):
    one, other = cast.rights_officer, cast.second_rights_officer
    inspections.check(planned, **GOOD, by=one, on=on)
    inspections.check(planned, **BAD, by=other, on=on)
    assert inspections.sign(planned, by=one, on=on) is None
    with pytest.raises(Refused):
        inspections.check(planned, **GOOD, by=other, on=on)
    with pytest.raises(Refused):
        inspections.sign(planned, by=one, on=on)
    matter = inspections.sign(planned, by=other, on=on)
    assert (planned.state, planned.signed_on) == ("done", on)
    assert [(row.item, row.subject, row.affected) for row in matter.findings.all()] == [
        ("safety-exits", "safety", 30)
    ]
    assert Duty.objects.about(planned).open().count() == 0


def test_where_all_is_in_order_there_is_no_matter(cast, planned, on):
    inspections.check(planned, **GOOD, by=cast.rights_officer, on=on)
    for who in (cast.rights_officer, cast.second_rights_officer):
        inspections.sign(planned, by=who, on=on)
    assert (Inspection.objects.get().state, Matter.objects.count()) == ("done", 0)


def test_the_later_word_on_an_item_counts(cast, planned, on):
    told = {"by": cast.rights_officer, "on": on}
    inspections.check(planned, **BAD, **told)
    inspections.check(planned, item="safety-exits", in_order=True, **told)
    assert (planned.findings.count(), planned.in_order.count()) == (0, 1)
    inspections.check(planned, **BAD, **told)
    assert (planned.findings.count(), planned.in_order.count()) == (1, 0)


def test_what_is_refused_at_an_inspection(cast, planned, on):
    refused = [
        lambda: inspections.check(planned, **GOOD, by=cast.chair, on=on),
        lambda: inspections.sign(planned, by=cast.chair, on=on),
        lambda: inspections.sign(planned, by=cast.rights_officer, on=on),  # nothing noted
        lambda: inspections.check(planned, **BAD | {"text": " "}, by=cast.rights_officer, on=on),
        lambda: inspections.check(
            planned, **GOOD | {"item": "none"}, by=cast.rights_officer, on=on
        ),
        lambda: inspections.call_off(planned, reason=" ", by=cast.chair, on=on),
    ]
    for act in refused:
        with pytest.raises(Refused):
            act()
    assert Inspection.objects.get().state == "planned"


def test_an_inspection_is_called_off_once_and_for_a_reason(cast, planned, on):
    inspections.call_off(planned, reason="单位停产", by=cast.chair, on=on)
    assert Duty.objects.about(planned).open().count() == 0
    with pytest.raises(Refused):
        inspections.call_off(planned, reason="x", by=cast.chair, on=on)
    with pytest.raises(Refused):
        inspections.check(planned, **GOOD, by=cast.rights_officer, on=on)


def test_every_subject_of_the_checklist_has_items_in_both_languages():
    found = checklist.shipped().values()
    assert {entry.subject for entry in found} == set(Subject.values)
    assert [entry.code for entry in found if not (entry.words["zh"] and entry.words["en"])] == []


def test_every_rule_of_the_checklist_is_in_the_rulebook():
    from unionhall.rulebook.book import book

    cited = {entry.rule for entry in checklist.shipped().values() if entry.rule}
    assert cited - book().rules.keys() == set()


def test_a_union_s_own_item_holds_for_all_below_and_until_it_is_removed(cast, on):
    told = {"subject": "safety", "text": "高温岗位有清凉饮料", "by": cast.chair, "on": on}
    item = inspections.add_item(cast.units.district, **told)
    code = f"own-{item.pk}"
    assert code in checklist.entries(cast.units.plant)
    assert code not in checklist.entries(cast.units.elsewhere)
    with pytest.raises(Refused):
        inspections.add_item(cast.units.district, **told)
    inspections.remove_item(item, by=cast.chair, on=on)
    assert code not in checklist.entries(cast.units.plant)
    assert checklist.titles({code})[code].text == "高温岗位有清凉饮料"
    with pytest.raises(Refused):
        inspections.remove_item(item, by=cast.chair, on=on)


def test_the_pages_do_what_the_acts_do(cast, employer, signed_in):
    client = signed_in(cast.rights_officer)
    from unionhall.core.clock import today

    sent = {
        "organisation": cast.units.district.code,
        "employer": "红星机械厂",
        "planned_on": today(),
        "supervisors": [cast.rights_officer.pk, cast.second_rights_officer.pk],
    }
    client.post(reverse("supervision:plan"), sent)
    made = Inspection.objects.get()
    address = made.get_absolute_url()
    assert "安全出口" in client.get(address).content.decode()
    found = {"item": "safety-exits", "in_order": "", "severity": "3"}
    page = reverse("supervision:check", args=[made.pk])
    assert client.post(page, found).status_code == 409
    assert client.post(page, found | {"text": "堵塞"}).status_code == 302
    sign = reverse("supervision:sign", args=[made.pk])
    client.post(sign)
    signed_in(cast.second_rights_officer).post(sign)
    assert Matter.objects.get().findings.get().text == "堵塞"
    assert "堵塞" in client.get(address).content.decode()
    assert (
        "红星机械厂"
        in client.get(f"{reverse('supervision:inspections')}?show=past").content.decode()
    )


def test_items_are_added_and_removed_on_the_page(cast, signed_in):
    client = signed_in(cast.rights_officer)
    sent = {"organisation": cast.units.district.code, "subject": "pay", "text": "计件单价公示"}
    client.post(reverse("supervision:add_item"), sent)
    item = Item.objects.get()
    assert "计件单价公示" in client.get(reverse("supervision:items")).content.decode()
    client.post(reverse("supervision:remove_item", args=[item.pk]))
    assert Item.objects.get().removed_on is not None


@pytest.mark.parametrize("who", ["stranger_chair", "treasurer"])
def test_out_of_scope_nothing_is_there(cast, planned, signed_in, who):
    client = signed_in(getattr(cast, who))
    found = [client.get(planned.get_absolute_url()).status_code]
    for name in ("check", "sign", "call_off"):
        found.append(client.post(reverse(f"supervision:{name}", args=[planned.pk])).status_code)
    assert found == [404] * 4
