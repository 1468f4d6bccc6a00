"""Every step of a petition works, is refused where it does not belong, and opens and ends its duties."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from unionhall.cases.models import Channel
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.petitions import actions, bringing
from unionhall.petitions.models import Petition
from unionhall.petitions.procedure import BY_ACT
from unionhall.petitions.tests.conftest import ANSWERED, HANDLED, IN_RECHECK, IN_REVIEW, REVIEWED
from unionhall.petitions.views import queries

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WAYS = {
    "accept": ((), "handled"),
    "pass_to": ((), "passed"),
    "refuse": ((), "not_accepted"),
    "answer": (HANDLED, "answered"),
    "ask_review": (ANSWERED, "in_review"),
    "answer_review": (IN_REVIEW, "reviewed"),
    "ask_recheck": (REVIEWED, "in_recheck"),
    "hold_hearing": (IN_RECHECK, "in_recheck"),
    "end_hearing": ((*IN_RECHECK, "hold_hearing"), "in_recheck"),
    "answer_recheck": (IN_RECHECK, "final"),
    "note_repeat": ((*IN_RECHECK, "answer_recheck"), "final"),
    "withdraw": ((), "withdrawn"),
}
# These two have tests of their own below.
ELSEWHERE = {"receive", "end"}


def rule_of(refused) -> str:
    return refused.value.citation.rule if refused.value.citation else ""


def owed(row) -> list[tuple[str, date]]:
    return sorted(Duty.objects.open().about(row).values_list("kind", "due_on"))


def test_the_table_above_knows_every_step():
    assert WAYS.keys() | ELSEWHERE == BY_ACT.keys()


@pytest.mark.parametrize("act", WAYS)
def test_a_step_leads_where_the_procedure_says(act, received, go):
    before, stage = WAYS[act]
    row = go(received(), *before)
    go(row, act)
    row.refresh_from_db()
    assert (row.stage, row.happenings.last().act) == (stage, act)
    assert {period.kind for period in BY_ACT[act].owes} <= {kind for kind, _due in owed(row)}


@pytest.mark.parametrize("act", [act for act in WAYS if act != "withdraw"])
def test_a_step_is_refused_where_it_does_not_belong(act, received, go):
    row = go(received(), "withdraw")
    with pytest.raises(Refused):
        go(row, act)
    assert list(row.happenings.values_list("act", flat=True)) == ["receive", "withdraw"]


@pytest.mark.parametrize("act", WAYS)
def test_of_two_at_once_one_wins(act, received, go):
    row = go(received(), *WAYS[act][0])
    other = Petition.objects.get(pk=row.pk)
    go(row, act)
    with pytest.raises(Refused):
        go(other, act)
    assert row.happenings.filter(act=act).count() == 1


@pytest.mark.parametrize(
    ("acts", "kind", "due_on"),
    [
        ((), "petitions.decide", date(2026, 6, 16)),
        (HANDLED, "petitions.answer", date(2026, 7, 31)),
        (ANSWERED, "petitions.let_ask", date(2026, 7, 1)),
        (IN_REVIEW, "petitions.answer_review", date(2026, 7, 1)),
        (REVIEWED, "petitions.let_ask", date(2026, 7, 1)),
        (IN_RECHECK, "petitions.answer_recheck", date(2026, 7, 1)),
    ],
)
def test_periods_are_counted_as_the_regulation_says(acts, kind, due_on, received, go):
    assert owed(go(received(), *acts)) == [(kind, due_on)]


def test_each_review_takes_it_one_level_up(received, go, cast):
    row = received()
    found = [row.organisation]
    for act in IN_RECHECK:
        go(row, act)
        found.append(row.organisation)
    street, district, city = (getattr(cast.units, name) for name in ("street", "district", "city"))
    assert found == [street, street, street, district, district, city]


def test_the_answer_may_take_thirty_days_more_and_no_day_more(received, go, cast, on):
    row = go(received(), *HANDLED)
    actions.extend(row, days=30, reason="案情复杂", by=cast.street_chair, on=on)
    assert owed(row) == [("petitions.answer", date(2026, 8, 31))]  # 30 August is a Sunday
    with pytest.raises(Refused):
        actions.extend(row, days=1, reason="再延", by=cast.street_chair, on=on)


def test_a_hearing_stops_the_period_of_the_second_review(received, go, on):
    row = go(received(), *IN_RECHECK, "hold_hearing")
    with pytest.raises(Refused) as refused:
        go(row, "answer_recheck")
    assert rule_of(refused) == "cn.pet.recheck_30_30"
    go(row, "end_hearing", day=on + 5 * DAY)
    assert owed(row) == [("petitions.answer_recheck", date(2026, 7, 6))]


@pytest.mark.parametrize(
    ("before", "act", "rule"),
    [
        (ANSWERED, "ask_review", "cn.pet.review_30_30"),
        (REVIEWED, "ask_recheck", "cn.pet.recheck_30_30"),
    ],
)
def test_a_review_is_asked_for_within_thirty_days(before, act, rule, received, go, on):
    row = go(received(), *before)
    with pytest.raises(Refused) as refused:
        go(row, act, day=on + 31 * DAY)
    assert rule_of(refused) == rule
    assert go(row, act, day=on + 30 * DAY).stage == BY_ACT[act].to


def test_only_the_petitioner_ends_it_before_the_days_are_over(received, go, cast, on):
    row = go(received(), *ANSWERED)
    with pytest.raises(Refused) as refused:
        actions.end(row, by=cast.street_chair, on=on + 30 * DAY)
    assert rule_of(refused) == "cn.pet.review_30_30"
    other = Petition.objects.get(pk=row.pk)
    assert actions.end(row, by=cast.worker.user, on=on).stage == "ended"
    with pytest.raises(Refused):
        actions.end(other, by=cast.worker.user, on=on)


def test_an_officer_ends_it_when_nobody_asked_in_time(received, go, cast, on):
    row = go(received(), *ANSWERED)
    actions.end(row, by=cast.street_chair, on=on + 31 * DAY)
    assert (row.stage, owed(row)) == ("ended", [])


def test_an_answer_needs_words(received, go):
    row = go(received(), *HANDLED)
    with pytest.raises(Refused):
        go(row, "answer", text=" ")


@pytest.mark.parametrize(
    ("about", "lies_with"),
    [("plant", "street"), ("street", "district"), ("district", "city")],
)
def test_a_complaint_goes_above_the_organ_it_is_about(about, lies_with, received, cast):
    row = received(about=getattr(cast.units, about))
    assert row.organisation == getattr(cast.units, lies_with)


def test_a_complaint_goes_above_the_officer_it_is_about(received, cast):
    assert received(about_officer=cast.street_chair).organisation == cast.units.district


def test_a_suggestion_stays_in_the_petitioners_own_union(received, cast):
    assert received(matter="opinion").organisation == cast.units.plant


def test_nobody_above_is_said_so(received, cast):
    with pytest.raises(Refused) as refused:
        received(about=cast.units.city)
    assert rule_of(refused) == "cn.pet.recusal"


def test_a_complaint_says_whom_it_is_about(cast, on):
    with pytest.raises(Refused):
        bringing.receive(
            cast.worker,
            organisation=cast.units.plant,
            matter="complaint",
            text="态度差",
            by=cast.worker.user,
            on=on,
        )


def test_the_officer_it_is_about_neither_sees_it_nor_hears_of_it(received, cast, on):
    from unionhall.access.scope import scope
    from unionhall.notifications.models import Message

    row = received(about_officer=cast.street_chair)
    Petition.objects.filter(pk=row.pk).update(about_officer=cast.rights_officer)
    held = scope(cast.rights_officer, "petitions.view", on=on)
    assert not Petition.objects.within(held).filter(pk=row.pk).exists()
    assert not Duty.objects.visible_to(cast.rights_officer, on=on).about(row).exists()
    assert not Message.objects.filter(receiver=cast.street_chair).exists()
    row.refresh_from_db()
    with pytest.raises(Refused) as refused:
        actions.accept(row, by=cast.rights_officer, on=on)
    assert rule_of(refused) == "cn.pet.recusal"


def test_it_is_never_passed_to_whom_it_is_about(received, go, cast):
    with pytest.raises(Refused) as refused:
        go(received(), "pass_to", to=cast.units.plant.name)
    assert rule_of(refused) == "cn.pet.no_leak"


def test_a_denunciation_lies_where_restricted_requests_are_opened(received, cast, on):
    from unionhall.access.scope import scope

    row = received(matter="denunciation")
    assert (row.organisation, row.is_restricted) == (cast.units.district, True)
    seen = {
        name: Petition.objects.within(scope(getattr(cast, name), "petitions.view", on=on)).exists()
        for name in ("rights_officer", "chair", "street_chair", "plant_chair")
    }
    assert seen == {
        "rights_officer": True,
        "chair": False,
        "street_chair": False,
        "plant_chair": False,
    }


def test_five_petitioners_choose_who_speaks_before_it_is_accepted(received, go, cast, on):
    from tests.cast import joined

    row, by = received(), {"by": cast.street_chair, "on": on}
    for order in range(4):
        person = joined(f"陈{order}", cast.units.plant, account=False)
        bringing.add_petitioner(row, person, **by)
    with pytest.raises(Refused) as refused:
        go(row, "accept")
    assert rule_of(refused) == "cn.pet.group_reps_5"
    bringing.choose_representatives(row, list(row.petitioners.all()[:2]), **by)
    assert go(row, "accept").stage == "handled"


def test_six_do_not_speak_for_all(received, cast, on):
    from tests.cast import joined

    row, by = received(), {"by": cast.street_chair, "on": on}
    rows = [row.petitioners.get()] + [
        bringing.add_petitioner(row, joined(f"陈{order}", cast.units.plant, account=False), **by)
        for order in range(5)
    ]
    with pytest.raises(Refused) as refused:
        bringing.choose_representatives(row, rows, **by)
    assert rule_of(refused) == "cn.pet.group_reps_5"


def test_of_several_only_who_speaks_for_all_ends_it_and_others_leave(received, go, cast, on):
    row, by = received(), {"by": cast.street_chair, "on": on}
    other = bringing.add_petitioner(row, cast.colleague, **by)
    bringing.choose_representatives(row, [other], **by)
    go(row, *ANSWERED)
    with pytest.raises(Refused):
        actions.end(row, by=cast.worker.user, on=on)
    with pytest.raises(Refused):
        actions.withdraw(row, by=cast.worker.user, on=on)
    actions.leave(row, by=cast.worker.user, on=on)
    assert list(row.petitioners.values_list("person", flat=True)) == [cast.colleague.pk]
    assert actions.end(row, by=cast.colleague.user, on=on).stage == "ended"


def test_the_last_petitioner_does_not_leave_it(received, cast, on):
    with pytest.raises(Refused):
        actions.leave(received(), by=cast.worker.user, on=on)


def test_nobody_joins_twice(received, cast, on):
    with pytest.raises(Refused):
        bringing.add_petitioner(received(), cast.worker, by=cast.street_chair, on=on)


def test_nobody_handles_a_petition_of_their_own(received, cast, on):
    with pytest.raises(Refused) as refused:
        actions.accept(received(), by=cast.worker.user, on=on)
    assert rule_of(refused) == "cn.pet.recusal"


def test_sent_twice_it_is_one_petition(received):
    key = uuid4()
    assert received(submission=key) == received(submission=key)


def test_it_keeps_the_request_it_grew_out_of(received, request_of_worker, cast, on):
    row = received(matter="help", case=request_of_worker, channel=Channel.TELEPHONE)
    assert (row.case, row.channel) == (request_of_worker, "telephone")
    with pytest.raises(Refused):
        received(matter="help", case=request_of_worker, person=cast.colleague)


def test_one_answered_before_is_shown_to_who_receives_another(received, go, cast, on):
    from unionhall.access.scope import scope

    row = go(received(), *IN_RECHECK, "answer_recheck")
    held = scope(cast.city_rights_officer, "petitions.view", on=on)
    assert list(queries.earlier(cast.worker, held)) == [row]
