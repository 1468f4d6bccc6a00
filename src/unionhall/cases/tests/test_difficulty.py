"""How much work a request is sets the promise for its answer, and never goes beyond the law."""

from datetime import timedelta

import pytest
from django.urls import reverse

from unionhall.cases import actions, my_actions, periods
from unionhall.cases.models import Case, Topic
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.queries import trail
from unionhall.rulebook import deadlines
from unionhall.rulebook.actions import set_by_law

pytestmark = pytest.mark.django_db
RULES = {
    "": "cn.pet.decide_60_30",
    "simple": "own.request.simple_10wd",
    "ordinary": "own.request.ordinary_30d",
    "hard": "own.request.hard_60d",
}


@pytest.fixture
def case(cast) -> Case:
    return actions.take_down(
        cast.worker, topic=Topic.PAY, text="加班费没有发", by=cast.desk_officer, on=today()
    )


def answer_duty(case) -> Duty:
    return Duty.objects.about(case).open().get(kind="cases.answer")


def due(rule: str):
    return deadlines.due(rule, start=today()).due_on


def sort(cast, case, difficulty, **more):
    actions.set_difficulty(
        case, difficulty=difficulty, reason="x", by=cast.plant_chair, on=today(), **more
    )


@pytest.mark.parametrize("difficulty", RULES)
def test_the_class_set_on_taking_it_on_sets_the_date(cast, case, difficulty):
    actions.accept(case, difficulty=difficulty, by=cast.plant_chair, on=today())
    case.refresh_from_db()
    assert (case.difficulty, case.due_on) == (difficulty, due(RULES[difficulty]))
    assert answer_duty(case).due_on == case.due_on


def test_set_anew_the_date_follows_and_the_worker_reads_why(cast, case):
    actions.accept(case, difficulty="simple", by=cast.plant_chair, on=today())
    sort(cast, case, "ordinary")
    case.refresh_from_db()
    duty = answer_duty(case)
    assert (case.due_on, duty.due_on, duty.rule) == (due(RULES["ordinary"]),) * 2 + (
        RULES["ordinary"],
    )
    last = trail(case)[-1]
    assert (last.verb, last.personal["reason"]) == ("cases.difficulty_set", "x")
    assert [event.kind for event in duty.events.all()] == ["recompute"]


def test_the_promise_is_never_later_than_the_law_as_the_union_has_set_it(cast, case):
    place = answer_place(case)
    set_by_law(
        RULES[""], "days", 20, jurisdiction=place, source="x", from_on=today(), by=None, on=today()
    )
    actions.accept(case, difficulty="hard", by=cast.plant_chair, on=today())
    duty = answer_duty(case)
    assert (duty.rule, duty.due_on) == (
        RULES[""],
        deadlines.due(RULES[""], start=today(), jurisdiction=place).due_on,
    )


def test_a_union_may_promise_sooner(cast, case):
    place = answer_place(case)
    told = {"source": "x", "from_on": today(), "by": None, "on": today()}
    set_by_law(RULES["simple"], "working_days", 3, jurisdiction=place, **told)
    with pytest.raises(Refused):
        set_by_law(RULES["ordinary"], "days", 31, jurisdiction=place, **told)
    actions.accept(case, difficulty="simple", by=cast.plant_chair, on=today())
    assert case.due_on == deadlines.due(RULES["simple"], start=today(), jurisdiction=place).due_on
    assert case.due_on < due(RULES["simple"])


def answer_place(case) -> str:
    return Duty.objects.about(case).get().jurisdiction


def test_an_extension_stays_within_the_law_s_last_day(cast, case, monkeypatch):
    actions.accept(case, difficulty="hard", by=cast.plant_chair, on=today())
    last = periods.latest_answer(start=today(), jurisdiction=answer_duty(case).jurisdiction)
    actions.extend(case, days=30, reason="x", by=cast.plant_chair, on=today())
    assert case.due_on == last


