"""Views of the inbox under a name: one's own or shared, in one's order, with their counts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.interface import call

from unionhall.access.scope import scope
from unionhall.cases import actions as cases
from unionhall.cases.models import Case, Topic
from unionhall.cases.saved import actions, queries
from unionhall.cases.saved.models import FirstView, SavedView
from unionhall.cases.saved.sentence import sentence
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.queries import trail

pytestmark = pytest.mark.django_db
INBOX = reverse("cases:inbox")


def saved(cast, name="催办", who=None, filters=None, unit="district", **told) -> SavedView:
    filters = {"show": "new", "topic": "pay", "q": "李小明"} if filters is None else filters
    facts = {"by": who or cast.rights_officer, "on": today()}
    return actions.save_view(getattr(cast.units, unit), name=name, filters=filters, **told, **facts)


def seen(user) -> list[str]:
    return [view.name for view in queries.listed(scope(user, "cases.view"))]


@pytest.fixture
def request_of_worker(cast) -> Case:
    told = {"topic": Topic.PAY, "text": "加班费", "by": cast.desk_officer, "on": today()}
    return cases.take_down(cast.worker, **told)


def test_filters_are_kept_but_not_what_was_typed(cast):
    view = saved(cast)
    assert view.filters == {"show": "new", "topic": "pay"}
    assert view.get_absolute_url() == f"{INBOX}?show=new&topic=pay&view={view.pk}"
    [entry] = trail(view)
    assert (entry.verb, entry.facts) == ("cases.view_saved", {"shared": False})


def test_filters_the_inbox_does_not_have_are_refused(cast):
    with pytest.raises(Refused):
        saved(cast, filters={"show": "all"})


def test_ones_own_is_seen_by_oneself_and_a_shared_one_on_the_line(cast):
    saved(cast, "我的")
    saved(cast, "共享", is_shared=True)
    assert seen(cast.rights_officer) == ["我的", "共享"]
    assert seen(cast.chair) == seen(cast.plant_chair) == seen(cast.city_rights_officer) == ["共享"]
    assert seen(cast.stranger_rights_officer) == []


def test_a_name_is_taken_once_and_only_the_owner_changes_it(cast):
    view = saved(cast, is_shared=True)
    with pytest.raises(Refused):
        saved(cast)
    saved(cast, who=cast.chair)
    told = {"version": 1, "name": "x", "is_shared": True, "on": today()}
    with pytest.raises(Refused):
        actions.change_view(view, **told, by=cast.chair)
    with pytest.raises(Refused):
        actions.remove_view(view, by=cast.chair, on=today())
    changed = actions.change_view(view, **told, by=cast.rights_officer)
    assert (changed.name, changed.version) == ("x", 2)
    with pytest.raises(Refused):
        actions.change_view(view, **told, by=cast.rights_officer)


def test_they_stand_in_the_order_their_owner_gave_them(cast):
    for name in ("一", "二", "三"):
        view = saved(cast, name)
    actions.move_view(view, up=True, by=cast.rights_officer, on=today())
    assert seen(cast.rights_officer) == ["一", "三", "二"]
    actions.move_view(view, up=False, by=cast.rights_officer, on=today())
    actions.move_view(view, up=False, by=cast.rights_officer, on=today())
    assert seen(cast.rights_officer) == ["一", "二", "三"]


def test_an_inbox_begins_with_the_view_chosen_for_it(cast, signed_in):
    view = saved(cast, is_shared=True)
    client = signed_in(cast.chair)
    assert client.get(INBOX).status_code == 200
    client.post(reverse("cases:begin_with", args=[view.pk]))
    assert client.get(INBOX)["Location"] == view.get_absolute_url()
    assert client.get(f"{INBOX}?show=open").status_code == 200
    client.post(reverse("cases:begin_as_usual"))
    assert client.get(INBOX).status_code == 200


def test_nobody_begins_with_what_is_no_longer_shared(cast):
    view = saved(cast, is_shared=True)
    for user in (cast.chair, cast.rights_officer):
        actions.begin_with(view, by=user, on=today())
    told = {"version": 1, "name": view.name, "is_shared": False}
    actions.change_view(view, **told, by=cast.rights_officer, on=today())
    assert list(FirstView.objects.values_list("user", flat=True)) == [cast.rights_officer.pk]


def test_each_shows_how_many_the_reader_may_open(cast, request_of_worker):
    view = saved(cast, is_shared=True)
    other = saved(cast, "商店", filters={"unit": "U-SHOP"}, is_shared=True)
    views = [view, other]
    assert queries.counts(views, user=cast.chair, on=today()) == {view.pk: 1, other.pk: 0}
    assert queries.counts(views, user=cast.shop_chair, on=today()) == {view.pk: 0, other.pk: 0}


def test_many_are_counted_no_further_than_a_hundred(cast, request_of_worker, monkeypatch):
    monkeypatch.setattr(queries, "MANY", 1)
    told = {"topic": Topic.PAY, "text": "加班费", "by": cast.desk_officer, "on": today()}
    cases.take_down(cast.colleague, **told)
    view = saved(cast)
    assert queries.counts([view], user=cast.chair, on=today()) == {view.pk: 1}


def test_more_views_cost_no_more_queries(cast, request_of_worker, signed_in):
    client, asked = signed_in(cast.rights_officer), []
    for names in (["一"], ["二", "三", "四"]):
        for name in names:
            saved(cast, name, filters={"unit": "U-PLANT", "show": "overdue"})
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{INBOX}?show=open").status_code == 200
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 14


def test_an_address_may_name_only_the_view(cast, signed_in):
    view = saved(cast)
    address = f"{INBOX}?view={view.pk}"
    assert signed_in(cast.rights_officer).get(address)["Location"] == view.get_absolute_url()
    assert signed_in(cast.chair).get(address).status_code == 404
    assert signed_in(cast.chair).get(f"{INBOX}?view=x").status_code == 404


def test_saved_changed_and_removed_on_the_pages(cast, signed_in, english):
    client = signed_in(cast.rights_officer)
    save = f"{reverse('cases:save_view')}?show=overdue&topic=pay&q=李小明"
    assert client.get(save).context["typed"] is True
    assert client.post(save, {"name": " "}).status_code == 422
    assert client.post(save, {"name": "催办"}).status_code == 302
    assert client.post(save, {"name": "催办"}).status_code == 409
    view = SavedView.objects.get()
    page = client.get(reverse("cases:saved_views")).content.decode()
    assert ("催办" in page, "view=" in page) == (True, True)
    change = reverse("cases:change_view", args=[view.pk])
    assert "催办" in client.get(change).content.decode()
    client.post(change, {"name": "急办", "version": 1})
    assert "急办" in client.get(view.get_absolute_url()).content.decode()
    client.post(reverse("cases:move_view", args=[view.pk]), {"to": "front"})
    client.post(reverse("cases:remove_view", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_view_says_in_words_what_it_shows(cast, english):
    view = saved(cast, filters={"show": "overdue", "topic": "pay", "unit": "U-PLANT"})
    assert sentence(view.filters) == "Overdue · Pay · 红星机械厂工会"


def test_a_program_uses_a_view_by_its_id(cast, request_of_worker):
    view = saved(cast, filters={"show": "new", "unit": "U-PLANT"}, is_shared=True)
    other = saved(cast, "商店", filters={"unit": "U-SHOP"})
    found = call(cast.chair, "GET", f"/cases?view={view.pk}").json()["items"]
    assert [row["number"] for row in found] == [request_of_worker.number]
    assert call(cast.rights_officer, "GET", f"/cases?view={other.pk}").json()["items"] == []
    assert call(cast.chair, "GET", f"/cases?view={other.pk}").status_code == 404
    [told] = call(cast.chair, "GET", "/cases/views").json()
    assert (told["name"], told["count"], told["owner"]) == ("催办", 1, "王敏")
