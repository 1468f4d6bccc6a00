"""An application: taken in, papers, decided, objected to, looked at again, withdrawn."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.queries import trail
from unionhall.legal_aid import actions, giving, queries
from unionhall.legal_aid.models import Aid
from unionhall.notifications.models import Message
from unionhall.organisations.models import Mandate

pytestmark = pytest.mark.django_db
SCOPE = "cn.aid.acftu_scope"


def rule_of(refused) -> str:
    return refused.value.citation.rule if refused.value.citation else ""


def owed(aid) -> list[tuple[str, date]]:
    rows = Duty.objects.about(aid).open().order_by("pk")
    return [(one.kind, one.due_on) for one in rows]


def verbs(aid) -> list[str]:
    return [entry.verb.partition(".")[2] for entry in trail(aid)]


def test_an_application_lies_with_the_federation_which_decides_in_seven_days(cast, aid):
    duty = Duty.objects.about(aid).get()
    assert (aid.organisation, aid.state) == (cast.units.district, "asked")
    assert (duty.kind, duty.due_on, duty.held_as) == (
        "legal_aid.decide",
        date(2026, 6, 8),
        "rights_officer",
    )
    assert verbs(aid) == ["applied"]


def test_an_officer_takes_it_down_and_the_worker_is_told(cast, apply):
    made = apply(by=cast.plant_desk_officer)
    told = Message.objects.filter(receiver=cast.worker.user, template="legal_aid/mine")
    assert [row.subject_id for row in told] == [made.pk]


@pytest.mark.parametrize(
    "told",
    [
        {"matter": "x"},
        {"form": "x"},
        {"text": " "},
        {"other_side": ""},
        {"claim": Decimal("0.001")},
        {"claim": Decimal("-1")},
    ],
)
def test_an_application_says_what_it_is_about(apply, told):
    with pytest.raises(Refused):
        apply(**told)
    assert Aid.objects.count() == 0


def test_the_same_matter_is_not_taken_in_twice(apply, aid):
    with pytest.raises(Refused):
        apply()
    assert apply(other_side="另一家公司").state == "asked"


def test_whoever_no_union_has_is_sent_to_the_register(cast, apply):
    cast.worker.spells.update(until_on=date(2026, 1, 1))
    with pytest.raises(Refused):
        apply()


def test_without_a_federation_in_office_the_duty_of_federations_is_named(cast, apply):
    Mandate.objects.exclude(organisation=cast.units.plant).update(until_on=date(2026, 1, 1))
    with pytest.raises(Refused) as refused:
        apply()
    assert rule_of(refused) == "cn.aid.union_duty"


def test_missing_papers_let_the_period_stand_still(cast, aid, on):
    by = cast.rights_officer
    actions.ask_papers(aid, papers="劳动合同", by=by, on=on + timedelta(days=2))
    assert (aid.state, aid.papers) == ("papers", "劳动合同")
    assert Duty.objects.about(aid).get(kind="legal_aid.decide").paused_on == date(2026, 6, 3)
    with pytest.raises(Refused):
        actions.grant(aid, by=by, on=on + timedelta(days=3))
    actions.give_papers(aid, by=cast.worker.user, on=on + timedelta(days=6))
    assert owed(aid) == [("legal_aid.decide", date(2026, 6, 12))]
    with pytest.raises(Refused):
        actions.give_papers(aid, by=cast.worker.user, on=on)


def test_granted_aid_needs_a_lawyer_within_three_days(cast, aid, on):
    actions.grant(aid, by=cast.rights_officer, on=on)
    assert (aid.state, aid.decided_on) == ("granted", on)
    assert owed(aid) == [("legal_aid.assign", date(2026, 6, 4))]


def test_of_two_who_decide_at_once_one_is_told(cast, aid, on):
    stale = Aid.objects.get(pk=aid.pk)
    actions.grant(aid, by=cast.rights_officer, on=on)
    with pytest.raises(Refused):
        actions.refuse(stale, reason="x", rule=SCOPE, by=cast.chair, on=on)
    assert Aid.objects.get(pk=aid.pk).state == "granted"


def test_a_refusal_names_reason_and_a_binding_article(cast, aid, on):
    told = {"by": cast.rights_officer, "on": on}
    for rule in ("cn.aid.urgent_7d", "cn.ln_jz.aid.conditions", ""):
        with pytest.raises(Refused):
            actions.refuse(aid, reason="x", rule=rule, **told)
    with pytest.raises(Refused):
        actions.refuse(aid, reason=" ", rule=SCOPE, **told)
    actions.refuse(aid, reason="不属于援助范围", rule=SCOPE, **told)
    assert (aid.state, aid.rule, owed(aid)) == ("refused", SCOPE, [])


def test_an_officer_does_not_decide_on_their_own(cast, apply, on):
    cast.worker.user = cast.rights_officer
    cast.worker.save()
    mine = apply(by=cast.rights_officer)
    for act in (actions.grant, actions.begin_urgently):
        with pytest.raises(Refused) as refused:
            act(mine, by=cast.rights_officer, on=on)
        assert rule_of(refused) == "cn.pet.recusal"


@pytest.fixture
def refused_aid(cast, aid, on):
    actions.refuse(aid, reason="不属于援助范围", rule=SCOPE, by=cast.rights_officer, on=on)
    return aid


def test_an_objection_goes_one_level_up_for_five_days(cast, refused_aid, on):
    actions.object_to(refused_aid, objection="属于劳动争议", by=cast.worker.user, on=on)
    duty = Duty.objects.about(refused_aid).open().get()
    assert (duty.kind, duty.organisation, duty.due_on) == (
        "legal_aid.review",
        cast.units.city,
        date(2026, 6, 8),
    )


def test_the_level_above_grants_it_after_all(cast, refused_aid, on):
    actions.object_to(refused_aid, objection="x", by=cast.worker.user, on=on)
    actions.review(refused_aid, grants=True, answer="应予援助", by=cast.city_rights_officer, on=on)
    assert (refused_aid.state, refused_aid.review) == ("granted", "应予援助")
    assert [kind for kind, _due in owed(refused_aid)] == ["legal_aid.assign"]


def test_an_objection_is_answered_once_for_all(cast, refused_aid, on):
    actions.object_to(refused_aid, objection="x", by=cast.worker.user, on=on)
    actions.review(refused_aid, grants=False, answer="维持", by=cast.city_rights_officer, on=on)
    assert (refused_aid.state, owed(refused_aid)) == ("refused", [])
    with pytest.raises(Refused) as refused:
        actions.object_to(refused_aid, objection="x", by=cast.worker.user, on=on)
    assert rule_of(refused) == "cn.aid.objection_5d"


def test_urgent_aid_begins_before_the_decision(cast, apply, lawyer, on):
    aid = apply(limit_on=on + timedelta(days=6))
    actions.begin_urgently(aid, by=cast.rights_officer, on=on)
    assert [kind for kind, _due in owed(aid)] == ["legal_aid.decide", "legal_aid.assign"]
    giving.assign(aid, lawyer=lawyer, by=cast.rights_officer, on=on)
    actions.grant(aid, by=cast.rights_officer, on=on)
    assert [kind for kind, _due in owed(aid)] == ["legal_aid.log_work"]


@pytest.mark.parametrize("days", [None, -1, 7, 30])
def test_aid_that_is_not_urgent_waits_for_the_decision(cast, apply, on, days):
    aid = apply(limit_on=None if days is None else on + timedelta(days=days))
    with pytest.raises(Refused) as refused:
        actions.begin_urgently(aid, by=cast.rights_officer, on=on)
    assert rule_of(refused) == "cn.aid.urgent_7d"


def test_a_worker_withdraws(cast, aid, on):
    actions.withdraw(aid, by=cast.worker.user, on=on)
    assert (aid.state, owed(aid)) == ("withdrawn", [])
    with pytest.raises(Refused):
        actions.withdraw(aid, by=cast.worker.user, on=on)


def test_a_decision_after_its_day_stays_missed(cast, aid, on):
    actions.grant(aid, by=cast.rights_officer, on=on + timedelta(days=9))
    assert [(one["due_on"], one["done_on"]) for one in queries.missed(aid)] == [
        (date(2026, 6, 8), date(2026, 6, 10))
    ]


@pytest.mark.parametrize(
    ("told", "granted"),
    [
        ({"claim": Decimal(999), "low_income": True}, False),
        ({"claim": Decimal(1000), "low_income": True}, True),
        ({"claim": Decimal(1000)}, False),
        ({"claim": Decimal(10), "no_means_test": True}, True),
    ],
)
def test_jinzhou_asks_for_a_sum_and_a_low_income(cast, apply, settle, on, told, granted):
    settle("210702", "古塔区")
    aid = apply(**told)
    if granted:
        actions.grant(aid, by=cast.rights_officer, on=on)
        assert aid.state == "granted"
        return
    with pytest.raises(Refused) as refused:
        actions.grant(aid, by=cast.rights_officer, on=on)
    assert rule_of(refused) == "cn.ln_jz.aid.conditions"


def test_qingdao_decides_within_seven_working_days(apply, settle):
    settle("370202", "市南区")
    duty = Duty.objects.about(apply()).get()
    assert (duty.rule, duty.due_on) == ("cn.qd.aid.days", date(2026, 6, 10))
