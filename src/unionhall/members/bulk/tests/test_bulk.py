"""One act for all that a list shows: seen beforehand row by row, done as on each one's page, taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.interface import call, told

from unionhall.access.scope import scope
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.queries import trail
from unionhall.members import actions as members
from unionhall.members.bulk import actions, jobs, working
from unionhall.members.bulk.models import UNDO_WITHIN, Bulk
from unionhall.members.hidden import hidden
from unionhall.members.models import Person, Spell
from unionhall.organisations.actions import end_mandate

pytestmark = pytest.mark.django_db
BEGIN = reverse("members:begin_bulk")


def begun(cast, code="correct_department", value="总装车间", query="", who=None) -> Bulk:
    """A bulk act that a job has checked."""
    who = who or cast.register_officer
    facts = {"code": code, "value": value, "reason": "车间合并", "by": who, "on": today()}
    made = actions.begin(scope(who, "members.correct"), query=query, **facts)
    jobs.check.func(made.pk)
    made.refresh_from_db()
    return made


def applied(cast, bulk: Bulk) -> Bulk:
    actions.apply(bulk, by=bulk.by, on=today())
    jobs.apply.func(bulk.pk)
    bulk.refresh_from_db()
    return bulk


def fates(bulk: Bulk) -> dict[str, str]:
    return dict(bulk.lines.values_list("spell__person__name", "fate"))


def departments() -> dict[str, str]:
    return dict(Person.objects.values_list("name", "department"))


def test_every_row_is_judged_before_anything_changes(cast):
    Person.objects.filter(pk=cast.worker.pk).update(department="总装车间")
    bulk = begun(cast)
    assert fates(bulk) == {"李小明": "refused", "张华": "will", "刘芳": "will"}
    assert departments()["张华"] == ""
    assert bulk.state == Bulk.State.READY


def test_it_is_done_as_on_each_ones_page_and_each_can_read_why(cast):
    bulk = applied(cast, begun(cast, query="unit=U-PLANT"))
    assert departments() == {"李小明": "总装车间", "张华": "总装车间", "刘芳": "", "欧阳雪": ""}
    [entry] = trail(cast.worker)
    assert (entry.verb, entry.personal["reason"]) == ("members.corrected", "车间合并")
    assert entry.personal["new"] == {"department": "总装车间"}
    [whole] = trail(bulk)
    assert (whole.verb, whole.facts["rows"]["done"]) == ("members.bulk_applied", 2)


def test_taken_back_but_for_files_edited_since_which_are_named(cast):
    bulk = applied(cast, begun(cast))
    colleague = Person.objects.get(pk=cast.colleague.pk)
    edited = {"version": colleague.version, "reason": "调动", "by": cast.chair, "on": today()}
    members.correct(colleague, {"education": "大专"}, **edited)
    actions.undo(bulk, by=bulk.by, on=today())
    jobs.undo.func(bulk.pk)
    bulk.refresh_from_db()
    assert fates(bulk) == {"李小明": "restored", "张华": "kept", "刘芳": "restored"}
    assert departments() == {"李小明": "", "张华": "总装车间", "刘芳": "", "欧阳雪": ""}
    assert bulk.state == Bulk.State.UNDONE


def test_the_days_for_taking_back_run_out(cast):
    bulk = applied(cast, begun(cast))
    Bulk.objects.filter(pk=bulk.pk).update(applied_at=bulk.applied_at - UNDO_WITHIN)
    bulk.refresh_from_db()
    with pytest.raises(Refused):
        actions.undo(bulk, by=bulk.by, on=today())


def test_memberships_end_with_reason_and_day_and_the_unfit_are_refused(cast):
    on = today()
    Spell.objects.filter(person=cast.colleague).update(from_on=on)
    bulk = begun(cast, "end_membership", on, query="unit=U-PLANT")
    assert fates(bulk) == {"李小明": "will", "张华": "refused"}
    applied(cast, bulk)
    assert cast.worker.spells.get().until_on == on
    assert cast.colleague.spells.get().until_on is None
    with pytest.raises(Refused):
        actions.undo(bulk, by=bulk.by, on=on)


def test_what_changed_between_preview_and_act_is_refused_by_itself(cast):
    bulk = begun(cast, "end_membership", today(), query="unit=U-PLANT")
    spell = cast.worker.spells.get()
    early = today() - timedelta(days=3)
    members.end_membership(spell, until_on=early, reason="离职", by=cast.chair, on=today())
    applied(cast, bulk)
    assert fates(bulk) == {"李小明": "refused", "张华": "done"}
    assert cast.worker.spells.get().until_on == early


def test_of_two_clicks_one_wins(cast):
    bulk = begun(cast)
    actions.apply(bulk, by=bulk.by, on=today())
    with pytest.raises(Refused):
        actions.apply(bulk, by=bulk.by, on=today())
    with pytest.raises(Refused):
        actions.dismiss(bulk, by=bulk.by, on=today())


def test_a_worker_that_takes_over_goes_on_where_another_stopped(cast, monkeypatch):
    monkeypatch.setattr(working, "AT_ONCE", 1)
    bulk = begun(cast)
    actions.apply(bulk, by=bulk.by, on=today())
    one = bulk.lines.order_by("pk").first()
    working._batch(bulk, [one.pk], "will", working._do, by=bulk.by, on=today())
    jobs.apply.func(bulk.pk)
    assert set(fates(bulk).values()) == {"done"}
    assert [len(trail(person)) for person in (cast.worker, cast.colleague)] == [1, 1]


def test_whose_office_ended_meanwhile_changes_nobody(cast):
    bulk = begun(cast, who=cast.chair)
    actions.apply(bulk, by=cast.chair, on=today())
    end_mandate(cast.chair.mandates.get(), by=None, on=today())
    jobs.apply.func(bulk.pk)
    bulk.refresh_from_db()
    assert (bulk.state, departments()["李小明"]) == (Bulk.State.FAILED, "")


def test_nobody_outside_the_scope_is_touched(cast):
    bulk = begun(cast, who=cast.shop_chair, query="unit=U-PLANT")
    assert fates(bulk) == {"刘芳": "will"}


def test_the_pages_lead_from_the_list_to_the_act_and_back(cast, signed_in, english):
    client = signed_in(cast.register_officer)
    assert "/members/bulk/begin/" in client.get(reverse("members:index")).content.decode()
    assert "correct_department" in client.get(BEGIN).content.decode()
    assert 'name="value"' in client.get(BEGIN, {"act": "correct_department"}).content.decode()
    sent = {"act": "correct_is_migrant", "value": "true", "reason": " "}
    assert client.post(BEGIN, sent).status_code == 422
    answer = client.post(f"{BEGIN}?unit=U-SHOP", sent | {"reason": "核实"})
    bulk = Bulk.objects.get()
    jobs.check.func(bulk.pk)
    page = client.get(answer["Location"]).content.decode()
    assert ("刘芳" in page, "李小明" in page) == (True, False)
    client.post(reverse("members:apply_bulk", args=[bulk.pk]))
    jobs.apply.func(bulk.pk)
    assert Person.objects.get(pk=cast.shop_worker.pk).is_migrant is True
    assert "undo" in client.get(answer["Location"]).content.decode()
    assert "核实" in client.get(reverse("members:bulks")).content.decode()
    assert signed_in(cast.chair).get(answer["Location"]).status_code == 404


def test_a_program_begins_looks_applies_and_takes_back(cast):
    officer = cast.register_officer
    asked = {"act": "correct_education", "value": "大专", "reason": "核实", "unit": "U-SHOP"}
    begun = call(officer, "POST", "/members/bulk", asked)
    assert (begun.status_code, begun.json()["state"]) == (202, "checking")
    key = begun.json()["id"]
    jobs.check.func(key)
    lines = call(officer, "GET", f"/members/bulk/{key}/lines").json()["items"]
    assert lines == [{"person": cast.shop_worker.pk, "fate": "will", "why": ""}]
    assert call(officer, "POST", f"/members/bulk/{key}/apply").json()["state"] == "applying"
    jobs.apply.func(key)
    assert call(officer, "GET", f"/members/bulk/{key}").json()["rows"]["done"] == 1
    assert call(officer, "POST", f"/members/bulk/{key}/undo").json()["state"] == "undoing"
    wrong = call(officer, "POST", "/members/bulk", asked | {"value": "博士后"})
    assert told(wrong)[0] == 409


def test_typed_searches_are_not_acted_on(cast, signed_in):
    bulk = begun(cast, query=f"s={hidden('张华')}")
    assert (bulk.state, bulk.lines.count()) == (Bulk.State.FAILED, 0)
