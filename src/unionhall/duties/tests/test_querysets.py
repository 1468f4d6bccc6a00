from datetime import timedelta

from unionhall.access.scope import scope
from unionhall.duties import actions, subjects
from unionhall.duties.models import Duty
from unionhall.duties.queries import Figures, on_time_figures, receivers, with_subjects
from unionhall.duties.story import story
from unionhall.duties.tests.conftest import DUE, ON, person, sit
from unionhall.organisations import closing
from unionhall.organisations.models import Mandate

DAY = timedelta(days=1)


def numbers(duties):
    return sorted(duty.subject_id for duty in duties)


def test_open_overdue_and_due_within(officers, opened):
    for number in range(4):
        opened(number)
    actions.fulfil(("cases.case", 0), "cases.answer", by=officers.desk, on=ON)
    actions.void(("cases.case", 1), by=officers.desk, on=ON, reason="x")
    actions.pause(Duty.objects.get(subject_id=2), reason="x", by=officers.desk, on=ON)
    assert numbers(Duty.objects.open()) == [2, 3]
    assert numbers(Duty.objects.overdue(on=DUE)) == []
    assert numbers(Duty.objects.overdue(on=DUE + DAY)) == [3]
    assert numbers(Duty.objects.due_within(on=DUE - 6 * DAY, days=7)) == [3]
    assert numbers(Duty.objects.due_within(on=DUE - 7 * DAY, days=7)) == []
    assert numbers(Duty.objects.due_within(on=DUE + DAY, days=7)) == []


def test_one_holds_ones_own_and_those_of_ones_offices(officers, units, opened):
    opened(1)
    opened(2, holder=officers.desk)
    opened(3, office="chair")
    opened(4, organisation=units.district)
    colleague = sit(units.plant, "desk_officer")
    assert numbers(Duty.objects.held_by(officers.desk, on=ON)) == [1, 2]
    assert numbers(Duty.objects.held_by(colleague, on=ON)) == [1]
    assert numbers(Duty.objects.held_by(officers.chair, on=ON)) == [3]
    assert numbers(Duty.objects.held_by(person(), on=ON)) == []


def test_what_ones_office_holds_ends_with_the_mandate(officers, opened):
    opened(1)
    Mandate.objects.filter(user=officers.desk).update(until_on=ON + DAY)
    assert numbers(Duty.objects.held_by(officers.desk, on=ON)) == [1]
    assert numbers(Duty.objects.held_by(officers.desk, on=ON + DAY)) == []


def test_visible_is_what_one_holds_and_what_lies_in_scope(officers, units, opened):
    opened(1)
    opened(2, organisation=units.district)
    opened(3, organisation=units.elsewhere, office="chair")
    opened(4, office="rights_officer", restricted=True, organisation=units.district)
    seen = {
        name: numbers(Duty.objects.visible_to(user, on=ON)) for name, user in vars(officers).items()
    }
    assert seen == {
        "desk": [1],
        "chair": [1],
        "district_desk": [1, 2],
        "district_rights": [1, 2, 4],
        "district_chair": [1, 2],
        "city_rights": [1, 2, 3, 4],
        "city_chair": [1, 2, 3],
        "administrator": [],
        "stranger": [3],
    }


def test_whoever_holds_a_restricted_duty_sees_it(officers, units, opened):
    Mandate.objects.filter(office="rights_officer").update(until_on=ON)
    duty = opened(1, office="rights_officer", restricted=True)
    assert duty.held_as == "administrator"
    assert numbers(Duty.objects.visible_to(officers.administrator, on=ON)) == [1]
    assert numbers(Duty.objects.visible_to(officers.city_chair, on=ON)) == []


def test_on_time_figures_by_unit_and_kind(officers, units, opened):
    for number in range(6):
        opened(number)
    opened(6, organisation=units.district, kind="cases.accept")
    opened(7, organisation=units.elsewhere, office="chair")
    opened(8, organisation=units.district, office="rights_officer", restricted=True)
    desk = officers.desk
    for number, on in ((0, ON), (1, DUE), (2, DUE + DAY)):
        actions.fulfil(("cases.case", number), "cases.answer", by=desk, on=on)
    actions.void(("cases.case", 3), by=desk, on=ON, reason="x")
    actions.pause(Duty.objects.get(subject_id=4), reason="x", by=desk, on=ON)
    district = scope(officers.district_chair, "duties.view", on=ON)
    figures = on_time_figures(district, DUE, DUE + DAY, on=DUE + 5 * DAY)
    assert figures.total == Figures(on_time=2, late=1, overdue=2)
    assert figures.by_unit == {
        units.plant.pk: Figures(2, 1, 1),
        units.district.pk: Figures(0, 0, 1),
    }
    assert figures.by_kind == {
        "cases.answer": Figures(2, 1, 1),
        "cases.accept": Figures(0, 0, 1),
    }
    confided = on_time_figures(district, DUE, DUE + DAY, on=DUE + 5 * DAY, confided=True)
    assert confided.total == Figures(2, 1, 3)