def test_an_extension_beyond_it_is_refused(cast, case, monkeypatch):
    actions.accept(case, difficulty="hard", by=cast.plant_chair, on=today())
    monkeypatch.setattr(periods, "latest_answer", lambda **told: today() + timedelta(days=62))
    with pytest.raises(Refused):
        actions.extend(case, days=30, reason="x", by=cast.plant_chair, on=today())
    case.refresh_from_db()
    assert case.due_on == due(RULES["hard"])


def test_time_added_stays_added_and_more_than_a_class_allows_is_refused(cast, case):
    actions.accept(case, difficulty="ordinary", by=cast.plant_chair, on=today())
    actions.extend(case, days=15, reason="x", by=cast.plant_chair, on=today())
    with pytest.raises(Refused):
        sort(cast, case, "simple")
    case.refresh_from_db()
    assert case.difficulty == "ordinary"
    sort(cast, case, "hard")
    assert case.due_on > due(RULES["hard"])


@pytest.mark.parametrize("difficulty", ["", "easy", "ordinary"])
def test_no_class_and_the_same_class_are_refused(cast, case, difficulty):
    actions.accept(case, difficulty="ordinary", by=cast.plant_chair, on=today())
    with pytest.raises(Refused):
        sort(cast, case, difficulty)


def test_a_reason_is_needed(cast, case):
    actions.accept(case, by=cast.plant_chair, on=today())
    with pytest.raises(Refused):
        actions.set_difficulty(case, difficulty="hard", reason=" ", by=cast.plant_chair, on=today())


def test_before_it_is_taken_on_there_is_nothing_to_promise(cast, case):
    with pytest.raises(Refused):
        sort(cast, case, "hard")


def test_under_review_the_law_holds(cast, case):
    actions.accept(case, difficulty="simple", by=cast.plant_chair, on=today())
    actions.propose_closing(case, answer="a", by=cast.plant_chair, on=today())
    my_actions.ask_review(case, reason="x", by=cast.worker.user, on=today())
    actions.accept(case, difficulty="simple", by=cast.street_chair, on=today())
    assert answer_duty(case).rule == "cn.pet.review_30_30"
    with pytest.raises(Refused):
        actions.set_difficulty(
            case, difficulty="hard", reason="x", by=cast.street_chair, on=today()
        )


def test_opened_again_its_promise_holds_again(cast, case):
    actions.accept(case, difficulty="simple", by=cast.plant_chair, on=today())
    actions.propose_closing(case, answer="a", by=cast.plant_chair, on=today())
    my_actions.confirm(case, satisfaction=3, by=cast.worker.user, on=today())
    actions.reopen(case, reason="x", by=cast.plant_chair, on=today())
    assert (case.due_on, answer_duty(case).rule) == (due(RULES["simple"]), RULES["simple"])


def test_the_pages_take_it_on_set_it_anew_and_filter_by_it(cast, case, signed_in):
    client = signed_in(cast.plant_chair)
    client.post(reverse("cases:accept", args=[case.number]), {"difficulty": "simple"})
    case.refresh_from_db()
    assert case.difficulty == "simple"
    address = reverse("cases:set_difficulty", args=[case.number])
    assert client.post(address, {"difficulty": "hard"}).status_code == 422
    assert client.post(address, {"difficulty": "hard", "reason": "涉及多人"}).status_code == 302
    for asked, found in (("hard", 1), ("simple", 0)):
        page = client.get(reverse("cases:inbox"), {"difficulty": asked}).context["page"]
        assert len(page.rows) == found
    told = signed_in(cast.worker).get(case.my_url).content.decode()
    assert "涉及多人" in told


def test_a_stranger_does_not_reach_it(cast, case, signed_in):
    address = reverse("cases:set_difficulty", args=[case.number])
    typed = {"difficulty": "hard", "reason": "x"}
    assert signed_in(cast.stranger_chair).post(address, typed).status_code == 404
