"""What came of a request: noted with the answer or later, and money watched until it is there."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from unionhall.cases import actions, my_actions
from unionhall.cases.models import Case, Topic
from unionhall.cases.outcomes import actions as outcomes
from unionhall.cases.outcomes import elsewhere, queries
from unionhall.cases.outcomes.models import Outcome
from unionhall.cases.outcomes.rules import Money, Noted
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.actions import act
from unionhall.history.queries import trail
from unionhall.organisations import estate

pytestmark = pytest.mark.django_db
PAID = Noted(frozenset({"money", "apology"}), Decimal("1200.50"), 1)


def promised(days: int = 10) -> Noted:
    return Noted(frozenset({"money"}), Decimal(800), 2, today() + timedelta(days=days))


@pytest.fixture
def case(cast) -> Case:
    made = actions.take_down(
        cast.worker, topic=Topic.PAY, text="加班费没有发", by=cast.desk_officer, on=today()
    )
    actions.accept(made, by=cast.plant_chair, on=today())
    return made


def answered(cast, case, noted=None) -> Case:
    actions.propose_closing(
        case, answer="公司已补发。", outcome=noted, by=cast.plant_chair, on=today()
    )
    return case


def owed(case) -> list[str]:
    return sorted(Duty.objects.about(case).open().values_list("kind", flat=True))


def closed() -> Money:
    rows = queries.ended(
        Case.objects.all(), since=today() - timedelta(days=9), until=today() + timedelta(days=1)
    )
    return queries.money_of(rows, until=today() + timedelta(days=1))


def test_the_answer_says_what_came_of_it(cast, case):
    answered(cast, case, PAID)
    outcome = case.outcome
    assert (outcome.amount, outcome.persons, outcome.received_on) == (
        Decimal("1200.50"),
        1,
        today(),
    )
    assert sorted(outcome.results.values_list("kind", flat=True)) == ["apology", "money"]
    assert owed(case) == []
    assert trail(case)[-1].facts["amount"] == "1200.50"


def test_an_answer_without_a_result_can_have_one_later(cast, case):
    answered(cast, case)
    assert not Outcome.objects.exists()
    outcomes.note_outcome(case, PAID, by=cast.plant_chair, on=today())
    assert trail(case)[-1].verb == "cases.outcome_noted"
    assert Outcome.objects.get().case == case


def test_before_an_answer_there_is_no_result(cast, case):
    with pytest.raises(Refused):
        outcomes.note_outcome(case, PAID, by=cast.plant_chair, on=today())


def test_an_answer_with_a_contradiction_is_not_given(cast, case):
    with pytest.raises(Refused):
        answered(cast, case, Noted(frozenset({"nothing", "apology"})))
    case.refresh_from_db()
    assert case.status == "accepted"


def test_noted_anew_the_later_word_counts(cast, case):
    answered(cast, case, promised())
    outcomes.note_outcome(case, Noted(frozenset({"nothing"})), by=cast.plant_chair, on=today())
    outcome = Outcome.objects.get()
    assert (outcome.amount, list(outcome.results.values_list("kind", flat=True))) == (
        None,
        ["nothing"],
    )
    assert owed(case) == []


def test_promised_money_is_owed_a_look_until_it_came(cast, case):
    answered(cast, case, promised())
    duty = Duty.objects.about(case).open().get()
    assert (duty.kind, duty.holder) == ("cases.money_came", cast.plant_chair)
    assert duty.due_on > today() + timedelta(days=10)
    outcomes.confirm_money(case.outcome, by=cast.plant_chair, on=today())
    assert (owed(case), case.outcome.received_on) == ([], today())
    with pytest.raises(Refused):
        outcomes.confirm_money(case.outcome, by=cast.plant_chair, on=today())


def test_money_does_not_come_on_a_day_to_come(cast, case):
    answered(cast, case, promised())
    with pytest.raises(Refused):
        outcomes.confirm_money(
            case.outcome, day=today() + timedelta(days=1), by=cast.plant_chair, on=today()
        )


def test_the_worker_says_that_they_have_it(cast, case):
    answered(cast, case, promised())
    my_actions.confirm(case, satisfaction=3, got_it=True, by=cast.worker.user, on=today())
    outcome = Outcome.objects.get()
    assert (outcome.got_it, outcome.received_on, owed(case)) == (True, today(), [])


def test_the_worker_s_not_yet_weighs_more_than_the_handler_s_word(cast, case):
    answered(cast, case, PAID)
    my_actions.confirm(case, satisfaction=3, got_it=False, by=cast.worker.user, on=today())
    outcome = Outcome.objects.get()
    assert (outcome.got_it, outcome.received_on) == (False, None)
    assert owed(case) == ["cases.money_came"]
    assert closed() == Money(Decimal(0), Decimal("1200.50"), 1, 1)


def test_an_unknown_rule_is_refused(cast, case):
    with pytest.raises(Refused):
        answered(cast, case, Noted(frozenset({"apology"}), clause="cn.no.such"))


def test_money_kept_elsewhere_is_not_written_down_twice_and_counts_once(cast, case, monkeypatch):
    answered(cast, case, PAID)
    my_actions.confirm(case, satisfaction=3, by=cast.worker.user, on=today())
    assert closed() == Money(Decimal("1200.50"), Decimal(0), 1, 1)
    kept = Money(Decimal(50), Decimal(70), 3, 1)
    monkeypatch.setattr(elsewhere, "_purses", [lambda cases: {case.pk: kept}])
    assert closed() == kept
    with pytest.raises(Refused):
        outcomes.note_outcome(case, PAID, by=cast.plant_chair, on=today())


def test_what_two_know_of_is_one_result(cast, case, monkeypatch):
    answered(cast, case, Noted(frozenset({"safety", "apology"})))
    monkeypatch.setattr(elsewhere, "_knowers", [lambda cases: {case.pk: {"safety", "practice"}}])
    counted = queries.by_kind(Case.objects.all(), until=today() + timedelta(days=1))
    assert sum(counted.values()) == 3


def test_an_officer_notes_it_on_a_page(cast, case, signed_in):
    answered(cast, case)
    client = signed_in(cast.plant_chair)
    address = reverse("cases:note_outcome", args=[case.number])
    assert address in client.get(case.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"kinds": ["money"]}).status_code == 409
    typed = {"kinds": ["money"], "amount": "88.8", "persons": "2", "paid": "promised"}
    assert client.post(address, typed).status_code == 422
    typed["promised_on"] = (today() + timedelta(days=3)).isoformat()
    assert client.post(address, typed).status_code == 302
    assert "88.80" in client.get(case.get_absolute_url()).content.decode()
    came = reverse("cases:confirm_money", args=[case.number])
    assert client.get(came).status_code == 200
    assert client.post(came, {"day": today().isoformat()}).status_code == 302
    assert Outcome.objects.get().received_on == today()


def test_the_answer_s_dialog_takes_it_along(cast, case, signed_in):
    client = signed_in(cast.plant_chair)
    address = reverse("cases:propose_closing", args=[case.number])
    typed = {"answer": "好了", "kinds": ["money", "contract"], "amount": "10", "paid": "received"}
    assert client.post(address, typed).status_code == 302
    assert (Outcome.objects.get().amount, Outcome.objects.get().persons) == (Decimal(10), 1)


def test_the_worker_reads_it_and_says_whether_it_came(cast, case, signed_in):
    answered(cast, case, promised())
    client = signed_in(cast.worker)
    page = client.get(case.my_url).content.decode()
    assert ("800.00" in page, "got_it" in page) == (True, True)
    client.post(reverse("cases:confirm", args=[case.number]), {"satisfaction": 3, "got_it": "no"})
    assert Outcome.objects.get().got_it is False


def test_a_stranger_does_not_reach_it(cast, case, signed_in):
    answered(cast, case)
    for name in ("note_outcome", "confirm_money"):
        address = reverse(f"cases:{name}", args=[case.number])
        assert signed_in(cast.stranger_chair).get(address).status_code == 404


def test_an_officer_notes_nothing_of_their_own_request(cast, case):
    answered(cast, case)
    case.person.user = cast.plant_chair
    with pytest.raises(Refused):
        outcomes.note_outcome(case, PAID, by=cast.plant_chair, on=today())


def test_the_board_adds_the_money_up(cast, case, signed_in):
    answered(cast, case, PAID)
    my_actions.confirm(case, satisfaction=3, by=cast.worker.user, on=today())
    assert "1,200.50" in signed_in(cast.chair).get("/cases/dashboard/").content.decode()
    assert (
        "1,200.50" not in signed_in(cast.register_officer).get("/cases/dashboard/").content.decode()
    )


def test_promised_money_of_a_union_that_ends_is_watched_in_the_one_that_takes_its_place(cast, case):
    answered(cast, case, promised())
    my_actions.confirm(case, satisfaction=3, by=cast.worker.user, on=today())
    handing = estate.Handing(cast.units.plant, cast.units.district, cast.chair, today())
    part = next(one for one in estate.parts() if one.name == "cases")
    assert (part.count(handing), act(part.hand)(handing)) == (1, 1)
    case.refresh_from_db()
    duty = Duty.objects.about(case).open().get()
    assert (case.status, case.organisation, duty.held_at) == (
        "closed",
        cast.units.district,
        cast.units.district,
    )