def test_what_has_not_fallen_due_is_not_judged(officers, opened):
    opened(1)
    district = scope(officers.district_chair, "duties.view", on=ON)
    assert on_time_figures(district, ON, DUE + DAY, on=DUE).total == Figures()
    assert on_time_figures(district, ON, DUE, on=DUE + 9 * DAY).total == Figures()


def test_subjects_are_asked_once_for_a_page(officers, opened, named):
    duties = [opened(number) for number in (1, 2, 3)]
    rows = with_subjects(duties, user=officers.desk)
    assert [(row.label, row.title, row.url) for row in rows] == [
        ("Answer it", f"Request {number}", f"/cases/{number}/") for number in (1, 2, 3)
    ]
    assert named == [[1, 2, 3]]


def test_what_one_may_not_see_keeps_its_title(officers, opened, named):
    duty = opened(1)
    (row,) = with_subjects([duty], user=officers.chair)
    assert (row.title, row.url) == ("Answer it", duty.get_absolute_url())


def test_an_unregistered_subject_has_the_duty_itself(officers, opened):
    duty = opened(1, subject=("tests.thing", 1), kind="cases.refuse")
    (row,) = with_subjects([duty], user=officers.desk)
    assert row.url == duty.get_absolute_url()
    assert row.label == subjects.label("cases.refuse") != subjects.label("nothing.known")


def test_receivers_are_those_in_office_there_and_above(officers, units, opened):
    sit(units.plant, "desk_officer", user=person("何平"))
    found = [r.key for r in receivers(opened(1, holder=officers.desk), on=ON)]
    assert f"user-{units.plant.pk}-{officers.desk.pk}" not in found
    assert f"office-{units.plant.pk}-desk_officer" in found
    assert f"user-{units.district.pk}-{officers.district_rights.pk}" in found
    assert not [key for key in found if str(officers.stranger.pk) == key.rpartition("-")[2]]
    assert not [key for key in found if "administrator" in key]
    units_in_order = [int(key.split("-")[1]) for key in found]
    line = [units.plant.pk, units.district.pk, units.city.pk]
    assert sorted(units_in_order, key=line.index) == units_in_order


def test_receivers_of_a_restricted_duty_are_confidants_of_federations(officers, units, opened):
    sit(units.plant, "rights_officer")
    duty = opened(1, office="rights_officer", restricted=True)
    assert {(r.organisation.code, r.office) for r in receivers(duty, on=ON)} == {
        ("district", "rights_officer"),
        ("city", "rights_officer"),
    }


def test_the_story_of_a_duty_in_sentences(officers, units, opened):
    duty = opened(1)
    actions.extend(duty, days=5, reason="an expert is asked", by=officers.desk, on=ON)
    actions.pass_on(duty, to_office="chair", by=officers.desk, on=ON)
    told = story(duty)
    assert [(line.by_label, line.body) for line in told] == [
        ("plant desk_officer", "an expert is asked"),
        ("plant desk_officer", ""),
    ]
    assert "plant" in told[1].sentence


def test_no_unit_closes_while_something_is_owed_there(officers, units, opened):
    assert closing.obstacles(units.plant, on=ON) == []
    opened(1)
    opened(2)
    assert closing.obstacles(units.plant, on=ON) == ["那里还有待办没有办完。"]
    actions.void(("cases.case", 1), by=officers.desk, on=ON, reason="x")
    actions.void(("cases.case", 2), by=officers.desk, on=ON, reason="x")
    assert closing.obstacles(units.plant, on=ON) == []


def test_many_duties_at_once_are_like_those_opened_one_by_one(officers, units, opened):
    from unionhall.duties.bulk import Opening, open_many

    facts = ({}, {"holder": officers.desk}, {"organisation": units.district, "office": "chair"})
    one_by_one = [opened(number, **fact) for number, fact in enumerate(facts)]
    at_once = open_many(
        [
            Opening(
                kind="cases.answer",
                subject=("cases.case", 10 + number),
                rule=one_by_one[0].rule,
                start=ON,
                **{"organisation": units.plant, "office": "desk_officer"} | fact,
            )
            for number, fact in enumerate(facts)
        ],
        on=ON,
    )
    left_out = {"id", "subject_id", "_state"}
    plain = [
        {
            name: value
            for name, value in vars(Duty.objects.get(pk=duty.pk)).items()
            if name not in left_out
        }
        for duty in (*one_by_one, *at_once)
    ]
    assert plain[:3] == plain[3:]


def test_many_duties_take_the_same_queries(officers, units, django_assert_max_num_queries):
    from unionhall.duties.bulk import Opening, open_many

    openings = [
        Opening(
            kind="cases.answer",
            subject=("cases.case", number),
            organisation=[units.plant, units.district][number % 2],
            office="desk_officer",
            rule="cn.pet.decide_60_30",
            start=ON - number * DAY,
            fulfilled_on=ON if number % 3 else None,
            fulfilled_by=officers.desk if number % 3 else None,
        )
        for number in range(60)
    ]
    with django_assert_max_num_queries(7):
        open_many(openings, on=ON)
    assert Duty.objects.count() == 60
    assert Duty.objects.open().count() == 20
