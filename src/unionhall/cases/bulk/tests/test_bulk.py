"""One act for many requests: seen beforehand row by row, done as on each one's page, given back."""

import pytest
from django.urls import reverse
from tests.interface import call

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases import actions as cases
from unionhall.cases.bulk import actions, jobs, working
from unionhall.cases.bulk.models import UNDO_WITHIN, Bulk
from unionhall.cases.models import Case, Status, Topic
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.history.queries import trail
from unionhall.notifications.models import Message
from unionhall.organisations.actions import end_mandate

pytestmark = pytest.mark.django_db
BEGIN = reverse("cases:begin_bulk")


@pytest.fixture
def english(cast, english):
    """Reasons are kept in the language of whoever begins it."""
    User.objects.update(language="en")


def taken_down(cast, person, **more) -> Case:
    told = {"topic": Topic.PAY, "text": "加班费", "by": cast.desk_officer, "on": today()}
    return cases.take_down(person, **(told | more))


@pytest.fixture
def three(cast) -> list[Case]:
    """A request not taken on, one in hand with a colleague, one that has ended."""
    made = [taken_down(cast, person) for person in (cast.worker, cast.colleague, cast.shop_worker)]
    cases.accept(made[1], by=cast.rights_officer, on=today())
    cases.refuse(made[2], reason="x", instead="y", by=cast.rights_officer, on=today())
    return made


def begun(cast, code="assign", who=None, **told) -> Bulk:
    """A bulk act that a job has checked."""
    who = who or cast.chair
    facts = {"by": who, "on": today(), "reason": "休假"}
    held = scope(who, "cases.hand_over" if code == "assign" else "cases.accept")
    made = actions.begin(held, code=code, **(facts | told))
    jobs.check.func(made.pk)
    made.refresh_from_db()
    return made


def applied(bulk: Bulk) -> Bulk:
    actions.apply(bulk, by=bulk.by, on=today())
    jobs.apply.func(bulk.pk)
    bulk.refresh_from_db()
    return bulk


def fates(bulk: Bulk) -> list[tuple[str, str]]:
    rows = bulk.lines.order_by("case_id")
    return [(line.case.person.name, line.fate) for line in rows.select_related("case__person")]


def told(user) -> list[tuple[str, dict]]:
    rows = Message.objects.in_app().filter(receiver=user, template__startswith="cases/many")
    return list(rows.order_by("pk").values_list("template", "facts"))


def numbers(rows: list[Case]) -> list[str]:
    return [row.number for row in rows]


def test_every_row_is_judged_before_anything_changes(cast, three, english):
    bulk = begun(cast, to_user=cast.second_rights_officer, chosen=numbers(three))
    assert fates(bulk) == [("李小明", "will"), ("张华", "will"), ("刘芳", "refused")]
    assert bulk.lines.get(fate="refused").why == "This request has ended."
    assert bulk.state == Bulk.State.READY
    assert not Case.objects.filter(handler=cast.second_rights_officer).exists()


def test_all_that_match_the_filters_are_meant_where_none_is_ticked(cast, three):
    bulk = begun(cast, to_user=cast.second_rights_officer, query="show=new")
    assert fates(bulk) == [("李小明", "will")]


def test_each_request_has_its_line_and_the_receiver_one_notice(cast, three):
    receiver = cast.second_rights_officer
    bulk = applied(begun(cast, to_user=receiver, chosen=numbers(three)))
    assert fates(bulk) == [("李小明", "done"), ("张华", "done"), ("刘芳", "refused")]
    assert Case.objects.filter(handler=receiver).count() == 2
    for case in three[:2]:
        assert trail(case)[-1].verb == "cases.handed_over"
        assert trail(case)[-1].personal["reason"] == "休假"
    assert told(receiver) == [("cases/many_handed_to_you", {"count": 2})]
    assert not Message.objects.filter(template="cases/handed_to_you").exists()
    held = Duty.objects.open().filter(subject_type="cases.case", holder=receiver)
    assert held.count() == 2
    [whole] = trail(bulk)
    assert (whole.verb, whole.facts["rows"]["done"]) == ("cases.bulk_applied", 2)


