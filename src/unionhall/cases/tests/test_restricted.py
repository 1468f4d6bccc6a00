"""A request kept to the federation's rights officer: the worker's own union cannot learn of it."""

import pytest

from unionhall.cases import actions, my_actions, queries, routing
from unionhall.cases.models import Case, Draft, Status, Topic
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.models import Entry
from unionhall.notifications.models import Message as Notice

pytestmark = pytest.mark.django_db
MAY_READ = {"rights_officer", "second_rights_officer", "city_rights_officer"}
OFFICES = [
    "chair", "vice_chair", "rights_officer", "second_rights_officer", "desk_officer",
    "register_officer", "treasurer", "auditor", "women_officer", "administrator",
    "city_rights_officer", "street_chair", "plant_chair", "plant_desk_officer", "shop_chair",
    "stranger_chair", "stranger_rights_officer", "stranger_register_officer",
]  # fmt: skip


@pytest.fixture
def case(cast) -> Case:
    draft = Draft.objects.create(
        person=cast.worker, text="主席克扣我的补贴", topic=Topic.PAY, is_restricted=True
    )
    return my_actions.submit(draft, by=cast.worker.user, on=today())


def test_it_goes_past_the_enterprise_union_to_the_nearest_rights_officer(case, cast):
    assert (case.organisation, case.is_restricted) == (cast.units.district, True)


def test_exactly_the_rights_officers_can_read_it(case, cast):
    seeing = {
        name for name in OFFICES if case in queries.readable_by(getattr(cast, name), on=today())
    }
    assert seeing == MAY_READ


def test_those_named_beforehand_are_those_who_can_read_it(case, cast):
    desks = routing.readers(case.organisation, restricted=True, on=today())
    assert [(desk.organisation.code, desk.office) for desk in desks] == [
        ("330101", "rights_officer"),
        ("3301", "rights_officer"),
    ]


@pytest.mark.parametrize("office", OFFICES)
def test_no_other_office_finds_it_by_any_filter(case, cast, office):
    user = getattr(cast, office)
    found = {
        (shown, text): list(
            queries.narrowed(
                queries.readable_by(user, on=today()),
                {"show": shown, "q": text},
                user=user,
                on=today(),
            )
        )
        for shown in ("open", "new", "week", "overdue", "ended")
        for text in ("", case.number, "李小明")
    }
    expected = [case] if office in MAY_READ else []
    texts = ("", case.number, "李小明")
    assert [found[shown, text] for shown in ("open", "new") for text in texts] == [expected] * 6
    assert [found[shown, text] for shown in ("ended", "overdue") for text in texts] == [[]] * 6


def test_nobody_else_is_told(case, cast):
    told = set(
        Notice.objects.filter(subject_type="cases.case").values_list(
            "receiver__username", flat=True
        )
    )
    assert told == {"rights-officer", "second-rights-officer"}


def test_its_history_is_not_in_the_unions_chain(case, cast):
    chains = set(Entry.objects.filter(subject_type="cases.case").values_list("chain", flat=True))
    assert chains == {cast.units.district.chain}


def test_its_duty_belongs_to_the_federation_and_is_restricted(case, cast):
    assert [(d.organisation, d.restricted) for d in Duty.objects.about(case)] == [
        (cast.units.district, True)
    ]
    seeing = {
        name
        for name in OFFICES
        if Duty.objects.about(case).visible_to(getattr(cast, name)).exists()
    }
    assert seeing == MAY_READ


def test_its_number_tells_nobody_how_many_there_are(case):
    assert case.number[:9] == f"{today():%Y%m%d}-"
    assert len(case.number) == 14


def test_it_is_never_handed_to_the_enterprise_union_or_another_office(case, cast):
    for unit in (cast.units.plant, cast.units.street):
        with pytest.raises(Refused) as refused:
            actions.hand_over(
                case, to_organisation=unit, reason="x", by=cast.rights_officer, on=today()
            )
        assert refused.value.citation.rule == "cn.pet.no_leak"
    with pytest.raises(Refused):
        actions.hand_over(case, to_user=cast.chair, reason="x", by=cast.rights_officer, on=today())


def test_it_can_be_handed_up_and_to_a_fellow_rights_officer(case, cast):
    actions.hand_over(
        case, to_organisation=cast.units.city, reason="x", by=cast.rights_officer, on=today()
    )
    assert case.organisation == cast.units.city
    actions.hand_over(
        case,
        to_organisation=cast.units.district,
        reason="y",
        by=cast.city_rights_officer,
        on=today(),
    )
    actions.hand_over(
        case, to_user=cast.second_rights_officer, reason="z", by=cast.rights_officer, on=today()
    )
    assert (case.handler, case.status) == (cast.second_rights_officer, Status.ACCEPTED)


def test_asking_again_goes_to_the_rights_officer_above_and_not_to_a_chair(case, cast):
    actions.accept(case, by=cast.rights_officer, on=today())
    actions.propose_closing(case, answer="已核实。", by=cast.rights_officer, on=today())
    my_actions.ask_review(case, reason="没有解决", by=cast.worker.user, on=today())
    assert case.organisation == cast.units.city
    assert [(d.organisation, d.held_as) for d in Duty.objects.about(case).open()] == [
        (cast.units.city, "rights_officer")
    ]


def test_without_a_rights_officer_it_is_not_quietly_sent_elsewhere(cast):
    for unit in (cast.units.district, cast.units.city):
        unit.mandates.filter(office="rights_officer").update(until_on=today())
    draft = Draft.objects.create(person=cast.worker, text="x", topic=Topic.PAY, is_restricted=True)
    with pytest.raises(Refused):
        my_actions.submit(draft, by=cast.worker.user, on=today())
    assert Draft.objects.filter(pk=draft.pk).exists()
    assert not Case.objects.exists()


def test_undoing_an_import_tells_nothing_of_it(cast):
    from unionhall.exchange import actions as exchange
    from unionhall.members.models import Person
    from unionhall.members.roster.actions import import_now

    rows = "姓名,手机号\n钱小云,19900000051\n孙大海,19900000052\n".encode()
    unit, on = cast.units.plant, today()
    _report, importing = import_now(rows, "a.csv", organisation=unit, on=on, by=None)
    person = Person.objects.get(name="钱小云")
    actions.take_down(
        person, topic=Topic.PAY, text="x", restricted=True, by=cast.rights_officer, on=on
    )
    assert exchange.undo(importing, by=cast.register_officer, on=on) == {
        "removed": 2,
        "restored": 0,
    }
    assert [p.name for p in Person.objects.filter(name__in=["钱小云", "孙大海"])] == ["钱小云"]
    assert not person.spells.exists()
