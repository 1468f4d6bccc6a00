"""A whole desk handed over: listed, rehearsed, done in one act, on paper, and nothing of it lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from unionhall.access.scope import scope
from unionhall.cases import actions as cases
from unionhall.cases.models import Case, Topic
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.disputes import opening
from unionhall.duties import actions as duties
from unionhall.duties.leaving import actions, queries
from unionhall.duties.leaving.models import DeskHandover, DeskLine
from unionhall.duties.models import Duty
from unionhall.history.models import Entry
from unionhall.history.queries import trail
from unionhall.notifications.models import Message
from unionhall.organisations.models import Employer
from unionhall.supervision import inspections

pytestmark = pytest.mark.django_db
INDEX = reverse("leaving:index")


@pytest.fixture
def desk(cast):
    """王敏 handles two requests, one of them restricted, answers for a third, and owes a duty."""
    by, on = cast.rights_officer, today()
    told = {"topic": Topic.PAY, "text": "加班费", "by": by, "on": on}
    made = {
        "handled": cases.take_down(cast.worker, **told),
        "restricted": cases.take_down(cast.colleague, restricted=True, **told),
        "owned": cases.take_down(cast.shop_worker, **told),
    }
    for name in ("handled", "restricted"):
        cases.accept(made[name], by=by, on=on)
    made["duty"] = duties.open_duty(
        "supervision.visit",
        subject=("supervision.matter", 1),
        organisation=cast.units.district,
        office="rights_officer",
        holder=by,
        rule="own.supervision.follow_up_10wd",
        start=on,
        by=by,
        on=on,
    )
    return made


def everything(cast, to=None, **more):
    to = to or cast.second_rights_officer
    return dict.fromkeys(("cases", "owned_cases", "disputes", "duties"), to) | more


def handed(cast, receivers=None, who=None, **told) -> DeskHandover:
    facts = {"reason": "调任", "by": who or cast.rights_officer, "on": today()} | told
    unit = cast.units.district
    receivers = everything(cast) if receivers is None else receivers
    return actions.hand_over_desk(cast.rights_officer, unit, receivers, **facts)


def lines(made: DeskHandover) -> list[tuple]:
    rows = made.lines.select_related("to").order_by("pk")
    return [(row.kind, str(row.to) if row.to else row.why) for row in rows]


def test_all_that_is_held_goes_in_one_act(cast, desk):
    made = handed(cast)
    assert lines(made) == [
        ("cases", "郑凯"),
        ("cases", "郑凯"),
        ("owned_cases", "郑凯"),
        ("duties", "郑凯"),
    ]
    receiver = cast.second_rights_officer
    assert Case.objects.filter(handler=receiver).count() == 2
    assert Case.objects.get(pk=desk["owned"].pk).owner == receiver
    assert not Duty.objects.open().filter(holder=cast.rights_officer).exists()
    assert [entry.verb for entry in trail(desk["owned"])][-1] == "cases.answered_for"
    [entry] = trail(made)
    assert entry.facts == {"leaver": cast.rights_officer.pk, "to": [receiver.pk]}


def test_each_receiver_is_told_once(cast, desk):
    handed(cast, who=cast.rights_officer)
    rows = Message.objects.in_app().filter(receiver=cast.second_rights_officer)
    told = rows.exclude(template="cases/received")
    assert list(told.values_list("template", "facts")) == [
        ("duties/desk_handed_to_you", {"count": 4})
    ]


def test_by_kind_to_several_and_what_nobody_takes_is_said(cast, desk, english):
    receivers = {"cases": cast.second_rights_officer, "owned_cases": cast.desk_officer}
    assert lines(handed(cast, receivers)) == [
        ("cases", "郑凯"),
        ("cases", "郑凯"),
        ("owned_cases", "林静"),
        ("duties", "Nobody takes it over yet."),
    ]


def test_who_may_not_have_a_thing_does_not_get_it(cast, desk, english):
    made = handed(cast, everything(cast, cast.desk_officer))
    assert lines(made)[1] == ("cases", "林静 holds no office that may read this request.")
    assert Case.objects.get(pk=desk["restricted"].pk).handler == cast.rights_officer


def test_a_chair_does_not_learn_of_what_is_kept_from_them(cast, desk):
    assert lines(handed(cast, who=cast.chair)) == [
        ("cases", "郑凯"),
        ("owned_cases", "郑凯"),
        ("duties", "郑凯"),
    ]
    assert Case.objects.get(pk=desk["restricted"].pk).handler == cast.rights_officer


def test_disputes_pass_with_what_is_owed_in_them(cast, desk):
    told = {"by": cast.rights_officer, "on": today()}
    dispute = opening.open_dispute(
        cast.worker,
        organisation=cast.units.district,
        kind="wages",
        employer="红星机械厂",
        text="欠薪",
        known_on=today(),
        **told,
    )
    opening.represent(dispute, cast.rights_officer, **told)
    made = handed(cast)
    assert ("disputes", "郑凯") in lines(made)
    dispute.refresh_from_db()
    assert dispute.representative == cast.second_rights_officer
    assert not Message.objects.filter(
        receiver=cast.second_rights_officer, template="disputes/represent"
    ).exists()


def test_a_planned_inspection_is_carried_out_by_the_colleague(cast, english):
    told = {"by": cast.rights_officer, "on": today()}
    made = inspections.plan(
        cast.units.district,
        employer=Employer.objects.create(name="红星机械厂"),
        planned_on=today() + timedelta(days=3),
        supervisors=[cast.rights_officer, cast.chair],
        **told,
    )
    assert handed_inspections(cast, cast.chair) == "周建国 carries this inspection out already."
    assert handed_inspections(cast, cast.treasurer) == "何秀英 holds no office that inspects here."
    assert handed_inspections(cast, cast.second_rights_officer) == "郑凯"
    names = made.supervisors.values_list("user__name", flat=True)
    assert set(names) == {"郑凯", "周建国"}
    assert trail(made)[-1].verb == "supervision.supervisor_replaced"


def handed_inspections(cast, to) -> str:
    """Who has the inspection now, or why nobody has: first rehearsed, then done where it can be."""
    told = {"by": cast.rights_officer, "on": today()}
    unit, receivers = cast.units.district, {"inspections": to}
    [one] = actions.rehearse(cast.rights_officer, unit, receivers, **told)
    if one.to is None:
        return one.why
    made = actions.hand_over_desk(cast.rights_officer, unit, receivers, reason="x", **told)
    return str(made.lines.get().to)


def test_of_two_who_hand_the_same_desk_over_one_is_told(cast, desk):
    handed(cast)
    with pytest.raises(Refused):
        handed(cast)
    assert DeskHandover.objects.count() == 1


def test_the_rehearsal_tells_what_the_act_does_and_changes_nothing(cast, desk):
    before = (Entry.objects.count(), Message.objects.count())
    told = {"by": cast.rights_officer, "on": today()}
    given = actions.rehearse(cast.rights_officer, cast.units.district, everything(cast), **told)
    assert (Entry.objects.count(), Message.objects.count()) == before
    assert Case.objects.filter(handler=cast.rights_officer).count() == 2
    assert [(one.holding.name, str(one.to)) for one in given] == lines(handed(cast))


def test_an_answered_request_stays_until_the_worker_has_spoken(cast, desk, english):
    cases.propose_closing(desk["handled"], answer="x", by=cast.rights_officer, on=today())
    handed(cast)
    [line] = DeskLine.objects.filter(to=None)
    assert (line.subject_id, line.why) == (
        desk["handled"].pk,
        "It has been answered; the worker has the word.",
    )


def test_a_reason_somebody_and_not_oneself(cast, desk):
    for receivers, reason in (
        (None, " "),
        ({}, "x"),
        (everything(cast, cast.rights_officer), "x"),
    ):
        with pytest.raises(Refused):
            handed(cast, receivers, reason=reason)
    assert not DeskHandover.objects.exists()


def test_officers_are_listed_whoever_ends_first_on_top(cast):
    mandate = cast.women_officer.mandates.get()
    type(mandate).objects.filter(pk=mandate.pk).update(until_on=today() + timedelta(days=20))
    found = queries.officers(scope(cast.chair, "duties.hand_over_desk"), on=today())
    assert (found[0].user, found[0].until_on) == (
        cast.women_officer,
        today() + timedelta(days=20),
    )
    assert {one.organisation for one in found} == {cast.units.district}


def test_previewed_done_and_printed_on_the_pages(cast, desk, signed_in):
    client = signed_in(cast.rights_officer)
    assert "王敏" in client.get(INDEX).content.decode()
    page = reverse("leaving:hand_over_desk", args=[cast.units.district.pk, cast.rights_officer.pk])
    assert desk["handled"].number in client.get(page).content.decode()
    to = str(cast.second_rights_officer.pk)
    sent = {f"to_{name}": to for name in ("cases", "owned_cases", "duties")}
    assert client.post(page, sent).status_code == 422
    sent["reason"] = "调任"
    answer = client.post(page, sent | {"do": "preview"})
    assert [str(one.to) for one in answer.context["preview"]] == ["郑凯"] * 4
    assert not DeskHandover.objects.exists()
    answer = client.post(page, sent | {"do": "hand_over_desk"})
    made = DeskHandover.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    for user in (cast.rights_officer, cast.second_rights_officer):
        paper = signed_in(user).get(reverse("leaving:paper", args=[made.uid]))
        assert desk["restricted"].number in paper.content.decode()
    for user in (cast.rights_officer, cast.second_rights_officer, cast.chair):
        paper = signed_in(user).get(reverse("leaving:paper", args=[made.uid]))
        assert desk["handled"].number in paper.content.decode()
        assert "李小明" not in paper.content.decode()
    assert desk["restricted"].number not in paper.content.decode()
    assert signed_in(cast.desk_officer).get(made.get_absolute_url()).status_code == 404


def test_nobody_hands_over_a_desk_elsewhere(cast, desk, signed_in):
    page = reverse("leaving:hand_over_desk", args=[cast.units.district.pk, cast.rights_officer.pk])
    assert signed_in(cast.stranger_chair).get(page).status_code == 404
    assert signed_in(cast.plant_chair).get(page).status_code == 404
    assert signed_in(cast.desk_officer).get(INDEX).status_code == 404