def test_why_a_colleague_cannot_have_a_request_is_said(cast, three, english):
    restricted = taken_down(cast, cast.worker, restricted=True, by=cast.rights_officer)
    bulk = begun(
        cast,
        who=cast.rights_officer,
        to_user=cast.desk_officer,
        chosen=[restricted.number, three[0].number],
    )
    assert {line.case_id: line.why for line in bulk.lines.all()} == {
        restricted.pk: "林静 may not read requests kept to the rights officer.",
        three[0].pk: "",
    }
    outside = begun(cast, to_user=cast.shop_chair, chosen=[three[0].number])
    assert "holds no office" in outside.lines.get().why
    again = begun(cast, to_user=cast.rights_officer, chosen=[three[1].number])
    assert again.lines.get().why == "王敏 has it already."


def test_an_officers_own_request_is_not_given_to_them(cast, three, english):
    cast.worker.user = cast.second_rights_officer
    cast.worker.save()
    bulk = begun(cast, to_user=cast.second_rights_officer, chosen=[three[0].number])
    assert bulk.lines.get().why == "It is the request of 郑凯."


def test_to_another_desk_its_office_hears_once(cast, three):
    bulk = applied(begun(cast, to_organisation=cast.units.district, chosen=numbers(three)))
    assert [fate for _name, fate in fates(bulk)] == ["done", "done", "refused"]
    assert set(
        Case.objects.filter(pk__in=[case.pk for case in three[:2]]).values_list(
            "organisation__code", "status"
        )
    ) == {("330101", "received")}
    assert told(cast.rights_officer) == [("cases/many_received", {"count": 2})]
    with pytest.raises(Refused):
        actions.undo(bulk, by=cast.chair, on=today())


def test_taking_many_on_for_oneself(cast, three):
    bulk = applied(begun(cast, "accept", who=cast.plant_chair, query="show=open", reason=""))
    assert fates(bulk) == [("李小明", "done"), ("张华", "refused")]
    case = Case.objects.get(pk=three[0].pk)
    assert (case.handler, case.status) == (cast.plant_chair, Status.ACCEPTED)


def test_given_back_to_whoever_had_it_unless_it_moved_on(cast, three):
    more = taken_down(cast, cast.colleague)
    cases.accept(more, by=cast.rights_officer, on=today())
    receiver = cast.second_rights_officer
    bulk = applied(begun(cast, to_user=receiver, chosen=numbers([*three, more])))
    case = Case.objects.select_related("organisation", "person__user").get(pk=more.pk)
    cases.propose_closing(case, answer="已补发", by=receiver, on=today())
    actions.undo(bulk, by=cast.chair, on=today())
    jobs.undo.func(bulk.pk)
    bulk.refresh_from_db()
    assert (bulk.state, fates(bulk)) == (
        Bulk.State.UNDONE,
        [("李小明", "kept"), ("张华", "restored"), ("刘芳", "refused"), ("张华", "kept")],
    )
    assert Case.objects.get(pk=three[1].pk).handler == cast.rights_officer
    assert told(cast.rights_officer) == [("cases/many_handed_to_you", {"count": 1})]


def test_the_days_for_taking_back_run_out(cast, three):
    bulk = applied(begun(cast, to_user=cast.second_rights_officer, chosen=numbers(three)))
    Bulk.objects.filter(pk=bulk.pk).update(applied_at=bulk.applied_at - UNDO_WITHIN)
    bulk.refresh_from_db()
    with pytest.raises(Refused):
        actions.undo(bulk, by=bulk.by, on=today())


def test_what_changed_between_preview_and_act_is_left_by_itself(cast, three):
    bulk = begun(cast, to_user=cast.second_rights_officer, chosen=numbers(three))
    cases.refuse(three[0], reason="x", instead="y", by=cast.rights_officer, on=today())
    assert [fate for _name, fate in fates(applied(bulk))] == ["refused", "done", "refused"]


def test_of_two_clicks_one_wins(cast, three):
    bulk = begun(cast, to_user=cast.second_rights_officer, chosen=numbers(three))
    actions.apply(bulk, by=bulk.by, on=today())
    with pytest.raises(Refused):
        actions.apply(bulk, by=bulk.by, on=today())


def test_a_worker_that_takes_over_goes_on_where_another_stopped(cast, three, monkeypatch):
    monkeypatch.setattr(working, "AT_ONCE", 1)
    bulk = begun(cast, to_user=cast.second_rights_officer, chosen=numbers(three))
    actions.apply(bulk, by=bulk.by, on=today())
    one = bulk.lines.order_by("pk").first()
    working._batch(bulk, [one.pk], "will", working._do, by=bulk.by, on=today())
    jobs.apply.func(bulk.pk)
    assert [fate for _name, fate in fates(bulk)] == ["done", "done", "refused"]
    assert told(cast.second_rights_officer) == [("cases/many_handed_to_you", {"count": 2})]


