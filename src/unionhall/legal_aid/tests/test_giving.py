"""Aid under way: lawyers and their conflicts, work, hearings, the result, the end; the roster."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.actions import act
from unionhall.history.queries import trail
from unionhall.legal_aid import actions, giving, queries, roster
from unionhall.legal_aid.models import Aid, Assignment, Lawyer, Work
from unionhall.organisations.estate import Handing, parts

pytestmark = pytest.mark.django_db


def owed(aid) -> list[str]:
    return [one.kind for one in Duty.objects.about(aid).open().order_by("pk")]


def verbs(aid) -> list[str]:
    return [entry.verb.partition(".")[2] for entry in trail(aid)]


def test_a_lawyer_is_put_in_charge(given, lawyer):
    assert queries.current_lawyer(given).lawyer == lawyer
    assert (owed(given), verbs(given)) == (
        ["legal_aid.log_work"],
        ["applied", "granted", "assigned"],
    )


def test_no_lawyer_is_named_before_the_decision(cast, aid, lawyer, on):
    with pytest.raises(Refused) as refused:
        giving.assign(aid, lawyer=lawyer, by=cast.rights_officer, on=on)
    assert refused.value.citation.rule == "cn.aid.decide_7d_assign_3d"


def test_a_second_lawyer_is_not_named_beside_the_first(cast, given, add_lawyer, on):
    with pytest.raises(Refused):
        giving.assign(given, lawyer=add_lawyer(licence="2"), by=cast.chair, on=on)
    assert Assignment.objects.count() == 1


def test_whoever_acts_for_the_other_side_is_refused_and_that_is_recorded(cast, aid, lawyer, on):
    roster.note_engagement(lawyer, party="红星机械厂", by=cast.rights_officer, on=on)
    actions.grant(aid, by=cast.rights_officer, on=on)
    with pytest.raises(giving.Conflict):
        giving.assign(aid, lawyer=lawyer, by=cast.rights_officer, on=on)
    assert (Assignment.objects.count(), verbs(aid)) == (0, ["applied", "granted", "conflict"])


def test_a_lawyer_with_a_matter_against_the_worker_is_refused(cast, given, lawyer, apply, on):
    second = apply(cast.shop_worker, other_side="李小明")
    actions.grant(second, by=cast.rights_officer, on=on)
    mine = roster.add_lawyer(
        cast.units.district,
        name="乔安",
        firm="x",
        licence="9",
        phone="1",
        capacity=3,
        from_on=on,
        by=cast.chair,
        on=on,
    )
    giving.assign(second, lawyer=mine, by=cast.rights_officer, on=on)
    with pytest.raises(giving.Conflict):
        giving.change_lawyer(given, lawyer=mine, reason="x", by=cast.rights_officer, on=on)
    assert queries.current_lawyer(given).lawyer == lawyer


def test_a_lawyer_takes_no_more_than_agreed(cast, given, add_lawyer, apply, on):
    full = add_lawyer(licence="2", capacity=1)
    for name, person in (("甲厂", cast.colleague), ("乙厂", cast.shop_worker)):
        aid = apply(person, other_side=name)
        actions.grant(aid, by=cast.rights_officer, on=on)
        if name == "甲厂":
            giving.assign(aid, lawyer=full, by=cast.rights_officer, on=on)
    with pytest.raises(Refused):
        giving.assign(aid, lawyer=full, by=cast.rights_officer, on=on)


def test_another_lawyer_takes_over_for_a_reason(cast, given, lawyer, add_lawyer, on):
    other = add_lawyer("乔安", "2")
    with pytest.raises(Refused):
        giving.change_lawyer(given, lawyer=other, reason="", by=cast.chair, on=on)
    with pytest.raises(Refused):
        giving.change_lawyer(given, lawyer=lawyer, reason="x", by=cast.chair, on=on)
    giving.change_lawyer(given, lawyer=other, reason="律师生病", by=cast.chair, on=on)
    assert [(one.lawyer, one.until_on, one.reason) for one in given.assignments.order_by("pk")] == [
        (lawyer, on, "律师生病"),
        (other, None, ""),
    ]


def test_hours_and_costs_are_written_down(cast, given, lawyer, on):
    told = {"by": cast.rights_officer, "on": on + timedelta(days=3)}
    giving.log_work(given, day=on, kind="talk", hours=Decimal("1.5"), **told)
    giving.log_work(given, day=on, kind="travel", cost=Decimal("42.50"), **told)
    assert [(one.kind, one.hours, one.cost, one.lawyer) for one in Work.objects.order_by("pk")] == [
        ("talk", Decimal("1.5"), Decimal(0), lawyer),
        ("travel", Decimal(0), Decimal("42.5"), lawyer),
    ]
    assert owed(given) == ["legal_aid.log_work"]


@pytest.mark.parametrize(
    "told",
    [
        {"hours": Decimal(0)},
        {"hours": Decimal(25)},
        {"hours": Decimal(-1)},
        {"kind": "x"},
        {"cost": Decimal("0.001")},
        {"day": date(2026, 6, 2)},
        {"day": date(2026, 5, 31)},
    ],
)
def test_work_has_a_day_a_kind_and_a_measure(cast, given, on, told):
    told = {"day": on, "kind": "talk", "hours": Decimal(1)} | told
    with pytest.raises(Refused):
        giving.log_work(given, **told, by=cast.rights_officer, on=on)
    assert Work.objects.count() == 0


def test_a_hearing_is_written_down_once(cast, given, on):
    told = {"day": on + timedelta(days=20), "by": cast.rights_officer, "on": on}
    giving.add_hearing(given, place="区仲裁委 第二庭", **told)
    with pytest.raises(Refused):
        giving.add_hearing(given, place="x", **told)
    assert [(one.on, one.place) for one in given.hearings.all()] == [
        (date(2026, 6, 21), "区仲裁委 第二庭")
    ]


def test_aid_is_finished_with_its_result_and_the_worker_confirms(cast, given, lawyer, on):
    told = {"result": "won", "outcome": "裁决全额支付", "recovered": Decimal("18600.50")}
    with pytest.raises(Refused):
        giving.confirm(given, by=cast.worker.user, on=on)
    giving.finish(given, **told, by=cast.rights_officer, on=on)
    assert (given.state, given.ended_on, owed(given)) == ("finished", on, [])
    assert queries.current_lawyer(given) is None
    giving.confirm(given, by=cast.worker.user, on=on)
    with pytest.raises(Refused):
        giving.confirm(given, by=cast.worker.user, on=on)
    assert Aid.objects.get(pk=given.pk).confirmed_on == on


def test_nothing_is_finished_without_a_lawyer_or_a_result(cast, aid, given, on):
    for told in ({"result": "x", "outcome": "x"}, {"result": "won", "outcome": ""}):
        with pytest.raises(Refused):
            giving.finish(given, **told, by=cast.rights_officer, on=on)
    given.assignments.update(until_on=on)
    with pytest.raises(Refused):
        giving.finish(given, result="won", outcome="x", by=cast.rights_officer, on=on)


def test_aid_ends_early_on_a_ground(cast, given, on):
    with pytest.raises(Refused):
        giving.end_early(given, ground="x", reason="x", by=cast.rights_officer, on=on)
    told = {"ground": "settled", "reason": "双方自行和解", "by": cast.rights_officer, "on": on}
    giving.end_early(given, **told)
    assert (given.state, owed(given), queries.current_lawyer(given)) == ("ended", [], None)
    with pytest.raises(Refused):
        giving.end_early(given, **told)


def test_rosters_are_kept_by_federations(cast, lawyer, add_lawyer, on):
    with pytest.raises(Refused):
        add_lawyer(name="重复")
    told = {"firm": "x", "licence": "5", "phone": "1", "capacity": 1, "from_on": on}
    with pytest.raises(Refused):
        roster.add_lawyer(cast.units.plant, name="方正", **told, by=cast.plant_chair, on=on)
    assert Lawyer.objects.count() == 1


def test_a_lawyer_leaves_the_roster_once_nothing_is_open(cast, given, lawyer, on):
    told = {"by": cast.rights_officer, "on": on}
    with pytest.raises(Refused):
        roster.end_lawyer(lawyer, **told)
    giving.finish(given, result="advised", outcome="x", **told)
    roster.end_lawyer(lawyer, **told)
    with pytest.raises(Refused):
        roster.end_lawyer(lawyer, **told)
    assert Lawyer.objects.get().until_on == on


def test_the_database_keeps_one_lawyer_for_an_application(given, add_lawyer, on):
    other = add_lawyer(licence="2")
    with pytest.raises(IntegrityError):
        Assignment.objects.create(aid=given, lawyer=other, from_on=on)


def test_aid_and_roster_of_a_federation_that_ends_go_on_in_the_next(aid, cast, on, add_lawyer):
    lawyer = add_lawyer()
    found = {one.name: one for one in parts() if one.name in ("legal_aid", "lawyers")}
    told = {"by": cast.city_rights_officer, "on": on}
    handing = Handing(cast.units.district, cast.units.city, **told)
    assert [found[name].count(handing) for name in ("legal_aid", "lawyers")] == [1, 1]
    assert found["legal_aid"].named(handing) == [aid.number]
    for part in found.values():
        assert act(part.hand)(handing) == 1
        assert part.count(handing) == 0
    aid.refresh_from_db()
    lawyer.refresh_from_db()
    assert (aid.organisation, lawyer.organisation) == (cast.units.city, cast.units.city)
    owed = Duty.objects.about(aid).open()
    assert {duty.organisation for duty in owed} == {cast.units.city}
    assert trail(aid)[-1].verb == "legal_aid.handed_on"