def test_whose_office_ended_meanwhile_changes_nothing(cast, three):
    bulk = begun(cast, to_user=cast.second_rights_officer, chosen=numbers(three))
    actions.apply(bulk, by=cast.chair, on=today())
    end_mandate(cast.chair.mandates.get(), by=None, on=today())
    jobs.apply.func(bulk.pk)
    bulk.refresh_from_db()
    assert bulk.state == Bulk.State.FAILED
    assert not Case.objects.filter(handler=cast.second_rights_officer).exists()


def test_nothing_outside_the_scope_is_touched_even_if_its_number_is_named(cast, three):
    stranger = taken_down(cast, cast.stranger_worker)
    bulk = begun(
        cast,
        who=cast.plant_chair,
        to_user=cast.plant_desk_officer,
        chosen=[stranger.number, three[2].number, three[0].number],
    )
    assert fates(bulk) == [("李小明", "will")]


def test_a_reason_and_one_receiver_are_needed(cast, three):
    for told in ({"to_user": cast.chair, "reason": " "}, {"reason": "x"}):
        with pytest.raises(Refused):
            begun(cast, chosen=numbers(three), **told)


def test_the_pages_lead_from_the_inbox_to_the_act_and_back(cast, three, signed_in, english):
    client = signed_in(cast.chair)
    page = client.get(reverse("cases:inbox")).content.decode()
    assert (f'value="{three[0].number}"' in page, "/cases/bulk/begin/" in page) == (True, True)
    asked = f"{BEGIN}?act=assign&case={three[0].number}"
    assert client.get(asked).context["total"] == 1
    assert client.post(asked, {"to": "", "reason": "x"}).status_code == 422
    to = f"user:{cast.second_rights_officer.pk}"
    answer = client.post(asked, {"to": to, "reason": "休假"})
    bulk = Bulk.objects.get()
    jobs.check.func(bulk.pk)
    assert three[0].number in client.get(answer["Location"]).content.decode()
    client.post(reverse("cases:apply_bulk", args=[bulk.pk]))
    jobs.apply.func(bulk.pk)
    assert Case.objects.get(pk=three[0].pk).handler == cast.second_rights_officer
    assert "undo" in client.get(answer["Location"]).content.decode()
    assert "休假" in client.get(reverse("cases:bulks")).content.decode()
    assert signed_in(cast.rights_officer).get(answer["Location"]).status_code == 404


def test_what_was_typed_is_not_acted_on_as_a_whole(cast, three, signed_in, english):
    client = signed_in(cast.chair)
    to = {"to": f"user:{cast.rights_officer.pk}", "reason": "x"}
    assert client.get(f"{BEGIN}?q=李小明").context["total"] == 0
    assert client.post(f"{BEGIN}?q=李小明", to).status_code == 200
    assert not Bulk.objects.exists()


def test_whoever_forgot_to_tick_does_not_mean_all(cast, three, signed_in):
    client = signed_in(cast.chair)
    asked = f"{BEGIN}?ticked=1&act=assign"
    assert client.get(asked).context["total"] == 0
    client.post(asked, {"to": f"user:{cast.rights_officer.pk}", "reason": "x"})
    assert not Bulk.objects.exists()


def test_a_program_begins_looks_and_is_shown_only_what_is_offered(cast, three):
    officer = cast.chair
    offered = call(officer, "GET", "/cases/bulk/receivers").json()
    to = f"user:{cast.second_rights_officer.pk}"
    assert to in [row["key"] for row in offered]
    asked = {"act": "assign", "cases": [three[0].number], "to": to, "reason": "休假"}
    begun = call(officer, "POST", "/cases/bulk", asked)
    assert (begun.status_code, begun.json()["to"]) == (202, "郑凯")
    key = begun.json()["id"]
    jobs.check.func(key)
    lines = call(officer, "GET", f"/cases/bulk/{key}/lines").json()["items"]
    assert lines == [{"case": three[0].number, "fate": "will", "why": ""}]
    stranger = asked | {"to": f"user:{cast.stranger_chair.pk}"}
    assert call(officer, "POST", "/cases/bulk", stranger).status_code == 404
    assert call(officer, "POST", "/cases/bulk", asked | {"to": ""}).status_code == 409
